"""The benchmark's table."""

from io import StringIO

import pytest
from rich.console import Console

from benchmarks.table import Result, Row, markdown, show

MACHINE = [("CPU", "a processor, 2 cores")]
RESULTS = [
    Result([Row("Preview", "30.0 fps", "30 fps", True), Row("Gap", "p99 80 ms", "p99 ≤ 50 ms", False)], ["how | why"]),
    Result([Row("Growth", "+1 MB", "< 20 MB in 10 min"), Row("Capture | raw", "30 fps")], ["how | why"]),
]


@pytest.fixture
def lines() -> list[str]:
    return markdown(MACHINE, RESULTS).splitlines()


def test_markdown_describes_the_machine_first(lines: list[str]) -> None:
    assert lines[0] == "- CPU: a processor, 2 cores"


def test_a_missed_target_stands_out(lines: list[str]) -> None:
    assert "| Preview | 30.0 fps | 30 fps | yes |" in lines
    assert "| Gap | p99 80 ms | p99 ≤ 50 ms | NO |" in lines


def test_what_cannot_be_judged_is_neither_met_nor_missed(lines: list[str]) -> None:
    assert "| Growth | +1 MB | < 20 MB in 10 min | – |" in lines


def test_a_bar_in_a_text_does_not_split_its_cell(lines: list[str]) -> None:
    assert "| Capture \\| raw | 30 fps | – | – |" in lines


def test_a_note_that_two_results_share_is_printed_once(lines: list[str]) -> None:
    assert lines.count("- how | why") == 1


def test_the_terminal_shows_every_row_and_note() -> None:
    text = StringIO()
    show(Console(file=text, width=160), MACHINE, RESULTS)
    for row in (row for result in RESULTS for row in result.rows):
        assert row.what in text.getvalue()
        assert row.measured in text.getvalue()
    assert "how | why" in text.getvalue()

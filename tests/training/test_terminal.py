"""What a terminal is shown of long work."""

import os
import signal

import pytest

from core.model.progress import Progress
from training.facts import printable, rows_text
from training.terminal import Terminal, cancelled_by_signals, progress_text

LINES = {
    "1.2 GB of 10.3 GB, 11 MB/s, 0:13:20 left": Progress("downloading", 1_200_000_000, 10_300_000_000, 11.3e6, 800.4),
    "4.0 MB, 0.5 MB/s": Progress("downloading", 4_000_000, None, 5e5, None),
    "0.0 MB of 12 MB": Progress("checking", 0, 12_000_000, 0.0, None),
}


@pytest.mark.parametrize("line", LINES)
def test_progress_says_what_is_known(line: str) -> None:
    assert progress_text(LINES[line]) == line


def test_without_a_terminal_every_stage_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with Terminal() as terminal:
        for stage in ("downloading", "downloading", "converting"):
            terminal.show(Progress(stage, 1, 2, 0.0, None))
        terminal.line("[red]done")
    assert capfd.readouterr().err == "downloading ...\nconverting ...\n[red]done\n"


def test_without_a_terminal_a_line_now_and_then_says_how_far_it_is(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("training.terminal.time.monotonic", lambda: clock[0])
    with Terminal() as terminal:
        for clock[0] in (1000.0, 1001.0, 1029.0, 1031.0, 1032.0, 1120.0):
            terminal.show(Progress("downloading", 50_000_000, 100_000_000, 1e6, 50.0))
    line = "downloading: 50 MB of 100 MB, 1.0 MB/s, 0:00:50 left"
    assert capfd.readouterr().err.splitlines() == ["downloading ...", line, line]


def test_the_first_signal_asks_and_the_second_one_insists() -> None:
    with cancelled_by_signals() as asked:
        os.kill(os.getpid(), signal.SIGINT)
        assert asked.wait(5)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):  # afterwards all is as it was
        os.kill(os.getpid(), signal.SIGINT)


def test_rows_are_aligned_wrapped_and_empty_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [("name", "x"), ("empty", ""), ("training data", "word " * 8)]
    assert rows_text("title", rows).splitlines() == [
        "title",
        "  name           x",
        "  training data  word word word word",
        "                 word word word word",
    ]


def test_escapes_are_shown_and_not_obeyed() -> None:
    assert printable("a\x1b[31mb\nc\u202e") == "a\\x1b[31mb c\\u202e"

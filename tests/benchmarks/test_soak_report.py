"""The soak's checks: what an hour may look like, and what it may not."""

from dataclasses import replace

import pytest

from benchmarks.soak_report import HEADS, Ending, Minute, checks, table, warm_up

FPS = 30.0
GOOD = [Minute(n, 650, 16, 17, 1800 * n, 450 * n, 0, 40, 60, 75, 450 * n) for n in range(1, 61)]
ENDING = Ending(3600, 30.0, 27_000, 0, 27_000, 0, 27_000, 27_000, 0)


def failed(minutes: list[Minute], ending: Ending = ENDING) -> set[str]:
    return {row.what for row in checks(minutes, ending, FPS) if row.met is False}


def test_a_steady_hour_passes() -> None:
    rows = checks(GOOD, ENDING, FPS)
    assert all(row.met for row in rows)


def test_memory_that_grows_by_half_a_megabyte_a_minute_fails() -> None:
    growing = [replace(minute, rss=650 + minute.minute / 2) for minute in GOOD]
    assert failed(growing) == {"Memory"}


def test_memory_that_grows_while_the_program_warms_up_is_forgiven() -> None:
    assert failed([replace(minute, rss=600 + 10 * min(minute.minute, 5)) for minute in GOOD]) == set()


def test_three_minutes_cannot_judge_memory() -> None:
    growing = [replace(minute, rss=650 + minute.minute / 2) for minute in GOOD[:3]]
    memory = next(row for row in checks(growing, ENDING, FPS) if row.what == "Memory")
    assert memory.met is None


@pytest.mark.parametrize(("name", "what"), [("threads", "Threads"), ("files", "Files")])
def test_threads_and_files_must_not_climb(name: str, what: str) -> None:
    assert failed([replace(minute, **{name: 16 + minute.minute // 10}) for minute in GOOD]) == {what}


def test_a_thread_that_comes_and_goes_is_no_leak() -> None:
    assert failed([replace(minute, threads=16 + (minute.minute % 7 == 0)) for minute in GOOD]) == set()


def test_latency_that_doubles_is_a_lag() -> None:
    assert failed([replace(minute, p95=60 + 2 * minute.minute) for minute in GOOD]) == {
        "Latency p95, first and last minutes"
    }


def test_a_queue_shows_in_the_age_of_the_newest_reading() -> None:
    assert failed([replace(GOOD[-1], newest=1500), *GOOD[-9:]]) == {"Age of the newest reading, at worst"}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"csv_rows": 26_999}, "CSV"),
        ({"gaps": 3}, "Gaps in clip_index"),
        ({"clips": 26_990}, "Clips"),
        ({"lost": 1}, "Camera lost"),
        ({"fps": 28.0}, "Capture"),
        ({"skipped": 40, "gaps": 40, "clips": 26_960}, "Skipped clips"),
    ],
)
def test_whatever_gets_lost_fails(changed: dict[str, int], what: str) -> None:
    assert failed(GOOD, replace(ENDING, **changed)) == {what}


def test_a_few_skipped_clips_that_were_counted_are_no_failure() -> None:
    assert failed(GOOD, replace(ENDING, skipped=9, gaps=9, clips=26_991)) == set()


def test_the_table_of_an_hour_is_short_and_ends_with_the_last_minute() -> None:
    lines = table(GOOD).splitlines()
    assert len(lines) <= 16
    assert lines[-1].startswith("| 60 |")
    assert all(line.count("|") == len(HEADS) + 1 for line in lines)


def test_a_third_of_a_short_run_does_not_count() -> None:
    assert warm_up(3) == 1
    assert warm_up(60) == 5

"""Work in threads ahead of who needs it."""

import threading
import time

import pytest

from core.offline.ahead import ahead


def test_one_thread_gives_everything_in_order() -> None:
    with ahead(range(5), lambda: lambda job: iter([job, -job]), threads=1, room=2) as results:
        assert list(results) == [(job, sign * job) for job in range(5) for sign in (1, -1)]


def test_several_threads_lose_nothing_and_double_nothing() -> None:
    with ahead(range(200), lambda: lambda job: iter([job]), threads=5, room=3) as results:
        assert sorted(result for _, result in results) == list(range(200))


def test_an_error_comes_in_the_place_of_a_result_and_the_others_go_on() -> None:
    def work(job: int):
        yield job
        if job == 1:
            raise ValueError("one")
        yield job + 10

    with ahead(range(3), lambda: work, threads=1, room=9) as results:
        found = [(job, str(result)) for job, result in results]
    assert found == [(0, "0"), (0, "10"), (1, "1"), (1, "one"), (2, "2"), (2, "12")]


def test_nobody_works_further_ahead_than_there_is_room() -> None:
    begun: list[int] = []
    with ahead(range(50), lambda: lambda job: iter([begun.append(job)]), threads=1, room=2) as results:
        next(results)
        time.sleep(0.3)
        assert len(begun) <= 5


def test_who_stops_early_leaves_no_thread() -> None:
    with ahead(range(10**6), lambda: lambda job: iter([job] * 10), threads=3, room=1) as results:
        next(results)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead-")]


def test_a_worker_that_cannot_be_made_ends_everything() -> None:
    def none():
        raise RuntimeError("no worker")

    with pytest.raises(RuntimeError, match="no worker"), ahead([1], none, threads=2, room=1) as results:
        list(results)

"""What a look at three clocks tells."""

import time

import pytest

from core.live import EventKind
from core.live.clock_watch import Clocks, ClockWatch


class HandClocks:
    """Clocks that are moved by hand."""

    def __init__(self) -> None:
        self.awake = self.elapsed = 100.0
        self.wall = 1_700_000_000.0

    def pass_by(self, seconds: float) -> None:
        self.awake += seconds
        self.elapsed += seconds
        self.wall += seconds

    def sleep(self, seconds: float) -> None:
        self.elapsed += seconds
        self.wall += seconds

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.awake, lambda: self.elapsed, lambda: self.wall)


def test_time_that_passes_is_no_news():
    hands = HandClocks()
    watch = ClockWatch(hands.clocks())
    for seconds in (0.03, 0.03, 30.0, 0.9):
        hands.pass_by(seconds)
        assert watch.look() == []
    hands.sleep(0.9)  # a clip may reach over so short a pause
    assert watch.look() == []


def test_a_sleep_is_told_once_and_is_no_new_time_of_day():
    hands = HandClocks()
    watch = ClockWatch(hands.clocks())
    hands.sleep(3600)
    hands.pass_by(0.03)
    (jump,) = watch.look()
    assert (jump.kind, jump.seconds) == (EventKind.SLEPT, pytest.approx(3600))
    assert jump.message == "the computer slept for 3600 s"
    assert watch.look() == []


@pytest.mark.parametrize(("seconds", "word"), [(-7200, "back"), (50, "forward")])
def test_a_clock_that_is_set_is_told_with_its_direction(seconds, word):
    hands = HandClocks()
    watch = ClockWatch(hands.clocks())
    hands.wall += seconds
    (jump,) = watch.look()
    assert (jump.kind, jump.seconds) == (EventKind.CLOCK_SET, pytest.approx(seconds))
    assert jump.message == f"the clock of this computer was put {word} by {abs(seconds)} s"
    assert watch.look() == []


def test_a_sleep_while_the_clocks_are_read_is_still_one_sleep():
    hands = HandClocks()
    asleep = [60.0]

    def wall() -> float:
        if watching and asleep:
            hands.sleep(asleep.pop())
        return hands.wall

    watching = False
    watch = ClockWatch(Clocks(lambda: hands.awake, lambda: hands.elapsed, wall))
    watching = True
    assert [jump.kind for jump in watch.look()] == [EventKind.SLEPT]
    assert watch.look() == []


def test_the_computer_s_own_clocks_agree():
    watch = ClockWatch(Clocks())
    time.sleep(0.05)
    assert watch.look() == []

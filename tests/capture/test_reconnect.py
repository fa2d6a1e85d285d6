"""Coming back after a loss; faults come from FailingSource, as no test can unplug a camera."""

import threading
import time

import numpy as np
import pytest

from core.capture import SourceState
from core.capture.reconnect import ReconnectingSource
from core.capture.source import Source
from core.capture.synthetic import FailingSource, SyntheticSource
from core.errors import SourceError

PICTURE = np.zeros((6, 8, 3), np.uint8)


def camera(after: int = 3) -> Source:
    """A camera that is unplugged after some frames."""
    return FailingSource(SyntheticSource([PICTURE], frames=1000), after=after)


class Openings:
    """What each opening meets: a source, or an error to raise; the last one stays."""

    def __init__(self, *outcomes: Source | SourceError) -> None:
        self.outcomes = list(outcomes)
        self.count = 0

    def __call__(self, given_up: threading.Event) -> Source:
        self.count += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, SourceError):
            raise outcome
        return outcome


GONE = SourceError("no such camera")


def test_frame_numbers_go_on_over_a_loss() -> None:
    source = ReconnectingSource(Openings(camera(3), camera(2), camera(100)), first_pause=0.01)
    assert [frame.index for _ in range(10) if (frame := source.read())] == list(range(10))


def test_pauses_double_up_to_the_longest_and_every_retry_is_told() -> None:
    states: list[SourceState] = []
    openings = Openings(camera(1), GONE, GONE, GONE, camera())
    source = ReconnectingSource(openings, on_state=states.append, first_pause=0.01, longest_pause=0.03)
    source.read()
    assert states == []
    assert source.read() is not None
    assert [state.retry_in for state in states] == [0.01, 0, 0.02, 0, 0.03, 0, 0.03, 0, 0]
    assert [state.retries for state in states] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [state.lost for state in states] == [True] * 8 + [False]
    assert "unplugged" in states[0].message
    assert "no such camera" in states[2].message


def test_camera_that_opens_but_stays_dark_counts_as_lost() -> None:
    states: list[SourceState] = []
    source = ReconnectingSource(
        Openings(camera(1), camera(0), camera(0), camera()), on_state=states.append, first_pause=0.01
    )
    source.read()
    assert source.read() is not None
    assert [state.retry_in for state in states if state.retry_in] == [0.01, 0.02, 0.04]
    assert states[-1].retries == 3


def test_first_opening_is_not_retried() -> None:
    openings = Openings(GONE)
    with pytest.raises(SourceError, match="no such camera"):
        ReconnectingSource(openings)
    assert openings.count == 1


def test_errors_that_no_retry_can_help_reach_the_reader() -> None:
    broken = FailingSource(SyntheticSource([PICTURE]), after=0, error=SourceError("unreadable"))
    source = ReconnectingSource(Openings(broken))
    with pytest.raises(SourceError, match="unreadable"):
        source.read()


@pytest.mark.parametrize("hang", [True, False])
def test_cancel_ends_a_read_that_hangs_or_pauses(hang: bool) -> None:
    source = ReconnectingSource(Openings(FailingSource(SyntheticSource([PICTURE]), after=0, hang=hang), GONE))
    timer = threading.Timer(0.1, source.cancel)
    timer.start()
    began = time.monotonic()
    assert source.read() is None
    assert time.monotonic() - began < 0.5
    timer.join()
    assert source.read() is None
    source.close()
    source.close()


def test_cancel_during_a_reopening_leaves_no_reader_behind() -> None:
    source: ReconnectingSource

    def opener(given_up: threading.Event) -> Source:
        if opened:
            source.cancel()
        opened.append(1)
        return FailingSource(SyntheticSource([PICTURE]), after=0, hang=len(opened) > 1)

    opened: list[int] = []
    source = ReconnectingSource(opener, first_pause=0.01)
    assert source.read() is None
    assert len(opened) == 2


def test_a_bug_in_a_source_or_its_driver_is_a_loss_and_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    states: list[SourceState] = []
    broken = FailingSource(SyntheticSource([PICTURE], frames=1000), after=2, error=RuntimeError("bad buffer"))
    dark = FailingSource(SyntheticSource([PICTURE]), after=0, error=ZeroDivisionError())
    source = ReconnectingSource(Openings(broken, dark, camera()), on_state=states.append, first_pause=0.01)
    assert [frame.index for _ in range(4) if (frame := source.read())] == list(range(4))
    assert states[0].message == "synthetic is lost: it failed (RuntimeError: bad buffer)"
    assert not states[-1].lost
    assert "a source failed" in caplog.text

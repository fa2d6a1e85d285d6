"""What is told, and what is not told any more."""

import gc
import logging
import threading
import weakref
from datetime import UTC, datetime

import numpy as np

from core.live import EngineState, Event, EventKind, Phase
from core.live.reporter import Reporter


def test_events_are_told_with_their_time_and_counted_by_kind():
    events: list[Event] = []
    reporter = Reporter(print, events.append)
    for kind in (EventKind.LOST, EventKind.BACK, EventKind.LOST):
        reporter.tell(kind, "something happened")
    assert [event.kind for event in events] == ["lost", "back", "lost"]
    assert reporter.counts() == {"lost": 2, "back": 1}
    assert abs((datetime.now(UTC) - events[0].at).total_seconds()) < 5


def test_nothing_is_told_after_the_end():
    told: list[object] = []
    reporter = Reporter(told.append, told.append)
    reporter.close()
    reporter.publish(lambda: EngineState(Phase.RUNNING))
    reporter.tell(EventKind.FAULT, "too late")
    assert told == []
    assert reporter.counts() == {}


def test_a_listener_that_fails_does_not_stop_the_work(caplog):
    reporter = Reporter(print, lambda event: 1 / 0)
    reporter.tell(EventKind.LOST, "the camera is lost")
    assert reporter.counts() == {"lost": 1}
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_a_listener_that_fails_on_a_state_does_not_stop_the_work(caplog):
    reporter = Reporter(lambda state: 1 / 0, print)
    reporter.publish(lambda: EngineState(Phase.RUNNING))
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_an_error_that_is_its_own_cause_is_told():
    def fail() -> None:
        error = ValueError("a circle")
        raise error from error

    told, events = threading.Event(), []

    def tell() -> None:
        try:
            fail()
        except ValueError as error:
            Reporter(print, events.append).tell(EventKind.FAULT, "a clip could not be scored", error)
        told.set()

    threading.Thread(target=tell, daemon=True).start()
    assert told.wait(5)
    assert len(events) == 1


def test_an_event_that_is_kept_keeps_no_pictures():
    def fail() -> None:
        pictures = np.zeros((16, 100, 100, 3), np.uint8)
        held.append(weakref.ref(pictures))
        raise ZeroDivisionError

    held, events = [], []
    try:
        fail()
    except ZeroDivisionError as error:
        Reporter(print, events.append).tell(EventKind.FAULT, "a clip could not be scored", error)
    gc.collect()
    assert isinstance(events[0].error, ZeroDivisionError)
    assert held[0]() is None

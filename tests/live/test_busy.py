"""An encoder that is far too slow is told as busy, and no run looks stalled."""

import threading
import time

from core.live import EventKind, scoring
from core.live.reporter import Reporter
from core.live.scoring import Scorer
from core.model import Predictor
from support.live_runs import run_live, until
from support.small_inputs import tiny_bundle


def test_an_encoder_that_is_too_slow_is_told_once_and_when_it_is_over(tmp_path, monkeypatch):
    pause, whole = [0.5], Predictor.posteriors

    def posteriors(predictor, clips):
        time.sleep(pause[0])
        return whole(predictor, clips)

    monkeypatch.setattr(scoring, "BUSY_S", 0.3)
    monkeypatch.setattr(Predictor, "posteriors", posteriors)
    with run_live("demo:", tiny_bundle(tmp_path / "tiny"), hop=18) as (engine, heard):
        assert until(lambda: engine.stats().busy_for)
        assert heard.readings == []  # told while the first clip is still in the encoder
        assert until(lambda: heard.kinds == [EventKind.BUSY], 1.0)
        assert until(lambda: len(heard.readings) >= 3)
        assert 0.4 < engine.stats().reading_every < 1.0
        assert heard.kinds == [EventKind.BUSY]
        pause[0] = 0.0
        assert until(lambda: heard.kinds == [EventKind.BUSY, EventKind.BUSY_OVER])
        assert engine.stats().busy_for is None
        assert engine.stats().events == {"busy": 1, "busy_over": 1}


def test_that_it_is_over_is_told_last_however_long_the_other_thread_takes_to_tell_it():
    telling, go_on, told = threading.Event(), threading.Event(), []

    class SlowToTell(Reporter):
        def tell(self, kind, message, error=None) -> None:
            if kind is EventKind.BUSY:
                telling.set()
                go_on.wait()
            told.append(kind)

    scorer = Scorer(print, SlowToTell(print, print), print, time.sleep)
    watching = threading.Thread(target=scorer._judge, args=[True])
    watching.start()
    assert telling.wait(5)
    working = threading.Thread(target=scorer._judge, args=[False])
    working.start()
    working.join(0.1)
    go_on.set()
    watching.join()
    working.join()
    assert told == [EventKind.BUSY, EventKind.BUSY_OVER]

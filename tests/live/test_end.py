"""How a run ends when its source or its bundle takes long."""

import threading
import time
from pathlib import Path

import pytest

from core.capture.synthetic import SyntheticSource
from core.errors import SourceError
from core.live import Engine, Phase
from core.model import load_bundle
from support.live_runs import Heard, pictures, run_live, until
from support.small_inputs import tiny_bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny")


def test_a_source_that_hangs_in_its_driver_does_not_hold_up_the_end(bundle):
    released = threading.Event()

    class Stuck(SyntheticSource):
        """A camera whose driver neither delivers nor lets go: no test machine has one."""

        def read(self):
            released.wait()

    heard = Heard()
    address = "http://me:hunter2@127.0.0.1/"
    engine = Engine(
        address,
        bundle=bundle,
        device="cpu",
        on_readings=print,
        on_state=heard.states.append,
        on_end=heard.end,
        opener=lambda spec, **_: Stuck(pictures(), realtime=True),
    )
    engine.start()
    assert until(lambda: Phase.RUNNING in heard.phases)
    assert not engine.stop(timeout=0.1)
    assert heard.ended.wait(10)
    assert isinstance(heard.ends[0], SourceError)
    assert "hunter2" not in str(heard.ends[0])
    released.set()
    assert engine.stop(timeout=5)
    assert len(heard.ends) == 1


def test_an_engine_that_is_stopped_while_it_opens_a_source_does_not_wait_for_it(bundle):
    opening, released = threading.Event(), threading.Event()

    def open_slowly(spec, **_):
        opening.set()
        released.wait()
        return SyntheticSource(pictures(), realtime=True)

    heard = Heard()
    engine = Engine(
        0,
        bundle=bundle,
        on_readings=heard.readings.extend,
        on_state=heard.states.append,
        on_end=heard.end,
        opener=open_slowly,
    )
    engine.start()
    assert opening.wait(5)
    began = time.monotonic()
    engine.stop(timeout=0)
    assert heard.ended.wait(5)
    assert time.monotonic() - began < 1.5
    told = len(heard.states)
    released.set()
    assert engine.stop(timeout=5)
    assert heard.ends == [None]
    assert heard.phases[-1] is Phase.ENDED
    assert len(heard.states) == told  # what opens too late is closed, and not told any more


def test_an_engine_that_is_stopped_while_it_loads_does_not_wait_for_the_bundle(bundle, monkeypatch):
    loading, released = threading.Event(), threading.Event()

    def load_slowly(*_, **__):
        loading.set()
        released.wait()
        return load_bundle(bundle)

    monkeypatch.setattr("core.live.loading.load_bundle", load_slowly)
    with run_live("demo:", bundle) as (engine, heard):
        assert loading.wait(10)
        began = time.monotonic()
        assert engine.stop(timeout=2)
        assert time.monotonic() - began < 0.5
    assert heard.ends == [None]
    assert heard.phases[-1] is Phase.ENDED
    released.set()


def test_a_source_that_opens_just_before_it_is_given_up_is_not_accused(bundle, monkeypatch):
    monkeypatch.setattr("core.live.engine.GIVE_UP_OPENING_S", 0.5)
    opening = threading.Event()

    class Closing(SyntheticSource):
        def close(self) -> None:
            time.sleep(0.6)

    def open_late(spec, *, stop, **_):
        opening.set()
        stop.wait()
        time.sleep(0.2)
        return Closing(pictures(), realtime=True)

    with run_live(0, bundle, opener=open_late) as (engine, heard):
        assert opening.wait(5)
        engine.stop(timeout=0)
        assert heard.ended.wait(5)
    assert heard.ends == [None]

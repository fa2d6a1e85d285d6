"""Encoders that are too large to be in memory beside another one. Here every encoder counts as large."""

import threading
import time
from pathlib import Path

import pytest

from core.errors import BundleError, Cancelled, WeightsError
from core.live import EventKind, loading
from core.live.analysis import Analysis
from core.live.reporter import Reporter
from core.model import Predictor, load_bundle
from core.model.precision import native_bf16
from core.model.speed import Speed, SpeedBook, setting_of
from core.types import SourceInfo
from support.live_runs import until
from support.small_inputs import tiny_bundle


@pytest.fixture(scope="module")
def bundles(tmp_path_factory) -> Path:
    """`one`, `same` (its encoder with other probes) and `two` (another encoder)."""
    folder = tmp_path_factory.mktemp("bundles")
    tiny_bundle(folder / "one", name="one")
    tiny_bundle(folder / "same", name="same", labels=("calm", "fear"))
    tiny_bundle(folder / "two", name="two", resolution=32)
    return folder


class Run:
    """An analysis without a source, and everything that it told. loaded: (bundle, what was in use meanwhile)."""

    def __init__(self, bundle: Path, live: bool = True) -> None:
        self.events: list[tuple[EventKind, str]] = []
        self.errors: list[BaseException | None] = []
        self.used: list[str | None] = []  # the card in each state
        self.stopped = False
        self.analysis = Analysis(
            bundle,
            "cpu",
            "fp32",
            hop=4,
            window=8,
            reporter=Reporter(print, self._hear),
            publish=lambda: self.used.append(self.card),
            stopped=lambda: self.stopped,
            wait_until=until,
            wake=lambda: None,
        )
        assert self.analysis.load(SourceInfo("source", "camera" if live else "file", 640, 480, 30.0))

    def _hear(self, event) -> None:
        self.events.append((event.kind, str(event.message)))
        self.errors.append(event.error)

    @property
    def card(self) -> str | None:
        return self.analysis.predictor.card.name if self.analysis.predictor else None

    def ask(self, **wish: object) -> None:
        """Asks, and takes steps until it has what it can get."""
        self.analysis.ask(**wish)
        while self.analysis._exchange.pending:
            self.analysis.switch()
            assert until(lambda: self.analysis.has_news or not self.analysis._exchange.pending)


@pytest.fixture
def run(bundles, monkeypatch):
    monkeypatch.setattr(loading, "SMALL_BYTES", 0)
    made = Run(bundles / "one")
    yield made
    made.analysis.leave()
    made.analysis.close()


@pytest.fixture
def loads(run, monkeypatch) -> list[tuple[str, str | None]]:
    """(bundle, what is in use meanwhile) of everything that is loaded whole."""
    seen = []

    def load(bundle, *args, **kwargs):
        seen.append((Path(bundle).name, run.card))
        return load_bundle(bundle, *args, **kwargs)

    monkeypatch.setattr(loading, "load_bundle", load)
    return seen


def test_the_old_one_is_gone_before_the_new_one_is_loaded(run, loads, bundles):
    before = run.analysis.predictor
    run.ask(bundle=bundles / "two")
    assert loads == [("two", None)]
    assert run.used == ["one", None, "two"]
    assert run.events == [(EventKind.SWITCHED, "two is in use now, on cpu")]
    with pytest.raises(ValueError, match="closed"):
        _ = before.encoder


def test_a_bundle_of_the_same_encoder_brings_only_its_probes(run, loads, bundles, monkeypatch):
    monkeypatch.setattr(loading, "check_bundle", None)  # which would read gigabytes
    encoder = run.analysis.predictor.encoder
    run.ask(bundle=bundles / "same")
    assert run.analysis.predictor.encoder is encoder
    assert run.analysis.predictor.labels == ("calm", "fear")
    assert loads == []
    assert run.used == ["one", "same"]


@pytest.mark.skipif(not native_bf16(), reason="this processor has no bf16")
def test_in_another_precision_even_the_same_bundle_is_loaded_again(run, loads, bundles):
    run.ask(precision="bf16")
    assert run.analysis.predictor.precision == "bf16"
    assert loads == [("one", None)]
    run.ask(bundle=bundles / "same")
    assert loads == [("one", None)]
    assert run.analysis.predictor.precision == "bf16"


def test_the_device_that_is_in_use_costs_nothing(run, loads):
    predictor = run.analysis.predictor
    run.ask(device="cpu")
    assert run.analysis.predictor is predictor
    assert loads == []
    assert [kind for kind, _ in run.events] == [EventKind.SWITCHED]


def test_what_can_be_seen_to_be_wrong_does_not_cost_the_old_one(run, loads, bundles, tmp_path):
    broken = tiny_bundle(tmp_path / "broken", resolution=32)
    content = bytearray((broken / "encoder.safetensors").read_bytes())
    content[-1] ^= 1
    (broken / "encoder.safetensors").write_bytes(content)
    run.ask(bundle=broken)
    run.ask(bundle=bundles / "nothing")
    run.ask(device="gpu9")
    run.ask(precision="fp16")
    assert run.used == ["one"]
    assert loads == []
    assert [kind for kind, _ in run.events] == [EventKind.SWITCH_FAILED] * 4
    assert run.events[0][1].startswith("“broken” cannot be used: ")
    assert all(message.endswith(". one goes on") for _, message in run.events)


def test_the_old_one_comes_back_when_the_new_one_fails_after_all(run, bundles, monkeypatch):
    def load(bundle, *args, **kwargs):
        if Path(bundle).name == "two":
            raise WeightsError("the file was cut off")
        return load_bundle(bundle, *args, **kwargs)

    monkeypatch.setattr(loading, "load_bundle", load)
    run.ask(bundle=bundles / "two")
    assert run.used == ["one", None, "one"]
    assert run.events == [(EventKind.SWITCH_FAILED, "“two” cannot be used: the file was cut off. one goes on")]
    assert isinstance(run.errors[0], WeightsError)
    run.ask(bundle=bundles / "same")  # and all is as before
    assert run.used[-1] == "same"


def test_without_the_old_one_the_run_ends_with_what_went_wrong_first(run, bundles, monkeypatch):
    def load(bundle, *_, **__):
        raise WeightsError(f"{Path(bundle).name} is gone")

    monkeypatch.setattr(loading, "load_bundle", load)
    with pytest.raises(WeightsError, match="two is gone"):
        run.ask(bundle=bundles / "two")


def test_a_wish_that_comes_while_nothing_is_in_use_counts(run, bundles, monkeypatch):
    def load(bundle, *args, **kwargs):
        if Path(bundle).name == "two":
            run.analysis.ask(bundle=bundles / "same")
        return load_bundle(bundle, *args, **kwargs)

    monkeypatch.setattr(loading, "load_bundle", load)
    run.ask(bundle=bundles / "two")
    assert run.used == ["one", None, "same"]


def test_a_proof_ends_when_nobody_wants_it_any_more(run, bundles, monkeypatch):
    begun, ended = threading.Event(), threading.Event()

    def check(_, *, cancel):
        begun.set()
        assert cancel.wait(5)
        ended.set()
        raise Cancelled

    monkeypatch.setattr(loading, "check_bundle", check)
    run.analysis.ask(bundle=bundles / "two")
    run.analysis.switch()
    assert begun.wait(5)
    run.analysis.leave()
    assert ended.wait(5)


def test_a_model_that_failed_is_loaded_anew_and_not_shared(run, loads):
    encoder = run.analysis.predictor.encoder
    run.analysis.mend(RuntimeError("shape mismatch"))
    assert loads == [("one", None)]
    assert run.analysis.predictor.encoder is not encoder
    assert run.events == []


def test_the_memory_is_given_back_at_the_end(run):
    predictor = run.analysis.predictor
    run.analysis.close()
    with pytest.raises(ValueError, match="closed"):
        _ = predictor.encoder


def test_the_hop_in_effect_is_what_the_encoder_sustains_and_the_chosen_one_comes_back(run, bundles):
    slow: Predictor = load_bundle(bundles / "two")
    SpeedBook().add(setting_of(slow), Speed(4.2))
    assert run.analysis.hop_in_effect == 4
    run.ask(bundle=bundles / "two")
    assert (run.analysis.hop, run.analysis.hop_in_effect) == (4, 126)
    assert run.analysis.pipeline.hop == 4  # the first clip is taken at once
    run.analysis.pipeline.seconds_per_clip = 4.2
    run.analysis.take_time()
    assert run.analysis.pipeline.hop == 126
    said = "this encoder gives one reading every 4.2 s here in fp32; the"
    assert any(message.startswith(said) for _, message in run.events)
    run.analysis.hop = 8
    assert run.analysis.hop_in_effect == 126
    run.ask(bundle=bundles / "one")
    assert run.analysis.hop_in_effect == 8
    assert [kind for kind, _ in run.events].count(EventKind.SPEED) == 1


def test_a_file_keeps_its_hop_and_is_told_what_it_will_take(bundles):
    SpeedBook().add(setting_of(load_bundle(bundles / "one")), Speed(1.5))
    run = Run(bundles / "one", live=False)
    assert run.analysis.hop_in_effect == 4
    [(kind, message)] = run.events
    assert kind is EventKind.SPEED
    assert message.startswith("this encoder gives one reading every 1.5 s here in fp32; the starter gives ")
    run.analysis.close()


def test_a_missing_bundle_is_an_error_of_the_first_loading(tmp_path):
    began = time.monotonic()
    with pytest.raises(BundleError):
        Run(tmp_path / "nothing")
    assert time.monotonic() - began < 5

"""How fast an encoder is on this computer, and what is remembered of it."""

import json
import math
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from core.errors import DeviceError
from core.model import Predictor, speed
from core.model.speed import Setting, Speed, SpeedBook, measure, setting_of
from support.bundles import CARD
from support.tiny_models import tiny_encoder, tiny_probe

HERE = setting_of(Predictor(replace(CARD, encoder_sha256="AB" * 32), tiny_encoder(), [], torch.device("cpu")))


class Clock:
    """Goes on only when it is told to: what is measured hangs on no computer."""

    now = 0.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(speed, "time", SimpleNamespace(monotonic=made.read, perf_counter=made.read))
    return made


class Timed(Predictor):
    """Takes `seconds` for each call, `more` for each clip in it, and `first` on top for the first call."""

    def __init__(self, clock: Clock, device: str, seconds: float, more: float = 0.0, first: float = 0.0) -> None:
        super().__init__(CARD, tiny_encoder(), [tiny_probe()], torch.device("cpu"))
        self.device = torch.device(device)
        self._clock, self._seconds, self._more, self._first = clock, seconds, more, first
        self.calls: list[int] = []

    def posteriors(self, clips):
        assert all(clip.shape == (16, 32, 32, 3) and clip.dtype == np.uint8 for clip in clips)
        self._clock.now += self._seconds + self._more * len(clips) + (0 if self.calls else self._first)
        self.calls.append(len(clips))
        return super().posteriors(clips[:0])


def test_a_real_predictor_is_measured_in_a_moment():
    began = time.monotonic()
    found = measure(Predictor(CARD, tiny_encoder(), [tiny_probe()], torch.device("cpu")))
    assert 0 < found.seconds_per_clip < 1
    assert found.seconds_in_batch == found.seconds_per_clip
    assert time.monotonic() - began < 2


def test_a_slow_one_scores_a_single_clip(clock):
    slow = Timed(clock, "cpu", 0.2)
    assert measure(slow, seconds=0.3).seconds_per_clip == pytest.approx(0.2)
    assert slow.calls == [1]


def test_a_gpu_is_tried_in_batches_and_warmed_up_for_each(clock):
    gpu = Timed(clock, "meta", 0.02, 0.001)
    found = measure(gpu)
    assert gpu.calls == [1] * 5 + [2, 2, 4, 4, 8, 8]
    assert (found.batch, found.seconds_per_clip) == (8, pytest.approx(0.021))
    assert found.seconds_in_batch == pytest.approx(0.028 / 8)


def test_what_a_gpu_does_only_once_is_not_taken_for_its_speed(clock):
    gpu = Timed(clock, "meta", 0.01, first=5.0)  # kernels are loaded and graphs recorded for longer than there is time
    assert measure(gpu, seconds=3.0).seconds_per_clip == pytest.approx(0.01)


def test_larger_batches_that_are_no_faster_are_not_taken(clock):
    assert measure(Timed(clock, "meta", 0.0, 0.005)).batch == 1
    assert measure(Timed(clock, "meta", 0.0001, 0.005)).batch == 1  # 2 % at most, which memory is not spent for


def test_what_a_device_raises_is_not_hidden(monkeypatch):
    def fail(*_):
        raise DeviceError("the device failed")

    monkeypatch.setattr(Predictor, "posteriors", fail)
    with pytest.raises(DeviceError):
        measure(Predictor(CARD, tiny_encoder(), [tiny_probe()], torch.device("cpu")))


def test_a_figure_is_there_for_the_next_program_and_only_under_the_same_circumstances():
    SpeedBook().add(HERE, Speed(4.2))
    SpeedBook().add(replace(HERE, precision="bf16"), Speed(2.1, 4, 1.9))
    assert SpeedBook().find(HERE) == Speed(4.2)
    for other in ({"resolution": 384}, {"device": "NVIDIA H200"}, {"torch": "1.0"}, {"encoder_sha256": "cd" * 32}):
        assert SpeedBook().find(replace(HERE, **other)) is None
    assert [entry.speed for entry in SpeedBook().entries("ab" * 32)] == [Speed(2.1, 4, 1.9), Speed(4.2)]


def test_figures_of_another_computer_are_not_shown():
    SpeedBook().add(replace(HERE, processor="another, 64 cores"), Speed(0.1))
    assert SpeedBook().entries(HERE.encoder_sha256) == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\x00\xff",
        "[]",
        "{}",
        '{"format": 2, "speeds": []}',
        '{"format": 1, "speeds": [{}]}',
        '{"format": 1, "speeds": 7}',
        "[" * 100_000,
    ],
)
def test_a_damaged_book_counts_as_empty_and_is_written_anew(tmp_path, content):
    book = SpeedBook(tmp_path / "speeds.json")
    book.path.write_text(content, encoding="latin-1")
    assert book.find(HERE) is None
    book.add(HERE, Speed(1.0))
    assert book.find(HERE) == Speed(1.0)
    assert [file.name for file in tmp_path.iterdir()] == ["speeds.json"]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        *(("seconds_per_clip", seconds) for seconds in (0, -1, math.inf, math.nan, 10**400, "fast", None)),
        *(("batch", batch) for batch in (0, 2.0, 10**9, "2", None)),
    ],
)
def test_an_entry_that_makes_no_sense_is_not_believed(tmp_path, what, value):
    book = SpeedBook(tmp_path / "speeds.json")
    book.add(HERE, Speed(1.0))
    content = json.loads(book.path.read_text())
    content["speeds"][0][what] = value
    book.path.write_text(json.dumps(content))
    assert book.find(HERE) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path):
    (tmp_path / "file").write_text("")
    book = SpeedBook(tmp_path / "file" / "speeds.json")
    book.add(HERE, Speed(1.0))
    assert book.find(HERE) is None


def test_a_setting_names_what_the_speed_hangs_on():
    assert (HERE.encoder_sha256, HERE.resolution, HERE.device, HERE.precision) == ("ab" * 32, 32, "CPU", "fp32")
    assert HERE.torch.split("+")[0] == torch.__version__.split("+")[0]
    assert HERE.processor.endswith("cores")
    assert speed.BATCHES[-1] == 8
    assert isinstance(HERE, Setting)

"""What a run learns of its encoder's speed, and does with it."""

import pytest
import torch

from core.errors import WeightsError
from core.live import tempo as module
from core.live.tempo import Tempo, in_words
from core.model.bundle.files import find_bundle, read_card
from core.model.speed import Setting, Speed, SpeedBook, _here

SETTING = Setting("ab" * 32, 224, "CPU", "fp32", *_here())
CPU = torch.device("cpu")
STARTER = Setting(read_card(find_bundle("starter")).encoder_sha256, 112, "CPU", "fp32", *_here())


@pytest.fixture
def book(tmp_path) -> SpeedBook:
    return SpeedBook(tmp_path / "speeds.json")


@pytest.fixture
def tempo(book) -> Tempo:
    return begun(book)


def begun(book: SpeedBook, setting: Setting = SETTING, device: torch.device = CPU) -> Tempo:
    made = Tempo(book)
    made.begin(setting, device)
    return made


def fed(tempo: Tempo, *seconds: float) -> list[bool]:
    return [tempo.take(one) for one in seconds]


def test_one_clip_of_seconds_is_enough(tempo, book):
    assert tempo.hop(4, live=True) == 4  # nobody knows yet
    assert tempo.take(4.2)
    assert tempo.hop(4, live=True) == 126
    assert tempo.hop(200, live=True) == 200
    assert tempo.hop(4, live=False) == 4  # a file waits for the model
    assert book.find(SETTING) == Speed(4.2)


def test_a_fast_encoder_is_judged_by_a_few_clips_and_not_by_the_first(tempo, book):
    assert fed(tempo, 0.9, 0.04, 0.03, 0.03, 0.04) == [False] * 5
    assert tempo.take(0.03)
    assert book.find(SETTING) == Speed(0.03)
    assert tempo.hop(4, live=True) == 4
    assert tempo.hop(1, live=True) == 1
    assert tempo.too_slow_for(4) == tempo.too_slow_for(1) == ""


def test_what_is_known_from_before_counts_at_once(book):
    book.add(SETTING, Speed(2.0))
    book.add(STARTER, Speed(0.05))
    tempo = begun(book)
    assert tempo.hop(4, live=True) == 60
    said = "this encoder gives one reading every 2.0 s here in fp32; the starter gives 20 a second"
    assert tempo.too_slow_for(4) == said


def test_a_first_clip_of_seconds_is_foreseen_before_it_is_through(tempo, book):
    assert not tempo.foresee(3.0, 0.0)  # no block is done
    assert not tempo.foresee(1.9, 0.1)  # it may still be a matter of a moment
    assert tempo.foresee(2.1, 0.125)
    assert tempo.seconds == pytest.approx(16.8)
    assert not tempo.foresee(9.0, 0.5)  # once is enough
    assert book.find(SETTING) is None  # nobody knows it well yet
    assert tempo.take(12.0)
    assert book.find(SETTING) == Speed(12.0)
    assert not begun(book).foresee(2.1, 0.125)  # it is known


def test_a_gpu_that_warms_up_for_seconds_is_not_slow(book):
    tempo = begun(book, device=torch.device("meta"))
    assert not tempo.foresee(2.1, 0.5)
    assert not tempo.take(5.0)
    assert fed(tempo, 0.03, 0.03, 0.03, 0.03, 0.03)[-1]
    assert book.find(SETTING) == Speed(0.03)


def test_a_computer_that_is_busier_now_gets_another_hop_and_the_book_keeps_the_fastest_figure(tempo, book):
    fed(tempo, 0.5, 0.5, 0.5)
    assert tempo.hop(4, live=True) == 15
    assert True in fed(tempo, 1.0, 1.0)
    assert tempo.hop(4, live=True) == 30
    assert book.find(SETTING) == Speed(0.5)
    assert True in fed(tempo, 0.1, 0.1, 0.1, 0.1, 0.1)
    assert tempo.hop(4, live=True) == 4
    assert book.find(SETTING) == Speed(0.1)


def test_what_is_known_of_batches_stays(book):
    book.add(SETTING, Speed(1.0, 8, 0.5))
    fed(begun(book), 0.5, 0.7, 0.7)
    assert book.find(SETTING) == Speed(0.7, 8, 0.5)


def test_small_changes_change_nothing(tempo):
    fed(tempo, 0.5, 0.5, 0.5)
    assert not any(fed(tempo, 0.55, 0.6, 0.55, 0.5))
    assert tempo.seconds == 0.5


def test_another_encoder_begins_anew(tempo):
    tempo.take(4.0)
    tempo.begin(STARTER, CPU)
    assert tempo.hop(4, live=True) == 4
    tempo.begin(SETTING, CPU)
    assert tempo.hop(4, live=True) == 120  # from the book


@pytest.mark.parametrize(
    ("seconds", "starter", "said"),
    [
        (4.2, 1 / 12, "this encoder gives one reading every 4.2 s here in fp32; the starter gives 12 a second"),
        (15.3, None, "this encoder gives one reading every 15 s here in fp32"),
        (0.4, 1 / 30, "this encoder gives 2.5 readings a second here in fp32; the starter gives 30"),
        (0.4, None, "this encoder gives 2.5 readings a second here in fp32"),
    ],
)
def test_the_speed_is_said_in_plain_words(seconds, starter, said):
    assert in_words(seconds, "fp32", starter) == said


def test_the_starter_is_named_when_its_speed_here_is_known(tempo, book):
    book.add(STARTER, Speed(0.05))
    tempo.take(4.2)
    said = "this encoder gives one reading every 4.2 s here in fp32; the starter gives 20 a second"
    assert tempo.too_slow_for(4) == said
    assert tempo.too_slow_for(126) == ""


def test_a_starter_that_was_never_measured_is_measured_for_the_sentence(tempo, book):
    tempo.take(4.2)
    assert "every 4.2 s here in fp32; the starter gives " in tempo.too_slow_for(4)
    assert [entry.setting.device for entry in book.entries(STARTER.encoder_sha256)] == ["CPU"]


def test_without_a_starter_the_sentence_is_shorter(tempo, monkeypatch):
    def missing(*_, **__):
        raise WeightsError("the file is gone")

    monkeypatch.setattr(module, "load_bundle", missing)
    tempo.take(4.2)
    assert tempo.too_slow_for(4) == "this encoder gives one reading every 4.2 s here in fp32"


def test_the_starter_is_not_compared_with_itself(tempo):
    tempo.begin(STARTER, CPU)
    tempo.take(2.5)
    assert tempo.too_slow_for(4) == "this encoder gives one reading every 2.5 s here in fp32"

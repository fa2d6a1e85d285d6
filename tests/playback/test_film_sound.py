"""The sound of a film as it is heard: what, when, and how soon it stops."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import DeviceError
from core.playback.film_index import FilmIndex
from core.playback.film_sound import FilmSound
from support.films import frequency_at, loudest, make_film
from support.recorded_sound import RecordedSound


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "film.mp4", frames=90, sound="aac")


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.005)


def started(film: Path, output: RecordedSound) -> FilmSound:
    sound = FilmSound(film, FilmIndex.read(film), lambda: output)
    sound.start()
    return sound


@pytest.mark.parametrize("speed", [0.5, 1, 2])
def test_the_stretch_that_was_asked_for_is_heard(film: Path, speed: float) -> None:
    output = RecordedSound()
    sound = started(film, output)
    sound.play(1.2, 1.2 + 0.8 * speed, speed)
    wait_for(lambda: sound.heard() == pytest.approx(1.2 + 0.8 * speed))
    sound.stop()
    assert sound.close()
    assert len(output.samples) == round(0.8 * output.rate)
    before, after = output.samples[: output.rate // 5], output.samples[-output.rate // 10 :]
    assert loudest(before, output.rate) == pytest.approx(frequency_at(1.5), abs=10)
    assert loudest(after, output.rate) == pytest.approx(frequency_at(1.15 + 0.8 * speed), abs=15)
    assert output.closed


@pytest.mark.parametrize("speed", [0.25, 1, 3])
def test_what_is_said_to_be_heard_is_what_is_heard(film: Path, speed: float) -> None:
    output = RecordedSound()
    sound = started(film, output)
    sound.play(0.5, 2.9, speed)
    said = []
    wait_for(lambda: output.heard)
    until = time.monotonic() + 0.6
    while (now := time.monotonic()) < until:
        said.append((now, sound.heard()))
        time.sleep(0.01)
    blocks = list(output.heard)
    sound.close()
    for now, heard in said:
        out = sum(min(max(0.0, now - block.at), len(block.samples) / output.rate) for block in blocks)
        assert heard == pytest.approx(0.5 + out * speed, abs=0.05 * max(1, speed))


def test_the_moment_that_is_heard_never_goes_back(film: Path) -> None:
    sound = started(film, RecordedSound())
    sound.play(0.0, 0.5, 1)
    heard = []
    wait_for(lambda: heard.append(sound.heard()) or heard[-1] == pytest.approx(0.5))
    sound.close()
    steps = np.diff(heard)
    assert heard[0] == 0.0
    assert steps.min() > -0.005


def test_another_stretch_cuts_the_one_before(film: Path) -> None:
    output = RecordedSound()
    sound = started(film, output)
    sound.play(0.0, 1.0, 1)
    wait_for(lambda: (sound.heard() or 0) > 0.1)
    sound.play(2.2, 2.5, 1)
    wait_for(lambda: (sound.heard() or 0) == pytest.approx(2.5))
    sound.close()
    assert len(output.samples) < 0.8 * output.rate  # 0.1 s of the first and 0.3 s of the second
    assert loudest(output.samples[-output.rate // 5 :], output.rate) == pytest.approx(frequency_at(2.3), abs=10)


def test_stopping_is_silence_at_once(film: Path) -> None:
    output = RecordedSound()
    sound = started(film, output)
    sound.play(0.0, 2.9, 1)
    wait_for(lambda: (sound.heard() or 0) > 0.1)
    sound.stop()
    assert sound.heard() is None
    wait_for(lambda: output.waiting_s() == 0)
    length = len(output.samples)
    time.sleep(0.15)
    assert len(output.samples) == length < 2 * output.rate
    sound.close()


def test_a_film_without_sound_needs_no_output(tmp_path: Path) -> None:
    film = make_film(tmp_path / "silent.mp4", frames=5)
    sound = FilmSound(film, FilmIndex.read(film), lambda: pytest.fail("it was opened"))
    sound.start()
    sound.play(0.0, 0.1, 1)
    assert sound.heard() is None
    assert "no sound" in sound.problem
    assert sound.close()


def test_a_computer_without_an_output_is_silent_and_says_why(film: Path) -> None:
    def refuse() -> RecordedSound:
        raise DeviceError("this computer has no sound output")

    sound = FilmSound(film, FilmIndex.read(film), refuse)
    sound.start()
    sound.play(0.0, 1.0, 1)
    wait_for(lambda: sound.problem)
    assert "no sound output" in sound.problem
    assert sound.heard() is None
    assert sound.close()


def test_an_output_that_fails_on_the_way_leaves_silence_and_a_reason(film: Path) -> None:
    class Unplugged(RecordedSound):
        def write(self, samples: np.ndarray) -> None:
            if len(self.samples) > 4800:
                raise DeviceError("Unanticipated host error")
            super().write(samples)

    output = Unplugged()
    sound = started(film, output)
    sound.play(0.0, 2.0, 1)
    wait_for(lambda: sound.problem)
    assert sound.heard() is None
    assert sound.close()
    assert output.closed


def test_an_output_that_hangs_is_given_up(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.playback.film_sound._STALLED_S", 0.3)
    release = threading.Event()

    class Hanging(RecordedSound):
        def write(self, samples: np.ndarray) -> None:
            release.wait(20)

    sound = started(film, Hanging())
    sound.play(0.0, 2.0, 1)
    assert sound.heard() == 0.0
    wait_for(lambda: sound.heard() is None)
    assert "does not respond" in sound.problem
    assert not sound.close(0.05)
    release.set()
    assert sound.close()


def test_an_output_that_takes_everything_at_once_is_no_reason_to_hurry(film: Path) -> None:
    class Pretending(RecordedSound):
        def write(self, samples: np.ndarray) -> None:
            pass

    sound = started(film, Pretending())
    before = time.monotonic()
    sound.play(0.0, 0.4, 1)
    heard = []
    wait_for(lambda: heard.append(sound.heard()) or heard[-1] == pytest.approx(0.4))
    assert time.monotonic() - before > 0.3
    assert max(np.diff(heard)) < 0.3
    assert sound.close()


def test_a_film_that_vanished_is_silent_and_says_why(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", frames=30, sound="aac")
    sound = started(film, RecordedSound())
    film.unlink()
    sound.play(0.0, 1.0, 1)
    wait_for(lambda: sound.problem)
    assert sound.close()

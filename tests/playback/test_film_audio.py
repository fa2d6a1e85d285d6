"""The sound of a stretch: the right tones at the right time, at any tempo, to the sample."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled
from core.playback.film_audio import stretched
from core.playback.film_index import FilmIndex
from support.films import frequency_at, loudest, make_film
from support.memory import at_most

RATE = 48_000


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


def film_with(folder: Path, codec: str, ending: str) -> Path:
    path = folder / f"{codec}.{ending}"
    how = {"codec": "libvpx", "options": {"deadline": "realtime", "cpu-used": "8"}} if ending == "webm" else {}
    return path if path.exists() else make_film(path, frames=90, sound=codec, **how)


def sound_of(path: Path, begin: float, end: float, speed: float = 1) -> np.ndarray:
    return np.concatenate(list(stretched(path, FilmIndex.read(path).origin_s, (begin, end), speed, RATE)))


def tone(samples: np.ndarray, begin: float, speed: float, at: float) -> float:
    """The frequency around a moment of the film, in samples that begin at another."""
    middle, reach = (at - begin) / speed * RATE, 0.2 / speed * RATE
    return loudest(samples[round(middle - reach) : round(middle + reach)], RATE)


@pytest.mark.parametrize(
    ("codec", "ending"),
    [
        ("aac", "mp4"),
        ("libopus", "mkv"),
        ("libmp3lame", "avi"),
        ("libmp3lame", "flv"),
        ("libopus", "webm"),
        ("mp2", "ts"),
        ("pcm_s16le", "mov"),
    ],
)
def test_every_kind_of_sound_begins_where_it_is_asked_to(films: Path, codec: str, ending: str) -> None:
    path = film_with(films, codec, ending)
    samples = sound_of(path, 0.75, 2.9)
    assert samples.dtype == np.float32
    assert samples.shape == (round(2.15 * RATE), 2)
    assert 0.2 < np.abs(samples).max() < 0.8
    assert tone(samples, 0.75, 1, 1.5) == pytest.approx(frequency_at(1.5), abs=5)
    assert tone(samples, 0.75, 1, 2.5) == pytest.approx(frequency_at(2.5), abs=5)
    assert change(samples, 700) / RATE + 0.75 == pytest.approx(2.0, abs=0.03)  # an MP3 encoder adds some delay


def change(samples: np.ndarray, frequency: float) -> int:
    """Where the tone rises above a frequency, in samples."""
    window, step = 1024, 64
    mono = samples[:, 0]
    for start in range(0, len(mono) - window, step):
        crossings = np.count_nonzero(np.diff(np.signbit(mono[start : start + window])))
        if crossings / 2 / (window / RATE) > frequency:
            return start + window // 2
    raise AssertionError("the tone does not change")


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.8, 1, 1.5, 2, 3, 4])
def test_tempo_changes_and_pitch_does_not(films: Path, speed: float) -> None:
    samples = sound_of(film_with(films, "aac", "mp4"), 0.5, 2.9, speed)
    assert len(samples) == round(2.4 / speed * RATE)
    for at in (0.75, 1.5, 2.5):
        assert tone(samples, 0.5, speed, at) == pytest.approx(frequency_at(at), abs=10)
    assert change(samples, 700) / RATE * speed + 0.5 == pytest.approx(2.0, abs=0.03)


def test_silence_stands_where_the_film_has_no_sound(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mkv", frames=90, sound="pcm_s16le", sound_from_s=1.0, sound_s=0.5)
    samples = sound_of(path, 0.0, 3.0)
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.1) / RATE
    assert len(samples) == 3 * RATE
    assert (loud[0], loud[-1]) == (pytest.approx(1.0, abs=0.01), pytest.approx(1.5, abs=0.01))


def test_a_stretch_after_the_end_of_the_sound_is_silent(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", frames=90, sound="aac", sound_s=1.0)
    samples = sound_of(path, 2.0, 3.0, speed=2)
    assert len(samples) == RATE // 2
    assert np.abs(samples).max() < 0.01


def test_sound_can_be_cancelled(films: Path) -> None:
    path = film_with(films, "aac", "mp4")
    with pytest.raises(Cancelled):
        list(stretched(path, 0.0, (0.0, 2.0), 1, RATE, lambda: True))


def test_sound_is_made_block_by_block(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mkv", frames=300, sound="pcm_s16le")
    index = FilmIndex.read(path)
    length = 0
    with at_most(1_000_000):  # ten seconds are 3.8 MB
        for block in stretched(path, index.origin_s, (0.0, 10.0), 1, RATE):
            length += len(block)
    assert length == 10 * RATE

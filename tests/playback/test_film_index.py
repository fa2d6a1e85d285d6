"""What is read without decoding is what decoding gives: how many pictures, and when each is shown."""

from pathlib import Path

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from core.errors import Cancelled, SourceError
from core.playback.film_index import FilmIndex
from core.types import SourceInfo
from support.films import B_PICTURES, KINDS, film_of_kind, make_film, scratched
from support.memory import at_most
from support.videos import cut_in_half, run_ffmpeg


def seen_by_analysis(path: Path) -> tuple[SourceInfo, np.ndarray]:
    """The source's info and the times of its frames."""
    source = VideoFile(path)
    times = [frame.time for frame in iter(source.read, None)]
    source.close()
    return source.info, np.array(times)


def assert_same(path: Path) -> FilmIndex:
    info, times = seen_by_analysis(path)
    index = FilmIndex.read(path)
    assert index.frame_count == len(times)
    np.testing.assert_allclose(index.times, times, rtol=0, atol=1e-9)
    assert (index.width, index.height, index.fps) == (info.width, info.height, info.fps)
    assert index.keyframes[0] == 0
    assert (np.diff(index.times) > 0).all()
    assert index.duration_s > index.times[-1]
    return index


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_and_times_are_those_of_the_analysis(films: Path, kind: str) -> None:
    index = assert_same(film_of_kind(films, kind))
    assert index.frame_count == 60
    assert index.has_sound == ("sound" in KINDS[kind][1])


def test_numbers_and_times_of_real_recordings_are_those_of_the_analysis(shared: Path) -> None:
    paths = [path for path in (shared / "videos").rglob("*") if path.suffix in (".mp4", ".mov", ".mkv", ".flv", ".gif")]
    assert len(paths) >= 19
    for path in paths:
        info, times = seen_by_analysis(path)
        index = FilmIndex.read(path)
        np.testing.assert_array_equal(index.times, times, err_msg=path.name)  # to the bit
        assert (index.width, index.height, index.fps) == (info.width, info.height, info.fps), path.name


def test_keyframes_are_where_decoding_can_begin(films: Path) -> None:
    assert FilmIndex.read(film_of_kind(films, "B pictures")).keyframes.tolist() == [0, 20, 40]
    assert FilmIndex.read(film_of_kind(films, "one keyframe")).keyframes.tolist() == [0]
    assert FilmIndex.read(film_of_kind(films, "MJPEG")).keyframes.tolist() == list(range(60))
    # Pictures around a keyframe of an open group are shown on its other side; without stamps none can be told.
    assert FilmIndex.read(film_of_kind(films, "open groups without stamps")).keyframes.tolist() == [0]


def test_the_picture_at_a_time_is_the_last_that_came(films: Path) -> None:
    index = FilmIndex.read(film_of_kind(films, "variable rate"))
    for number in range(60):
        assert index.frame_at(index.time_of(number)) == number
    assert index.frame_at(index.time_of(40) + 0.099) == 40
    assert index.frame_at(index.time_of(40) - 0.001) == 39
    assert (index.frame_at(-1), index.frame_at(1e9)) == (0, 59)
    with pytest.raises(IndexError):
        index.time_of(60)


def test_a_film_lasts_until_its_last_picture_was_shown(films: Path) -> None:
    assert FilmIndex.read(film_of_kind(films, "B pictures")).duration_s == pytest.approx(2.0)
    assert FilmIndex.read(film_of_kind(films, "GIF")).duration_s == pytest.approx(6.0)


@pytest.mark.parametrize("ending", ["mkv", "ts", "flv"])
def test_a_file_that_was_cut_off_has_the_pictures_that_are_there(tmp_path: Path, ending: str) -> None:
    film = cut_in_half(make_film(tmp_path / f"film.{ending}", options=B_PICTURES))
    index = FilmIndex.read(film)
    _, times = seen_by_analysis(film)
    assert 10 < index.frame_count < 60
    assert abs(index.frame_count - len(times)) <= 1  # the packet that was cut gives a picture or not


def test_a_trimmed_file_has_only_the_pictures_that_its_edit_list_shows(tmp_path: Path) -> None:
    trimmed = tmp_path / "trimmed.mp4"
    run_ffmpeg("-ss", 1.1, "-i", make_film(tmp_path / "film.mp4", options=B_PICTURES), "-c", "copy", trimmed)
    assert 0 < assert_same(trimmed).frame_count < 30


def test_pictures_that_nothing_can_be_made_of_do_not_count(tmp_path: Path) -> None:
    """A stream recorded from the middle begins with pictures whose keyframe was before."""
    whole, middle = tmp_path / "whole.ts", tmp_path / "middle.ts"
    open_groups = {"bf": "3", "x264-params": "b-adapt=0:scenecut=0:open-gop=1"}
    make_film(whole, options=open_groups)
    run_ffmpeg("-ss", 0.9, "-i", whole, "-c", "copy", middle)
    assert 0 < assert_same(middle).frame_count < 60


def test_damage_that_only_decoding_shows_leaves_times_right_and_adds_pictures(tmp_path: Path) -> None:
    film = scratched(make_film(tmp_path / "film.mkv", options=B_PICTURES), [0.3, 0.5, 0.7], length=2000)
    index, (_, times) = FilmIndex.read(film), seen_by_analysis(film)
    assert index.frame_count > len(times)
    assert set(times.round(6)) <= set(index.times.round(6))
    corrected = index.corrected(times)
    np.testing.assert_array_equal(corrected.times, times)
    assert len(corrected.stamps) == len(times)


@pytest.mark.parametrize("content", [b"", b"no video", bytes(100_000)])
def test_a_file_without_a_picture_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        FilmIndex.read(path)
    assert "film.mp4" in str(caught.value)
    assert caught.value.hint


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        FilmIndex.read(tmp_path / "gone.mp4")


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    run_ffmpeg("-f", "lavfi", "-i", "sine=duration=1", tmp_path / "song.mp4")
    with pytest.raises(SourceError):
        FilmIndex.read(tmp_path / "song.mp4")


def test_reading_can_be_cancelled(films: Path) -> None:
    with pytest.raises(Cancelled):
        FilmIndex.read(film_of_kind(films, "B pictures"), lambda: True)


def test_a_long_film_takes_no_more_memory_than_its_times(tmp_path: Path) -> None:
    film = make_film(tmp_path / "long.mkv", frames=1000, size=(64, 48), codec="mjpeg", pixels="yuvj420p")
    with at_most(min(200_000, film.stat().st_size // 4)):
        assert FilmIndex.read(film).frame_count == 1000


@pytest.mark.parametrize("name", ["a b.mp4", "Grüße 表情 😀.mp4", "a:b.mp4", "100%d.mp4", "-.mp4"])
def test_any_file_name_works(tmp_path: Path, films: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(film_of_kind(films, "B pictures").read_bytes())
    assert FilmIndex.read(Path(name)).frame_count == 60

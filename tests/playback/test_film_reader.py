"""The picture that is asked for is the picture that comes, in whatever order and from whatever file."""

import itertools
import os
import random
from pathlib import Path

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from core.clips.ring import MAX_SIDE
from core.errors import Cancelled, SourceError
from core.playback.film_index import FilmIndex
from core.playback.film_reader import FilmReader
from core.types import Frame
from support.films import B_PICTURES, KINDS, film_of_kind, make_film, number_in, scratched


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


def seen_by_analysis(path: Path) -> list[Frame]:
    source = VideoFile(path)
    frames = list(iter(source.read, None))
    source.close()
    return frames


def in_any_order(count: int) -> list[int]:
    """Jumps, then steps backwards and forwards over keyframes."""
    jumps = random.Random(0)
    middle = count // 2
    return [
        *(jumps.randrange(count) for _ in range(25)),
        *range(count - 1, middle - 5, -1),
        *range(middle - 5, middle + 10),
        count - 1,
        0,
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_exactly_that_of_the_analysis(films: Path, kind: str) -> None:
    path = film_of_kind(films, kind)
    expected = seen_by_analysis(path)
    with FilmReader(path, FilmIndex.read(path)) as reader:
        for number in in_any_order(len(expected)):
            frame = reader.frame(number)
            assert number_in(frame.image) == frame.index == number
            assert frame.time == pytest.approx(expected[number].time, abs=1e-9)
            assert frame.image.shape == expected[number].image.shape
            assert np.abs(frame.image.astype(int) - expected[number].image).mean() < 1
            assert (frame.image.dtype, frame.image.flags.writeable) == (np.uint8, False)
            assert frame.image.flags.c_contiguous


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "H.264 without a container"])
def test_no_kind_of_film_has_to_be_counted_from_its_beginning(films: Path, kind: str) -> None:
    path = film_of_kind(films, kind)
    with FilmReader(path, FilmIndex.read(path)) as reader:
        for number in in_any_order(60):
            reader.frame(number)
            assert reader.counting is None


def test_pictures_of_real_recordings_are_exactly_those_of_the_analysis(shared: Path) -> None:
    for name in ("pyfeat/no_face.mp4", "pyfeat/single_face.mp4", "crema_d/1001_DFA_ANG_XX.flv", "intel/yes.mkv"):
        path = shared / "videos" / name
        expected = seen_by_analysis(path)
        with FilmReader(path, FilmIndex.read(path)) as reader:
            for number in in_any_order(len(expected)):
                difference = reader.frame(number).image.astype(int) - expected[number].image
                assert np.abs(difference).mean() < 1, (name, number)


@pytest.mark.parametrize("ending", ["mkv", "ts", "avi"])
def test_pictures_of_a_damaged_file_keep_the_numbers_of_the_analysis(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"film.{ending}"
    scratched(make_film(path, frames=120, options=B_PICTURES), [0.35, 0.62], length=1500)
    expected = seen_by_analysis(path)
    index = FilmIndex.read(path)
    with FilmReader(path, index) as reader:
        # Only who comes across the damage knows of it.
        for number in range(index.frame_count):
            try:
                reader.frame(number)
            except IndexError:
                assert number >= len(expected)
        assert reader.index.frame_count == len(expected)
        for number in in_any_order(len(expected)):
            frame = reader.frame(number)
            assert (frame.index, frame.time) == (number, expected[number].time)
            assert np.abs(frame.image.astype(int) - expected[number].image).mean() < 3


def test_counting_goes_on_where_it_was_given_up(tmp_path: Path) -> None:
    path = scratched(make_film(tmp_path / "film.mkv", frames=120, options=B_PICTURES), [0.3, 0.6], length=1500)
    expected = len(seen_by_analysis(path))
    looks = itertools.count(1)
    with FilmReader(path, FilmIndex.read(path)) as reader:

        def give_up_now_and_then() -> bool:
            return reader.counting is not None and next(looks) % 20 == 0

        given_up = 0
        for number in range(expected):
            while True:
                try:
                    assert reader.frame(number, give_up_now_and_then).index == number
                except Cancelled:
                    given_up += 1
                else:
                    break
        assert given_up == expected // 20
        assert (reader.index.frame_count, reader.counting) == (expected, None)


def test_steps_back_need_no_decoding_once_the_first_is_made(films: Path) -> None:
    path = film_of_kind(films, "one keyframe")
    with FilmReader(path, FilmIndex.read(path)) as reader:
        reader.frame(59)
        reader.frame(58)
        os.truncate(path, 1000)  # whoever would read it now could not
        assert [number_in(reader.frame(number).image) for number in range(57, 40, -1)] == list(range(57, 40, -1))
    path.unlink()


def test_no_more_pictures_are_kept_than_there_is_memory_for(films: Path) -> None:
    path = film_of_kind(films, "B pictures")
    picture = 160 * 120 * 3
    with FilmReader(path, FilmIndex.read(path), cache_bytes=10 * picture) as reader:
        for number in range(60):
            reader.frame(number)
        assert reader.cached_bytes == 10 * picture
    assert reader.cached_bytes == 0


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    path = make_film(tmp_path / "large.mp4", frames=3, size=(1600, 1200))
    with FilmReader(path, FilmIndex.read(path)) as reader:
        frame = reader.frame(2)
    assert frame.image.shape == (960, MAX_SIDE, 3)
    assert not frame.image.flags.writeable


def test_a_number_that_is_not_there_is_refused(films: Path) -> None:
    path = film_of_kind(films, "B pictures")
    with FilmReader(path, FilmIndex.read(path)) as reader:
        for number in (-1, 60):
            with pytest.raises(IndexError):
                reader.frame(number)


def test_decoding_can_be_given_up_and_asked_for_again(films: Path) -> None:
    path = film_of_kind(films, "one keyframe")
    with FilmReader(path, FilmIndex.read(path)) as reader:
        with pytest.raises(Cancelled):
            reader.frame(50, lambda: True)
        assert number_in(reader.frame(50).image) == 50


def test_a_file_that_changed_or_vanished_is_said_so(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", options=B_PICTURES)
    with FilmReader(path, FilmIndex.read(path)) as reader:
        reader.frame(0)
        make_film(path, frames=30)
        with pytest.raises(SourceError, match="changed"):
            reader.frame(59)
        path.unlink()
        with pytest.raises(SourceError, match="no longer there"):
            reader.frame(45)


def test_a_file_that_is_overwritten_by_noise_is_said_so(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", options=B_PICTURES)
    with FilmReader(path, FilmIndex.read(path)) as reader:
        reader.frame(0)
        path.write_bytes(bytes(1000))
        with pytest.raises(SourceError):
            reader.frame(59)


def test_closing_gives_the_file_back(films: Path) -> None:
    path = film_of_kind(films, "B pictures")
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("asks /proc what is open")
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        with FilmReader(path, FilmIndex.read(path)) as reader:
            reader.frame(30)
        reader.close()
    assert len(list(descriptors.iterdir())) == before


@pytest.mark.parametrize("kind", ["B pictures", "turned by 90", "GIF", "H.264 without a container"])
def test_thumbnails_are_small_pictures_of_their_times(films: Path, kind: str) -> None:
    path = film_of_kind(films, kind)
    index = FilmIndex.read(path)
    times = [0.0, index.time_of(20), index.time_of(41), index.duration_s]
    strip = list(FilmReader(path, index).thumbnails(times, height=48))
    assert [seconds for seconds, _ in strip] == times
    assert [number_in(image) for _, image in strip] == [0, 20, 41, 59]
    assert {image.shape for _, image in strip} == {(48, 64, 3)}


def test_thumbnails_of_a_long_film_are_those_of_the_nearest_keyframes(films: Path) -> None:
    path = film_of_kind(films, "B pictures")
    index = FilmIndex.read(path)
    strip = FilmReader(path, index).thumbnails([0.2, 0.5, 1.9], height=48, most_exact=10)
    assert [number_in(image) for _, image in strip] == [0, 20, 40]


def test_thumbnails_can_be_cancelled(films: Path) -> None:
    path = film_of_kind(films, "B pictures")
    made = []
    reader = FilmReader(path, FilmIndex.read(path))
    for _, image in reader.thumbnails([0.0, 0.5, 1.0, 1.5], 48, lambda: len(made) >= 2):
        made.append(image)
    assert len(made) == 2

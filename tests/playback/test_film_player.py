"""A film that is played: what is seen, what is heard, and when."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from core.errors import DeviceError, FerError
from core.playback.film_index import FilmIndex
from core.playback.film_player import FilmPlayer, FilmState
from core.types import Frame
from support.films import B_PICTURES, film_of_kind, frequency_at, loudest, make_film, number_in, scratched
from support.recorded_sound import RecordedSound


class Viewer:
    """A player, and what it told and showed."""

    def __init__(self, path: Path, output: RecordedSound | None = None) -> None:
        self.output = output or RecordedSound()
        self.indices: list[FilmIndex] = []
        self.states: list[FilmState] = []
        self.errors: list[FerError] = []
        self.shown: list[Frame] = []
        self.player = FilmPlayer(
            path,
            on_ready=self.indices.append,
            on_state=self.states.append,
            on_error=self.errors.append,
            open_output=lambda: self.output,
        )

    def look(self) -> int:
        """The number that is painted into the newest picture; -1 when there has been none."""
        picture = self.player.mailbox.take()
        if picture is not None:
            assert number_in(picture.image) == picture.frame.index
            self.shown.append(picture.frame)
        return self.shown[-1].index if self.shown else -1

    def wait_for(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, "it does not happen"
            time.sleep(0.002)

    def wait_to_see(self, number: int) -> None:
        self.wait_for(lambda: self.look() == number)

    def watch(self, condition: Callable[[], object]) -> list[int]:
        """The numbers of the pictures that are seen until something is the case."""
        before = len(self.shown)
        self.wait_for(lambda: (self.look(), condition())[1])
        self.look()
        return [frame.index for frame in self.shown[before:]]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture
def open_film(films: Path) -> Iterator[Callable[..., Viewer]]:
    """Opens a film (of a kind, or at a path) and waits for its first picture."""
    viewers: list[Viewer] = []

    def opened(film: str | Path = "B pictures", output: RecordedSound | None = None) -> Viewer:
        viewer = Viewer(film if isinstance(film, Path) else film_of_kind(films, film), output)
        viewers.append(viewer)
        viewer.player.start()
        viewer.wait_to_see(0)
        return viewer

    yield opened
    for viewer in viewers:
        assert viewer.player.close()


def test_an_opened_film_shows_its_first_picture_and_stands_still(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    assert [index.frame_count for index in viewer.indices] == [60]
    assert (viewer.player.playing, viewer.player.frame, viewer.player.position_s) == (False, 0, 0.0)
    assert viewer.player.index is viewer.indices[0]
    assert viewer.errors == []


@pytest.mark.parametrize("kind", ["B pictures", "one keyframe", "variable rate", "H.264 without stamps", "GIF"])
def test_every_scrub_shows_the_exact_picture(open_film: Callable[..., Viewer], kind: str) -> None:
    viewer = open_film(kind)
    jumps = random.Random(1)
    for _ in range(15):
        number = jumps.randrange(60)
        viewer.player.seek(number)
        assert viewer.player.frame == number
        viewer.wait_to_see(number)
        assert viewer.player.position_s == viewer.indices[0].time_of(number)


def test_a_seek_in_seconds_shows_what_is_on_the_screen_then(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.seek_seconds(1.32)
    viewer.wait_to_see(39)
    assert viewer.player.position_s == 1.32
    viewer.player.seek_seconds(1000)
    viewer.wait_to_see(59)
    viewer.player.seek_seconds(-1)
    viewer.wait_to_see(0)


def test_a_drag_ends_at_its_last_place_and_leaves_no_queue(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film("one keyframe")
    for number in (*range(60), *range(59, 10, -1)):
        for _ in range(20):
            viewer.player.seek(number)
    viewer.wait_to_see(11)
    assert viewer.player.mailbox.take() is None
    assert len(viewer.shown) < 100


def test_seeks_before_the_film_is_open_count(films: Path) -> None:
    viewer = Viewer(film_of_kind(films, "B pictures"))
    viewer.player.seek(10)
    viewer.player.seek(33)
    viewer.player.start()
    viewer.wait_to_see(33)
    assert viewer.player.close()


def test_steps_add_up_and_stop_at_the_ends(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    for _ in range(7):
        viewer.player.step(1)
    viewer.wait_to_see(7)
    viewer.player.step(-2)
    viewer.wait_to_see(5)
    viewer.player.step(-100)
    viewer.wait_to_see(0)
    viewer.player.step(1000)
    viewer.wait_to_see(59)


def test_playing_shows_every_picture_once_and_ends_at_the_last(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.speed = 0.5
    viewer.player.seek_seconds(1.5)
    viewer.wait_to_see(45)
    viewer.player.play()
    assert viewer.player.playing
    seen = viewer.watch(lambda: viewer.player.at_end)
    viewer.wait_for(lambda: viewer.look() == 59)
    numbers = [*seen, 59]
    assert sorted(numbers) == numbers
    assert not viewer.player.playing
    assert viewer.player.position_s == pytest.approx(2.0)
    assert viewer.states[-1] == FilmState(False, True, 0.5, None, False, "This video has no sound.")


@pytest.mark.parametrize("speed", [0.25, 1, 4])
def test_the_position_goes_by_the_clock_whatever_the_speed(open_film: Callable[..., Viewer], speed: float) -> None:
    viewer = open_film()
    viewer.player.speed = speed
    before = time.monotonic()
    viewer.player.play()
    after = time.monotonic()
    for _ in range(20):
        early = time.monotonic()
        position = viewer.player.position_s
        late = time.monotonic()
        assert min(2.0, (early - after) * speed) - 1e-6 <= position <= (late - before) * speed + 1e-6
        time.sleep(0.01)


def test_fast_playing_leaves_pictures_out(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film("MJPEG")
    viewer.player.speed = 4
    viewer.player.play()
    seen = viewer.watch(lambda: viewer.player.at_end)
    assert sorted(seen) == seen
    viewer.wait_to_see(59)


def test_a_pause_keeps_position_and_picture(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.play()
    viewer.watch(lambda: viewer.player.position_s > 0.3)
    viewer.player.pause()
    position = viewer.player.position_s
    viewer.wait_to_see(viewer.indices[0].frame_at(position))
    time.sleep(0.1)
    assert viewer.look() == viewer.indices[0].frame_at(position)
    assert viewer.player.position_s == position
    viewer.player.play()
    assert viewer.player.position_s < position + 0.5
    viewer.watch(lambda: viewer.player.position_s > position)


def test_play_at_the_end_begins_anew(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.speed = 4
    viewer.player.seek(59)
    viewer.wait_to_see(59)
    viewer.player.play()
    seen = viewer.watch(lambda: viewer.player.at_end)
    assert seen[0] < 10
    viewer.player.play()
    assert not viewer.player.at_end
    assert viewer.player.position_s < 1.0


def test_a_loop_is_played_again_and_again(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.loop = (0.5, 0.7)
    viewer.player.play()
    rounds = []
    viewer.watch(lambda: rounds.append(viewer.player.position_s) or np.count_nonzero(np.diff(rounds) < 0) >= 3)
    viewer.player.pause()
    numbers = {frame.index for frame in viewer.shown[1:]}
    assert numbers <= set(range(15, 22))
    assert min(rounds) >= 0.5
    assert max(rounds) <= 0.7
    viewer.player.loop = None
    viewer.player.play()
    viewer.watch(lambda: viewer.player.at_end)
    viewer.wait_to_see(59)


def test_play_at_the_end_of_a_loop_begins_at_its_beginning(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.loop = (1.0, 1.5)
    viewer.player.seek_seconds(1.8)
    viewer.wait_to_see(54)
    viewer.player.play()
    assert 1.0 <= viewer.player.position_s < 1.5


def test_a_loop_shorter_than_a_picture_is_played_and_does_not_hang(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.loop = (0.501, 0.5011)
    viewer.player.play()
    viewer.wait_to_see(15)
    viewer.player.loop = (50.0, 60.0)  # a selection that was made in a longer film
    viewer.wait_to_see(59)


@pytest.mark.parametrize("loop", [(1.0, 1.0), (2.0, 1.0), (-1.0, 1.0)])
def test_a_loop_that_is_none_is_refused(films: Path, loop: tuple[float, float]) -> None:
    player = Viewer(film_of_kind(films, "B pictures")).player
    with pytest.raises(ValueError, match="loop"):
        player.loop = loop


@pytest.mark.parametrize("speed", [0.2, 4.1, -1, float("nan")])
def test_a_speed_out_of_range_is_refused(films: Path, speed: float) -> None:
    player = Viewer(film_of_kind(films, "B pictures")).player
    with pytest.raises(ValueError, match="speed"):
        player.speed = speed


def test_a_seek_while_playing_goes_on_from_there(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film()
    viewer.player.play()
    viewer.player.seek(40)
    seen = viewer.watch(lambda: viewer.player.at_end)
    assert 40 in seen
    assert viewer.player.position_s == pytest.approx(2.0)


@pytest.mark.parametrize("speed", [0.5, 1, 2])
def test_sound_and_picture_stay_together(open_film: Callable[..., Viewer], speed: float) -> None:
    viewer = open_film("with sound")
    viewer.player.speed = speed
    viewer.player.seek_seconds(0.8)
    viewer.player.play()
    offsets = []

    def measured() -> bool:
        now, position, blocks = time.monotonic(), viewer.player.position_s, list(viewer.output.heard)
        out = sum(min(max(0.0, now - block.at), len(block.samples) / viewer.output.rate) for block in blocks)
        offsets.append((position - 0.8 - out * speed) / speed)
        return out > 0.5

    viewer.watch(measured)
    viewer.player.pause()
    assert np.abs(offsets).max() < 0.05
    assert viewer.player.sound_problem == ""
    output = viewer.output
    viewer.wait_for(lambda: output.waiting_s() == 0)
    end = output.samples[round(0.35 * output.rate) : round(0.5 * output.rate)]
    middle = 0.8 + 0.425 * speed
    assert loudest(end, output.rate) == pytest.approx(frequency_at(middle), abs=15)


def test_a_seek_is_heard_at_once(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film("with sound")
    viewer.player.play()
    viewer.watch(lambda: len(viewer.output.samples) > 4800)
    viewer.player.seek_seconds(1.2)
    viewer.watch(lambda: viewer.player.position_s > 1.6)
    viewer.player.pause()
    viewer.wait_for(lambda: viewer.output.waiting_s() == 0)
    samples = viewer.output.samples
    assert len(samples) < viewer.output.rate
    assert loudest(samples[-12_000:], viewer.output.rate) == pytest.approx(frequency_at(1.4), abs=10)


def test_a_muted_film_goes_on_in_silence(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film("with sound")
    viewer.player.play()
    viewer.watch(lambda: len(viewer.output.samples) > 4800)
    viewer.player.muted = True
    viewer.wait_for(lambda: viewer.output.waiting_s() == 0)
    length = len(viewer.output.samples)
    viewer.watch(lambda: viewer.player.position_s > 1.0)
    assert len(viewer.output.samples) == length
    viewer.player.muted = False
    viewer.watch(lambda: viewer.player.at_end)
    assert len(viewer.output.samples) > length
    assert viewer.states[-1].sound_problem == ""


def test_without_an_output_the_film_plays_silently_and_says_why(films: Path) -> None:
    def refuse() -> RecordedSound:
        raise DeviceError("this computer has no sound output")

    states: list[FilmState] = []
    player = FilmPlayer(
        film_of_kind(films, "with sound"),
        on_ready=lambda index: None,
        on_state=states.append,
        on_error=lambda error: pytest.fail(str(error)),
        open_output=refuse,
    )
    player.start()
    player.play()
    deadline = time.monotonic() + 20
    while not player.at_end:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert "no sound output" in player.sound_problem
    assert states[-1].sound_problem == player.sound_problem
    assert player.close()


def test_a_film_that_vanishes_ends_with_an_error(open_film: Callable[..., Viewer], tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", options=B_PICTURES)
    viewer = open_film(path)
    path.unlink()
    viewer.player.seek(50)
    viewer.wait_for(lambda: viewer.errors)
    assert "no longer there" in str(viewer.errors[0])
    assert str(path) in str(viewer.errors[0])
    viewer.player.play()  # nothing comes of it
    viewer.player.seek(3)
    assert not viewer.player.playing
    assert len(viewer.errors) == 1


def test_a_film_that_changes_while_it_plays_ends_with_an_error(
    open_film: Callable[..., Viewer], tmp_path: Path
) -> None:
    path = make_film(tmp_path / "film.mp4", frames=300, gop=20, options=B_PICTURES)
    viewer = open_film(path)
    viewer.player.play()
    viewer.watch(lambda: viewer.player.position_s > 0.1)
    os.truncate(path, 2000)
    viewer.player.seek(250)
    viewer.wait_for(lambda: viewer.errors)
    assert not viewer.player.playing


def test_a_file_that_is_no_film_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("no film")
    viewer = Viewer(tmp_path / "film.mp4")
    viewer.player.play()
    viewer.player.start()
    viewer.wait_for(lambda: viewer.errors)
    assert viewer.player.index is None
    assert viewer.player.position_s == 0
    assert viewer.player.close()


def test_a_damaged_film_is_counted_and_says_how_many_pictures_it_has(
    open_film: Callable[..., Viewer], tmp_path: Path
) -> None:
    path = scratched(make_film(tmp_path / "film.mkv", frames=120, options=B_PICTURES), [0.3, 0.6], length=1500)
    viewer = open_film(path)
    announced = viewer.indices[0].frame_count
    for number in range(announced):
        viewer.player.seek(number)
        viewer.wait_for(lambda: viewer.player.mailbox.take() is not None)
    assert len(viewer.indices) == 2
    assert viewer.indices[1].frame_count < announced
    assert viewer.player.index is viewer.indices[1]
    assert viewer.errors == []


def test_closing_ends_both_threads_in_the_middle_of_playing(open_film: Callable[..., Viewer]) -> None:
    viewer = open_film("with sound")
    viewer.player.play()
    viewer.watch(lambda: viewer.player.position_s > 0.1)
    assert viewer.player.close()
    assert viewer.output.closed
    assert not {thread.name for thread in threading.enumerate()} & {"film-player", "film-sound"}
    assert viewer.player.close()


def test_a_player_that_was_never_started_closes(films: Path) -> None:
    assert Viewer(film_of_kind(films, "B pictures")).player.close()

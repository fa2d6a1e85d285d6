"""The video beside a recording: true times, every size, nothing lost to a kill or a full disk, nobody held up."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.errors import OutputError
from core.types import Frame
from core.video_writer import LONGEST_GAP_S, MOST_WAITING_BYTES, VideoWriter
from support.disks import full_disk
from support.videos import probe_stamps

SIZE = (48, 64)  # height, width


def frame(index: int, seconds: float, size: tuple[int, int] = SIZE, value: int | None = None) -> Frame:
    image = np.full((*size, 3), (37 * index) % 256 if value is None else value, np.uint8)
    image.setflags(write=False)
    return Frame(image, index, seconds, datetime(2026, 11, 21, 5, 4, 3, tzinfo=UTC))


class Writer(VideoWriter):
    """A video writer that remembers what went wrong."""

    def __init__(self, path: Path) -> None:
        self.errors: list[Exception] = []
        super().__init__(path, self.errors.append)

    def complete(self) -> None:
        self.end(within=30)
        assert self.wait(30)


def decoded(path: Path) -> list[tuple[float, np.ndarray]]:
    import av

    with av.open(path) as container:
        pictures = list(container.decode(video=0))
    return [
        (float((picture.pts or 0) * (picture.time_base or Fraction(0))), picture.to_ndarray(format="rgb24"))
        for picture in pictures
    ]


def test_pictures_have_the_times_at_which_they_were_captured(tmp_path: Path) -> None:
    times = [1000.0, 1000.033, 1000.040, 1000.2, 1001.9, 1001.95, 1004.0]  # a camera that stutters
    writer = Writer(tmp_path / "a.mp4")
    for index, seconds in enumerate(times):
        writer.put(frame(index, seconds))
    writer.complete()
    assert probe_stamps(tmp_path / "a.mp4") == pytest.approx([seconds - 1000 for seconds in times], abs=2e-5)
    (part,) = writer.parts
    assert (part.file, part.frames, part.first_s, part.last_s) == ("a.mp4", 7, 1000.0, 1004.0)
    assert part.first_captured_utc == "2026-11-21T05:04:03.000Z"
    assert (writer.dropped, writer.errors) == (0, [])


def test_colours_come_back_as_they_were(tmp_path: Path) -> None:
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (200, 150, 120)]
    writer = Writer(tmp_path / "a.mp4")
    for index, colour in enumerate(colours):
        writer.put(Frame(np.full((64, 64, 3), colour, np.uint8), index, index / 30))
    writer.complete()
    shown = [picture[32, 32] for _, picture in decoded(tmp_path / "a.mp4")]
    assert np.abs(np.array(shown, int) - np.array(colours, int)).max() <= 12  # compression is not exact


@pytest.mark.parametrize("size", [(47, 63), (48, 63), (47, 64), (1, 1), (3, 500)])
def test_odd_sizes_are_padded_to_even_ones(tmp_path: Path, size: tuple[int, int]) -> None:
    writer = Writer(tmp_path / "a.mp4")
    for index in range(3):
        writer.put(frame(index, index / 30, size, value=128))
    writer.complete()
    pictures = [picture for _, picture in decoded(tmp_path / "a.mp4")]
    assert [picture.shape for picture in pictures] == [(size[0] + size[0] % 2, size[1] + size[1] % 2, 3)] * 3
    assert np.abs(pictures[0].astype(int) - 128).max() <= 6
    assert (writer.parts[0].height, writer.parts[0].width) == size


def test_another_size_begins_another_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.mp4")
    for index in range(6):
        writer.put(frame(index, index / 30, SIZE if index < 4 else (72, 96)))
    writer.complete()
    assert [(part.file, part.frames, part.height) for part in writer.parts] == [("a.mp4", 4, 48), ("a-2.mp4", 2, 72)]
    assert len(decoded(tmp_path / "a-2.mp4")) == 2
    assert writer.size == sum(path.stat().st_size for path in tmp_path.iterdir())


@pytest.mark.parametrize("step", [LONGEST_GAP_S + 1, -5.0])
def test_a_clock_that_does_not_go_on_begins_another_file(tmp_path: Path, step: float) -> None:
    writer = Writer(tmp_path / "a.mp4")
    for index, seconds in enumerate((100.0, 100.1, 100.1 + step, 100.2 + step)):
        writer.put(frame(index, seconds))
    writer.complete()
    assert [part.frames for part in writer.parts] == [2, 2]
    assert probe_stamps(tmp_path / "a-2.mp4") == pytest.approx([0.0, 0.1], abs=2e-5)


def test_a_cut_begins_another_file_and_files_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "a-2.mp4").write_text("precious")
    writer = Writer(tmp_path / "a.mp4")
    writer.put(frame(0, 0.0))
    writer.cut()
    writer.cut()
    writer.put(frame(1, 0.1))
    writer.complete()
    assert [part.file for part in writer.parts] == ["a.mp4", "a-3.mp4"]
    assert (tmp_path / "a-2.mp4").read_text() == "precious"


def test_two_pictures_of_one_moment_are_both_kept(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.mp4")
    for index, seconds in enumerate((0.0, 0.1, 0.1, 0.09, 0.2)):
        writer.put(frame(index, seconds))
    writer.complete()
    stamps = probe_stamps(tmp_path / "a.mp4")
    assert len(stamps) == 5
    assert stamps == sorted(stamps)


def test_without_a_picture_there_is_no_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.mp4")
    writer.complete()
    writer.put(frame(0, 0.0))  # too late
    assert list(tmp_path.iterdir()) == []


def test_pictures_that_come_too_fast_are_counted_and_hold_up_nobody(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.mp4")
    image = np.zeros((1080, 1920, 3), np.uint8)
    number = 10 * MOST_WAITING_BYTES // image.nbytes
    began = time.monotonic()
    for index in range(number):
        writer.put(Frame(image, index, index / 1000))
    assert time.monotonic() - began < 1
    writer.end(within=0.2)
    assert writer.wait(3)
    assert writer.dropped > number // 2
    assert writer.dropped + writer.parts[0].frames == number


def test_a_folder_that_is_gone_is_an_output_error(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "gone" / "a.mp4")
    writer.put(frame(0, 0.0))
    writer.complete()
    (error,) = writer.errors
    assert isinstance(error, OutputError)
    assert writer.parts == []
    assert not writer.taking


def test_a_container_that_cannot_be_begun_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import av

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such muxer")

    monkeypatch.setattr(av, "open", broken)
    writer = Writer(tmp_path / "a.mp4")
    writer.put(frame(0, 0.0))
    writer.complete()
    (error,) = writer.errors
    assert isinstance(error, RuntimeError)
    assert list(tmp_path.iterdir()) == []


def noise(index: int) -> Frame:
    return Frame(np.random.default_rng(index).integers(0, 256, (240, 320, 3), np.uint8), index, index / 30)


def test_a_full_disk_keeps_the_video_that_fitted(tmp_path: Path) -> None:
    with full_disk(tmp_path, "3m"):
        writer = Writer(tmp_path / "a.mp4")
        index = 0
        while writer.taking and index < 1000:
            writer.put(noise(index))
            index += 1
            time.sleep(0.005)
        writer.complete()
        (error,) = writer.errors
        assert "no space left" in str(error)
        stamps = [seconds for seconds, _ in decoded_as_far_as_it_goes(tmp_path / "a.mp4")]
    assert len(stamps) > 20
    assert stamps == pytest.approx([index / 30 for index in range(len(stamps))], abs=2e-5)


def decoded_as_far_as_it_goes(path: Path) -> list[tuple[float, np.ndarray]]:
    import av

    found = []
    with av.open(path) as container:
        try:
            for picture in container.decode(video=0):
                found.append(
                    (float((picture.pts or 0) * (picture.time_base or Fraction(0))), picture.to_ndarray(format="rgb24"))
                )
        except av.FFmpegError:
            pass
    return found


KILLED = """
import sys, time
from pathlib import Path
import numpy as np
from core.types import Frame
from core.video_writer import VideoWriter
writer = VideoWriter(Path(sys.argv[1]), print)
for index in range(10_000):
    image = np.full((120, 160, 3), index % 250, np.uint8)
    writer.put(Frame(image, index, index / 30))
    while sum(part.frames for part in writer.parts) < index - 5:
        time.sleep(0.001)
    if index == 200:
        print("200", flush=True)
    if index > 200:
        time.sleep(0.01)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_program_leaves_a_video_that_plays(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "a.mp4"
    with subprocess.Popen([sys.executable, "-c", KILLED, path], cwd=repository, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    pictures = decoded(path)
    assert len(pictures) >= 150  # at least 160 of 200 pictures are older than one fragment, less what was queued
    assert [seconds for seconds, _ in pictures] == pytest.approx([i / 30 for i in range(len(pictures))], abs=2e-5)
    assert [int(picture.mean()) for _, picture in pictures[:5]] == pytest.approx([0, 1, 2, 3, 4], abs=3)
    assert len(probe_stamps(path)) == len(pictures)

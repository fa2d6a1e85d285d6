"""Whole video files: every frame once, in order, at its own time, the right way up."""

import threading
from pathlib import Path

import numpy as np
import pytest

from core.capture import open_source
from core.capture.source import Source
from core.cv import cv2
from core.types import Frame
from support.videos import make_video, run_ffmpeg

H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast")


def read_all(path: Path) -> tuple[Source, list[Frame]]:
    source = open_source(path)
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    source.close()
    return source, frames


def times(frames: list[Frame]) -> np.ndarray:
    return np.array([frame.time for frame in frames])


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("mp4", ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "3")),
        ("mov", H264),
        ("mkv", H264),
        ("avi", ("-c:v", "mpeg4")),
        ("flv", ("-c:v", "flv")),
        ("webm", ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")),
    ],
)
def test_every_kind_of_file_gives_each_frame_once_at_its_time(
    tmp_path: Path, ending: str, options: tuple[str, ...]
) -> None:
    source, frames = read_all(make_video(tmp_path / f"clip.{ending}", options=options))
    assert [frame.index for frame in frames] == list(range(60))
    np.testing.assert_allclose(times(frames), np.arange(60) / 30, atol=0.001)
    assert (source.info.name, source.info.kind, source.info.live) == (f"clip.{ending}", "file", False)
    assert (source.info.width, source.info.height, source.info.fps) == (160, 120, 30)
    assert source.warnings == []


def test_gif_keeps_its_frame_rate(tmp_path: Path) -> None:
    source, frames = read_all(make_video(tmp_path / "clip.gif", fps=12.5, frames=25))
    assert source.info.fps == pytest.approx(12.5)
    np.testing.assert_allclose(times(frames), np.arange(25) / 12.5, atol=0.011)  # GIF counts in 1/100 s


def test_frames_are_read_only_contiguous_rgb(tmp_path: Path) -> None:
    path = tmp_path / "red.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "color=red:size=64x48:rate=30", "-frames:v", 2, *H264, path)
    _, frames = read_all(path)
    image = frames[0].image
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    assert image.flags.c_contiguous
    assert not image.flags.writeable
    assert frames[0].captured_at is None
    red, green, blue = image.reshape(-1, 3).mean(axis=0)
    assert red > 200
    assert max(green, blue) < 60


def test_variable_frame_rate_keeps_each_frame_time(tmp_path: Path) -> None:
    path = tmp_path / "vfr.mp4"
    every_third_after_twenty = "select='lt(n,20)+not(mod(n,3))'"
    pattern = f"testsrc=size=160x120:rate=30,{every_third_after_twenty}"
    run_ffmpeg("-f", "lavfi", "-t", 2, "-i", pattern, "-vsync", "vfr", *H264, path)
    source, frames = read_all(path)
    kept = [number for number in range(60) if number < 20 or number % 3 == 0]
    np.testing.assert_allclose(times(frames), np.array(kept) / 30, atol=0.001)
    assert source.warnings == []


def test_h264_in_avi_has_no_usable_stamps_and_is_timed_by_its_frame_rate(tmp_path: Path) -> None:
    path = make_video(tmp_path / "b-frames.avi", options=("-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "3"))
    _, frames = read_all(path)
    np.testing.assert_allclose(times(frames), np.arange(60) / 30, atol=0.001)


def test_rotation_tag_turns_the_picture_as_ffmpeg_does(tmp_path: Path) -> None:
    plain = make_video(tmp_path / "plain.mp4", frames=5, options=H264)
    rotated, picture = tmp_path / "rotated.mp4", tmp_path / "expected.png"
    run_ffmpeg("-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90", rotated)
    run_ffmpeg("-i", rotated, "-frames:v", 1, picture)  # ffmpeg turns it by the tag
    source, frames = read_all(rotated)
    assert (source.info.width, source.info.height) == (120, 160)
    expected = cv2.cvtColor(cv2.imread(str(picture)), cv2.COLOR_BGR2RGB)
    assert np.abs(frames[0].image.astype(int) - expected).mean() < 3


def test_trimmed_file_is_whole_although_its_edit_list_hides_frames(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "whole.mp4", options=H264)
    trimmed = tmp_path / "trimmed.mp4"
    run_ffmpeg("-ss", 0.5, "-i", whole, "-c", "copy", trimmed)
    source, frames = read_all(trimmed)
    assert (len(frames), source.info.frame_count) == (45, 60)
    assert source.warnings == []


def test_last_picture_that_stays_for_long_is_no_cut(tmp_path: Path) -> None:
    path = tmp_path / "slides.mp4"
    pattern = "testsrc=size=160x120:rate=30:duration=10,select='lt(n,30)+eq(n,59)+eq(n,299)'"
    run_ffmpeg("-f", "lavfi", "-i", pattern, "-vsync", "vfr", *H264, path)
    source, frames = read_all(path)
    assert len(frames) == 32
    assert not any("cut off" in warning for warning in source.warnings)


def test_file_that_is_removed_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    path = make_video(tmp_path / "clip.mp4", frames=20, options=H264)
    source = open_source(path)
    path.unlink()
    assert sum(1 for _ in iter(source.read, None)) == 20
    source.close()


@pytest.mark.parametrize(
    ("size", "fps", "frames", "ending", "options"),
    [
        ((1, 1), 5, 3, "mov", ("-c:v", "png")),
        ((7680, 4320), 5, 1, "mkv", ("-c:v", "mjpeg")),
        ((90, 160), 30, 10, "mp4", H264),
        ((160, 120), 5, 10, "mp4", H264),
        ((160, 120), 240, 240, "mp4", H264),
    ],
)
def test_odd_sizes_and_rates(
    tmp_path: Path, size: tuple[int, int], fps: float, frames: int, ending: str, options: tuple[str, ...]
) -> None:
    source = open_source(make_video(tmp_path / f"odd.{ending}", size=size, fps=fps, frames=frames, options=options))
    assert (source.info.width, source.info.height, source.info.fps) == (*size, fps)
    seen = []
    while (frame := source.read()) is not None:
        assert frame.image.shape == (size[1], size[0], 3)
        seen.append(frame.time)
    source.close()
    np.testing.assert_allclose(seen, np.arange(frames) / fps, atol=0.001)


@pytest.mark.parametrize("name", ["a b.mp4", "Grüße 表情 😀.mp4", "a:b.mp4", "100%d.mp4", "-.mp4", "'quoted\".mp4"])
def test_any_file_name_works(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Ordner mit Leerzeichen").mkdir()
    monkeypatch.chdir(tmp_path / "Ordner mit Leerzeichen")
    make_video(tmp_path / "plain.mp4", frames=3, options=H264).rename(name)
    source, frames = read_all(Path(name))
    assert len(frames) == 3
    assert source.info.name == name


def test_cancel_ends_reading(tmp_path: Path) -> None:
    source = open_source(make_video(tmp_path / "clip.mp4", options=H264))
    assert source.read() is not None
    threading.Thread(target=source.cancel).start()
    while source.read() is not None:
        pass
    assert source.read() is None
    assert source.warnings == []
    source.cancel()
    source.close()
    source.close()

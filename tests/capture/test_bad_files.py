"""Files that are damaged or no videos: what is there is given, what is missing is said, and nothing goes to stderr."""

from pathlib import Path

import pytest

from core.capture import open_source
from core.errors import SourceError
from support.videos import cut_in_half, make_video, run_ffmpeg

B_FRAMES = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "3", "-g", "10")


def read_all(path: Path) -> tuple[int, list[str]]:
    source = open_source(path)
    frames = 0
    while source.read() is not None:
        frames += 1
    source.close()
    return frames, source.warnings


def failure(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_source(path)
    assert path.name in str(caught.value)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("mp4", (*B_FRAMES, "-movflags", "+faststart")),
        ("mkv", B_FRAMES),
        ("flv", ("-c:v", "flv")),
        ("webm", ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")),
        ("avi", ("-c:v", "mpeg4")),
    ],
)
def test_file_cut_in_half_gives_its_frames_and_says_how_many_are_missing(
    tmp_path: Path, ending: str, options: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    frames, warnings = read_all(cut_in_half(make_video(tmp_path / f"clip.{ending}", options=options)))
    assert 5 <= frames < 50
    (warning,) = warnings
    assert f"ends after {frames} of " in warning
    assert f"{60 - frames} frames" in warning or f"{61 - frames} frames" in warning
    assert capfd.readouterr() == ("", "")


def test_fragmented_mp4_that_was_cut_off_says_how_many_bytes_are_missing(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "clip.mp4", options=(*B_FRAMES, "-movflags", "frag_keyframe+empty_moov"))
    assert read_all(whole) == (60, [])
    frames, warnings = read_all(cut_in_half(whole))
    assert 5 <= frames < 50
    assert "kB are missing" in warnings[0]


def test_gif_that_was_cut_off_says_so(tmp_path: Path) -> None:
    frames, warnings = read_all(cut_in_half(make_video(tmp_path / "clip.gif")))
    assert 5 <= frames < 50
    assert "was cut off" in warnings[0]


def test_mp4_that_lost_its_index_says_that_it_was_cut_off(tmp_path: Path) -> None:
    error = failure(cut_in_half(make_video(tmp_path / "clip.mp4", options=B_FRAMES)))
    assert "cut off" in error.what


@pytest.mark.parametrize(("ending", "expected"), [("mp4", "could not be decoded"), ("mkv", "has gaps")])
def test_damage_in_the_middle_is_skipped_and_reported(tmp_path: Path, ending: str, expected: str) -> None:
    path = make_video(tmp_path / f"clip.{ending}", options=(*B_FRAMES, "-movflags", "+faststart"))
    content = bytearray(path.read_bytes())
    for position in range(int(len(content) * 0.5), int(len(content) * 0.55)):
        content[position] = position * 37 & 255
    path.write_bytes(content)
    frames, warnings = read_all(path)
    assert 30 < frames <= 60
    assert expected in warnings[0]


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "nothing.mp4").what


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    assert "empty" in failure(path).what


def test_folder(tmp_path: Path) -> None:
    assert "folder" in failure(tmp_path).what


def test_special_file() -> None:
    assert "ordinary" in failure(Path("/dev/null")).what


def test_text_renamed_to_mp4(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("This is not a video.\n" * 100)
    assert "no video" in failure(path).what
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_sound_without_picture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"sound.{ending}"
    run_ffmpeg("-f", "lavfi", "-i", "sine=duration=1", path)
    assert "no video" in failure(path).what


def test_video_with_a_track_but_no_frame(tmp_path: Path) -> None:
    path = tmp_path / "zero.avi"
    whole = make_video(tmp_path / "one.avi", frames=1, options=("-c:v", "mpeg4")).read_bytes()
    path.write_bytes(whole[: whole.index(b"movi") + 4])  # the head stays, the frames go
    assert failure(path).what in ("there is no picture in this file", "there is no video in this file")


def test_playlist_under_a_video_name_opens_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "list.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    failure(path)


def test_name_that_is_not_unicode_is_named_in_an_error_that_can_be_printed(tmp_path: Path) -> None:
    plain = make_video(tmp_path / "plain.mp4", frames=2, options=B_FRAMES)
    odd = Path(str(tmp_path) + "/caf\udce9.mp4")
    try:
        plain.rename(odd)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes Unicode names only")
    with pytest.raises(SourceError, match="Unicode") as caught:
        open_source(odd)
    str(caught.value).encode()

"""The command `fer-desktop`: what it understands, and what it says where there is no screen."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fer_desktop.app import main
from fer_desktop.display import missing_display, missing_library
from fer_desktop.options import REMEMBERED, AnalyzeOptions, LaunchOptions, analyze_options, launch_options

SCREEN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
needs_x = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only Linux can be without a display server")


def command(*arguments: str, repository: Path, **screen: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with no other screen than the one given."""
    environment = {name: value for name, value in os.environ.items() if name not in SCREEN_VARIABLES} | screen
    start = [sys.executable, "-m", "fer_desktop.app", *arguments]
    return subprocess.run(start, cwd=repository, env=environment, capture_output=True, text=True, timeout=60)


def test_without_arguments_the_window_asks_for_a_source() -> None:
    assert launch_options([]) == LaunchOptions(None, "starter", "auto", 4, 8, "auto", frozenset(REMEMBERED))


def test_every_source_is_told_as_open_source_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert launch_options(["--camera", "1"]).source == 1
    assert launch_options(["--url", "rtsp://host/1"]).source == "rtsp://host/1"
    assert launch_options(["--demo"]).source == "demo:"
    assert launch_options(["--video", "a b.mp4"]).source == str(tmp_path / "a b.mp4")


@pytest.mark.parametrize("name", ["0", "demo:"])
def test_a_video_is_a_file_whatever_its_name(name: str) -> None:
    source = launch_options(["--video", name]).source
    assert isinstance(source, str)
    assert Path(source).is_absolute()


def test_a_file_without_an_option_is_a_video_or_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert launch_options(["talk.mp4"]).source == str(tmp_path / "talk.mp4")
    options = launch_options(["mine.ferbundle"])
    assert (options.source, options.bundle) == (None, str(tmp_path / "mine.ferbundle"))
    assert "bundle" not in options.left_open


def test_the_model_options_are_read() -> None:
    options = launch_options(
        ["--bundle", "b", "--device", "cpu", "--precision", "bf16", "--hop", "2", "--window", "all"]
    )
    assert options == LaunchOptions(None, "b", "cpu", 2, None, "bf16")


def test_analyze_takes_videos_before_and_after_its_options(tmp_path: Path) -> None:
    options = analyze_options(["a.mp4", "--out", str(tmp_path), "--force", "b.mp4", "--window", "12"])
    assert options == AnalyzeOptions(("a.mp4", "b.mp4"), tmp_path, force=True, window=12)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--hop 0", "'0' is not a whole number of at least 1"),
        ("--hop x", "'x' is not a whole number"),
        ("--window -3", "'-3' is not a whole number"),
        ("--window 513", "more than 512 clips"),
        ("--camera front", "not a camera number"),
        ("--url host/stream", "not an address"),
        ("--demo --camera 0", "not allowed with"),
        ("--vid a.mp4", "unrecognized arguments"),
        ("a.mp4 b.mp4", "unrecognized arguments"),
        ("a.mp4 --demo", "not allowed with"),
        ("analyze", "required: --out"),
        ("analyze --out d", "give either videos or --demo"),
        ("analyze a.mp4 --out d --demo", "give either videos or --demo"),
    ],
)
def test_a_mistake_is_explained_and_exits_with_2(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("line", ["--help", "analyze --help", "--version"])
def test_help_and_version_are_answers_not_mistakes(line: str, repository: Path) -> None:
    done = command(*line.split(), repository=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert "fer-desktop" in done.stdout


def test_help_imports_nothing_heavy(repository: Path) -> None:
    code = (
        "import sys; from fer_desktop.app import main; main(['--help']); "
        "sys.exit(str({'numpy', 'torch', 'cv2', 'mediapipe', 'PySide6', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True)
    assert done.stderr.strip() == "set()"


@needs_x
@pytest.mark.parametrize("screen", [{}, {"DISPLAY": ":7777"}, {"WAYLAND_DISPLAY": "wayland-77"}, {"DISPLAY": "no"}])
def test_without_a_display_it_says_so_and_points_at_analyze(screen: dict[str, str], repository: Path) -> None:
    done = command("--demo", repository=repository, **screen)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "the window cannot be shown: " in done.stderr
    assert "fer-desktop analyze VIDEO... --out DIR" in done.stderr


@needs_x
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "offscreen;xcb"])
def test_a_platform_that_needs_no_screen_is_left_alone(platform: str) -> None:
    assert missing_display({"QT_QPA_PLATFORM": platform}) is None


@needs_x
def test_a_display_that_answers_is_enough() -> None:
    read_end, write_end = os.pipe()
    arguments = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    arguments.append("-noreset")  # or it begins anew, deaf for a moment, when the first question has been answered
    try:
        server = subprocess.Popen(arguments, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.skip("needs Xvfb")
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            display = f":{answer.readline().strip()}"
        assert missing_display({"DISPLAY": display}) is None
        assert missing_display({"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}) is None
    finally:
        server.terminate()
        server.wait(10)


@needs_x
def test_a_wayland_display_that_answers_is_enough(tmp_path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        screen = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert missing_display(screen) is None
        assert missing_display(screen | {"QT_QPA_PLATFORM": "wayland"}) is None
        assert missing_display(screen | {"QT_QPA_PLATFORM": "xcb"}) is not None


@needs_x
def test_a_missing_system_library_is_named() -> None:
    with pytest.raises(OSError, match="libnowhere") as caught:
        ctypes.CDLL("libnowhere.so.7")
    assert missing_library(caught.value) == (
        "the system library libnowhere.so.7 is missing (the README lists the packages to install)"
    )
    assert missing_library(ImportError("No module named 'torch'")) is None

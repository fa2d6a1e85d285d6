"""Drives the program's window to every page and state, and takes a picture of each, light and dark.

docs/take_pictures.py runs it in a process of its own, with a screen and a home of its own.
"""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

import core.capture.demo
import fer_desktop.cameras
from core.capture.cameras import STANDARD_FORMATS
from core.capture.demo import DemoSource
from core.cv import cv2
from core.paths import asset
from docs.picture_models import models, models_download, models_installed, models_licence
from docs.picture_playback import playback, queue, sessions, settings
from docs.picture_stage import Stage, wait
from docs.picture_videos import no_video, three_portraits
from fer_desktop.bridge import HEAVY_MODULES
from fer_desktop.icons import program_icon
from fer_desktop.language import install
from fer_desktop.view_options import BarOrder, ViewOptions
from fer_desktop.window import MainWindow

# The scenes.


def first_start(stage: Stage) -> None:
    with stage.open(accepted=False):
        stage.shoot("first-start")


def welcome(stage: Stage) -> None:
    with stage.open():
        stage.shoot("welcome")


def address(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["stream"].trigger()
        QTest.keyClicks(window.focusWidget(), "rtsp://192.168.1.20/video")
        wait(200)
        stage.shoot("address")


def live(stage: Stage) -> None:
    with stage.open("demo:"):
        stage.run(24.0)
        stage.shoot("live")


def frozen(stage: Stage) -> None:
    with stage.open("demo:") as window:
        stage.run(6.0)
        window.actions_["freeze"].trigger()
        wait(2000)
        stage.shoot("frozen")


def pleasant_first(stage: Stage) -> None:
    with stage.open("demo:", view=ViewOptions(mirror=True, order=BarOrder.VALENCE, numbers=False, span=30)):
        stage.run()
        stage.shoot("pleasant-first")


def timing(stage: Stage) -> None:
    with stage.open("demo:", view=ViewOptions(timing=True, span=30)):
        stage.run()
        stage.shoot("timing")


def all_faces(stage: Stage) -> None:
    with (
        _camera_on(three_portraits()) as address,
        stage.open(address, view=ViewOptions(all_faces=True, span=30)) as window,
    ):
        stage.run(4.0)
        window.live.names.give(2, "Ada")
        stage.shoot("all-faces")


def name_face(stage: Stage) -> None:
    with _camera_on(three_portraits()) as address, stage.open(address) as window:
        stage.run(3.0)
        window.actions_["freeze"].trigger()
        window.actions_["name-face"].trigger()
        QTest.keyClicks(window.focusWidget(), "Ada")
        stage.shoot("name-face")


def recording_options(stage: Stage) -> None:
    with stage.open("demo:") as window:
        stage.run(6.0)
        window.actions_["record-options"].trigger()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(window.focusWidget(), "P07")
        stage.shoot("recording-options")


def recording(stage: Stage) -> None:
    with stage.open("demo:") as window:
        window.tool_bar.record.click()
        stage.run()
        stage.shoot("recording")


def recorded(stage: Stage) -> None:
    with stage.open("demo:") as window:
        window.tool_bar.record.click()
        stage.run(6.0)
        window.tool_bar.record.click()
        wait(1500)
        stage.shoot("recorded")


def close_question(stage: Stage) -> None:
    with stage.open("demo:") as window:
        window.tool_bar.record.click()
        stage.run(6.0)
        window.close()
        wait(500)
        stage.shoot("close-question")


def lost(stage: Stage) -> None:
    from support.mjpeg_server import MjpegServer

    with MjpegServer(DemoSource(realtime=False).picture) as server, stage.open(server.url) as window:
        stage.run(8.0)
        server.refuse()
        wait(6000)
        stage.shoot("lost")
        window.toggle()


def error(stage: Stage) -> None:
    video = no_video("interview.mp4")
    with stage.open() as window:
        window.asked.open_videos([video])
        stage.wait_for(lambda: bool(window.banners.banners()))
        fold = next(button for button in window.banners.banners()[0].buttons() if button.isCheckable())
        assert isinstance(fold, QPushButton)
        fold.click()
        wait(500)
        stage.shoot("error")


def source_menu(stage: Stage) -> None:
    with stage.open() as window:
        _plug_in_cameras(window)
        for address in ("http://192.168.1.21:8080/video", "rtsp://192.168.1.20/video"):
            stage.settings.remember_stream(address)
        for name in ("session-02.mp4", "session-01.mp4"):
            stage.settings.remember_file(str(Path.home() / "Videos" / name))
        _open_menu(stage, window.menus.sources, "source-menu")


def view_menu(stage: Stage) -> None:
    with stage.open("demo:") as window:
        stage.run(4.0)
        menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.objectName() == "view")
        _open_menu(stage, menu, "view-menu")


def shortcuts(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["shortcuts"].trigger()
        stage.shoot("shortcuts")


def about(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["about"].trigger()
        wait(500)
        stage.shoot("about")


@dataclass(frozen=True)
class Scene:
    """play: drives a window there and takes the picture. looks: suffixes of those it is kept in besides the first.

    fine: more colours, for the read-me's portrait and where the logo is.
    """

    play: Callable[[Stage], None]
    title: str
    caption: str
    looks: tuple[str, ...] = ()
    fine: bool = False


SCENES = {
    "first-start": Scene(
        first_start,
        "The first page",
        "What the program estimates, how well, and what it must not be used for; accepted once.",
        ("-german-small", "@2x"),
        fine=True,
    ),
    "welcome": Scene(welcome, "Welcome", "Nothing has been chosen yet.", ("-small", "@2x")),
    "live": Scene(
        live,
        "Live",
        "The demo: picture, verdict, a bar per expression, and the last 30 seconds.",
        ("-small", "-german-small", "@2x"),
        fine=True,
    ),
    "all-faces": Scene(
        all_faces,
        "All faces",
        "Every face side by side; one has got a name.",
        ("-small",),
        fine=True,
    ),
    "name-face": Scene(name_face, "A name for a face", "For this session only."),
    "timing": Scene(timing, "Timing", "How long each step takes, from the camera to the bars."),
    "frozen": Scene(frozen, "Frozen", "The picture is held; analysis and recording go on."),
    "pleasant-first": Scene(
        pleasant_first,
        "Another view",
        "The picture mirrored, the bars from pleasant to unpleasant, without numbers.",
    ),
    "recording-options": Scene(
        recording_options,
        "Before a recording",
        "Name, subject code, and whether the video is kept.",
    ),
    "recording": Scene(
        recording, "Recording", "The strip at the bottom says what is written, and where.", ("-german",)
    ),
    "recorded": Scene(recorded, "Recorded", "What became of it."),
    "close-question": Scene(close_question, "Closing while recording", "Asks first."),
    "playback": Scene(
        playback,
        "Playback",
        "A video that has been analysed: a line per expression, and what all of it and a part of it say.",
        ("-small", "-german-small", "@2x"),
        fine=True,
    ),
    "queue": Scene(
        queue,
        "Several videos",
        "They are analysed one after the other, ahead of playback; a file that cannot be read stops none of them.",
        ("-small",),
        fine=True,
    ),
    "sessions": Scene(
        sessions,
        "Sessions",
        "What was recorded or analysed: found again, named, exported, deleted for good.",
        ("-small", "-german-small", "@2x"),
    ),
    "settings": Scene(
        settings, "Settings", "Everything that can be set; as a file, too, to be passed on.", ("-german-small",)
    ),
    "lost": Scene(lost, "A lost source", "Tried again every second until it is back."),
    "error": Scene(error, "An error", "In plain words; the technical side is behind Details."),
    "address": Scene(address, "Network stream", "An address, and a login where one is needed."),
    "source-menu": Scene(
        source_menu, "The Source menu", "Cameras by name, network cameras, recent videos.", ("-german",)
    ),
    "view-menu": Scene(view_menu, "The View menu", "Everything that can be looked at differently."),
    "models": Scene(
        models,
        "Models",
        "The encoders that bundles need: what their licences allow, their size, and how to get them.",
        ("-small", "-german-small", "@2x"),
    ),
    "models-licence": Scene(
        models_licence,
        "Before a download",
        "What is downloaded, what is kept, and what the licence demands.",
        ("-german",),
    ),
    "models-download": Scene(
        models_download, "Downloads", "One on its way, one that waits, and two that broke off: nothing is lost."
    ),
    "models-installed": Scene(models_installed, "Installed encoders", "With their speed on this computer."),
    "shortcuts": Scene(shortcuts, "All keys", "F1.", ("-german",)),
    "about": Scene(about, "About", "Version, privacy, licences.", fine=True),
}


# What they need.


def _open_menu(stage: Stage, menu: QMenu, name: str) -> None:
    bar = stage.window.menuBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(menu.menuAction()).center())
    wait(500)
    stage.shoot(name)
    menu.close()


def _plug_in_cameras(window: MainWindow) -> None:
    """Names in place of devices: the menu is the real one, and nothing opens them."""
    from support.cameras import CameraFolders

    folders = CameraFolders(Path.home() / "cameras")
    folders.plug_in(0, "Integrated Camera", port="1-1")
    folders.plug_in(2, "USB Microscope", port="1-2")
    fer_desktop.cameras.camera_formats = lambda _camera, _devices: list(STANDARD_FORMATS)
    cameras = window.menus.cameras
    cameras._sysfs, cameras._devices = folders.sysfs, folders.devices
    cameras.refresh()
    wait(500)


@contextmanager
def _camera_on(video: Path) -> Iterator[str]:
    """The address of a network camera that shows this video again and again."""
    from support.mjpeg_server import MjpegServer

    with MjpegServer(video) as server:
        yield server.url


def _smooth_portrait() -> Path:
    """The demo's portrait without its grain, which would make up most of every picture's bytes."""
    portrait = cv2.imread(str(asset(core.capture.demo.PICTURE)))
    path = Path.home() / "portrait.png"
    cv2.imwrite(str(path), cv2.bilateralFilter(portrait, 7, 22, 5))
    return path


def main() -> int:
    """language, width, height, folder for the pictures, names of scenes. Returns 1 when one of them failed."""
    language, width, height, folder, *names = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    application.setApplicationName("FER Desktop")
    application.setWindowIcon(program_icon())
    install(application, language)
    core.capture.demo.PICTURE = str(_smooth_portrait())
    for module in HEAVY_MODULES:  # at once, so that no window is closed while it still loads them
        importlib.import_module(module)
    stage = Stage(application, language, (int(width), int(height)), Path(folder))
    failed = 0
    for name in names:
        began = time.monotonic()
        try:
            SCENES[name].play(stage)
        except Exception as fault:  # the others are taken all the same
            failed = 1
            print(f"{name}: {fault!r}", file=sys.stderr)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())

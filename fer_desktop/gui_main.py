"""Starts the window: application, theme, log and exception hook, and their end."""

import logging
import os
import sys
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from core import __version__
from fer_desktop.hooks import ExceptionHook, start_log
from fer_desktop.icons import program_icon
from fer_desktop.kept_files import tell_what_is_not_kept
from fer_desktop.language import install
from fer_desktop.options import LaunchOptions
from fer_desktop.quit_signals import QuitSignals
from fer_desktop.remembered import launch_with
from fer_desktop.run_log import RunLog
from fer_desktop.settings import Settings
from fer_desktop.theme import ThemeControl
from fer_desktop.window import MainWindow

_log = logging.getLogger(__name__)


def run(options: LaunchOptions) -> int:
    """Shows the window until it is closed; returns the exit code.

    Torch, OpenCV, mediapipe and pyqtgraph are imported after the window is on screen.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("FER Desktop")
    application.setDesktopFileName("fer-desktop")
    application.setWindowIcon(program_icon())
    # First of all, so that no moment of the start knows only the system's own way to end; it is answered in `exec`.
    signals = QuitSignals(lambda: window.quit_at_once())
    log = start_log()
    _log.info("FER Desktop %s starts", __version__)
    settings = Settings()
    install(application, settings.language)
    window = MainWindow(launch_with(options, settings), ThemeControl(application, settings.theme), settings)
    RunLog(window.player)
    hook = ExceptionHook(window)
    hook.caught.connect(window.show_error)
    hook.install()
    # One turn of the event loop later, the picture has reached the screen.
    window.painted.connect(lambda: QTimer.singleShot(0, window.begin), Qt.ConnectionType.SingleShotConnection)
    tell = partial(tell_what_is_not_kept, window.banners, settings, logged=log is not None)
    # After `begin`, which may start the source of the command line: a start takes messages away.
    window.painted.connect(lambda: QTimer.singleShot(0, tell), Qt.ConnectionType.SingleShotConnection)
    window.show()
    code = application.exec()
    signals.remove()
    hook.remove()
    _log.info("FER Desktop ends")
    if not window.ended_cleanly:
        _leave_at_once(code)
    if log is not None:
        logging.getLogger().removeHandler(log)
        log.close()
    return code


def _leave_at_once(code: int) -> None:
    """A thread hangs in a driver or an import. Every file is complete: the process may go without it.

    An ordinary exit would tear down Python under that thread, which crashes or waits for ever.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

"""Bugs are shown and logged, wherever they happen, and never hidden."""

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.paths import user_log_dir
from fer_desktop.privacy import shareable

LOG_NAME = "fer-desktop.log"
_LOG_BYTES, _LOG_FILES = 1_000_000, 3

_log = logging.getLogger(__name__)


def start_log() -> logging.Handler | None:
    """Logs into the person's log folder from now on; None when that folder cannot be written."""
    try:
        user_log_dir().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            user_log_dir() / LOG_NAME, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
        )
    except OSError as error:
        print(f"fer-desktop: no log file: {error}", file=sys.stderr)
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def details(error: BaseException) -> str:
    """The traceback as text, for the fold that a person can open, copy and pass on."""
    return shareable("".join(traceback.format_exception(error)))


class ExceptionHook(QObject):
    """Takes the exceptions that nobody caught, in any thread: logs them, passes them on to stderr, and shows them.

    caught(BaseException): in the thread of the interface.
    """

    caught = Signal(object)
    _caught_anywhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught_anywhere.connect(self.caught, Qt.ConnectionType.QueuedConnection)
        self._before = sys.excepthook, threading.excepthook

    def install(self) -> None:
        """From now on this object is asked first."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._in_main_thread
        threading.excepthook = self._in_thread

    def remove(self) -> None:
        """Puts back the hooks that were there before."""
        sys.excepthook, threading.excepthook = self._before

    def _in_main_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before[0](kind, error, trace)
        self._report(error)

    def _in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self._before[1](arguments)
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            self._report(arguments.exc_value)

    def _report(self, error: BaseException) -> None:
        if not isinstance(error, KeyboardInterrupt):
            _log.error("an exception that nobody caught", exc_info=error)
            if shiboken6.isValid(self):  # the window may be gone already; it is logged and on stderr all the same
                self._caught_anywhere.emit(error)

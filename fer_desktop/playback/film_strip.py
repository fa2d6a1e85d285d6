"""Small pictures of a film for its timeline, read in a thread."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from core.errors import FerError

if TYPE_CHECKING:
    from core.playback.film_index import FilmIndex

_log = logging.getLogger(__name__)


class FilmStrip(QObject):
    """picture(float seconds, QImage): it was asked for, and here it is. The last wish counts."""

    picture = Signal(float, QImage)
    _read = Signal(object, float, QImage)

    def __init__(self, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._film: tuple[Path, FilmIndex] | None = None
        self._wish: threading.Event | None = None  # set when it is not wanted any more
        self._threads: list[threading.Thread] = []
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)

    def use(self, path: Path | None, index: "FilmIndex | None") -> None:
        """Pictures are those of this film from now on; None: there is none."""
        self._call_off()
        self._film = (path, index) if path is not None and index is not None else None

    def ask(self, times: list[float]) -> None:
        """Has these pictures read, in place of those that were asked for before."""
        self._call_off()
        if self._film is None or not times:
            return
        self._wish = threading.Event()
        arguments = (*self._film, list(times), self._wish)
        # Daemon: a disk that hangs must not hold a program that someone has closed.
        thread = threading.Thread(target=self._run, args=arguments, name="film-strip", daemon=True)
        self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
        thread.start()

    def close(self, timeout: float) -> bool:
        """False when a thread is still there after `timeout` seconds."""
        self._call_off()
        for thread in self._threads:
            thread.join(timeout)
        return not any(map(threading.Thread.is_alive, self._threads))

    def _call_off(self) -> None:
        if self._wish is not None:
            self._wish.set()
            self._wish = None

    def _run(self, path: Path, index: "FilmIndex", times: list[float], off: threading.Event) -> None:
        """In the thread."""
        from core.playback.film_reader import FilmReader

        try:
            with FilmReader(path, index, cache_bytes=0) as reader:
                for seconds, image in reader.thumbnails(times, self._height, off.is_set):
                    if off.is_set() or not shiboken6.isValid(self):
                        return
                    self._read.emit(off, seconds, _picture(image))
        except FerError as error:
            _log.info("no small pictures: %s", error)  # the film itself says what is wrong with it
        except Exception:
            _log.exception("the small pictures of a film")

    def _on_read(self, wish: threading.Event, seconds: float, picture: QImage) -> None:
        if wish is self._wish:
            self.picture.emit(seconds, picture)


def _picture(image: np.ndarray) -> QImage:
    """A QImage of its own. image: (H, W, 3) uint8 RGB."""
    height, width = image.shape[:2]
    rgb = np.ascontiguousarray(image)
    return QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

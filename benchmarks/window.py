"""Runs the program's own window on a source, watches it from outside and prints what was seen, as one JSON object.

Started by `live` and `memory` in a process of its own. Nothing in the product knows about it: it listens to the
window's events and signals, and reads the engine's own counters. What it keeps is small (packed arrays), because the
memory of this process is one of the things that are measured.
"""

import argparse
import json
import time
from array import array
from collections.abc import Sequence

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.live.statistics import Stats
from core.types import Frame, Reading
from fer_desktop import gui_main
from fer_desktop.options import LaunchOptions
from fer_desktop.window import MainWindow

BEAT_MS = 5
GIVE_UP_S = 120.0  # without a reading for so long, something is wrong
RSS_EVERY_MS = 5000


class Heart(QObject):
    """Beats every 5 ms, and writes down by how much each beat came too late because the event loop was busy."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late = array("d")  # seconds
        self._last = time.perf_counter()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._last - BEAT_MS / 1000))
        self._last = now


class Eyes(QObject):
    """Sees which pictures, and which readings' bars, reach the screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.clear()
        self._video, self._bars = window.live.video, window.live.panel.bars
        self._live = window.live
        self._video.installEventFilter(self)
        self._bars.installEventFilter(self)
        window.player.readings.connect(self._on_readings)  # after the window's own slot

    def clear(self) -> None:
        """Forgets what it saw."""
        self.painted = array("d")  # when a picture that had not been shown before was painted
        self.latencies = array("d")  # seconds, one for each clip of the followed face
        self._last: Frame | None = None
        self._waiting: list[float] = []  # when the last frames of readings arrived that no bar shows yet

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint:
            if watched is self._video and self._video.frame not in (None, self._last):
                self._last = self._video.frame
                self.painted.append(time.monotonic())
            elif watched is self._bars and self._waiting:
                # Delivered as soon as the whole window is painted and handed to the screen.
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.User:
            return super().event(event)
        now = time.monotonic()
        self.latencies.extend(now - arrived for arrived in self._waiting)
        self._waiting = []
        return True

    def _on_readings(self, readings: Sequence[Reading]) -> None:
        followed = self._live.followed
        shown = [reading.end for reading in readings if reading.posterior is not None and reading.face_id == followed]
        self._waiting += shown


class Observer(QObject):
    """Waits for the first bar, lets the program settle, measures, prints and closes the window."""

    def __init__(self, application: QApplication, settle: float, seconds: float) -> None:
        super().__init__(application)
        self._settle, self._seconds = settle, seconds
        self._process = psutil.Process()
        self._rss: list[float] = []  # MB

    def attach(self) -> None:
        """Finds the window and begins to watch it."""
        windows = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
        self._window = next(windows)
        self._heart, self._eyes = Heart(self), Eyes(self._window)
        self._window.player.ended.connect(self._fail)
        self._window.player.readings.connect(self._first_reading)
        self._given_up = QTimer(self, singleShot=True)
        self._given_up.timeout.connect(lambda: self._fail(f"no reading within {GIVE_UP_S:.0f} s"))
        self._given_up.start(round(GIVE_UP_S * 1000))

    def _first_reading(self, readings: Sequence[Reading]) -> None:
        if any(reading.posterior is not None for reading in readings):
            self._window.player.readings.disconnect(self._first_reading)
            self._given_up.stop()
            self._loading_gap = max(self._heart.late)
            self._loading_s = time.time() - self._process.create_time()
            QTimer.singleShot(round(self._settle * 1000), self._begin)

    def _begin(self) -> None:
        self._eyes.clear()
        del self._heart.late[:]
        self._began, self._cpu = time.monotonic(), self._cpu_s()
        self._before = self._stats()
        self._note_rss()
        QTimer.singleShot(round(self._seconds * 1000), self._end)

    def _end(self) -> None:
        seconds = time.monotonic() - self._began
        before, after = self._before, self._stats()
        self._note_rss(again=False)
        result = {
            "seconds": seconds,
            "late": list(self._heart.late),
            "loading_gap": self._loading_gap,
            "first_bar": self._loading_s,
            "painted": list(self._eyes.painted),
            "latencies": list(self._eyes.latencies),
            "captured": after.frames - before.frames,
            "readings": after.readings - before.readings,
            "skipped": after.skipped - before.skipped,
            "cpu": (self._cpu_s() - self._cpu) / seconds,
            "rss": self._rss,
        }
        self._window.player.ended.disconnect(self._fail)
        print(json.dumps(result), flush=True)
        self._window.close()

    def _fail(self, error: object) -> None:
        print(json.dumps({"error": str(error or "the run ended by itself")}), flush=True)
        self._window.close()

    def _note_rss(self, *, again: bool = True) -> None:
        self._rss.append(self._process.memory_info().rss / 1e6)
        if again:
            QTimer.singleShot(RSS_EVERY_MS, self._note_rss)

    def _stats(self) -> Stats:
        stats = self._window.player.stats()
        assert stats is not None  # a run is on
        return stats

    def _cpu_s(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system


def main() -> None:
    """Reads the arguments, and runs the window until the observer closes it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("--settle", type=float, required=True, help="seconds from the first reading that do not count")
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    observer = Observer(QApplication(["fer-desktop"]), given.settle, given.seconds)
    QTimer.singleShot(0, observer.attach)
    gui_main.run(LaunchOptions(source=given.source, device="cpu"))


if __name__ == "__main__":
    main()

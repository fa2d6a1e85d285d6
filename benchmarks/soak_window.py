"""Runs the program's window on a camera and records to CSV; one JSON object a minute, and one at the end, on stdout.

Started by `soak` in a process of its own. It keeps little, because the memory of this process is what is measured.
"""

import argparse
import csv
import json
import time
from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.clips.sampling import TICKS_PER_SECOND
from core.live import EngineState, Phase, Stats
from core.recording_plan import RecordingPlan
from core.types import Reading
from fer_desktop import gui_main
from fer_desktop.options import LaunchOptions
from fer_desktop.window import MainWindow

GIVE_UP_MS = 120_000  # without a reading for so long, something is wrong
RSS_EVERY_MS = 5000


class Clips:
    """Counts clips and readings as they reach the window, and how late they are."""

    def __init__(self) -> None:
        self.readings = self.count = self.gaps = 0
        self.latencies = array("d")  # seconds, of this minute
        self.first: Reading | None = None
        self.last: Reading | None = None

    def take(self, readings: Sequence[Reading]) -> None:
        """One clip: a reading per face."""
        self.readings += len(readings)
        now = time.monotonic()
        for reading in readings:
            if self.last is None or reading.clip_index != self.last.clip_index:
                self.count += 1
                self.gaps += reading.clip_index - self.last.clip_index - 1 if self.last else 0
                self.latencies.append(now - reading.end)  # a live source's clock is the monotonic one
            self.first, self.last = self.first or reading, reading

    def due(self, hop: int) -> int:
        """How many clips there are from the first to the last by the clock, one every `hop` / 30 s."""
        if self.first is None or self.last is None:
            return 0
        return round((self.last.start - self.first.start) * TICKS_PER_SECOND / hop) + 1


class Observer(QObject):
    """Begins with the first reading, tells every minute, ends after the last one."""

    def __init__(self, application: QApplication, minutes: float, folder: Path) -> None:
        super().__init__(application)
        self._minutes, self._folder = minutes, folder
        self._process = psutil.Process()
        self._rss: list[float] = []  # MB, of this minute
        self._clips, self._minute, self._lost, self._over = Clips(), 0, 0, False

    def attach(self) -> None:
        """Finds the window, arms the recording and begins to watch."""
        self._window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        self._player = self._window.player
        self._player.recorder.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        failed = self._player.recorder.failed
        failed.connect(lambda error, kept: self._fail(error), Qt.ConnectionType.QueuedConnection)
        self._player.readings.connect(self._on_readings)
        self._player.state.connect(self._on_state)
        self._player.ended.connect(self._on_ended)
        self._player.recorder.start(RecordingPlan(self._folder))
        QTimer.singleShot(GIVE_UP_MS, self, lambda: self._clips.count or self._fail("no reading in two minutes"))

    def _on_readings(self, readings: Sequence[Reading]) -> None:
        began = self._clips.count > 0
        self._clips.take(readings)
        if not began:
            self._before, self._began = self._stats(), time.monotonic()
            for every, slot in ((RSS_EVERY_MS, self._note_rss), (60_000, self._tell_minute)):
                timer = QTimer(self)
                timer.setTimerType(Qt.TimerType.PreciseTimer)
                timer.timeout.connect(slot)
                timer.start(every)
            QTimer.singleShot(round(self._minutes * 60_000) + RSS_EVERY_MS // 2, self, self._finish)

    def _on_state(self, state: EngineState) -> None:
        self._lost += state.phase is Phase.LOST

    def _note_rss(self) -> None:
        self._rss.append(self._process.memory_info().rss / 1e6)

    def _tell_minute(self) -> None:
        clips, stats = self._clips, self._stats()
        self._minute += 1
        assert clips.last is not None
        latencies = [1000 * value for value in clips.latencies] or [float("inf")]
        row = {
            "minute": self._minute,
            "rss": float(np.median(self._rss)),
            "threads": self._process.num_threads(),
            "files": self._process.num_fds(),
            "frames": stats.frames - self._before.frames,
            "readings": clips.readings,
            "skipped": stats.skipped,
            "p50": float(np.percentile(latencies, 50)),
            "p95": float(np.percentile(latencies, 95)),
            "newest": 1000 * (time.monotonic() - clips.last.end),
            "rows": self._player.recorder.rows,
        }
        self._rss, clips.latencies = [], array("d")
        print(json.dumps(row), flush=True)

    def _finish(self) -> None:
        self._over = True
        self._seconds, self._after = time.monotonic() - self._began, self._stats()
        self._player.stop()  # the recording is completed, and `finished` follows

    def _on_ended(self, error: BaseException | None) -> None:
        if not self._over:
            self._fail(error or "the run ended by itself")

    def _on_finished(self, path: Path | None, rows: int) -> None:
        if not self._over or path is None:
            self._fail("the recording ended by itself")
            return
        clips = self._clips
        ending = {
            "seconds": self._seconds,
            "fps": (self._after.frames - self._before.frames) / self._seconds,
            "clips": clips.count,
            "gaps": clips.gaps,
            "due": clips.due(self._window.live.controls.hop),
            "skipped": self._stats().skipped,
            "readings": clips.readings,
            "csv_rows": _rows(path),
            "lost": self._lost,
        }
        print(json.dumps({"end": ending}), flush=True)
        self._window.close()

    def _fail(self, why: object) -> None:
        print(json.dumps({"error": str(why)}), flush=True)
        self._window.close()

    def _stats(self) -> Stats:
        stats = self._player.stats()
        assert stats is not None  # a run is on, or was
        return stats


def _rows(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.DictReader(file))


def main() -> None:
    """Reads the arguments, and runs the window until the observer closes it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="for the recording")
    given = parser.parse_args()
    observer = Observer(QApplication(["fer-desktop"]), given.minutes, given.folder)
    QTimer.singleShot(0, observer.attach)
    gui_main.run(LaunchOptions(source=given.source, device="cpu"))


if __name__ == "__main__":
    main()

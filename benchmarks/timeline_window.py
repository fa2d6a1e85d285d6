"""Shows a long session on the timeline, moves it as a person would, and prints how long each picture took, as JSON.

Started by `timeline` in a process of its own.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.labels import LABELS
from core.sessions import ReadingTable
from fer_desktop.theme import ThemeControl
from fer_desktop.timeline import Timeline
from support.sessions_to_plot import emotional_table

READINGS, SECONDS, WIDTH, HEIGHT = 200_000, 3 * 3600.0, 1600, 320
STEPS = 60
UPDATES, EVERY = 40, 8  # of the table at the end of an analysis; readings between two of them


class Paints(QObject):
    """Counts the pictures of a widget."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() == QEvent.Type.Paint
        return False


def main() -> None:
    """Measures one thing after the other."""
    application = QApplication(sys.argv[:1])
    ThemeControl(application)
    table = emotional_table(READINGS, SECONDS, gaps=20)
    timeline = Timeline()
    timeline.set_labels(LABELS)
    timeline.set_duration(SECONDS)
    timeline.resize(WIDTH, HEIGHT)
    timeline.show()
    began = time.perf_counter()
    timeline.show_readings(table.where(np.arange(READINGS - UPDATES * EVERY)), 1)
    first = time.perf_counter() - began
    canvas, paints = timeline.canvas, Paints(timeline.canvas)
    middle = canvas.areas.curves.center()
    result: dict[str, object] = {"first": first, "platform": application.platformName()}
    result["grow"] = list(_grow(timeline, table))
    zoom_in = _frames(paints, lambda step: _wheel(timeline, middle, QPoint(0, 60)))
    pan_near = _frames(paints, lambda step: _wheel(timeline, middle, QPoint(30 if step % 20 < 10 else -30, 0)))
    zoom_out = _frames(paints, lambda step: _wheel(timeline, middle, QPoint(0, -45)))
    pan_far = _frames(paints, lambda step: _wheel(timeline, middle, QPoint(30 if step % 20 < 10 else -30, 0)))
    timeline.fit()
    result |= {"zoom": [*zoom_in, *zoom_out], "pan": [*pan_near, *pan_far]}
    result["play"] = _frames(paints, lambda step: timeline.set_position(4000.0 + 8 * step))
    print(json.dumps(result), flush=True)


def _grow(timeline: Timeline, table: ReadingTable) -> Iterator[float]:
    """Seconds that each longer table takes, without the picture."""
    for update in range(UPDATES):
        longer = table.where(np.arange(READINGS - (UPDATES - 1 - update) * EVERY))
        began = time.perf_counter()
        timeline.show_readings(longer, 1)
        yield time.perf_counter() - began
        QCoreApplication.processEvents()


def _frames(paints: Paints, act: Callable[[int], object]) -> list[float]:
    """Seconds from each act to the end of the picture that it leads to, on the screen."""
    QCoreApplication.processEvents()
    times = []
    for step in range(STEPS):
        before, began = paints.count, time.perf_counter()
        act(step)
        while paints.count == before and time.perf_counter() - began < 1.0:
            QCoreApplication.processEvents()
        times.append(time.perf_counter() - began)
    return times


def _wheel(timeline: Timeline, where: QPointF, delta: QPoint) -> None:
    event = QWheelEvent(
        where,
        timeline.canvas.mapToGlobal(where),
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(timeline.canvas, event)


if __name__ == "__main__":
    main()

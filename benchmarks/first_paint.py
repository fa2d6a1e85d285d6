"""Runs `fer-desktop`, and prints when its window has been painted for the first time. Started by `startup`.

Imports nothing that the program does not import itself before its window is there.
"""

import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow


class FirstPaint(QObject):
    """Watches all events of the application until the main window is painted."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            self._application.removeEventFilter(self)
            # Delivered as soon as the whole window is painted and handed to the screen.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            print(time.time(), flush=True)
            return True
        return super().event(event)


if __name__ == "__main__":
    from fer_desktop.app import main

    first_paint = FirstPaint(QApplication(sys.argv[:1]))
    sys.exit(main([]))

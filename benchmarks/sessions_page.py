"""Opens the page of sessions on a database and prints how long that took, or fills the database. Started by `sessions`.

Prints one JSON object: "seconds" from asking for the page until it is painted, "readings" and "megabytes" of the
database.
"""

import argparse
import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from core.sessions import Beginning, SessionLog, SessionStore
from fer_desktop.language import ENGLISH, install
from fer_desktop.pages.sessions import SessionsPage
from fer_desktop.theme import ThemeControl, ThemeMode
from fer_desktop.window_pages import WindowPages

SECONDS = 20.0  # of each session
SIZE = 1280, 720


class Opening(QObject):
    """Asks for the page as soon as the window is there, and waits until it is painted."""

    def __init__(self, pages: WindowPages, page: SessionsPage) -> None:
        super().__init__(pages)
        self._pages, self._page = pages, page
        self.seconds = 0.0
        QTimer.singleShot(500, self, self._begin)  # the window has nothing left to do

    def _begin(self) -> None:
        self._page.browser.list.viewport().installEventFilter(self)
        self._began = time.perf_counter()
        self._pages.read(self._page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # Delivered as soon as the whole window is painted and handed to the screen.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            self.seconds = time.perf_counter() - self._began
            QCoreApplication.quit()
            return True
        return super().event(event)


def fill(database: Path, number: int) -> None:
    """So many sessions, as the program writes them."""
    from support.sessions import STARTED, make_session, readings_of

    session = make_session(seconds=SECONDS, kind="camera")
    info, readings = session.info, readings_of(session)
    for one in range(number):
        started = STARTED - timedelta(hours=one)
        name, subject = f"Interview {one}", f"P{one % 40:02}"
        beginning = Beginning(f"id-{one}", name, subject, info.source, info.labels, started, info.zero_s)
        log = SessionLog(SessionStore.open(database), beginning)
        log.use_bundle(session.bundles[0], started)
        log.write(readings)
        log.lasted(SECONDS)
        log.close(info.state)


def open_page(database: Path) -> float:
    """Seconds. Raises RuntimeError when not all sessions are shown."""
    application = QApplication(sys.argv[:1])
    install(application, ENGLISH)
    themes = ThemeControl(application, ThemeMode.LIGHT)
    pages, page = WindowPages(), SessionsPage(lambda: SessionStore.open(database))
    pages.addWidget(QWidget())
    pages.add(page)
    pages.set_theme(themes.theme)
    pages.resize(*SIZE)
    pages.show()
    opening = Opening(pages, page)
    application.exec()
    if page.browser.list.table.rowCount() != counted(database, "sessions"):
        raise RuntimeError("the page does not show all sessions")
    page.end_work(5.0)
    return opening.seconds


def counted(database: Path, table: str) -> int:
    """How many rows a table has."""
    store = SessionStore.open(database)
    number = int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    store.close()
    return number


def main() -> None:
    """Reads the arguments, and does the one or the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database", type=Path)
    parser.add_argument("--fill", type=int, metavar="SESSIONS")
    given = parser.parse_args()
    result: dict[str, float] = {}
    if given.fill:
        fill(given.database, given.fill)
    else:
        result["seconds"] = open_page(given.database)
    result |= {"readings": counted(given.database, "readings"), "megabytes": given.database.stat().st_size / 1e6}
    print(json.dumps(result))


if __name__ == "__main__":
    main()

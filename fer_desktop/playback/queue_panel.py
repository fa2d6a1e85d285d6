"""The films that were opened together: how far each is, and which is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.playback.analysis_view import AnalysisState
from fer_desktop.playback.queue_row import FilmRow, QueueRow
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.focus import put_in_line
from fer_desktop.widgets.labels import ElidedLabel, scaled_font

_SHARE = 0.25  # of the window's height at most; what does not fit is scrolled to


class QueuePanel(QFrame):
    """Hidden while there is no more than one film.

    shown_asked(path): show this one. cancel_asked(path): take it off the list, and end its analysis. first_asked(path):
    analyse it before the others that wait. cleared: take those off the list that are done.
    """

    shown_asked = Signal(str)
    cancel_asked = Signal(str)
    first_asked = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Videos to be analysed"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._theme: Theme = LIGHT
        self.rows: dict[str, FilmRow] = {}
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._title.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setProperty("kind", "plain")
        self.clear.setToolTip(self.tr("Take the videos off the list that are done"))
        self.clear.setAccessibleName(self.tr("Take videos off the list that are done"))
        self.clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clear.clicked.connect(self.cleared)
        self._lay_out()
        self.hide()

    @property
    def title(self) -> str:
        """How many films there are, and how many of them are done."""
        return self._title.text()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)

    def set_jobs(self, jobs: Sequence[QueueRow]) -> None:
        """The films in the order in which they are analysed. Rows that stay are left where they are if they can be."""
        if [job.path for job in jobs] != list(self.rows):
            self._arrange(jobs)
        waiting = [job.path for job in jobs if job.state == AnalysisState.WAITING]
        for job in jobs:
            self.rows[job.path].show_job(job, can_be_first=job.path in waiting[1:])
        failed = sum(job.state == AnalysisState.FAILED for job in jobs)
        done = sum(job.over for job in jobs) - failed
        title = self.tr("{done} of %n video(s) done", "", len(jobs)).format(done=done)
        if failed:
            title = self.tr("{done}, {failed} failed").format(done=title, failed=failed)
        if title != self._title.text():
            self._title.setText(title)
        self.clear.setEnabled(any(job.over and not job.current for job in jobs))
        self.setVisible(len(jobs) > 1)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        rows = [row.sizeHint().height() for row in self.rows.values()]
        listed = sum(rows) + self._column.spacing() * max(0, len(rows) - 1)
        most = max(self.minimumSizeHint().height(), round(self.window().height() * _SHARE))
        return QSize(super().sizeHint().width(), min(self._around() + listed, most))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        row = max((row.sizeHint().height() for row in self.rows.values()), default=0)
        return QSize(super().minimumSizeHint().width(), self._around() + row)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometry()  # the window may have become higher

    def _around(self) -> int:
        """Pixels above and below the rows."""
        return self.clear.sizeHint().height() + 2 * GRID

    def _arrange(self, jobs: Sequence[QueueRow]) -> None:
        """Rows for these films, in this order; the focus of one that goes is the next one's."""
        wanted = [job.path for job in jobs]
        self._hand_on_focus(wanted)
        for path in [path for path in self.rows if path not in wanted]:
            row = self.rows.pop(path)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {path: self.rows.get(path) or self._new_row(path) for path in wanted}
        for place, row in enumerate(self.rows.values()):
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            row.show()
        put_in_line(self.clear, [stop for row in self.rows.values() for stop in row.stops()])
        self.updateGeometry()

    def _hand_on_focus(self, wanted: Sequence[str]) -> None:
        paths = list(self.rows)
        for place, path in enumerate(paths):
            if path in wanted or not any(stop.hasFocus() for stop in self.rows[path].stops()):
                continue
            left = [other for other in (*paths[place + 1 :], *reversed(paths[:place])) if other in wanted]
            heir = self.rows[left[0]].cancel if left else self.clear
            heir.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new_row(self, path: str) -> FilmRow:
        row = FilmRow(path)
        row.set_theme(self._theme)
        row.shown.clicked.connect(lambda: self.shown_asked.emit(path))
        row.cancel.clicked.connect(lambda: self.cancel_asked.emit(path))
        row.first.clicked.connect(lambda: self.first_asked.emit(path))
        return row

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("reading")
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID // 2)
        around = QVBoxLayout(inner)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(self._column)
        around.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the rows have it, and scroll into view
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setContentsMargins(GRID, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        done = super().focusNextPrevChild(forward)
        if (focused := self.focusWidget()) is not None and self._scroll.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused, 0, GRID)
        return done

"""The list of sessions: sorted by a click on a heading, one or several of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.sessions.record import SessionInfo
from fer_desktop.sessions.table import MARK_ROLE, Column, SessionTable
from fer_desktop.sessions.words import Mark
from fer_desktop.theme import GRID, LIGHT, Theme, tabular
from fer_desktop.widgets.labels import SMALL, scaled_font

_ROW = 5 * GRID
_NAME, _DOT = 14 * GRID, 10  # pixels: of a name with its icon, at least, beside a mark in words
_STRIPE = 3  # pixels, at the left of what is chosen
_SAMPLES = {Column.SUBJECT: "Proband 01", Column.DATE: "2026-11-21 05:04", Column.LENGTH: "1:00:00"}
_Index = QModelIndex | QPersistentModelIndex


class SessionList(QTableView):
    """chosen: others are chosen now, or nothing. opened(session_id): to be looked at. delete_asked: what is chosen."""

    chosen = Signal()
    opened = Signal(str)
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = SessionTable(self)
        self._showing = False
        self._delegate = _Rows(self)
        self.setAccessibleName(self.tr("Sessions"))
        self.setObjectName("sessions")
        self.setModel(self.table)
        self.setItemDelegate(self._delegate)
        self.setFont(tabular(self.font()))
        self._set_behaviour()
        self._set_columns()
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        self.doubleClicked.connect(lambda index: self.opened.emit(self.table.info(index.row()).session_id))

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._delegate.theme = theme
        self.table.set_theme(theme)
        self.viewport().update()

    def picked(self) -> list[SessionInfo]:
        """What is chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.table.info(row) for row in rows]

    def show_sessions(self, sessions: Sequence[SessionInfo]) -> None:
        """These are listed now. What was chosen stays so, and where it was seen; its neighbour is where it is gone."""
        before, current, scrolled = self.picked(), self.currentIndex().row(), self.verticalScrollBar().value()
        place = self.rowViewportPosition(current) if current >= 0 else 0
        who = self.table.info(current).session_id if current >= 0 else ""
        self._showing = True
        self.table.show(sessions)
        found = (self.table.row_of(info.session_id) for info in before)
        rows = sorted(row for row in found if row is not None)
        if rows != sorted(index.row() for index in self.selectionModel().selectedRows()):  # it was a reset
            now = self.table.row_of(who)
            self._pick(rows, now)
            self.executeDelayedItemsLayout()
            moved = self.rowViewportPosition(now) - place if now is not None else 0
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + moved if now is not None else scrolled)
        self._showing = False
        if not rows and self.table.rowCount():
            self.pick_row(min(max(current, 0), self.table.rowCount() - 1))
        self.chosen.emit()

    def pick_row(self, row: int) -> None:
        """Only this one is chosen, and brought into view."""
        self.selectRow(row)
        self.scrollTo(self.table.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if len(picked := self.picked()) == 1 and not event.isAutoRepeat():
                self.opened.emit(picked[0].session_id)
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def _pick(self, rows: Sequence[int], current: int | None) -> None:
        selection, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for row in rows:
            selection.select(self.table.index(row, 0), flag.Select | flag.Rows)
        if current is not None:
            selection.setCurrentIndex(self.table.index(current, 0), flag.NoUpdate)

    def _tell(self) -> None:
        if not self._showing:
            self.chosen.emit()

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)  # the row below the mouse shows that it is there
        self.setMinimumWidth(40 * GRID)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(6 * GRID)
        for column, sample in _SAMPLES.items():
            words = max(sample, str(self.table.headerData(column, Qt.Orientation.Horizontal)) + "   ▾", key=len)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(words) + 3 * GRID + 4)
        header.setSortIndicator(self.table.column, self.table.order)
        self.setSortingEnabled(True)


class _Rows(QStyledItemDelegate):
    """Draws a row: a stripe where it is chosen, and the mark of what is not complete behind the name."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.theme: Theme = LIGHT
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802 (Qt's name)
        super().initStyleOption(option, index)
        option.decorationSize = QSize(18, 18)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # a stripe says it

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = self.theme, QRect(option.rect)
        chosen = self._view.selectionModel().isRowSelected(index.row(), QModelIndex())
        if chosen:
            painter.fillRect(rect, QColor(theme.sunken))
        mark: Mark | None = index.data(MARK_ROLE)
        shown = QStyleOptionViewItem(option)
        if mark is not None:
            width = self._mark_width(mark)
            if rect.width() - width < _NAME:
                width = _DOT  # the name counts for more; what the dot means is said in the tooltip and the details
            shown.rect = rect.adjusted(0, 0, -width - GRID, 0)
        super().paint(painter, shown, index)
        if mark is not None:
            self._draw_mark(painter, mark, QRect(rect.right() - width - GRID // 2, rect.top(), width, rect.height()))
        first = index.column() == Column.NAME
        if chosen and first:
            painter.fillRect(rect.left(), rect.top(), _STRIPE, rect.height(), QColor(theme.accent))
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            for top in (rect.top(), rect.bottom()):
                painter.fillRect(rect.left(), top, rect.width(), 1, QColor(theme.accent))

    def _mark_font(self) -> QFont:
        return scaled_font(self._view.font(), SMALL)

    def _mark_width(self, mark: Mark) -> int:
        return QFontMetrics(self._mark_font()).horizontalAdvance(mark.text) + 2 * GRID

    def _draw_mark(self, painter: QPainter, mark: Mark, place: QRect) -> None:
        theme = self.theme
        line, ground = {
            "now": (theme.danger, theme.danger_ground),
            "danger": (theme.danger, theme.danger_ground),
            "warning": (theme.warning, theme.warning_ground),
        }.get(mark.kind, (theme.muted, theme.surface))
        font = self._mark_font()
        height = QFontMetrics(font).height() + GRID // 2
        box = QRect(place.left(), place.center().y() - height // 2, place.width(), height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place.width() == _DOT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(line))
            painter.drawEllipse(QRect(place.left(), place.center().y() - _DOT // 2, _DOT, _DOT))
            painter.restore()
            return
        painter.setFont(font)
        painter.setPen(QColor(line))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1).toRectF().translated(0.5, 0.5), 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)
        painter.restore()

"""The sessions as rows of a table that can be sorted; a Qt model."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.sessions.record import SessionInfo
from fer_desktop.icons import icon
from fer_desktop.sessions.words import long_moment_text, mark_of, moment_text, source_text
from fer_desktop.theme import LIGHT, Theme
from fer_desktop.wording import duration

MARK_ROLE = Qt.ItemDataRole.UserRole
"""A `Mark` or None, in the first column."""

_ICON = 18
_ICONS = {"camera": "camera", "stream": "stream", "demo": "demo"}
_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """From left to right."""

    NAME = 0
    SUBJECT = 1
    DATE = 2
    LENGTH = 3


class SessionTable(QAbstractTableModel):
    """One row for each session. column, order: what the rows are sorted by."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.column, self.order = Column.DATE, Qt.SortOrder.DescendingOrder
        self._infos: list[SessionInfo] = []
        self._collator = QCollator(QLocale())
        self._collator.setNumericMode(True)  # P2 comes before P10
        self._collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._heads = self.tr("Name"), self.tr("Subject"), self.tr("Date"), self.tr("Length")
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        kinds = ("file", *_ICONS)
        self._icons = {kind: icon(_ICONS.get(kind, "video"), theme.muted, _ICON) for kind in kinds}
        self._tell_all()

    def infos(self) -> list[SessionInfo]:
        """As they are shown, from top to bottom."""
        return list(self._infos)

    def info(self, row: int) -> SessionInfo:
        """The session in this row."""
        return self._infos[row]

    def row_of(self, session_id: str) -> int | None:
        """Where it is; None when it is not here."""
        return next((row for row, info in enumerate(self._infos) if info.session_id == session_id), None)

    def show(self, sessions: Sequence[SessionInfo]) -> None:
        """These are the sessions now. Rows keep who they are as long as the sessions are the same ones."""
        arranged = self._sorted(sessions)
        if {info.session_id for info in sessions} == {info.session_id for info in self._infos}:
            self._arrange(arranged)
        else:
            self.beginResetModel()
            self._infos = arranged
            self.endResetModel()

    def change(self, changed: SessionInfo) -> None:
        """Something about one of them is different from now on."""
        self.show([changed if info.session_id == changed.session_id else info for info in self._infos])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.column, self.order = Column(column), order
        self._arrange(self._sorted(self._infos))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else len(self._infos)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Sort by this column")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        info, column = self._infos[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(info, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(info, column)
        if column is not Column.NAME:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons.get(info.source.kind, self._icons["file"])
        mark = mark_of(info)
        if role == MARK_ROLE:
            return mark
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{info.title}, {mark.text}" if mark else info.title
        return None

    def _sorted(self, sessions: Sequence[SessionInfo]) -> list[SessionInfo]:
        """The newest first where what they are sorted by is the same."""
        keys = {
            Column.NAME: lambda info: self._collator.sortKey(info.title),
            Column.SUBJECT: lambda info: self._collator.sortKey(info.subject),
            Column.DATE: lambda info: info.started,
            Column.LENGTH: lambda info: info.duration_s,
        }
        newest = sorted(sessions, key=keys[Column.DATE], reverse=True)
        return sorted(newest, key=keys[self.column], reverse=self.order is Qt.SortOrder.DescendingOrder)

    def _arrange(self, arranged: list[SessionInfo]) -> None:
        """The same sessions in another order, or with other words."""
        if [info.session_id for info in arranged] != [info.session_id for info in self._infos]:
            self.layoutAboutToBeChanged.emit()
            before = self.persistentIndexList()
            who = [self._infos[index.row()].session_id for index in before]
            self._infos = arranged
            rows = {info.session_id: row for row, info in enumerate(arranged)}
            after = [self.index(rows[one], index.column()) for one, index in zip(who, before, strict=True)]
            self.changePersistentIndexList(before, after)
            self.layoutChanged.emit()
        self._infos = arranged
        self._tell_all()

    def _tell_all(self) -> None:
        if self._infos:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._infos) - 1, len(Column) - 1))


def _text(info: SessionInfo, column: Column) -> str:
    if column is Column.NAME:
        return info.title
    if column is Column.SUBJECT:
        return info.subject
    return moment_text(info.started) if column is Column.DATE else duration(info.duration_s)


def _tip(info: SessionInfo, column: Column) -> str:
    if column is Column.DATE:
        return long_moment_text(info.started)
    if column is not Column.NAME:
        return _text(info, column)
    mark = mark_of(info)
    about = f"{mark.text}. {mark.explanation}" if mark else ""
    return "\n".join(line for line in (info.title, source_text(info), about) if line)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is Column.LENGTH else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""Files that are dragged over the window: says what will become of them, and takes them."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fer_desktop.dropped import Drop, Kind, understood
from fer_desktop.icons import pixmap
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import HEADLINE, scaled_font

_ICON = 48


class DropTarget(QWidget):
    """Lies over the whole window while something is dragged over it. dropped(Drop): it was let go.

    While it is disabled, nothing can be dropped.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme: Theme = LIGHT
        self.text = ""
        self._carried: Drop | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Place for files that are dragged here"))
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        kinds = QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif event.type() in kinds and isinstance(event, QDropEvent):  # the other two derive from it
            return self._on_drag(event)
        return super().eventFilter(watched, event)

    def _on_drag(self, event: QDropEvent) -> bool:
        if not self.isEnabled():
            return False
        if event.type() != QEvent.Type.DragMove:  # what is carried does not change on the way; a disk may be slow
            self._carried = understood(_paths(event.mimeData()))
        if (drop := self._carried) is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.hide()
            self.dropped.emit(drop)
        elif not self.isVisible():
            self.text = self._what_becomes_of(drop)
            self.resize(self._window.size())
            self.raise_()
            self.show()
        return True

    def _what_becomes_of(self, drop: Drop) -> str:
        texts = {
            Kind.VIDEO: self.tr("Drop to play and analyse {name}"),
            Kind.BUNDLE: self.tr("Drop to use the bundle {name}"),
            Kind.ENCODER: self.tr("Drop to import the encoder {name}"),
        }
        text = texts.get(drop.kind, self.tr("{name} is no video, no bundle and no encoder"))
        if drop.more:
            text = self.tr("Drop to play {name} and analyse %n more", "", len(drop.more))
        return text.format(name=drop.path.name)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.window)
        veil.setAlphaF(0.92)
        painter.fillRect(self.rect(), veil)
        pen = QPen(QColor(self._theme.accent), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        area = QRectF(self.rect()).adjusted(3 * GRID, 3 * GRID, -3 * GRID, -3 * GRID)
        painter.drawRoundedRect(area, 2 * GRID, 2 * GRID)
        picture = pixmap("drop", self._theme.accent, _ICON, self.devicePixelRatioF())
        middle = area.center()
        painter.drawPixmap(round(middle.x() - _ICON / 2), round(middle.y() - _ICON - GRID), picture)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(scaled_font(self.font(), HEADLINE, QFont.Weight.DemiBold))
        below = QRectF(area.x() + 2 * GRID, middle.y() + GRID, area.width() - 4 * GRID, area.height() / 2 - 2 * GRID)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(flags), self.text)
        painter.end()


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

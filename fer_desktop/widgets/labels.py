"""Text widgets that keep their place: labels that elide instead of pushing, and the type scale of the window."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fer_desktop.theme import tabular

_BLANKS = re.compile(r"[ \t\r\n]+")  # a no-break space stays one
TITLE, HEADLINE, BODY, SMALL = 1.9, 1.45, 1.0, 0.9
"""Sizes of text, as multiples of the system's own."""


def scaled_font(base: QFont, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The base font in another size and weight, with tabular digits."""
    font = tabular(base)
    font.setPointSizeF(base.pointSizeF() * scale)
    font.setWeight(weight)
    return font


def text_label(text: str = "", *, scale: float = BODY, bold: bool = False, kind: str = "") -> QLabel:
    """A label of the type scale. kind: "muted", "warning" or "danger" for the colours of that name."""
    label = QLabel(text)
    label.setFont(scaled_font(label.font(), scale, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)  # file names and addresses are shown as they are
    return label


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is its tooltip then."""

    def __init__(self, text: str = "", *, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._mode, self._explanation = mode, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        super().setText(_BLANKS.sub(" ", text).strip(" "))
        self.setAccessibleName(self.text())
        self._explain()

    def explain(self, explanation: str) -> None:
        """The tooltip as long as all of the text can be seen."""
        self._explanation = explanation
        self._explain()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def shown_text(self) -> str:
        """What fits."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown_text())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else self._explanation)


def restyle(widget: QWidget, kind: str) -> None:
    """Gives the widget another `kind` of the style sheet."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

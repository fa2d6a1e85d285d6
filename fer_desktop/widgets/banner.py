"""Messages that stay in the window, above the page, until they are closed or overtaken."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontDatabase, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import FerError
from fer_desktop.hooks import details
from fer_desktop.icons import icon, pixmap
from fer_desktop.language import translated
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import ElidedLabel, text_label
from fer_desktop.wording import sentence

_MOST = 3  # banners at a time; the oldest makes room
_SHARE = 1 / 3  # of the window's height; what does not fit is scrolled to


class Banner(QFrame):
    """One message. kind: "error", "warning" or "saved". topic: of two messages with the same one, the newer stays."""

    def __init__(self, kind: str, title: str, text: str, where: str, topic: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind, self.where, self.topic = kind, where, topic
        self.setObjectName("banner")
        self.setProperty("kind", kind)
        self._picture = QLabel()
        column = QVBoxLayout()
        column.setSpacing(2)
        self._heading, self._line = text_label(bold=True), text_label()
        for label in (self._heading, self._line):
            label.setWordWrap(True)
        column.addWidget(self._heading)
        if where:
            column.addWidget(ElidedLabel(where))
        column.addWidget(self._line)
        if not text:
            self._line.hide()
        self.say(title, text)
        self._column = column
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._row.setSpacing(GRID)
        self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(column, 1)
        self._close = QToolButton()
        self._close.setProperty("kind", "plain")
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self._close.toolTip())
        self._close.clicked.connect(self.go)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, title: str, text: str) -> None:
        """The same message with other figures: nobody is told of it anew."""
        self.title, self.text = title, text
        self._heading.setText(title)
        self._line.setText(text)
        self.setAccessibleName(f"{title}. {text}")

    def buttons(self) -> list[QPushButton | QToolButton]:
        """From left to right."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = (item.widget() for item in items if item)
        return [widget for widget in widgets if isinstance(widget, QPushButton | QToolButton)]

    def go(self) -> None:
        """Makes room; the focus, if it is here, goes on to what comes next."""
        self.hide()
        self.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        """Draws its icons in the theme's colours."""
        colour = {"error": theme.danger, "warning": theme.warning}.get(self.kind, theme.good)
        self._picture.setPixmap(pixmap(self.kind, colour, 20, self.devicePixelRatioF()))
        self._close.setIcon(icon("close", theme.text, 16))

    def add_action(self, text: str, action: Callable[[], object], tip: str = "") -> QPushButton:
        """A button left of the cross."""
        button = QPushButton(text)
        button.setToolTip(tip or text)
        button.clicked.connect(lambda: action())
        self._row.insertWidget(self._row.count() - 1, button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def add_details(self, text: str) -> None:
        """A fold with the technical side, and in it a button that copies it."""
        box = QPlainTextEdit(text)
        box.setObjectName("details")
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        box.setAccessibleName(self.tr("Details"))
        box.setToolTip(self.tr("For whoever looks into the problem"))
        box.setFixedHeight(box.fontMetrics().lineSpacing() * min(8, 2 + text.count("\n")) + 2 * GRID)
        scroll = box.verticalScrollBar()  # the cause stands last, and is to be seen first
        scroll.rangeChanged.connect(lambda _top, bottom: scroll.setValue(bottom))
        box.hide()
        self._column.addWidget(box)

        def show() -> None:
            for part in (box, copy):
                part.setVisible(fold.isChecked())

        fold = self.add_action(self.tr("Details"), show, self.tr("The technical side of it"))
        fold.setCheckable(True)
        copied = self.tr("Copy the details to the clipboard")
        copy = self.add_action(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(text), copied)
        copy.hide()


class BannerArea(QScrollArea):
    """The banners, newest first. Takes no room when there is none, and never more than a third of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        inner = QWidget()
        inner.setObjectName("reading")
        inner.installEventFilter(self)
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        wide = self._layout.hasHeightForWidth()
        height = self._layout.heightForWidth(self.width()) if wide else self._layout.sizeHint().height()
        return QSize(0, min(height, round(self.window().height() * _SHARE)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def banners(self) -> list[Banner]:
        """What is shown now, newest first."""
        items = (self._layout.itemAt(row) for row in range(self._layout.count()))
        return [widget for item in items if item and isinstance(widget := item.widget(), Banner)]

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        for banner in self.banners():
            banner.set_theme(theme)

    def show_error(self, error: BaseException) -> Banner:
        """What a person can mend is said in plain words, a bug is called one; the traceback is folded away."""
        trace = details(error)
        if isinstance(error, FerError):
            what, hint = sentence(translated(error.what)), sentence(translated(error.hint))
            return self.show_message("error", what, hint, where=error.where, details=trace)
        text = self.tr("This is a mistake in the program, not yours. It has been written to the log file.")
        title = self.tr("Something went wrong inside the program")
        return self.show_message("error", title, text, details=trace)

    def show_message(
        self, kind: str, title: str, text: str = "", *, where: str = "", details: str = "", topic: str = ""
    ) -> Banner:
        """Adds a banner on top. The same message twice is shown once; the oldest of too many goes.

        topic: takes the place of the message before on the same topic, whatever that one said.
        """
        same = topic or f"{kind} {title} {where}"
        shown = self.banners()
        for old in [banner for banner in shown if banner.topic == same] + shown[_MOST - 1 :]:
            self._remove(old)
        banner = Banner(kind, title, text, where, same, self)
        if details:
            banner.add_details(details.rstrip())
        banner.set_theme(self._theme)
        self._layout.insertWidget(0, banner)
        banner.show()
        self._sort_focus()
        QAccessible.updateAccessibility(QAccessibleEvent(banner, QAccessible.Event.Alert))  # read out at once
        return banner

    def on(self, topic: str) -> Banner | None:
        """The message on this topic; None when there is none."""
        return next((banner for banner in self.banners() if banner.topic == topic), None)

    def take_away(self, topic: str) -> None:
        """What was said on this topic is not true any more."""
        for banner in self.banners():
            if banner.topic == topic:
                self._remove(banner)

    def clear(self) -> None:
        """Takes all banners away."""
        for banner in self.banners():
            self._remove(banner)

    def _sort_focus(self) -> None:
        """The keyboard goes through the banners where they are seen: from top to bottom, before the page."""
        before = self.previousInFocusChain() or self
        while before is not self and before.focusPolicy() == Qt.FocusPolicy.NoFocus:  # such a one cannot be an anchor
            before = before.previousInFocusChain() or self
        for banner in self.banners():
            for button in banner.buttons():
                QWidget.setTabOrder(before, button)
                before = button

    def _remove(self, banner: Banner) -> None:
        self._layout.removeWidget(banner)
        banner.go()

"""What a person would see at a glance: texts that do not fit, and letters that stand for two things."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMenu, QMenuBar, QToolButton, QWidget

_MNEMONIC = re.compile(r"&([^&\s])")


def cut_off(window: QWidget) -> list[str]:
    """What is visible and does not fit: outside of the window, or in less room than its words need."""
    whole = QRect(QPoint(0, 0), window.size())
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton | QComboBox) or not widget.isVisible() or _scrolls(widget):
            continue
        area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if not whole.contains(area) or _squeezed(widget):
            what = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            found.append(f"{type(widget).__name__} {what!r} {widget.size().toTuple()}")
    return found


def _squeezed(widget: QWidget) -> bool:
    """Labels that elide or paint for themselves are classes of their own and do not count."""
    if type(widget) is QLabel:
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width()) or widget.width() < _longest_word(widget)
        return widget.height() < widget.sizeHint().height() or widget.width() < widget.sizeHint().width()
    if widget.layout() is not None:  # a button that is made of labels, which are looked at themselves
        return False
    if isinstance(widget, QToolButton):  # narrower than Qt's own measure, which leaves a hole behind the text
        text, icon = widget.fontMetrics().horizontalAdvance(widget.text()), widget.iconSize().width()
        return widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon and widget.width() < text + icon
    needed = widget.minimumSizeHint()
    return widget.width() < needed.width() or widget.height() < needed.height()


def _longest_word(label: QLabel) -> int:
    return max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)


def _scrolls(widget: QWidget) -> bool:
    """Whether it lies in something that scrolls, where the window's edge is no limit."""
    while (widget := widget.parentWidget()) is not None:
        if widget.objectName() == "qt_scrollarea_viewport":
            return True
    return False


def ambiguous(window: QWidget) -> list[str]:
    """Letters that two entries of one menu share, or a menu of the menu bar and a control of the window."""
    found = []
    for menu in [*window.findChildren(QMenuBar), *window.findChildren(QMenu)]:
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()  # some are filled only now
        found += _twice(menu.actions())
    bars = [action.text() for bar in window.findChildren(QMenuBar) for action in bar.actions()]
    taken = {letter for text in bars for letter in letters(text)}
    for widget in window.findChildren(QWidget):
        if (isinstance(widget, QLabel) and widget.buddy()) or isinstance(widget, QAbstractButton):
            found += [f"menu bar: {widget.text()}" for letter in letters(widget.text()) if letter in taken]
    return found


def _twice(actions: Iterable[QAction]) -> Iterator[str]:
    texts = [action.text() for action in actions if not action.isSeparator()]
    counts = Counter(letter for text in texts for letter in letters(text))
    for letter, count in counts.items():
        if count > 1:
            yield " | ".join(text for text in texts if letter in letters(text))


def letters(text: str) -> list[str]:
    """The letters that open it together with Alt: "&Open" -> ["o"]."""
    return [letter.lower() for letter in _MNEMONIC.findall(text.replace("&&", ""))]

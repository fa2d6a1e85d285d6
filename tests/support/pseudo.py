"""Languages that mark every translated text, so that what is not marked bypassed `tr()`, or make it longer."""

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTreeWidget,
    QWidget,
)

OPEN, CLOSE = "‹", "›"
LONGER = 0.3  # so much more room than English other languages are said to need

_GAPS = re.compile(r"(\{[^{}]*\}|%n|\n)")
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# Paths, addresses, patterns of files, versions, units and keys are the same in every language.
_KEYS = "Ctrl|Shift|Alt|Esc|Space|Tab|Del|Up|Down|Left|Right|Home|End|PgUp|PgDown"
_NO_WORD = re.compile(rf"\S*[/\\_*@\d]\S*|\S+\.\S+|\b(fps|CPU|{_KEYS})\b")


class PseudoTranslator(QTranslator):
    """Changes what our own contexts translate, by `change`; Qt's own texts stay as they are."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def isEmpty(self) -> bool:  # noqa: N802 (Qt's name)
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        if re.match(r"Q[A-Z]", context):
            return None
        parts = _GAPS.split(source)
        return "".join(
            part if index % 2 or not part.strip() else self._change(part) for index, part in enumerate(parts)
        )


def marked(text: str) -> str:
    """Open -> ‹Open›."""
    return f"{OPEN}{text}{CLOSE}"


def longer(text: str) -> str:
    """Open -> Opene: longer by words of ordinary length, so that lines break as they do in a sentence."""
    more = "e" * round(LONGER * len(text))
    return text + " ".join(more[start : start + 8] for start in range(0, len(more), 8))


def bare_english(text: str, names: frozenset[str]) -> str:
    """The words of `text` that are neither marked nor names; "" when there are none."""
    while _MARKED.search(text):  # a marked text may stand in the gap of another one
        text = _MARKED.sub(" ", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    words = re.findall(r"[^\W\d_]{3,}", _NO_WORD.sub(" ", text))
    return " ".join(words)


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """("where", "what it says") of everything under `root` that a person can read or hear, hidden or not."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.objectName().startswith("qt_"):
            continue
        where = f"{type(widget).__name__} {widget.objectName()}".strip()
        for what in _said_by(widget):
            if what:
                yield where, what
    for action in root.findChildren(QAction):
        for what in (action.text(), action.toolTip()):
            yield f"QAction {action.objectName()}", what


def _said_by(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.placeholderText()  # what it holds are details: tracebacks and logs
    elif isinstance(widget, QMenu):
        yield widget.title()
    elif isinstance(widget, QSpinBox):
        yield from (widget.prefix(), widget.suffix(), widget.specialValueText())
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QTreeWidget):
        header = widget.headerItem()
        yield from (header.text(column) for column in range(widget.columnCount()))

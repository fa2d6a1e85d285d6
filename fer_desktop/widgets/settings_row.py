"""One line of the settings dialog: what it is about on the left, its control on the right, and below what is odd."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from fer_desktop.settings_table import Setting
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, restyle, text_label
from fer_desktop.widgets.settings_editors import Editor


class _Title(QLabel):
    """A click on the words ticks the box that they name, as if they were its own."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        super().mouseReleaseEvent(event)
        if isinstance(box := self.buddy(), QCheckBox) and self.rect().contains(event.position().toPoint()):
            box.click()


class SettingRow(QWidget):
    """editor: its control."""

    def __init__(self, setting: Setting, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self._note = text_label(scale=SMALL)
        self._note.setWordWrap(True)
        self._note.hide()
        title = _Title(setting.title)
        title.setBuddy(editor.control)
        sentence = text_label(setting.sentence, scale=SMALL, kind="muted")
        sentence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(title)
        words.addWidget(sentence)
        words.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        if editor.wide:
            grid.addLayout(words, 0, 0, 1, 2)
            grid.addWidget(editor, 1, 0, 1, 2)
        else:
            grid.addLayout(words, 0, 0)
            grid.addWidget(editor, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._note, 2, 0, 1, 2)

    @property
    def note(self) -> str:
        """What is said below it."""
        return self._note.text()

    def show_note(self, kind: str, text: str) -> None:
        """Says this below it, "" for nothing. kind: "muted", "warning" or "danger"."""
        restyle(self._note, kind)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.editor.control.setAccessibleDescription(text or self.editor.control.toolTip())

"""The controls of the settings dialog, one for each kind of setting. They show a value, and nobody acts on it yet."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QSpinBox, QToolButton, QWidget

from fer_desktop.choosers import choose_bundle_file, choose_folder
from fer_desktop.menus import ChoiceMenu
from fer_desktop.options import DEFAULT_BUNDLE
from fer_desktop.settings_kinds import Number, Value
from fer_desktop.settings_table import Setting
from fer_desktop.theme import GRID
from fer_desktop.widgets.picker import PickerButton

PICKER_WIDTH = 42 * GRID  # pixels at most; a longer name is elided on the button, and whole in the menu
_BESIDE_NUMBER = 6 * GRID  # pixels: margins, frame and the two buttons of a spin box
_TICK_WIDTH = 3 * GRID  # pixels of a check box without words: Qt's own measure leaves room for them
_OTHER = "other"  # in the menu of periods: a number that is typed


class Editor(QWidget):
    """changed: another value is shown. control: what has the focus. wide: it needs a line for itself."""

    changed = Signal()
    wide = False

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.control: QWidget = self
        self._title, self._sentence = setting.title.replace("&", ""), setting.sentence
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)

    def value(self) -> Value:
        """What is shown."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Shows this, even if it makes no sense."""
        raise NotImplementedError

    def _explain(self, control: QWidget) -> None:
        control.setAccessibleName(self._title)
        control.setAccessibleDescription(self._sentence)
        control.setToolTip(self._sentence)
        self.control = control


class FlagEditor(Editor):
    """A check box."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._box = QCheckBox()
        self._box.setFixedWidth(_TICK_WIDTH)
        self._explain(self._box)
        self._row.addWidget(self._box)
        self._box.toggled.connect(self.changed)

    def value(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: Value) -> None:
        self._box.setChecked(bool(value))


class ChoiceEditor(Editor):
    """A button with a menu of values. One that is shown and not among them joins them."""

    def __init__(self, setting: Setting, values: tuple[Value, ...]) -> None:
        super().__init__(setting)
        self.menu = ChoiceMenu(self)
        self._kind, self._offered, self._value = setting.kind, values, setting.default
        self._button = PickerButton(self._title, self._sentence, self.menu, PICKER_WIDTH)
        self.control = self._button
        self._row.addWidget(self._button)
        self.menu.chosen.connect(self._on_chosen)
        self.show_value(setting.default)

    def value(self) -> Value:
        return self._value

    def show_value(self, value: Value) -> None:
        self._value = value
        values = dict.fromkeys((*self._offered, value))
        self.menu.offer([(one, self._kind.title(one)) for one in values])
        self.menu.mark(value)
        self._button.show_choice(self._kind.title(value))
        self.changed.emit()

    def offer(self, values: tuple[Value, ...]) -> None:
        """Other values are there now; the shown one stays."""
        self._offered = values
        self.show_value(self._value)

    def _on_chosen(self, value: Value) -> None:
        self._value = value
        self._button.show_choice(self._kind.title(value))
        self.changed.emit()


class NumberEditor(Editor):
    """A number, and a check box for the word that can stand in its place, if there is one."""

    def __init__(self, setting: Setting, kind: Number) -> None:
        super().__init__(setting)
        self._kind = kind
        self._box = _spin_box(kind)
        self._explain(self._box)
        self._row.addWidget(self._box)
        self._none = QCheckBox(kind.word_title)
        self._none.setAccessibleName(f"{self._title}: {kind.word_title}")
        self._none.setVisible(bool(kind.word))
        if kind.word:
            self._row.addWidget(self._none)
        self._none.toggled.connect(self._box.setDisabled)
        self._none.toggled.connect(self.changed)
        self._box.valueChanged.connect(self.changed)

    def value(self) -> Value:
        return self._kind.word if self._none.isChecked() else self._box.value()

    def show_value(self, value: Value) -> None:
        self._none.setChecked(value == self._kind.word)
        if isinstance(value, int):
            self._box.setValue(value)


class PeriodEditor(Editor):
    """A menu of usual numbers, with a way to type another one."""

    def __init__(self, setting: Setting, kind: Number) -> None:
        super().__init__(setting)
        self._kind = kind
        self.menu = ChoiceMenu(self)
        self._button = PickerButton(self._title, self._sentence, self.menu, PICKER_WIDTH)
        self._box = _spin_box(kind)
        self._explain(self._box)
        self.control = self._button
        self._row.addWidget(self._box)
        self._row.addWidget(self._button)
        self._typed = False
        self._usual: tuple[Value, ...] = (kind.word, *kind.offered)
        usual = [(value, kind.title(value)) for value in self._usual]
        self.menu.offer([*usual, (_OTHER, self.tr("Another number"))])
        self.menu.chosen.connect(self._on_chosen)
        self._box.valueChanged.connect(self.changed)
        self._box.setValue(kind.offered[0])
        self.show_value(setting.default)

    def value(self) -> Value:
        return self._box.value() if self._typed else self._chosen

    def show_value(self, value: Value) -> None:
        self._typed = value not in self._usual
        if isinstance(value, int):
            self._box.setValue(value)
        self._chosen: Value = _OTHER if self._typed else value
        self._show()

    def _on_chosen(self, value: Value) -> None:
        self._typed, self._chosen = value == _OTHER, value
        if isinstance(value, int):
            self._box.setValue(value)
        self._show()
        if self._typed:
            self._box.setFocus()
            self._box.selectAll()

    def _show(self) -> None:
        self.menu.mark(self._chosen)
        self._button.show_choice(self.tr("Another number") if self._typed else self._kind.title(self._chosen))
        self._box.setVisible(self._typed)
        self.changed.emit()


class PlaceEditor(Editor):
    """A path to be typed, or chosen."""

    wide = True

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._edit, self.choose = QLineEdit(), QToolButton()
        self._explain(self._edit)
        self._edit.setPlaceholderText(setting.kind.title(""))
        self.choose.setText(self.tr("C&hoose…"))
        self.choose.setFocusPolicy(self._edit.focusPolicy())
        self.choose.setAccessibleName(self.tr("Choose: {what}").format(what=self._title))
        self._row.addWidget(self._edit, 1)
        self._row.addWidget(self.choose)
        self._edit.editingFinished.connect(self.changed)  # not at every letter: the disk is asked about it

    def value(self) -> Value:
        return self._edit.text()

    def show_value(self, value: Value) -> None:
        self._edit.setText(str(value))
        self._edit.setCursorPosition(0)
        self.changed.emit()

    def _start(self) -> Path:
        """Where choosing begins."""
        shown = Path(str(self.value()) or self._edit.placeholderText())
        return next((place for place in (shown, *shown.parents) if place.is_absolute() and place.is_dir()), Path.home())


class BundleEditor(PlaceEditor):
    """The place of a bundle: its file, its folder, or the one that comes with the program."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        menu = QMenu(self)
        window, title = self.window, self.tr("Open a bundle folder")
        menu.addAction(self.tr("&Starter"), lambda: self.show_value(DEFAULT_BUNDLE))
        menu.addAction(
            self.tr("Bundle &file…"),
            lambda: choose_bundle_file(window(), self._start(), lambda path: self.show_value(str(path))),
        )
        menu.addAction(
            self.tr("Bundle f&older…"),
            lambda: choose_folder(window(), title, self._start(), lambda path: self.show_value(str(path))),
        )
        self.choose.setMenu(menu)
        self.choose.setProperty("kind", "picker")
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choose.setToolTip(self.tr("Choose the bundle"))


class FolderEditor(PlaceEditor):
    """The place of a folder; left empty, it is the usual one, which stands there in grey."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.choose.setToolTip(self.tr("Choose the folder"))
        self.choose.clicked.connect(
            lambda: choose_folder(self.window(), self._title, self._start(), lambda path: self.show_value(str(path)))
        )


def _spin_box(kind: Number) -> QSpinBox:
    box = QSpinBox()
    box.setRange(kind.least, kind.most)
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(GRID // 2, 0, 0, 0)

    def count() -> None:
        number = box.value()
        box.setSuffix(kind.counted(number).removeprefix(str(number)))

    box.valueChanged.connect(count)
    widest = max(box.fontMetrics().horizontalAdvance(kind.counted(number)) for number in (kind.least, kind.most))
    box.setFixedWidth(widest + _BESIDE_NUMBER)
    count()
    return box

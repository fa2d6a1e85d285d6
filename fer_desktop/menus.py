"""The menu bar and the menus of choices, which the tool bar shows as well."""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from fer_desktop.actions import Actions
from fer_desktop.settings import Settings


class ChoiceMenu(QMenu):
    """One of several values is chosen. chosen(value): a person did so."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._values: dict[object, QAction] = {}
        self._marked: object = None

    @property
    def values(self) -> list[object]:
        """What is offered, in order."""
        return list(self._values)

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offers these values under these names, above whatever else the menu holds."""
        for action in self._values.values():
            self._group.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        rest = self.actions()
        self._values = {}
        for value, name in choices:
            action = QAction(name.replace("&", "&&"), self)
            action.setCheckable(True)
            action.setChecked(value == self._marked)
            action.triggered.connect(lambda _checked=False, value=value: self._choose(value))
            self._group.addAction(action)
            self.insertAction(rest[0] if rest else None, action)  # type: ignore[arg-type]
            self._values[value] = action

    def mark(self, value: object) -> None:
        """This value is the chosen one, if it is offered."""
        self._marked = value
        for other, action in self._values.items():
            action.setChecked(other == value)

    def allow(self, values: Container[object], why: str) -> None:
        """Only these can be chosen. why: for the others, what their tooltip says."""
        for value, action in self._values.items():
            action.setEnabled(value in values)
            action.setToolTip(action.text() if action.isEnabled() else why)

    def pick(self, value: object) -> None:
        """As if a person had chosen this value, which must be offered."""
        self._values[value].trigger()

    def _choose(self, value: object) -> None:
        self.mark(value)
        self.chosen.emit(value)


class RecentMenu(QMenu):
    """The videos that were opened before. file_chosen(str): a person wants to see this one again."""

    file_chosen = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Looks up the list; a video that is gone stays in it, for its disk may come back."""
        self.clear()
        files = self._settings.recent_files
        for number, path in enumerate(files, start=1):
            name = Path(path).name.replace("&", "&&")
            action = self.addAction(f"&{number}  {name}")
            action.setToolTip(path)
            action.triggered.connect(lambda _checked=False, path=path: self.file_chosen.emit(path))
        if files:
            self.addSeparator()
            clear = self.addAction(self.tr("&Clear this list"))
            clear.setToolTip(self.tr("Forget which videos were opened; the videos stay"))
            clear.triggered.connect(self._settings.forget_files)
        else:
            self.addAction(self.tr("No video has been opened yet")).setEnabled(False)


def fill_menu_bar(bar: QMenuBar, actions: Actions, submenus: Mapping[str, QMenu]) -> None:
    """Makes the menus of the table. submenus: by the id of their entry, or of their section if it is made elsewhere."""
    for section in actions.sections:
        if section.whole:
            submenus[section.id].setTitle(section.title)
            bar.addMenu(submenus[section.id])
            continue
        menu = bar.addMenu(section.title)
        menu.setObjectName(section.id)
        menu.setToolTipsVisible(True)
        for entry in section.entries:
            if entry is None:
                menu.addSeparator()
            elif entry.submenu:
                submenus[entry.id].setTitle(entry.text)
                submenus[entry.id].menuAction().setToolTip(entry.tip)
                menu.addAction(submenus[entry.id].menuAction())
            else:
                menu.addAction(actions[entry.id])

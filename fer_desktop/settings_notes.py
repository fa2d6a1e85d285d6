"""What is odd about a setting as it stands in the dialog: it cannot be, it is not here, it deletes something."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from fer_desktop.language import translated
from fer_desktop.remembered import bundle_is_there
from fer_desktop.settings_kinds import Value
from fer_desktop.settings_table import FOREVER, Setting

_WIDEST = 60  # letters of a name


@dataclass(frozen=True, slots=True)
class Surroundings:
    """devices: those that are there, each with its precisions; empty as long as that is not known.

    in_use: what holds now where it may be something else than what is kept: the command line has the say for one start.
    """

    devices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_use: Mapping[str, Value] = field(default_factory=dict)


class SettingNotes(QObject):
    """before: the settings as they were when the dialog was opened."""

    def __init__(self, before: Mapping[str, Value], parent: QObject) -> None:
        super().__init__(parent)
        self._before = before

    def note(self, setting: Setting, values: Mapping[str, Value], around: Surroundings) -> tuple[str, str]:
        """Kind ("muted", "warning", "danger") and words; "" for nothing to be said."""
        value = values[setting.name]
        if not setting.kind.accepts(value):
            return "danger", self.tr("This cannot be. Allowed: {allowed}").format(
                allowed=translated(setting.kind.allowed)
            )
        if warning := self._warning(setting.name, values, around):
            return "warning", warning
        used = around.in_use.get(setting.name, value)
        if value == self._before[setting.name] != used:
            return "muted", self.tr("In use now: {value}").format(value=_short(setting.kind.title(used)))
        return "", ""

    def _warning(self, name: str, values: Mapping[str, Value], around: Surroundings) -> str:
        value, device, precisions = values[name], str(values["device"]), around.devices
        if name == "device" and precisions and value not in precisions:
            return self.tr("This computer does not have it.")
        if name == "precision" and device in precisions and value not in ("auto", *precisions[device]):
            return self.tr("Not on the chosen device.")
        if name == "bundle" and not bundle_is_there(str(value)):
            return self.tr("There is no bundle at this place now.")
        if name == "keep-sessions" and _shorter(value, self._before[name]):
            return self.tr("Sessions that are older than that will be deleted, and nothing brings them back.")
        return ""


def _shorter(days: Value, before: Value) -> bool:
    return isinstance(days, int) and (before == FOREVER or (isinstance(before, int) and days < before))


def _short(name: str) -> str:
    """A name without blanks cannot be broken, and would make the dialog wider."""
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST // 2]}…{name[-_WIDEST // 2 :]}"

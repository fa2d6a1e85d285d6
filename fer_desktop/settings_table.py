"""Everything that a person can set, in one table: its name, what it can be, and what is said about it.

The dialog, the TOML file and the way back to the defaults are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from fer_desktop.devices import precision_name
from fer_desktop.language import LANGUAGES, SYSTEM
from fer_desktop.options import DEFAULT_BUNDLE, DEFAULT_HOP, DEFAULT_PRECISION, DEFAULT_WINDOW, PRECISIONS
from fer_desktop.settings import MAX_DAYS, Settings, usual_recording_folder
from fer_desktop.settings_kinds import BundlePlace, Device, Flag, FolderPlace, Kind, Number, OneOf, Value
from fer_desktop.theme import ThemeMode
from fer_desktop.view_options import PLOT_SPANS_S, BarOrder, ViewOptions
from fer_desktop.widgets.analysis_controls import MAX_HOP, MAX_WINDOW
from fer_desktop.widgets.spans import span_text
from fer_desktop.wording import clips_text

VIEW = "view"
FOREVER, WHOLE_SESSION = "forever", "all"
PERIODS_DAYS = (7, 30, 90, 180, 365)
"""For how long sessions are kept, as far as nobody types another number."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    name: as on the command line, without dashes in front; "view.mirror" is `mirror` in the table [view] of a TOML file.
    title: with its mnemonic. sentence: what it does. attribute: its name in `Settings`, "" for the name itself with
    underscores.
    """

    name: str
    kind: Kind
    default: Value
    title: str
    sentence: str
    attribute: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Table ("" for none) and key in a TOML file."""
        table, _, key = self.name.rpartition(".")
        return table, key


@dataclass(frozen=True, slots=True)
class Page:
    """Settings that belong together. title: with its mnemonic."""

    title: str
    settings: tuple[Setting, ...]


class SettingsTable(QObject):
    """The table in the language of the interface."""

    def pages(self) -> tuple[Page, ...]:
        """In the order of the dialog and of the file."""
        return (
            Page(self.tr("&General"), self._general()),
            Page(self.tr("&Analysis"), self._analysis()),
            Page(self.tr("&Recording and sessions"), self._recording()),
            Page(self.tr("&View"), self._view()),
        )

    def by_name(self) -> dict[str, Setting]:
        """All of them, in order."""
        return {setting.name: setting for page in self.pages() for setting in page.settings}

    def defaults(self) -> dict[str, Value]:
        """What each is before anybody has chosen."""
        return {name: setting.default for name, setting in self.by_name().items()}

    def read(self, settings: Settings) -> dict[str, Value]:
        """What each is now."""
        values: dict[str, Value] = {}
        for name, setting in self.by_name().items():
            owner: object = settings.view if setting.place[0] == VIEW else settings
            values[name] = setting.kind.plain(getattr(owner, _attribute(setting)))
        return values

    def write(self, settings: Settings, values: Mapping[str, Value]) -> None:
        """Keeps these for the next start; the others stay. The values must be allowed."""
        known, view = self.by_name(), {}
        for name, value in values.items():
            setting = known[name]
            if setting.place[0] == VIEW:
                view[_attribute(setting)] = setting.kind.stored(value)
            else:
                setattr(settings, _attribute(setting), setting.kind.stored(value))
        if view:
            settings.view = replace(settings.view, **view)  # type: ignore[arg-type]

    def _general(self) -> tuple[Setting, ...]:
        system = self.tr("As the system")
        languages = OneOf((SYSTEM, *LANGUAGES), (system, *LANGUAGES.values()))
        themes = OneOf(tuple(mode.value for mode in ThemeMode), (system, self.tr("Light"), self.tr("Dark")))
        return (
            Setting(
                "language",
                languages,
                SYSTEM,
                self.tr("&Language"),
                self.tr("Of the window. It changes when the program is started the next time."),
            ),
            Setting("theme", themes, ThemeMode.SYSTEM.value, self.tr("&Theme"), self.tr("The colours of the window.")),
        )

    def _analysis(self) -> tuple[Setting, ...]:
        precisions = OneOf(PRECISIONS, tuple(map(precision_name, PRECISIONS)))
        windows = Number(1, MAX_WINDOW, clips_text, WHOLE_SESSION, self.tr("Whole session"))
        return (
            Setting(
                "bundle",
                BundlePlace(),
                DEFAULT_BUNDLE,
                self.tr("&Bundle"),
                self.tr("The model: “{name}”, which comes with the program, or where another one lies.").format(
                    name=DEFAULT_BUNDLE
                ),
            ),
            Setting("device", Device(), "auto", self.tr("&Device"), self.tr("What the model runs on.")),
            Setting(
                "precision",
                precisions,
                DEFAULT_PRECISION,
                self.tr("&Precision"),
                self.tr("The numbers that it computes with: exact, or faster."),
            ),
            Setting(
                "hop",
                Number(1, MAX_HOP, self._frames),
                DEFAULT_HOP,
                self.tr("&Clip every"),
                self.tr("Hop: how many frames of 1/30 s lie between the starts of two clips."),
            ),
            Setting(
                "window",
                windows,
                DEFAULT_WINDOW,
                self.tr("V&ote over"),
                self.tr("How many of the last clips vote together: more is calmer, fewer is faster."),
            ),
        )

    def _recording(self) -> tuple[Setting, ...]:
        periods = Number(1, MAX_DAYS, self._days, FOREVER, self.tr("For ever"), PERIODS_DAYS)
        return (
            Setting(
                "recording-folder",
                FolderPlace(usual_recording_folder()),
                "",
                self.tr("Recording &folder"),
                self.tr("Where recordings go. It is made when it is needed."),
                "own_recording_folder",
            ),
            Setting(
                "keep-sessions",
                periods,
                FOREVER,
                self.tr("&Keep sessions"),
                self.tr("Sessions that are older are deleted."),
                "keep_sessions_days",
            ),
            Setting(
                "keep-pictures",
                Flag(),
                False,
                self.tr("&Small picture of each session"),
                self.tr("Without it a session keeps scores only, never a picture."),
            ),
            Setting(
                "keep-analyses",
                Flag(),
                True,
                self.tr("Keep a&nalyses of videos"),
                self.tr("A video that was analysed before opens with its results at once."),
            ),
        )

    def _view(self) -> tuple[Setting, ...]:
        usual = ViewOptions()
        orders = OneOf(
            tuple(order.value for order in BarOrder), (self.tr("As the bundle has them"), self.tr("By valence"))
        )
        spans = OneOf(PLOT_SPANS_S, tuple(map(span_text, PLOT_SPANS_S)))
        return (
            Setting(
                "view.mirror",
                Flag(),
                usual.mirror,
                self.tr("&Mirror the picture"),
                self.tr("What is analysed and recorded stays as it is."),
            ),
            Setting(
                "view.all-faces",
                Flag(),
                usual.all_faces,
                self.tr("A&ll faces"),
                self.tr("Bars for every face, side by side, not for one alone."),
            ),
            Setting(
                "view.order",
                orders,
                usual.order.value,
                self.tr("&Order of the bars"),
                self.tr("By valence: from pleasant to unpleasant."),
            ),
            Setting(
                "view.numbers", Flag(), usual.numbers, self.tr("&Numbers"), self.tr("Percentages beside the bars.")
            ),
            Setting("view.span", spans, usual.span, self.tr("&Plot"), self.tr("How much time it shows.")),
            Setting(
                "view.timing",
                Flag(),
                usual.timing,
                self.tr("&Timing"),
                self.tr("How long each step takes, as a panel."),
            ),
        )

    def _frames(self, number: int) -> str:
        return self.tr("%n frame(s)", "", number)

    def _days(self, number: int) -> str:
        return self.tr("%n day(s)", "", number)


def _attribute(setting: Setting) -> str:
    return setting.attribute or setting.place[1].replace("-", "_")

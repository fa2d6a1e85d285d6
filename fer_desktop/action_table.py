"""Everything that can be done, in one table, by menu: what it is called, what it does, its keys."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from fer_desktop.widgets.recording_strip import PAUSE_KEYS, STOP_KEYS
from fer_desktop.widgets.view_row import VIEW_KEYS


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do. text: with its mnemonic. tip: one sentence without a full stop.

    keys: as QKeySequence reads them, "" for none. icon: its name in assets/icons, or "".
    passive: the key is handled elsewhere (Space must press the button that has the focus), and here only shown.
    submenu: not an action but a menu of choices. early: can be used before the terms have been accepted.
    """

    id: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False
    passive: bool = False
    submenu: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A menu of the menu bar; None separates. whole: the menu is made elsewhere and holds these among others."""

    id: str
    title: str
    entries: tuple[Entry | None, ...]
    whole: bool = False


class ActionTable(QObject):
    """The table in the language of the interface. Alt with the underlined letters opens the menus: F S A V R H."""

    def sections(self) -> tuple[Section, ...]:
        """The menus from left to right."""
        return (self._file(), self._source(), self._analysis(), self._view(), self._recording(), self._help())

    def _file(self) -> Section:
        rows = (
            Entry("open-video", self.tr("Open &video…"), self.tr("Play and analyse a video file"), "Ctrl+O", "video"),
            Entry("recent", self.tr("Recent &files"), self.tr("Videos that were opened before"), submenu=True),
            Entry(
                "sessions",
                self.tr("S&essions…"),
                self.tr("What was recorded or analysed before"),
                "Ctrl+Shift+S",
                "sessions",
            ),
            None,
            Entry(
                "bundle-file",
                self.tr("Open &bundle…"),
                self.tr("Use the model in a .ferbundle file"),
                "Ctrl+B",
                "bundle",
            ),
            Entry(
                "bundle-folder",
                self.tr("Open b&undle folder…"),
                self.tr("Use the model in a folder"),
                "Ctrl+Shift+B",
                "folder",
            ),
            None,
            Entry("settings", self.tr("&Settings…"), self.tr("Everything that can be set, on a few pages"), "Ctrl+,"),
            None,
            Entry("quit", self.tr("&Quit"), self.tr("Close the program"), "Ctrl+Q", early=True),
        )
        return Section("file", self.tr("&File"), rows)

    def _source(self) -> Section:
        first = self.tr("Analyse the first camera that is there")
        rows = (
            Entry("camera", self.tr("First &camera"), first, "Ctrl+K", "camera"),
            Entry(
                "stream", self.tr("&Network stream…"), self.tr("Analyse a camera in the network"), "Ctrl+L", "stream"
            ),
            Entry(
                "demo", self.tr("&Demo"), self.tr("Analyse a portrait that comes with the program"), "Ctrl+D", "demo"
            ),
        )
        return Section("source", self.tr("&Source"), rows, whole=True)

    def _analysis(self) -> Section:
        rows = (
            Entry(
                "start",
                self.tr("&Start or stop"),
                self.tr("Start or stop the analysis, play or stop a video"),
                "Space",
                "start",
                passive=True,
            ),
            None,
            Entry("bundle", self.tr("&Bundle"), self.tr("The model that does it"), submenu=True),
            Entry("device", self.tr("&Device"), self.tr("What the model runs on"), submenu=True),
            Entry("precision", self.tr("P&recision"), self.tr("Exact, or faster"), submenu=True),
            Entry("models", self.tr("&Models…"), self.tr("Get the encoders that bundles need"), "Ctrl+M", "download"),
            None,
            Entry(
                "next-face", self.tr("&Next face"), self.tr("The bars are about the next face"), VIEW_KEYS["next_face"]
            ),
            Entry(
                "previous-face",
                self.tr("&Previous face"),
                self.tr("The bars are about the face before"),
                VIEW_KEYS["previous_face"],
            ),
            Entry(
                "name-face",
                self.tr("Name this &face…"),
                self.tr("Give the face a name for this session"),
                VIEW_KEYS["name_face"],
            ),
        )
        return Section("analysis", self.tr("&Analysis"), rows)

    def _view(self) -> Section:
        rows = (
            Entry(
                "freeze",
                self.tr("&Freeze"),
                self.tr("Hold the picture; the analysis goes on"),
                VIEW_KEYS["freeze"],
                checkable=True,
            ),
            Entry(
                "mirror",
                self.tr("&Mirror"),
                self.tr("Show the picture as in a mirror"),
                VIEW_KEYS["mirror"],
                checkable=True,
            ),
            Entry(
                "all-faces",
                self.tr("&All faces"),
                self.tr("Every face side by side"),
                VIEW_KEYS["all_faces"],
                checkable=True,
            ),
            Entry(
                "valence",
                self.tr("By &valence"),
                self.tr("Sort the bars from pleasant to unpleasant"),
                VIEW_KEYS["order"],
                checkable=True,
            ),
            Entry(
                "numbers",
                self.tr("&Numbers"),
                self.tr("Percentages beside the bars"),
                VIEW_KEYS["numbers"],
                checkable=True,
            ),
            Entry(
                "timing", self.tr("&Timing"), self.tr("How long each step takes"), VIEW_KEYS["timing"], checkable=True
            ),
            Entry("longer-plot", self.tr("&Longer plot"), self.tr("The plot shows more seconds"), VIEW_KEYS["longer"]),
            Entry(
                "shorter-plot", self.tr("&Shorter plot"), self.tr("The plot shows fewer seconds"), VIEW_KEYS["shorter"]
            ),
            None,
            Entry("theme", self.tr("T&heme"), self.tr("Light, dark or as the system"), submenu=True, early=True),
            Entry("language", self.tr("Lan&guage"), self.tr("The language of the window"), submenu=True, early=True),
            Entry(
                "full-screen",
                self.tr("F&ull screen"),
                self.tr("The window fills the screen"),
                "F11",
                checkable=True,
                early=True,
            ),
        )
        return Section("view", self.tr("&View"), rows)

    def _recording(self) -> Section:
        rows = (
            Entry(
                "record",
                self.tr("&Record"),
                self.tr("Write readings to a CSV file"),
                STOP_KEYS,
                "record",
                checkable=True,
            ),
            Entry("pause", self.tr("&Pause"), self.tr("Write nothing for a while"), PAUSE_KEYS, checkable=True),
            Entry(
                "record-options",
                self.tr("Recording &options…"),
                self.tr("Name, subject and video of the next recording"),
                "Ctrl+Shift+R",
            ),
            None,
            Entry(
                "recording-folder", self.tr("Recording &folder…"), self.tr("Choose where recordings go"), "", "folder"
            ),
            Entry("show-recordings", self.tr("&Show recordings"), self.tr("Open the folder of the recordings")),
        )
        return Section("recording", self.tr("&Recording"), rows)

    def _help(self) -> Section:
        rows = (
            Entry("shortcuts", self.tr("&Keyboard shortcuts"), self.tr("All keys on one page"), "F1", early=True),
            Entry(
                "terms",
                self.tr("&What this program estimates"),
                self.tr("What it does, how well, and what is not allowed"),
            ),
            Entry("about", self.tr("&About FER Desktop"), self.tr("Version and licences"), early=True),
            None,
            Entry(
                "diagnostics",
                self.tr("&Copy diagnostics"),
                self.tr("Versions, settings and the log, for a report"),
                "Ctrl+Shift+C",
                early=True,
            ),
            Entry(
                "log-folder",
                self.tr("Open the &log folder"),
                self.tr("Where the program writes what happened"),
                early=True,
            ),
        )
        return Section("help", self.tr("&Help"), rows)

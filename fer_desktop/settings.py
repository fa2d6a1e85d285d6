"""What the window remembers from one start to the next."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from PySide6.QtCore import QByteArray, QStandardPaths

from core.capture.address import without_password
from fer_desktop.options import DEFAULT_BUNDLE, DEFAULT_HOP, DEFAULT_PRECISION, DEFAULT_WINDOW, PRECISIONS
from fer_desktop.settings_file import open_store
from fer_desktop.theme import ThemeMode
from fer_desktop.view_options import PLOT_SPANS_S, BarOrder, ViewOptions

RECENT = 8  # files, and network cameras, that are remembered
MAX_DAYS = 36_500  # a hundred years: whoever wants more wants "for ever"

T = TypeVar("T")


class _Stored(Generic[T]):
    """One entry of the settings file as an attribute; whatever is not valid reads as the fallback.

    parse: from the stored text to the value, raises ValueError for nonsense.
    """

    def __init__(self, key: str, parse: Callable[[str], T], fallback: T) -> None:
        self._key, self._parse, self._fallback = key, parse, fallback

    def __get__(self, settings: "Settings", _owner: type) -> T:
        stored = settings.store.value(self._key)
        if stored is None:
            return self._fallback
        try:
            return self._parse(str(stored))
        except ValueError:
            return self._fallback

    def __set__(self, settings: "Settings", value: T) -> None:
        settings.store.setValue(self._key, "" if value is None else str(value))


def _flag(text: str) -> bool:
    return text.lower() == "true" if text.lower() in ("true", "false") else _refuse(text)


def _hop(text: str) -> int:
    return int(text) if 1 <= int(text) <= 60 else _refuse(text)


def _window(text: str) -> int | None:
    return None if text == "" else int(text) if 1 <= int(text) <= 64 else _refuse(text)


def _precision(text: str) -> str:
    return text if text in PRECISIONS else _refuse(text)


def _days(text: str) -> int | None:
    return None if text == "" else int(text) if 1 <= int(text) <= MAX_DAYS else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


class Settings:
    """The person's settings file (or the one at `path`, for tests).

    language: "system", or a code such as "de". accepted: the edition of the terms that was accepted, "" for none.
    bundle, device, precision, hop, window: as in `LaunchOptions`.
    last_source: what was analysed last, as `open_source` takes it and without secrets; "" when nothing was.
    own_recording_folder: the folder that was chosen for recordings, "" for the usual one; see `recording_folder`.
    keep_sessions_days: sessions that are older than this are deleted; None: they are kept for ever.
    keep_pictures: whether a session may keep a thumbnail, else it has scores only.
    keep_analyses: whether what was found in a video is kept, so that it opens at once the next time.
    damaged: the file that was there before and could not be read; None when all is well.
    """

    language = _Stored[str]("language", str, "system")
    theme = _Stored[ThemeMode]("theme", ThemeMode, ThemeMode.SYSTEM)
    accepted = _Stored[str]("accepted", str, "")
    bundle = _Stored[str]("bundle", str, DEFAULT_BUNDLE)
    device = _Stored[str]("device", str, "auto")
    precision = _Stored[str]("precision", _precision, DEFAULT_PRECISION)
    hop = _Stored[int]("hop", _hop, DEFAULT_HOP)
    window = _Stored["int | None"]("window", _window, DEFAULT_WINDOW)
    last_source = _Stored[str]("last_source", str, "")
    own_recording_folder = _Stored[str]("recording_folder", str, "")
    keep_sessions_days = _Stored["int | None"]("keep_sessions", _days, None)
    keep_pictures = _Stored[bool]("keep_pictures", _flag, False)
    keep_analyses = _Stored[bool]("keep_analyses", _flag, True)

    def __init__(self, path: Path | None = None) -> None:
        self.store, self.damaged = open_store(path)

    @property
    def writable(self) -> bool:
        """False when nothing that is set is there at the next start."""
        return self.store.isWritable()

    @property
    def view(self) -> ViewOptions:
        """How the live page looks; an entry that makes no sense counts as not there."""
        chosen = asdict(ViewOptions())
        parsers: dict[str, Callable[[str], object]] = {"order": BarOrder, "span": int}
        for field in fields(ViewOptions):
            parse = parsers.get(field.name, _flag)
            try:
                chosen[field.name] = parse(str(self.store.value(f"view/{field.name}", chosen[field.name])))
            except ValueError:
                continue
        if chosen["span"] not in PLOT_SPANS_S:
            chosen["span"] = ViewOptions().span
        return ViewOptions(**chosen)

    @view.setter
    def view(self, view: ViewOptions) -> None:
        for name, value in asdict(view).items():
            self.store.setValue(f"view/{name}", str(value))

    @property
    def recent_files(self) -> list[str]:
        """Videos that were opened, the newest first."""
        return self._list("recent_files")

    def remember_file(self, path: str) -> None:
        """This video was opened."""
        self._remember("recent_files", path)

    def forget_files(self) -> None:
        """No video was ever opened."""
        self.store.remove("recent_files")

    @property
    def streams(self) -> list[str]:
        """Addresses of network cameras, the newest first, as `without_password` leaves them."""
        return self._list("streams")

    def remember_stream(self, address: str) -> None:
        """This network camera was opened. What is secret in its address is not written down."""
        self._remember("streams", without_password(address))

    def forget_stream(self, address: str) -> None:
        """This network camera is not to be offered any more."""
        self.store.setValue("streams", [other for other in self.streams if other != address])

    def camera_format(self, camera: str) -> str:
        """The resolution and rate chosen for the camera of this name, "1280x720@30"; "" for the camera's own choice."""
        return str(self.store.value(f"camera_format/{_key(camera)}", ""))

    def set_camera_format(self, camera: str, chosen: str) -> None:
        """Chooses resolution and rate for the camera of this name."""
        self.store.setValue(f"camera_format/{_key(camera)}", chosen)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was, as QWidget.saveGeometry says it."""
        stored = self.store.value("geometry")
        return stored if isinstance(stored, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self.store.setValue("geometry", geometry)

    @property
    def video_folder(self) -> Path:
        """Where the last video was opened."""
        return self._folder("video_folder", QStandardPaths.StandardLocation.MoviesLocation)

    @video_folder.setter
    def video_folder(self, folder: Path) -> None:
        self.store.setValue("video_folder", str(folder))

    @property
    def bundle_folder(self) -> Path:
        """Where the last bundle was opened."""
        return self._folder("bundle_folder", QStandardPaths.StandardLocation.HomeLocation)

    @bundle_folder.setter
    def bundle_folder(self, folder: Path) -> None:
        self.store.setValue("bundle_folder", str(folder))

    @property
    def encoder_folder(self) -> Path:
        """Where the last encoder was imported from."""
        return self._folder("encoder_folder", QStandardPaths.StandardLocation.DownloadLocation)

    @encoder_folder.setter
    def encoder_folder(self, folder: Path) -> None:
        self.store.setValue("encoder_folder", str(folder))

    @property
    def recording_folder(self) -> Path:
        """Where recordings go: the chosen folder, else the usual one. May not exist yet."""
        return Path(self.own_recording_folder or usual_recording_folder())

    @recording_folder.setter
    def recording_folder(self, folder: Path) -> None:
        self.own_recording_folder = str(folder)

    @property
    def settings_folder(self) -> Path:
        """Where settings were last exported to, or imported from."""
        return self._folder("settings_folder", QStandardPaths.StandardLocation.DocumentsLocation)

    @settings_folder.setter
    def settings_folder(self, folder: Path) -> None:
        self.store.setValue("settings_folder", str(folder))

    @property
    def export_folder(self) -> Path:
        """Where the last export went."""
        return self._folder("export_folder", QStandardPaths.StandardLocation.DocumentsLocation)

    @export_folder.setter
    def export_folder(self, folder: Path) -> None:
        self.store.setValue("export_folder", str(folder))

    def _folder(self, key: str, fallback: QStandardPaths.StandardLocation) -> Path:
        stored = str(self.store.value(key, ""))
        if stored and Path(stored).is_dir():
            return Path(stored)
        standard = QStandardPaths.writableLocation(fallback)
        return Path(standard) if standard and Path(standard).is_dir() else Path.home()

    def _list(self, key: str) -> list[str]:
        stored = self.store.value(key)
        if isinstance(stored, str):  # a list of one comes back as its element
            stored = [stored]
        return [str(entry) for entry in stored if str(entry)] if isinstance(stored, Sequence) else []

    def _remember(self, key: str, entry: str) -> None:
        others = [other for other in self._list(key) if other != entry]
        self.store.setValue(key, [entry, *others][:RECENT])


def usual_recording_folder() -> Path:
    """Where recordings go unless another folder is chosen: "FER Desktop" in the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "FER Desktop"


def _key(name: str) -> str:
    """A camera's name as a key: slashes would make groups of it."""
    return name.replace("/", "_").replace("\\", "_")

"""What the window remembers from one start to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from fer_desktop.theme import ThemeMode


class Settings:
    """Theme, folders and window geometry, kept in the person's settings file (or in `path`, for tests)."""

    def __init__(self, path: Path | None = None) -> None:
        user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
        if path is not None:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)
        else:
            self._store = QSettings(*user, "FER Desktop", "FER Desktop")

    @property
    def theme(self) -> ThemeMode:
        """The chosen theme; the system's when nothing (or nothing valid) is stored."""
        stored = str(self._store.value("theme", ""))
        return ThemeMode(stored) if stored in set(ThemeMode) else ThemeMode.SYSTEM

    @theme.setter
    def theme(self, mode: ThemeMode) -> None:
        self._store.setValue("theme", str(mode))

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was, as QWidget.saveGeometry says it."""
        stored = self._store.value("geometry")
        return stored if isinstance(stored, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def video_folder(self) -> Path:
        """Where the last video was opened."""
        return self._folder("video_folder", QStandardPaths.StandardLocation.MoviesLocation)

    @video_folder.setter
    def video_folder(self, folder: Path) -> None:
        self._store.setValue("video_folder", str(folder))

    @property
    def bundle_folder(self) -> Path:
        """Where the last bundle was opened."""
        return self._folder("bundle_folder", QStandardPaths.StandardLocation.HomeLocation)

    @bundle_folder.setter
    def bundle_folder(self, folder: Path) -> None:
        self._store.setValue("bundle_folder", str(folder))

    @property
    def recording_folder(self) -> Path:
        """Where recordings go: the chosen folder, else "FER Desktop" in the person's documents. May not exist yet."""
        stored = str(self._store.value("recording_folder", ""))
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(stored) if stored else Path(documents or Path.home()) / "FER Desktop"

    @recording_folder.setter
    def recording_folder(self, folder: Path) -> None:
        self._store.setValue("recording_folder", str(folder))

    def _folder(self, key: str, fallback: QStandardPaths.StandardLocation) -> Path:
        stored = str(self._store.value(key, ""))
        if stored and Path(stored).is_dir():
            return Path(stored)
        standard = QStandardPaths.writableLocation(fallback)
        return Path(standard) if standard and Path(standard).is_dir() else Path.home()

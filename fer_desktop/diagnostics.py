"""What helps to understand a problem, as text that may be passed on: no home folder, no secrets of addresses."""

import platform
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from core import __version__
from core.paths import user_log_dir
from fer_desktop.hooks import LOG_NAME
from fer_desktop.privacy import shareable
from fer_desktop.settings import Settings

LOG_LINES = 200
_LIBRARIES = ("torch", "opencv-contrib-python", "mediapipe", "PySide6-Essentials", "numpy", "av")
_PRIVATE = ("geometry", "camera_format", "streams", "recent_files", "last_source", "video_folder")


def report(settings: Settings, run: Mapping[str, object]) -> str:
    """The whole text. run: what there is to say about the run that is on, name by name."""
    parts = {
        "Program": _program(),
        "Screens": _screens(),
        "Settings": _settings(settings),
        "Run": dict(run),
    }
    blocks = [
        "\n".join([title, *(f"  {key}: {value}" for key, value in rows.items())]) for title, rows in parts.items()
    ]
    log = last_lines(user_log_dir() / LOG_NAME)
    return shareable("\n\n".join([*blocks, "\n".join([f"Log, last {len(log)} lines", *log])])) + "\n"


def source_kind(spec: str | int | None) -> str:
    """What kind of source it is, and not which one: "camera", "demo", "file", "http", "https", "rtsp", "none"."""
    if spec is None:
        return "none"
    kind = "camera" if isinstance(spec, int) or spec.isdecimal() else spec.partition(":")[0]
    return kind if kind in ("camera", "demo", "http", "https", "rtsp") else "file"


def flat(value: object, prefix: str = "") -> dict[str, object]:
    """A dataclass or mapping as one level of names: {"stages.wait.median_s": 0.01}."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if not isinstance(value, Mapping):
        return {prefix or "value": f"{value:.4g}" if isinstance(value, float) else value}
    rows: dict[str, object] = {}
    for key, part in value.items():
        rows |= flat(part, f"{prefix}.{key}" if prefix else str(key))
    return rows


def last_lines(path: Path, count: int = LOG_LINES) -> list[str]:
    """The end of a text file; a line that says so when it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, count)]
    except OSError as error:
        return [f"(no log: {error.strerror})"]


def _program() -> dict[str, object]:
    """From the packages' metadata: importing torch only to ask for its version would take seconds."""
    rows: dict[str, object] = {
        "FER Desktop": __version__,
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "System": platform.platform(),
        "Processor": platform.processor() or platform.machine(),
        "Qt platform": QGuiApplication.platformName(),
    }
    for name in _LIBRARIES:
        try:
            rows[name] = version(name)
        except PackageNotFoundError:
            rows[name] = "not installed"
    return rows


def _screens() -> dict[str, object]:
    rows: dict[str, object] = {}
    for number, screen in enumerate(QGuiApplication.screens(), start=1):
        size, hertz = screen.geometry().size(), screen.refreshRate()
        text = f"{size.width()}x{size.height()}, scaling {screen.devicePixelRatio():g}, {hertz:.0f} Hz"
        rows[f"{number}"] = f"{text}, {screen.logicalDotsPerInch():.0f} dpi"
    return rows


def _settings(settings: Settings) -> dict[str, object]:
    """Without what a person has opened: that is nobody's business but theirs."""
    keys = settings.store.allKeys()
    return {key: settings.store.value(key) for key in sorted(keys) if key.split("/")[0] not in _PRIVATE}

"""How a start goes on where the last one ended. What the command line says wins for that start, and is not kept."""

from dataclasses import replace
from pathlib import Path

from core.capture.address import needs_password, without_password
from core.capture.source import source_kind
from fer_desktop.options import DEFAULT_BUNDLE, LaunchOptions
from fer_desktop.settings import Settings


def launch_with(options: LaunchOptions, settings: Settings) -> LaunchOptions:
    """The options, with the remembered ones where the command line left them open."""
    stored = {name: getattr(settings, name) for name in options.left_open}
    if "bundle" in stored and not bundle_is_there(stored["bundle"]):
        stored["bundle"] = DEFAULT_BUNDLE
    return replace(options, **stored, left_open=frozenset())


def bundle_is_there(name_or_path: str) -> bool:
    """False for a bundle file or folder that was deleted or lies on a disk that is not there."""
    return name_or_path == DEFAULT_BUNDLE or Path(name_or_path).exists()


def last_source(settings: Settings) -> str | int | None:
    """What was analysed last, if it can be offered again: a file must still be there."""
    stored = settings.last_source
    if not stored:
        return None
    kind = source_kind(stored)
    if kind == "camera":
        return int(stored)
    return stored if kind != "file" or Path(stored).exists() else None


def lacks_password(spec: str | int) -> bool:
    """True for a remembered address whose password was not written down: a person has to type it again."""
    return source_kind(spec) == "stream" and without_password(str(spec)) == spec and needs_password(str(spec))


def remember_source(settings: Settings, spec: str | int) -> None:
    """This source was opened: the last one, and a recent file or a network camera. No password is written down."""
    kind, written = source_kind(spec), str(spec)
    settings.last_source = without_password(written) if kind == "stream" else written
    if kind == "stream":
        settings.remember_stream(written)
    elif kind == "file":
        settings.remember_file(written)

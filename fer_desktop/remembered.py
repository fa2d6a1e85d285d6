"""How a start goes on where the last one ended. What the command line says wins for that start, and is not kept."""

from dataclasses import replace
from pathlib import Path

from core.capture.address import needs_password, without_password
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
    if stored.isdecimal():
        return int(stored)
    return stored if stored == "demo:" or "://" in stored or Path(stored).exists() else None


def lacks_password(spec: str | int) -> bool:
    """True for a remembered address whose password was not written down: a person has to type it again."""
    return isinstance(spec, str) and "://" in spec and without_password(spec) == spec and needs_password(spec)


def remember_source(settings: Settings, spec: str | int) -> None:
    """This source was opened: the last one, and a recent file or a network camera. No password is written down."""
    address = isinstance(spec, str) and "://" in spec
    settings.last_source = without_password(str(spec)) if address else str(spec)
    if address:
        settings.remember_stream(str(spec))
    elif isinstance(spec, str) and spec != "demo:" and not spec.isdecimal():
        settings.remember_file(spec)

"""Settings as a TOML file, to be kept, passed on, or written by hand. It has names and values of the command line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from core import __version__
from core.errors import FerError, OutputError
from core.reasons import system_reason
from core.text import text
from core.whole_file import write_whole
from fer_desktop.settings_kinds import Value
from fer_desktop.settings_table import Setting

MAX_BYTES = 64 * 1024  # no file of settings has a hundredth of it; a video that was chosen by mistake is not read
_SHOWN, _HUGE = 40, 10**12  # characters of a wrong name or value that are shown; numbers that are not

_ESCAPES = {'"': r"\"", "\\": r"\\", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
_HEADER = re.compile(r"""\s*\[\s*["']?([\w-]+)["']?\s*\]""")
_KEY = re.compile(r"""\s*((?:["']?[\w-]+["']?\s*\.\s*)*["']?[\w-]+["']?)\s*=""")


class SettingsFileError(FerError):
    """A file of settings cannot be read, or says something that cannot be done. Nothing of it is used then."""


def to_toml(values: Mapping[str, Value], table: Mapping[str, Setting]) -> str:
    """The text of a file with these settings; behind each stands what else it can be.

    table: all settings by name. Raises OutputError for a path that no text file can hold.
    """
    lines = [f"# Settings of FER Desktop {__version__}, named as on its command line.", ""]
    inside = ""
    for name, setting in table.items():
        if name not in values:
            continue
        section, key = setting.place
        if section != inside:
            lines += ["", f"[{section}]"]
            inside = section
        lines.append(f"{key} = {_written(values[name])}  # {setting.kind.allowed}")
    written = "\n".join(lines) + "\n"
    try:
        written.encode()
    except UnicodeEncodeError as error:  # Linux has names of files that are no Unicode
        what = "the settings name a file or folder whose name is not valid text"
        raise OutputError(what, hint="Choose another bundle or recording folder, or give it another name") from error
    return written


def from_toml(written: str, table: Mapping[str, Setting], where: object = "") -> dict[str, Value]:
    """The settings that a file names, by name; those that it leaves out are not to be changed.

    where: the file, for messages. Raises SettingsFileError when anything in it is unknown or not allowed, a name that
    only a newer program knows as well: a person who measures must not believe that it was followed.
    """
    try:
        found = tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else text("it is nested too deeply")
        raise SettingsFileError(text("the file is not TOML: {reason}", reason=reason), where=where) from error
    sections = {setting.place[0] for setting in table.values()} - {""}
    values: dict[str, Value] = {}
    for name, value in _entries(found, sections):
        if name not in table:
            what, hint = _unknown(name, table, sections)
        elif not table[name].kind.accepts(value):
            what, hint = _not_allowed(name, value, table[name].kind.allowed)
        else:
            values[name] = value  # type: ignore[assignment]
            continue
        if line := _line(written, name):
            what = text("line {line}: {what}", line=line, what=what)
        raise SettingsFileError(what, where=where, hint=hint)
    return values


def write_settings(path: Path, values: Mapping[str, Value], table: Mapping[str, Setting]) -> None:
    """Writes the file, whole or not at all. Raises OutputError when that is not possible."""
    write_whole(path, to_toml(values, table).encode())


def read_settings(path: Path, table: Mapping[str, Setting]) -> dict[str, Value]:
    """What the file says, as `from_toml` has it. Raises SettingsFileError also when it cannot be read."""
    hint = "Choose a file that was exported here, or written by hand in the same way"
    try:
        if not path.is_file():  # what is no file may never come to an end
            raise SettingsFileError("there is no such file", where=path)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = system_reason(error)
        raise SettingsFileError(text("the file cannot be read ({reason})", reason=reason), where=path) from error
    if len(content) > MAX_BYTES:
        raise SettingsFileError("this is not a file of settings: it is far too large", where=path, hint=hint)
    try:
        written = content.decode("utf-8-sig")  # some editors of Windows put a mark in front
    except UnicodeDecodeError as error:
        what = "this is not a file of settings: it is not text"
        raise SettingsFileError(what, where=path, hint=hint) from error
    return from_toml(written, table, path)


def _written(value: Value) -> str:
    if isinstance(value, str):
        return f'"{_TO_ESCAPE.sub(_escape, value)}"'
    return str(value).lower()  # True is an int, too


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}")


def _entries(found: Mapping[str, object], sections: set[str]) -> Iterator[tuple[str, object]]:
    """By the names of the table; a table where none belongs is one entry."""
    for key, value in found.items():
        if key in sections and isinstance(value, dict):
            yield from ((f"{key}.{inner}", one) for inner, one in value.items())
        else:
            yield key, value


def _line(written: str, name: str) -> int:
    """Where the name stands, from 1 on; 0 when it is written in a way that only a parser can follow."""
    inside = ""
    for number, line in enumerate(written.split("\n"), start=1):
        if header := _HEADER.match(line):
            inside = f"{header[1]}."
            if header[1] == name:
                return number
        elif (key := _KEY.match(line)) and inside + re.sub(r"""["'\s]""", "", key[1]) == name:
            return number
    return 0


def _unknown(name: str, table: Mapping[str, Setting], sections: set[str]) -> tuple[str, str]:
    what = text("there is no setting “{name}”", name=_short(name))
    if name in sections:
        what = text("“{name}” has to be a table, [{name}]", name=name)
    return what, text("Known here are {names}; a newer program may know more", names=", ".join(table))


def _not_allowed(name: str, value: object, allowed: str) -> tuple[str, str]:
    what = text("“{name}” cannot be {value}", name=name, value=_shown(value))
    return what, text("Allowed: {allowed}", allowed=allowed)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return text("a table")
    if isinstance(value, list):
        return text("a list")
    if isinstance(value, int) and abs(value) >= _HUGE:  # Python refuses to write the longest ones
        return text("a number as large as that")
    return _short(_written(value) if isinstance(value, str | int) else str(value))


def _short(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"

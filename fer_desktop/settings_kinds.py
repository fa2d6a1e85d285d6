"""The kinds of settings: which values one can have, in a file as in the dialog, and how a person reads them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.text import text
from fer_desktop.devices import device_name
from fer_desktop.naming import bundle_name
from fer_desktop.options import DEFAULT_BUNDLE

Value = str | int | bool
"""A plain value: what a TOML file has for text, whole numbers, and true or false."""

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d{1,3})?")  # what the command line and torch call them


class Kind(ABC):
    """Of one setting. plain, stored: between a plain value and the attribute of `Settings`."""

    __slots__ = ()

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Whether this is a value that such a setting can have; it may be of any type."""

    @property
    @abstractmethod
    def allowed(self) -> str:
        """Which values that are: what follows after "allowed:"."""

    def plain(self, stored: object) -> Value:
        """The attribute as a plain value."""
        return stored if isinstance(stored, int) else str(stored)

    def stored(self, value: Value) -> object:
        """The plain value as the attribute."""
        return value

    def title(self, value: Value) -> str:
        """What a person reads for a value, in the language of the interface; nonsense is shown as it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """On or off."""

    def accepts(self, value: object) -> bool:
        return isinstance(value, bool)

    @property
    def allowed(self) -> str:
        return text("true or false")


@dataclass(frozen=True, slots=True)
class OneOf(Kind):
    """One of a few values, all of one type. titles: what a person reads for each."""

    values: tuple[Value, ...]
    titles: tuple[str, ...]

    def accepts(self, value: object) -> bool:
        return type(value) is type(self.values[0]) and value in self.values

    @property
    def allowed(self) -> str:
        return text("one of {values}", values=", ".join(map(str, self.values)))

    def plain(self, stored: object) -> Value:
        return Kind.plain(self, stored.value if isinstance(stored, Enum) else stored)

    def title(self, value: Value) -> str:
        return self.titles[self.values.index(value)] if value in self.values else str(value)


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A whole number from `least` to `most`, or a word where the attribute is None.

    counted: from the number to "8 clips". word: "" where there has to be a number. word_title: what a person reads for
    it. offered: numbers that can be chosen without typing.
    """

    least: int
    most: int
    counted: Callable[[int], str]
    word: str = ""
    word_title: str = ""
    offered: tuple[int, ...] = ()

    def accepts(self, value: object) -> bool:
        if isinstance(value, str):
            return value == self.word != ""
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most

    @property
    def allowed(self) -> str:
        least, most = self.least, self.most
        if self.word:
            return text("a whole number from {least} to {most}, or “{word}”", least=least, most=most, word=self.word)
        return text("a whole number from {least} to {most}", least=least, most=most)

    def plain(self, stored: object) -> Value:
        return stored if isinstance(stored, int) else self.word

    def stored(self, value: Value) -> object:
        return value if isinstance(value, int) else None

    def title(self, value: Value) -> str:
        return self.counted(value) if isinstance(value, int) else self.word_title


@dataclass(frozen=True, slots=True)
class Device(Kind):
    """A device by its name; whether this computer has it is another question."""

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and _DEVICE.fullmatch(value) is not None

    @property
    def allowed(self) -> str:
        return text("auto, cpu, cuda, cuda:1 (or another number), mps")

    def title(self, value: Value) -> str:
        return device_name(str(value))


@dataclass(frozen=True, slots=True)
class BundlePlace(Kind):
    """The bundle that comes with the program, by its name, or a path; whether one lies there is another question."""

    def accepts(self, value: object) -> bool:
        return value == DEFAULT_BUNDLE or _whole_path(value)

    @property
    def allowed(self) -> str:
        return text("“{name}”, or the whole path of a bundle", name=DEFAULT_BUNDLE)

    def title(self, value: Value) -> str:
        return bundle_name(str(value))


@dataclass(frozen=True, slots=True)
class FolderPlace(Kind):
    """A folder, which may not exist yet. usual: the one that "" stands for."""

    usual: Path

    def accepts(self, value: object) -> bool:
        return value == "" or _whole_path(value)

    @property
    def allowed(self) -> str:
        return text("the whole path of a folder, or nothing for the usual one")

    def title(self, value: Value) -> str:
        return str(value) or str(self.usual)


def _whole_path(value: object) -> bool:
    """Another program, or the next start, may have another current folder: only a path that does not care is kept."""
    return isinstance(value, str) and "\0" not in value and Path(value).is_absolute()

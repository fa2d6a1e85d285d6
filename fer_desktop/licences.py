"""What the program is made of and under which terms: its own parts, and the libraries that are installed with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from PySide6.QtCore import QCoreApplication

PROGRAM = "fer-desktop"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_LONGEST = 90  # some packages put the whole text of their licence where its name belongs


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the list. version: "" for what has none."""

    name: str
    version: str
    licence: str


def shipped_parts() -> list[Part]:
    """What comes with the program itself; the facts are those of assets/README.md and the starter's card."""
    return [
        Part(
            QCoreApplication.translate("licences", "Starter bundle (weights)"),
            "",
            QCoreApplication.translate("licences", "Apache License 2.0; trained on FER2013, a research data set"),
        ),
        Part(
            QCoreApplication.translate("licences", "Face detector (MediaPipe, short range)"), "", "Apache License 2.0"
        ),
        Part(
            QCoreApplication.translate("licences", "Picture of the demo (NASA)"),
            "",
            QCoreApplication.translate("licences", "Public domain"),
        ),
        Part(QCoreApplication.translate("licences", "Icons"), "", "Apache License 2.0"),
    ]


def libraries() -> list[Part]:
    """Every library that the program needs and that is installed, directly or through another one, by name."""
    return sorted({_part(library) for library in _needed(PROGRAM)}, key=lambda part: part.name.lower())


def _needed(root: str) -> Iterator[Distribution]:
    """What only tests, training and packaging need is left out, even where it is installed."""
    waiting, seen = [root], {_canonical(root)}
    while waiting:
        try:
            found = distribution(waiting.pop())
        except PackageNotFoundError:
            continue
        if _canonical(found.name) != _canonical(root):
            yield found
        for requirement in found.requires or []:
            name = _NAME.match(requirement)
            if name and _is_used(requirement) and _canonical(name[0]) not in seen:
                seen.add(_canonical(name[0]))
                waiting.append(name[0])


def _is_used(requirement: str) -> bool:
    extra = _EXTRA.search(requirement.partition(";")[2])
    return extra is None or extra[1] == "cameras"


def _part(library: Distribution) -> Part:
    return Part(library.name.replace("_", "-"), library.version, _licence(library))


def _licence(library: Distribution) -> str:
    """Its SPDX expression, else the classifier, else the first line of the free text."""
    metadata = library.metadata.json  # the protocol of the metadata itself has no way to ask for what may be missing
    classifiers = list(metadata.get("classifier") or [])
    named = [entry.rpartition(" :: ")[2] for entry in classifiers if entry.startswith("License :: ")]
    free = str(metadata.get("license") or "").strip().splitlines()
    said = str(metadata.get("license_expression") or "") or ", ".join(named) or (free[0] if free else "")
    if _canonical(library.name) == "av":  # what its metadata does not say
        return QCoreApplication.translate("licences", "{licence}; its wheel holds FFmpeg with x264 (GPL 2)").format(
            licence=said
        )
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

"""The .eaf file as ELAN 6 writes it: XML in the order that the schema EAFv3.0 prescribes. What is in it: `elan.py`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from core.exports.xml_text import xml_text

FREE, VOCABULARY = "free", "labels"
"""Kinds of tiers: any text, or words of the vocabulary."""

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_LANGUAGE = {
    "LANG_DEF": "http://cdb.iso.org/lg/CDB-00130975-001",
    "LANG_ID": "und",
    "LANG_LABEL": "undetermined (und)",
}
_MIME_TYPES = {  # those that ELAN knows; by these it chooses its player
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg",
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """begin_ms, end_ms: begin < end. word: its place in the vocabulary, None where the tier is free."""

    begin_ms: int
    end_ms: int
    text: str
    word: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """name: unlike that of every other tier. kind: FREE or VOCABULARY. annotations: by time, none overlaps another."""

    name: str
    kind: str
    annotations: Sequence[Annotation]


def document(
    tiers: Sequence[Tier],
    vocabulary: Sequence[str],
    *,
    participant: str,
    made: datetime,
    properties: dict[str, str],
    video: Path | None,
    folder: Path,
) -> Element:
    """The root element. participant: who is annotated. made: aware. folder: where the file will be."""
    root = Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "fer-desktop",
            "DATE": made.isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    header = SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    if video:
        SubElement(header, "MEDIA_DESCRIPTOR", _medium(video, folder))
    count = sum(len(tier.annotations) for tier in tiers)
    for name, value in (properties | {"lastUsedAnnotationId": str(count)}).items():
        SubElement(header, "PROPERTY", {"NAME": name}).text = xml_text(value)
    _add_tiers(root, tiers, participant)
    alignable = {"TIME_ALIGNABLE": "true", "GRAPHIC_REFERENCES": "false"}
    SubElement(root, "LINGUISTIC_TYPE", {"LINGUISTIC_TYPE_ID": FREE, **alignable})
    bound = {"CONTROLLED_VOCABULARY_REF": VOCABULARY}
    SubElement(root, "LINGUISTIC_TYPE", {"LINGUISTIC_TYPE_ID": VOCABULARY, **alignable, **bound})
    SubElement(root, "LANGUAGE", _LANGUAGE)
    _add_vocabulary(root, vocabulary)
    return root


def _medium(video: Path, folder: Path) -> dict[str, str]:
    """Attributes of MEDIA_DESCRIPTOR. ELAN looks at both places, and takes what follows file: as a plain path."""
    absolute = video.as_posix()
    medium = {
        "MEDIA_URL": xml_text(f"file://{absolute}" if absolute.startswith("/") else f"file:///{absolute}"),
        "MIME_TYPE": _MIME_TYPES.get(video.suffix.lower(), "video/*"),
    }
    try:
        relative = Path(os.path.relpath(video, folder)).as_posix()
    except ValueError:  # on another drive
        return medium
    return medium | {"RELATIVE_MEDIA_URL": xml_text(relative if relative.startswith("..") else f"./{relative}")}


def _add_tiers(root: Element, tiers: Sequence[Tier], participant: str) -> None:
    """TIME_ORDER, whose slots are in the order of time, and the tiers. No two annotations share a slot."""
    order = SubElement(root, "TIME_ORDER")
    annotations = [annotation for tier in tiers for annotation in tier.annotations]
    edges = [(edge, place) for place, one in enumerate(annotations) for edge in (one.begin_ms, one.end_ms)]
    slots: list[list[str]] = [[] for _ in annotations]  # where each begins and ends
    for number, (moment, place) in enumerate(sorted(edges), 1):
        slots[place].append(f"ts{number}")
        SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": f"ts{number}", "TIME_VALUE": str(moment)})
    places = iter(range(len(annotations)))
    for tier in tiers:
        about = {"TIER_ID": tier.name, "LINGUISTIC_TYPE_REF": tier.kind}
        element = SubElement(root, "TIER", about | ({"PARTICIPANT": participant} if participant else {}))
        for annotation in tier.annotations:
            place = next(places)
            _add_annotation(element, annotation, f"a{place + 1}", slots[place])


def _add_annotation(tier: Element, annotation: Annotation, name: str, slots: Sequence[str]) -> None:
    begin, end = slots
    about = {"ANNOTATION_ID": name, "TIME_SLOT_REF1": begin, "TIME_SLOT_REF2": end}
    word = {} if annotation.word is None else {"CVE_REF": _entry(annotation.word)}
    alignable = SubElement(SubElement(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION", about | word)
    SubElement(alignable, "ANNOTATION_VALUE").text = xml_text(annotation.text)


def _add_vocabulary(root: Element, words: Sequence[str]) -> None:
    language = {"LANG_REF": _LANGUAGE["LANG_ID"]}
    vocabulary = SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": VOCABULARY})
    SubElement(vocabulary, "DESCRIPTION", language)
    for place, word in enumerate(words):
        entry = SubElement(vocabulary, "CV_ENTRY_ML", {"CVE_ID": _entry(place)})
        SubElement(entry, "CVE_VALUE", {**language, "DESCRIPTION": ""}).text = xml_text(word)


def _entry(word: int) -> str:
    return f"cve{word + 1}"

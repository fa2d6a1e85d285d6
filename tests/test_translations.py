"""Every text of the program is in every translation, complete, and its gaps are those of the English one."""

import re
import runpy
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

CODES = ("de", "en")
Marked = tuple[str, str, bool]


@dataclass(frozen=True)
class Message:
    """One entry of a .ts file; forms: the translation, or one per number."""

    context: str
    source: str
    plural: bool
    finished: bool
    forms: tuple[str, ...]


def messages(ts: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for entry in context.iter("message"):
            translation = entry.find("translation")
            forms = [one.text or "" for one in translation.iter("numerusform")] or [translation.text or ""]
            found.append(
                Message(
                    context.findtext("name"),
                    entry.findtext("source"),
                    entry.get("numerus") == "yes",
                    "type" not in translation.attrib and all(forms),
                    tuple(forms),
                )
            )
    return found


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "assets" / "translations"


@pytest.fixture(scope="module")
def collect(repository: Path) -> dict[str, Callable]:
    return runpy.run_path(str(repository / "packaging" / "texts.py"))


@pytest.fixture(scope="module")
def marked(repository: Path, collect: dict[str, Callable]) -> set[Marked]:
    """What the code says."""
    found, _ = collect["interface_texts"](repository)
    return found | {("core", sentence, False) for sentence in collect["core_texts"](repository).sentences}


@pytest.fixture(scope="module")
def german(folder: Path) -> list[Message]:
    return messages(folder / "fer_desktop_de.ts")


def test_every_text_can_be_collected(repository, collect):
    """Of `self.tr(name)`, f-strings and the like no tool can tell what they say."""
    _, lost = collect["interface_texts"](repository)
    assert lost == []


def test_no_message_of_core_has_its_values_glued_in(repository, collect):
    """{count} bytes: that can be translated, 7 bytes cannot. See core/text.py."""
    assert collect["core_texts"](repository).glued == []


def test_german_has_exactly_the_texts_of_the_code(marked, german):
    """`make translations` brings the file up to date."""
    translated = {(one.context, one.source, one.plural) for one in german}
    assert marked - translated == set()
    assert translated - marked == set()


def test_english_has_exactly_the_plurals(marked, folder):
    known = {(one.context, one.source, one.plural) for one in messages(folder / "fer_desktop_en.ts")}
    assert known == {one for one in marked if one[2]}


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_left_unfinished(folder, code):
    assert [one.source for one in messages(folder / f"fer_desktop_{code}.ts") if not one.finished] == []


@pytest.mark.parametrize("code", CODES)
def test_gaps_and_marks_are_those_of_the_source(folder, code):
    for one in messages(folder / f"fer_desktop_{code}.ts"):
        for form in one.forms:
            for rule in (gaps, mnemonics, ending, edges):
                assert rule(form) == rule(one.source), f"{rule.__name__}: {one.source!r} -> {form!r}"


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_file_says_what_its_source_says(folder, code):
    """`make translations` compiles it."""
    translator = QTranslator()
    assert translator.load(f"fer_desktop_{code}", str(folder))
    for one in messages(folder / f"fer_desktop_{code}.ts"):
        if one.plural:  # 1 and 2 stand for the two forms of both languages
            said = tuple(translator.translate(one.context, one.source, "", number) for number in (1, 2))
        else:
            said = (translator.translate(one.context, one.source),)
        assert said == one.forms, one.source


def gaps(text: str) -> list[str]:
    """{name:.1f}, %n and the patterns of files: what the program fills in or reads."""
    fields = [f"{name}!{conversion}:{spec}" for _, name, spec, conversion in string.Formatter().parse(text) if name]
    return sorted(fields + re.findall(r"%n|\*\.\w+|--\w+|https?://|rtsp://", text))


def mnemonics(text: str) -> int:
    """How many letters are marked as keys: "&Open", but not "&&"."""
    return len(re.findall(r"&[^&\s]", text.replace("&&", "")))


def ending(text: str) -> str:
    """What says that a dialog or more text follows, or that the sentence is over."""
    last = text.rstrip()[-1:]
    return last if last in "…:.?!" else ""


def edges(text: str) -> tuple[bool, bool, int]:
    """Room at both ends, and line breaks."""
    return text[:1].isspace(), text[-1:].isspace(), text.count("\n")

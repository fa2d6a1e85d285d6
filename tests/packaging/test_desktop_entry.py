"""The desktop entry says what the program really takes."""

import xml.etree.ElementTree as ElementTree
from configparser import ConfigParser, SectionProxy
from pathlib import Path

import pytest

from fer_desktop.options import launch_options

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def entry(repository: Path) -> SectionProxy:
    parser = ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys are case-sensitive
    parser.read(repository / "packaging" / "fer-desktop.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_it_has_what_every_entry_needs(entry: SectionProxy) -> None:
    assert entry["Type"] == "Application"
    assert entry["Name"] == "FER Desktop"
    assert entry["Terminal"] == "false"


@pytest.mark.parametrize("key", ["GenericName", "Comment", "Keywords"])
def test_it_speaks_german_too(entry: SectionProxy, key: str) -> None:
    assert entry[key] != entry[f"{key}[de]"]


@pytest.mark.parametrize("key", ["Categories", "Keywords", "MimeType"])
def test_lists_end_with_a_semicolon(entry: SectionProxy, key: str) -> None:
    assert entry[key].endswith(";")


def test_the_program_takes_what_the_desktop_gives_it(entry: SectionProxy) -> None:
    assert entry["Exec"] == "fer-desktop %f"  # one file, or nothing
    assert launch_options(["/videos/a talk.mp4"]).source == "/videos/a talk.mp4"
    assert launch_options(["/bundles/mine.ferbundle"]).bundle == "/bundles/mine.ferbundle"
    assert launch_options([]).source is None


def test_the_icon_is_the_one_that_is_drawn(entry: SectionProxy, repository: Path) -> None:
    assert f"apps/{entry['Icon']}.png" in (repository / "packaging" / "icons.py").read_text("utf-8").replace(
        '" / "', "/"
    )


def test_bundles_have_a_type_of_their_own(repository: Path) -> None:
    tree = ElementTree.parse(repository / "packaging" / "fer-desktop-mime.xml")
    globs = {kind.get("type"): kind.find(f"{MIME}glob") for kind in tree.iter(f"{MIME}mime-type")}
    pattern = globs["application/x-ferbundle"]
    assert pattern is not None
    assert pattern.get("pattern") == "*.ferbundle"

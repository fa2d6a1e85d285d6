"""ELAN annotations, read back with pympi and as XML."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pympi import Eaf

from core.exports import export
from core.exports.face_titles import face_titles
from core.exports.label_runs import label_runs
from core.sessions.record import Session
from support.sessions import ANYBODY, LABELS, ODD_TEXTS, STARTED, make_session

SCHEMA_ORDER = [
    *("LICENSE", "HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "LOCALE", "LANGUAGE", "CONSTRAINT"),
    *("CONTROLLED_VOCABULARY", "LEXICON_REF", "REF_LINK_SET", "EXTERNAL_REF"),
]
REQUIRED = {
    "ANNOTATION_DOCUMENT": {"DATE", "AUTHOR", "VERSION"},
    "MEDIA_DESCRIPTOR": {"MEDIA_URL", "MIME_TYPE"},
    "TIME_SLOT": {"TIME_SLOT_ID"},
    "TIER": {"TIER_ID", "LINGUISTIC_TYPE_REF"},
    "ALIGNABLE_ANNOTATION": {"ANNOTATION_ID", "TIME_SLOT_REF1", "TIME_SLOT_REF2"},
    "LINGUISTIC_TYPE": {"LINGUISTIC_TYPE_ID"},
    "LANGUAGE": {"LANG_ID"},
    "CONTROLLED_VOCABULARY": {"CV_ID"},
    "DESCRIPTION": {"LANG_REF"},
    "CV_ENTRY_ML": {"CVE_ID"},
    "CVE_VALUE": {"LANG_REF"},
}


def written(session: Session, folder: Path) -> Path:
    return export(session, "elan", folder / "a.eaf", force=True)


def root_of(session: Session, folder: Path) -> ElementTree.Element:
    return ElementTree.parse(written(session, folder)).getroot()


def tiers_of(session: Session, folder: Path) -> dict[str, list[tuple[int, int, str]]]:
    """(begin, end, text) of the annotations, by tier, as pympi sees them."""
    eaf = Eaf(str(written(session, folder)))
    return {
        name: sorted(annotation[:3] for annotation in eaf.get_annotation_data_for_tier(name))
        for name in eaf.get_tier_names()
    }


def test_pympi_reads_the_runs_of_every_face_from_a_tier_of_its_own(tmp_path: Path) -> None:
    session = make_session(faces=3, seconds=60)
    found = tiers_of(session, tmp_path)
    assert list(found) == ["Face 1", "Face 2", ANYBODY]
    for face, tier in zip((1, 2, 3), found.values(), strict=True):
        runs = [run for run in label_runs(session) if run.face_id == face]
        assert tier == [(run.begin_ms, run.end_ms, LABELS[run.label]) for run in runs]
        assert len(tier) > 1


def test_annotations_never_overlap_and_stay_within_the_session(tmp_path: Path) -> None:
    for tier in tiers_of(make_session(faces=3, kind="camera", seconds=120), tmp_path).values():
        assert all(0 <= begin < end <= 120_000 for begin, end, _ in tier)
        assert all(before[1] <= after[0] for before, after in pairwise(tier))


def test_the_centre_view_is_one_tier(tmp_path: Path) -> None:
    assert list(tiers_of(make_session(view="centre"), tmp_path)) == ["Whole picture"]


@pytest.mark.parametrize("session", [make_session(seconds=0), make_session(faces=0)], ids=["nothing", "nobody"])
def test_where_nothing_was_scored_there_is_no_tier(session: Session, tmp_path: Path) -> None:
    assert tiers_of(session, tmp_path) == {}


def test_people_with_the_same_name_have_tiers_of_different_names(tmp_path: Path) -> None:
    names = {1: "Anna", 2: " Anna\n", 3: "Face 1", 4: "Events"}
    found = tiers_of(make_session(faces=4, names=names, kind="camera", seconds=30), tmp_path)
    assert list(found) == ["Anna", "Anna (Face 2)", "Face 1", "Events (Face 4)", "Events"]


def test_events_of_a_live_session_are_where_they_happened(tmp_path: Path) -> None:
    found = tiers_of(make_session(kind="camera", seconds=20), tmp_path)["Events"]
    assert found == [
        (8000, 9000, "lost: Kamera 0 antwortet nicht"),
        (10000, 11000, "back: Kamera 0 ist wieder da"),
    ]


def test_events_that_come_all_at_once_share_an_annotation_and_late_ones_stay_within_the_session(tmp_path: Path) -> None:
    (lost, back) = make_session(kind="camera").events
    late = replace(back, at=STARTED.replace(hour=23))
    session = make_session(kind="camera", seconds=20, events=(lost, replace(back, at=lost.at), late))
    found = tiers_of(session, tmp_path)["Events"]
    assert [one[:2] for one in found] == [(8000, 9000), (19999, 20000)]
    assert found[0][2] == "lost: Kamera 0 antwortet nicht\nback: Kamera 0 ist wieder da"


def test_events_while_a_file_was_analysed_have_no_place_in_it(tmp_path: Path) -> None:
    events = make_session(kind="camera").events
    assert "Events" not in tiers_of(make_session(events=events), tmp_path)


def test_the_video_is_linked_by_its_place_and_from_the_file(tmp_path: Path) -> None:
    video = tmp_path / "videos" / "Gespräch über #1 100%.MP4"
    eaf = Eaf(str(written(make_session(path=str(video)), tmp_path / "out")))
    (medium,) = eaf.get_linked_files()
    assert medium == {
        "MEDIA_URL": f"file://{video.as_posix()}",
        "RELATIVE_MEDIA_URL": "../videos/Gespräch über #1 100%.MP4",
        "MIME_TYPE": "video/mp4",
    }
    (beside,) = Eaf(str(written(make_session(path=str(tmp_path / "a.avi")), tmp_path))).get_linked_files()
    assert (beside["RELATIVE_MEDIA_URL"], beside["MIME_TYPE"]) == ("./a.avi", "video/*")


def test_without_a_video_nothing_is_linked(tmp_path: Path) -> None:
    assert Eaf(str(written(make_session(kind="camera"), tmp_path))).get_linked_files() == []


def test_times_are_those_of_a_video_that_began_later(tmp_path: Path) -> None:
    here = tiers_of(make_session(kind="camera", faces=1), tmp_path)
    there = tiers_of(make_session(kind="camera", faces=1, path="/data/a.mp4", video_s=1.5), tmp_path)
    assert there["Face 1" if "Face 1" in there else ANYBODY] == [
        (max(0, begin - 1500), end - 1500, label) for begin, end, label in here[ANYBODY] if end > 1500
    ]
    assert [begin for begin, _, _ in there["Events"]] == [6500, 8500]


def test_the_labels_are_a_vocabulary_that_the_annotations_refer_to(tmp_path: Path) -> None:
    path = written(make_session(), tmp_path)
    entries = Eaf(str(path)).get_cv_entries("labels")
    words = {entry: values[0][0] for entry, (values, _) in entries.items()}
    assert list(words.values()) == list(LABELS)
    annotations = list(ElementTree.parse(path).iter("ALIGNABLE_ANNOTATION"))
    assert annotations
    for annotation in annotations:
        assert words[annotation.attrib["CVE_REF"]] == annotation.findtext("ANNOTATION_VALUE")


def check_structure(root: ElementTree.Element) -> None:
    """What EAFv3.0 asks for: elements in order, attributes that must be there, identifiers that are one, references."""
    order = [SCHEMA_ORDER.index(child.tag) for child in root]
    assert order == sorted(order)
    assert {"HEADER", "TIME_ORDER"} <= {child.tag for child in root}
    assert (root.attrib["FORMAT"], root.attrib["VERSION"]) == ("3.0", "3.0")
    for element in root.iter():
        assert REQUIRED.get(element.tag, set()) <= set(element.attrib), element.tag
    slots = {one.attrib["TIME_SLOT_ID"]: int(one.attrib["TIME_VALUE"]) for one in root.iter("TIME_SLOT")}
    assert list(slots.values()) == sorted(slots.values())
    names = [*slots, *(one.attrib["ANNOTATION_ID"] for one in root.iter("ALIGNABLE_ANNOTATION"))]
    assert len(names) == len(set(names))
    tiers = [one.attrib["TIER_ID"] for one in root.iter("TIER")]
    assert len(tiers) == len(set(tiers))
    assert {one.attrib["LINGUISTIC_TYPE_REF"] for one in root.iter("TIER")} <= {
        one.attrib["LINGUISTIC_TYPE_ID"] for one in root.iter("LINGUISTIC_TYPE")
    }
    for one in root.iter("ALIGNABLE_ANNOTATION"):
        assert slots[one.attrib["TIME_SLOT_REF1"]] < slots[one.attrib["TIME_SLOT_REF2"]]


@pytest.mark.parametrize(
    "session",
    [make_session(), make_session(kind="camera", faces=3), make_session(seconds=0), make_session(view="centre")],
    ids=["file", "camera", "nothing", "centre"],
)
def test_the_file_is_built_as_the_schema_asks(session: Session, tmp_path: Path) -> None:
    check_structure(root_of(session, tmp_path))


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_names_make_no_broken_file(tmp_path: Path, odd: str) -> None:
    session = make_session(faces=1, subject=odd, name=odd, notes=odd, names={1: odd}, path=f"/data/{odd}.mp4")
    root = root_of(session, tmp_path)
    check_structure(root)
    (title,) = face_titles(session).values()
    assert list(tiers_of(session, tmp_path)) == [title]
    (tier,) = root.iter("TIER")
    assert tier.attrib["PARTICIPANT"] == odd.replace("\x07", "\ufffd").replace("\udcff", "\ufffd")


@given(st.lists(st.text(max_size=6), min_size=4, max_size=4))
def test_titles_of_faces_are_one_line_each_and_differ_whatever_people_are_called(names: Sequence[str]) -> None:
    session = make_session(faces=4, names=dict(enumerate(names, 1)), seconds=30)
    titles = face_titles(session, taken=("Events",))
    assert set(titles) == {1, 2, 3, 4}
    assert len({*titles.values(), "Events"}) == 5
    assert all(title and title == " ".join(title.split()) for title in titles.values())


@given(st.text(st.characters(), max_size=20))
def test_any_text_makes_a_file_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    events: tuple[Any, ...] = tuple(replace(one, message=text) for one in make_session(kind="camera").events)
    session = make_session(kind="camera", seconds=4, faces=1, notes=text, names={1: text}, events=events)
    check_structure(root_of(session, tmp_path_factory.getbasetemp()))

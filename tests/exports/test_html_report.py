"""The report: one page that needs nothing else, says what the session says, and lets nobody's words become markup."""

import base64
import json
import math
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import Cancelled
from core.exports import export
from core.exports.report_plots import COLUMNS, HEIGHT, WIDTH, curves, scored_seconds, ticks, track
from core.sessions.record import Session, SessionEvent, SessionState, verdict
from support.sessions import LABELS, ODD_TEXTS, STARTED, make_session

VOID = {"meta", "source", "img", "rect", "path", "line", "link", "br", "hr"}
REFERENCES = {"src", "srcset", "href", "xlink:href", "data", "action", "poster", "background"}


class Page(HTMLParser):
    """A report, taken apart. words: all that a person reads, in one line. tags: (name, attributes) in their order.

    unbalanced: ends of what was not open. tables: rows of cells.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup, self.tags, self.unbalanced, self.tables = markup, [], [], []
        self._open, self._pieces = [], []
        self.feed(markup)
        self.close()
        self.unbalanced += [f"<{name}> stays open" for name in self._open]
        self.words = " ".join("".join(self._pieces).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag not in ("bdi", "span", "code", "strong", "small", "a"):
            self._pieces.append(" ")

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.unbalanced.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        if "style" not in self._open:
            self._pieces.append(data)
        if "td" in self._open or "th" in self._open:
            self.tables[-1][-1][-1] += data.strip()

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def report(tmp_path: Path, session: Session) -> Page:
    return Page(export(session, "html", tmp_path / "report.html", force=True).read_text("utf-8"))


def with_info(session: Session, **changes: object) -> Session:
    return replace(session, info=replace(session.info, **changes))


SESSIONS = {
    "two faces": lambda: make_session(faces=2, kind="camera", notes="two\nlines"),
    "one face": lambda: make_session(faces=1),
    "centre view, two bundles": lambda: make_session(view="centre", bundles=2),
    "nothing at all": lambda: make_session(seconds=0),
    "nobody": lambda: make_session(faces=0),
    "cut off": lambda: make_session(state=SessionState.CUT_OFF, kind="stream"),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_the_page_is_whole_and_needs_nothing_else(tmp_path, name):
    page = report(tmp_path, SESSIONS[name]())
    assert page.markup.startswith("<!DOCTYPE html>")
    assert page.unbalanced == []
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "base")
        for attribute, value in attributes.items():
            assert not attribute.startswith("on")
            if attribute in REFERENCES:
                assert value.startswith(("data:image/png;base64,", "#")), (tag, attribute, value[:80])
                assert not value.startswith("#") or value[1:] in identifiers
    style = page.markup[page.markup.index("<style>") : page.markup.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(one["content"] for one in page.of("meta") if "http-equiv" in one)
    assert policy.startswith("default-src 'none'")


def test_it_says_who_what_when_and_how_it_ended(tmp_path):
    session = make_session(notes="first line\nsecond line", subject="P01")
    page = report(tmp_path, session)
    for words in (
        "Gespräch über Müll",
        "Subject P01",
        "State Complete",
        "Video file: Gespräch über Müll (1).mp4",
        "640 × 360 pixels, 30 pictures a second",
        "Length 20.0 s",
        "Begun 21 November 2026, 09:30:00 UTC",
        "Hop 4/30 s (0.13 s)",
        "Window the last 8 clips of a face vote",
        "Device cpu",
        "cd" * 32,
        "ab" * 32,
        session.info.session_id,
    ):
        assert words in page.words
    assert "first line\nsecond line" in page.markup
    assert "/data/videos" not in page.markup  # in which folder somebody keeps it is nobody's business


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SessionState.OPEN, "It was being recorded or analysed when this report was written."),
        (SessionState.CUT_OFF, "The program, or the computer, stopped in the middle."),
        (SessionState.FAILED, "An error ended it too early."),
        (SessionState.CANCELLED, "A person ended the analysis before its end."),
    ],
)
def test_a_session_that_is_not_complete_says_so_at_the_top(tmp_path, state, words):
    page = report(tmp_path, make_session(state=state, error="the camera was pulled out" if state == "failed" else ""))
    assert page.words.index("This session is not complete") < page.words.index("Session Subject")
    assert words in page.words
    assert ("The error: the camera was pulled out" in page.words) == (state == "failed")
    assert "not complete" not in report(tmp_path, make_session()).words


def test_the_verdicts_are_those_of_the_readings(tmp_path):
    session = make_session(faces=2, names={2: "Jürgen"})
    page = report(tmp_path, session)
    readings = session.readings
    assert len(page.tables) == 3  # all together, and each
    for table, face in zip(page.tables, (None, 1, 2), strict=True):
        expected = verdict(readings.of(face))
        assert [row[0] for row in table[1:]] == [label.capitalize() for label in LABELS]
        assert [row[2] for row in table[1:]] == [f"{100 * share:.1f}\xa0%" for share in expected.pbv]
        assert [row[4] for row in table[1:]] == [f"{100 * share:.1f}\xa0%" for share in expected.mv]
    headings = re.findall(r"<h2[^>]*><bdi>([^<]+)</bdi>", page.markup)
    assert headings == ["All faces together", "Face 1", "Jürgen"]


def test_one_face_has_one_verdict(tmp_path):
    page = report(tmp_path, make_session(faces=1, names={}))
    assert len(page.tables) == 1
    assert "All faces together" not in page.words


def test_the_share_of_time_that_was_scored_counts_overlapping_clips_once(tmp_path):
    session = make_session(seconds=20, faces=2, gaps=((8.0, 12.0),))
    ours = session.readings.of(None)
    covered = np.zeros(20_000, bool)
    for start, end in zip(ours.start, ours.end, strict=True):
        covered[round(start * 1000) : round(end * 1000)] = True
    seconds = scored_seconds(session.readings, 20.0)
    assert seconds == pytest.approx(covered.mean() * 20, abs=0.01)
    page = report(tmp_path, session)
    assert f"{seconds:.1f} s of 20.0 s ({100 * seconds / 20:.0f} %) lie in one." in page.words
    assert f"{int((~session.readings.scored).sum())} clips were not: no face." in page.words


def test_a_session_without_readings_says_so(tmp_path):
    page = report(tmp_path, make_session(seconds=0))
    assert "There is no scored reading in this session" in page.words
    assert "It was over before a clip was complete" in page.words
    assert not page.tables
    assert not page.of("img")
    nobody = report(tmp_path, make_session(faces=0))
    assert "No face was found for long enough" in nobody.words


@pytest.mark.parametrize(
    "typed", ['<script>alert("x")</script>', "</style><img src=x onerror=alert(1)>", '" onload="alert(1)']
)
def test_what_people_type_stays_text(tmp_path, typed):
    event = SessionEvent(STARTED + timedelta(seconds=3), typed, typed)
    words = dict.fromkeys(("name", "subject", "notes", "error", "source", "path"), typed)
    session = make_session(**words, names={1: typed}, events=[event], kind="camera", state=SessionState.FAILED)
    session = replace(session, bundles=(replace(session.bundles[0], name=typed, clip_rule=typed, view=typed),))
    session = with_info(session, settings={"device": typed, typed: typed})
    page = report(tmp_path, session)
    harmless = report(tmp_path, make_session(events=[replace(event, kind="k", message="m")], kind="camera"))
    assert page.unbalanced == []
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in harmless.tags} | {"h3"}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.words.count(" ".join(typed.split())) >= 8


@pytest.mark.parametrize("typed", ODD_TEXTS)
def test_odd_names_give_a_readable_page(tmp_path, typed):
    session = make_session(name=typed, subject=typed, notes=typed, names={1: typed, 2: typed}, source=typed)
    page = report(tmp_path, session)
    assert page.unbalanced == []
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", page.markup)


def test_labels_of_other_bundles_are_shown_as_they_are(tmp_path):
    page = report(tmp_path, make_session(labels=("in_love", "bored"), faces=1))
    assert [row[0] for row in page.tables[0][1:]] == ["In love", "Bored"]


def test_everything_seen_is_also_said(tmp_path):
    page = report(tmp_path, make_session(faces=2))
    assert len(page.of("img")) == 2
    assert all(re.match(r"Heat map of [\d,]+ clips over time", image["alt"]) for image in page.of("img"))
    strips = [one for one in page.of("svg") if one.get("role") == "img"]
    assert len(strips) == 2 * len(LABELS)
    assert all(re.fullmatch(r"\w+: highest \d+\xa0% at \d+:\d\d", strip["aria-label"]) for strip in strips)
    assert all(one.get("aria-hidden") == "true" for one in page.of("svg") if one not in strips)
    assert len(page.of("h1")) == 1
    assert len(page.of("caption")) == len(page.of("table"))
    assert all("scope" in header for header in page.of("th"))
    assert page.of("html") == [{"lang": "en"}]


def test_a_curve_goes_through_the_votes_and_breaks_where_nothing_was_scored():
    session = make_session(seconds=20, faces=1, gaps=((8.0, 12.0),))
    ours = session.readings.of(1)
    drawn = curves(track(session.readings, 1), 20.0)
    assert len(drawn) == len(LABELS)
    for label, curve in enumerate(drawn):
        runs = curve.line.split("M")[1:]
        assert len(runs) == 2
        points = np.array([[float(side) for side in point.split(",")] for run in runs for point in run.split()])
        middles = (ours.start + ours.end) / 2
        np.testing.assert_allclose(points[:, 0], middles / 20 * WIDTH, atol=0.06)
        np.testing.assert_allclose(points[:, 1], (1 - ours.vote[:, label]) * HEIGHT, atol=0.06)
        assert curve.top == pytest.approx(ours.vote[:, label].max())
        assert not curve.thinned


def test_a_lone_reading_is_drawn():
    session = make_session(seconds=2.2, faces=1, gaps=())
    assert len(session.readings) == 1
    assert re.fullmatch(r"M[\d.]+,[\d.]+h2", curves(track(session.readings, 1), 2.2)[0].line)


def test_three_hours_stay_small_and_keep_their_peaks(tmp_path):
    session = make_session(seconds=10_800, faces=6, gaps=((5000, 5300),))
    vote = session.readings.vote.copy()
    peak = int(np.flatnonzero(session.readings.face_id == 1)[20_000])
    vote[peak] = np.eye(len(LABELS), dtype=np.float32)[3]
    session = replace(session, readings=replace(session.readings, vote=vote))
    assert len(session.readings) > 190_000
    assert len(report(tmp_path, session).markup) < 2_000_000
    curve = curves(track(session.readings, 1), 10_800)[3]
    points = [point for run in curve.line.split("M")[1:] for point in run.split()]
    assert 400 < len(points) <= 1000
    assert curve.thinned
    assert curve.top == 1
    assert ",0.0 " in curve.band  # its highest edge touches 100 %
    assert len(curve.line.split("M")) == 3


def test_of_many_faces_those_with_most_clips_are_shown(tmp_path):
    session = make_session(seconds=12, faces=1, gaps=())
    readings = session.readings
    many = readings.where(np.repeat(np.arange(len(readings)), 80))
    many.face_id[:] = np.tile(np.arange(1, 81), len(readings))
    rare = many.where(~((many.face_id > 40) & (many.start > 0.1)))  # faces 41 to 80 have one clip each
    page = report(tmp_path, replace(session, readings=rare))
    assert len(page.tables) == 61
    assert len(page.of("img")) == 6
    assert "20 more faces with fewer clips are left out here" in page.words


def test_the_heat_map_has_the_posteriors_and_lets_gaps_through(tmp_path):
    session = make_session(seconds=20, faces=1, gaps=((8.0, 12.0),))
    page = report(tmp_path, session)
    image = Image.open(BytesIO(base64.b64decode(page.of("img")[0]["src"].partition(",")[2]))).convert("RGBA")
    assert image.height == len(LABELS)
    assert 100 < image.width <= COLUMNS
    seen = np.asarray(image)[..., 3] > 0
    column = np.arange(image.width) / image.width * 20
    inner = 2 / image.width * 20
    assert not seen[:, (column > 7.0 + inner) & (column < 13.0 - inner)].any()
    assert seen[:, (column > 1.1 + inner) & (column < 6.8 - inner)].all()
    ours = session.readings.of(1)
    darkness = 255 - np.asarray(image.convert("L"))[:, [int((ours.start[3] + ours.end[3]) / 40 * image.width)]]
    assert int(darkness[:, 0].argmax()) == int(ours.posterior[3].argmax())


def test_it_has_the_accuracy_of_the_starter_from_its_card_but_of_no_other_bundle(tmp_path, repository):
    card = json.loads((repository / "assets/starter/card.json").read_text("utf-8"))
    session = make_session()
    known = replace(
        session.bundles[0], name="starter", encoder_sha256=card["encoder_sha256"], probes=tuple(card["probes"])
    )
    page = report(tmp_path, replace(session, bundles=(known,)))
    test = card["metrics"]["fer2013_public_test"]
    cells = {row[0]: row[-1] for table in page.tables for row in table}
    assert cells["Accuracy"] == f"{100 * test['accuracy']:.1f}\xa0%"
    assert cells["Recall of fear"] == f"{100 * test['recall']['fear']:.1f}\xa0%"
    assert card["licences"]["weights"] in page.words
    assert card["note"] in page.words
    retrained = replace(known, probes=("00" * 32,))
    assert "Recall of fear" not in report(tmp_path, replace(session, bundles=(retrained,))).words


def test_events_have_their_place_in_a_live_session(tmp_path):
    page = report(tmp_path, make_session(kind="camera", seconds=100))
    assert [row[1:] for row in page.tables[-1][1:]] == [
        ["0:40", "lost", "Kamera 0 antwortet nicht"],
        ["0:50", "back", "Kamera 0 ist wieder da"],
    ]


def test_it_says_what_it_means_and_with_what_it_was_made(tmp_path):
    page = report(tmp_path, make_session())
    assert "They say which posed expression a face resembles. They do not say what a person feels" in page.words
    for word in ("Posterior", "Vote", "Posteriors-based voting (PBV)", "Majority voting (MV)", "Hop", "Window"):
        assert f"<dt>{word}</dt>" in page.markup
    assert f"numpy {np.__version__}" in page.words


@pytest.mark.parametrize("duration", [0.04, 1, 19.6, 60, 100, 3600, 10_800, 400_000])
def test_the_axis_of_time_has_a_few_whole_moments(duration):
    moments = ticks(duration)
    assert moments[0] == 0
    assert all(moment <= duration for moment in moments)
    assert len(moments) <= 10
    assert len(moments) >= min(3, math.ceil(duration))


def test_a_cancelled_report_leaves_nothing(tmp_path):
    told = []

    def stop(share: float) -> None:
        told.append(share)
        if share >= 0.45:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(make_session(faces=2), "html", tmp_path / "report.html", progress=stop)
    assert told == [0.0, 0.45]
    assert not list(tmp_path.iterdir())

"""What a report says about each face: its verdict, how much of the time it was scored, its curves and posteriors."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.exports.face_titles import face_titles
from core.exports.panel import emotion_name
from core.exports.report_plots import Curve, curves, heat_map, scored_seconds, ticks, track
from core.exports.report_words import clock, count, fine_percent, length, percent
from core.sessions.record import NOBODY, ReadingTable, Session, Verdict, verdict

MOST_PLOTTED = 6  # faces with curves; a report with more is too long to be read
MOST_JUDGED = 60  # faces with a verdict


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One label's share of both votes, as texts, and 0 to 100 for the bars. wins: by which of the votes it does."""

    label: str
    place: int
    pbv: str
    mv: str
    pbv_bar: float
    mv_bar: float
    pbv_wins: bool
    mv_wins: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A label's curve. words: its figures."""

    label: str
    place: int
    curve: Curve
    words: str


@dataclass(frozen=True, slots=True)
class FaceReport:
    """One face, or the whole picture, or all of them together.

    rows: [] when nothing was scored. seen: from when to when. strips: [] when it is not plotted. heat: data URIs of the
    posteriors on light and dark ground.
    """

    title: str
    clips: str
    verdict: str
    rows: list[VerdictRow]
    seen: str
    strips: list[Strip]
    heat: tuple[str, str]
    heat_words: str


def span(session: Session) -> float:
    """Seconds from the session's 0 to the end of its plots; never 0."""
    ends = session.readings.end
    return max(session.info.duration_s, float(ends.max()) if len(ends) else 0.0, 1 / 30)


def overall(session: Session) -> FaceReport:
    """All scored readings together; in the centre view that is all there is, plots included."""
    alone = not session.readings.faces
    title = face_titles(session).get(NOBODY, "Overall") if alone else "All faces together"
    return _report(session, session.readings, None, title, plotted=alone)


def each_face(session: Session) -> Iterator[FaceReport]:
    """The faces in the order of their numbers; of many only those with the most scored clips, and of those fewer are
    plotted. None in the centre view."""
    readings, titles = session.readings, face_titles(session)
    clips = {face: int((readings.scored & (readings.face_id == face)).sum()) for face in readings.faces}
    ranked = sorted(clips, key=lambda face: -clips[face])
    for face in sorted(ranked[:MOST_JUDGED]):
        yield _report(session, readings, face, titles[face], plotted=face in ranked[:MOST_PLOTTED])


def scored_words(session: Session) -> str:
    """How much of the session was scored."""
    readings, whole = session.readings, span(session)
    seconds = scored_seconds(readings, whole)
    clips = count(int(readings.scored.sum()), "clip was", "clips were")
    return f"{clips} scored; {length(seconds)} of {length(whole)} ({percent(seconds / whole)}) lie in one."


def axis(session: Session) -> list[tuple[float, str]]:
    """Where on the way (%) the ticks of the axis of time stand, and what they say."""
    whole = span(session)
    return [(100 * moment / whole, clock(moment)) for moment in ticks(whole)]


def _report(session: Session, table: ReadingTable, face: int | None, title: str, *, plotted: bool) -> FaceReport:
    ours, whole = table.of(face), span(session)
    found = verdict(ours)
    if found is None:
        return FaceReport(title, count(0, "clip"), "", [], "", [], ("", ""), "")
    share = scored_seconds(ours, whole) / whole
    seen = f"{clock(ours.start.min())} to {clock(ours.end.max())}, {percent(share)} of the session"
    rows = _rows(session.info.labels, found)
    said = _said(session.info.labels, found)
    if not plotted:
        return FaceReport(title, count(found.clips, "clip"), said, rows, seen, [], ("", ""), "")
    points = track(table, face)
    strips = [
        Strip(emotion_name(label), place, curve, _figures(curve))
        for place, (label, curve) in enumerate(zip(session.info.labels, curves(points, whole), strict=True))
    ]
    words = f"Heat map of {count(found.clips, 'clip')} over time, a row for each label. {said}"
    return FaceReport(title, count(found.clips, "clip"), said, rows, seen, strips, heat_map(points, whole), words)


def _rows(labels: tuple[str, ...], found: Verdict) -> list[VerdictRow]:
    first, most = int(found.pbv.argmax()), int(found.mv.argmax())
    return [
        VerdictRow(
            label=emotion_name(label),
            place=place,
            pbv=fine_percent(found.pbv[place]),
            mv=fine_percent(found.mv[place]),
            pbv_bar=round(100 * float(found.pbv[place]), 1),
            mv_bar=round(100 * float(found.mv[place]), 1),
            pbv_wins=place == first,
            mv_wins=place == most,
        )
        for place, label in enumerate(labels)
    ]


def _said(labels: tuple[str, ...], found: Verdict) -> str:
    pbv, mv = (emotion_name(labels[int(votes.argmax())]) for votes in (found.pbv, found.mv))
    shares = percent(found.pbv.max()), percent(found.mv.max())
    if pbv == mv:
        return f"{pbv}: {shares[0]} by posteriors, {shares[1]} of the clips."
    return f"{pbv} by posteriors ({shares[0]}), but {mv} in most clips ({shares[1]})."


def _figures(curve: Curve) -> str:
    return f"highest {percent(curve.top)} at {clock(curve.top_s)}"

"""What a report says about a session beside its readings: who, what, when, by which bundle, with which settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.clips.sampling import TICKS_PER_SECOND
from core.errors import BundleError
from core.exports.report_words import clock, fine_percent, length, moment
from core.exports.wall_clock import WallClock
from core.json_file import made_with
from core.model.bundle.files import read_card
from core.model.cards import BundleCard
from core.paths import asset
from core.sessions.record import BundleUse, Session, SessionState

Facts = list[tuple[str, str]]
"""Names and what there is to say, in the order in which they are shown."""

MOST_EVENTS = 500
_STARTER = "starter"

_STATES = {
    SessionState.OPEN: ("Still open", "It was being recorded or analysed when this report was written"),
    SessionState.COMPLETE: ("Complete", "It came to its end"),
    SessionState.CUT_OFF: (
        "Cut off",
        "The program, or the computer, stopped in the middle. What was read until then is here",
    ),
    SessionState.FAILED: ("Failed", "An error ended it too early. What was read until then is here"),
    SessionState.CANCELLED: (
        "Cancelled",
        "A person ended the analysis before its end. What was read until then is here",
    ),
}
_KINDS = {"file": "Video file", "camera": "Camera", "stream": "Network stream", "demo": "Demo"}
_VIEWS = {"face": "Face: a square of {margin:g} times the detected face", "centre": "Centre of the whole picture"}
_MEASURES = {
    "accuracy": "accuracy",
    "accuracy_without_copies": "accuracy without faces that are also in the training pictures",
    "war": "weighted average recall",
    "uar": "unweighted average recall",
    "macro_precision": "macro precision",
    "ece": "calibration error",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bundle's card says it reached. on: with what. how: it was measured. facts: the figures. recall: by label,
    the share of what shows that label that is recognised as it."""

    on: str
    how: str
    facts: Facts
    recall: Facts


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """A bundle of a session. note: what its makers want known. measured: () when its card is not at hand."""

    name: str
    facts: Facts
    note: str
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event. at: of the day; second: of the session, "" when it has no place there."""

    at: str
    second: str
    kind: str
    message: str


def state_words(session: Session) -> str:
    """How it ended, as a sentence without a full stop."""
    return _STATES[session.info.state][1]


def session_facts(session: Session) -> Facts:
    """Who, what, when, how long, and how it ended."""
    info, source = session.info, session.info.source
    size = f"{source.width} × {source.height} pixels" if source.width and source.height else ""
    rate = f"{source.fps:.3g} pictures a second" if source.fps else ""
    facts = [
        ("Subject", info.subject),
        ("State", _STATES[info.state][0]),
        ("Error", info.error),
        ("Source", f"{_KINDS.get(source.kind, source.kind)}: {source.name}"),
        ("Pictures", ", ".join(filter(None, (size, rate)))),
        ("Length", length(info.duration_s)),
        ("Begun", moment(info.started)),
        ("Ended", moment(info.ended) if info.ended else ""),
        # The name alone: in which folders somebody keeps their files is nobody's business.
        ("Video", Path(info.path).name if info.path else "none was kept"),
        ("Video, SHA-256", info.digest),
        ("Session", info.session_id),
    ]
    return [(name, value) for name, value in facts if value]


def settings_facts(session: Session) -> Facts:
    """How it was computed."""
    return [_setting(name, value) for name, value in session.info.settings.items()]


def bundle_facts(use: BundleUse) -> BundleFacts:
    """What is known of a bundle: what the session noted, and what its card says where that is at hand."""
    view = _VIEWS.get(use.view, use.view).format(margin=use.margin)
    facts = [
        ("In use since", moment(use.since)),
        ("View", view),
        ("Resolution", f"{use.resolution} × {use.resolution} pixels"),
        ("Clip rule", use.clip_rule),
        ("Encoder, SHA-256", use.encoder_sha256),
        *(("Probe, SHA-256", probe) for probe in use.probes),
    ]
    card = _card_of(use)
    if card is None:
        return BundleFacts(use.name, facts, "", ())
    facts += [
        ("Trained with", card.training_data),
        ("Folds", card.folds),
        ("Made", card.created),
        *((f"Licence of the {part}", licence) for part, licence in card.licences.items()),
    ]
    measured = tuple(_measured(card.metrics))
    return BundleFacts(use.name, [(name, value) for name, value in facts if value], card.note, measured)


def happenings(session: Session) -> list[Happening]:
    """The first MOST_EVENTS events. Only those of a live source have a place in the session's time."""
    clock_of_day = WallClock(session) if session.info.source.live else None
    return [
        Happening(
            moment(event.at),
            clock(max(0.0, clock_of_day.second(event.at))) if clock_of_day else "",
            event.kind,
            event.message,
        )
        for event in session.events[:MOST_EVENTS]
    ]


def versions() -> Facts:
    """Of the program that writes the report, and what it stands on."""
    made = made_with()
    found = [(name, version or "not installed") for name, version in made["versions"].items()]
    return [*found, ("system", made["platform"])]


def _setting(name: str, value: int | str | None) -> tuple[str, str]:
    if name == "hop" and isinstance(value, int):
        return (
            "Hop",
            f"{value}/{TICKS_PER_SECOND:g} s ({value / TICKS_PER_SECOND:.2f} s) from the start of a clip to the next",
        )
    if name == "window":
        return "Window", "all clips of the session vote" if value is None else f"the last {value} clips of a face vote"
    return name.replace("_", " ").capitalize(), "–" if value is None else str(value)


def _card_of(use: BundleUse) -> BundleCard | None:
    """The card of the bundle that comes with the program, if that is the one; others lie who knows where."""
    try:
        card = read_card(asset(_STARTER))
    except (BundleError, FileNotFoundError):
        return None
    same = card.probes == use.probes if use.probes else card.name == use.name
    return card if same and card.encoder_sha256 == use.encoder_sha256 else None


def _measured(metrics: Mapping[str, Any]) -> Iterator[Measured]:
    """The parts of a card that say how often a bundle is right for each label: others are no measure of it."""
    for on, part in metrics.items():
        if isinstance(part, dict) and isinstance(part.get("recall"), dict):
            figures = [(words, part[name]) for name, words in _MEASURES.items() if _number(part.get(name))]
            recall = [(str(label), fine_percent(share)) for label, share in part["recall"].items() if _number(share)]
            facts = [(words[0].upper() + words[1:], fine_percent(share)) for words, share in figures]
            yield Measured(on.replace("_", " "), str(part.get("how", "")), facts, recall)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

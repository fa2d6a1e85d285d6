"""ELAN annotations (.eaf): a tier for each face with runs of the vote's label, and one for what happened meanwhile.

What a run is and where it lies is said in `core.exports.label_runs`. Times are those of the linked video, whose first
picture is 0, and so there is never an offset (TIME_ORIGIN) to apply; without a video they are the session's. The labels
are a controlled vocabulary, so that ELAN offers them to a person who corrects an annotation.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import ElementTree, indent

from core.exports.eaf import FREE, VOCABULARY, Annotation, Tier, document
from core.exports.face_titles import face_titles
from core.exports.formats import Progress
from core.exports.label_runs import label_runs, length_s, on_the_video
from core.exports.wall_clock import WallClock
from core.exports.xml_text import xml_text
from core.sessions.record import Session

EVENTS = "Events"
"""The tier of what happened to the source and the program."""

_EVENT_MS = 1000  # an event has no length, an annotation must have one


def write(session: Session, path: Path, progress: Progress) -> None:
    """One file, whose links lead from the folder of `path`; a session without a scored reading has no tier of a face.

    Raises OSError.
    """
    progress(0.0)
    info = session.info
    root = document(
        [*_face_tiers(session), *_event_tiers(session)],
        info.labels,
        participant=xml_text(info.subject),
        made=info.started,
        properties={"session_id": info.session_id, "session_name": info.name, "session_notes": info.notes},
        video=info.video,
        folder=path.parent.absolute(),
    )
    progress(0.5)
    indent(root, " ")
    ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)
    progress(1.0)


def _face_tiers(session: Session) -> Iterator[Tier]:
    runs, labels = on_the_video(session, label_runs(session)), session.info.labels
    for face, title in face_titles(session, taken=(EVENTS,)).items():
        of_face = [run for run in runs if run.face_id == face]
        annotations = [Annotation(run.begin_ms, run.end_ms, labels[run.label], run.label) for run in of_face]
        yield Tier(title, VOCABULARY, annotations)


def _event_tiers(session: Session) -> Iterator[Tier]:
    """One or none: what happened while a file was analysed has no place in the file's time."""
    info = session.info
    begins = info.video_s if info.path else 0.0
    last = round((length_s(session) - begins) * 1000) - 1
    if not session.events or not info.source.live or last < 0:
        return
    clock = WallClock(session)
    texts: dict[int, list[str]] = {}  # by millisecond: annotations of one tier must not overlap
    for event in session.events:
        moment = min(max(round((clock.second(event.at) - begins) * 1000), 0), last)
        texts.setdefault(moment, []).append(f"{event.kind}: {event.message}")
    yield Tier(
        EVENTS,
        FREE,
        [
            Annotation(moment, min(moment + _EVENT_MS, following), "\n".join(texts[moment]))
            for moment, following in pairwise([*sorted(texts), last + 1])
        ],
    )

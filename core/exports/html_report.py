"""A session as one page of HTML that needs nothing else: no script, no network, and it prints."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from core.emotion_colours import ON_DARK, ON_LIGHT, OTHER_ON_DARK, OTHER_ON_LIGHT
from core.exports import report_faces, report_facts, report_plots
from core.exports.formats import Progress
from core.exports.report_words import clock, count, moment
from core.exports.xml_text import xml_text
from core.paths import asset
from core.sessions.record import STATUSES, Session
from core.types import Status

_FOLDER, _PAGE = "report", "report.html.jinja"


def write(session: Session, path: Path, progress: Progress) -> None:
    """Writes the report, less than 2 MB of it. Raises OSError, and whatever `progress` raises."""
    progress(0.0)
    page = _template().render(_contents(session, progress))
    progress(0.95)
    path.write_bytes(f"{page.strip()}\n".encode())
    progress(1.0)


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(asset(_FOLDER)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    return environment.get_template(_PAGE)


def _printable(value: object) -> object:
    """What a person typed without the characters that no page may hold: control characters, halves of surrogates."""
    return xml_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _contents(session: Session, progress: Progress) -> dict[str, Any]:
    info, readings = session.info, session.readings
    faces = []
    shown = min(len(readings.faces), report_faces.MOST_JUDGED)
    for face in report_faces.each_face(session):
        faces.append(face)
        progress(0.9 * len(faces) / shown)
    return {
        "info": info,
        "state": report_facts.state_words(session),
        "facts": report_facts.session_facts(session),
        "scored": report_faces.scored_words(session),
        "unscored": _unscored(session),
        "overall": report_faces.overall(session),
        "faces": faces,
        "left_out": len(readings.faces) - len(faces),
        "axis": report_faces.axis(session),
        "end": clock(report_faces.span(session)),
        "second_of_column": report_faces.span(session) / report_plots.COLUMNS,
        "columns": report_plots.COLUMNS,
        "drawing": (report_plots.WIDTH, report_plots.HEIGHT),
        "bundles": [report_facts.bundle_facts(use) for use in session.bundles],
        "settings": report_facts.settings_facts(session),
        "events": report_facts.happenings(session),
        "events_left_out": max(0, len(session.events) - report_facts.MOST_EVENTS),
        "versions": report_facts.versions(),
        "written": moment(datetime.now(UTC)),
        "colours": [(ON_LIGHT.get(label, OTHER_ON_LIGHT), ON_DARK.get(label, OTHER_ON_DARK)) for label in info.labels],
        "heat": (_gradient(report_plots.HEAT_ON_LIGHT), _gradient(report_plots.HEAT_ON_DARK)),
    }


def _unscored(session: Session) -> list[str]:
    """How many clips were not scored, by the reason."""
    reasons = {Status.NO_FACE: "no face"}
    counts = np.bincount(session.readings.status, minlength=len(STATUSES)).tolist()
    return [
        f"{count(number, 'clip was', 'clips were')} not: {reasons.get(status, str(status).replace('_', ' '))}."
        for status, number in zip(STATUSES, counts, strict=True)
        if number and status is not Status.SCORED
    ]


def _gradient(stops: Sequence[tuple[float, str]]) -> str:
    return f"linear-gradient(to right, {', '.join(f'{colour} {share:.0%}' for share, colour in stops)})"

"""What is known of a session beside its readings, for formats that can carry it along."""

import math
from typing import Any

from core import __version__
from core.session import utc_text
from core.sessions.record import BundleUse, Session, SessionEvent

FACTS_VERSION = 1


def session_facts(session: Session) -> dict[str, Any]:
    """As plain JSON values, without NaN; docs/data-dictionary.md explains each field. The events are not among them."""
    info = session.info
    source = info.source
    return {
        "facts_version": FACTS_VERSION,
        "session_id": info.session_id,
        "name": info.name,
        "subject": info.subject,
        "notes": info.notes,
        "state": str(info.state),
        "error": info.error or None,
        "started_utc": utc_text(info.started),
        "ended_utc": utc_text(info.ended) if info.ended else None,
        "duration_s": _figure(info.duration_s),
        "zero_s": _figure(info.zero_s),
        "source": {
            "name": source.name,
            "kind": source.kind,
            "width": source.width,
            "height": source.height,
            "fps": _figure(source.fps) or None,
        },
        "video": {"path": info.path, "sha256": info.digest or None, "begins_s": _figure(info.video_s)}
        if info.path
        else None,
        "labels": list(info.labels),
        "readings": len(session.readings),
        "scored": int(session.readings.scored.sum()),
        "settings": dict(info.settings),
        "faces": {str(number): name for number, name in sorted(info.faces.items())},
        "bundles": [_bundle(use) for use in session.bundles],
        "exported_with": f"fer-desktop {__version__}",
    }


def event_facts(event: SessionEvent) -> dict[str, str]:
    """One event, as plain JSON values."""
    return {"at_utc": utc_text(event.at), "kind": event.kind, "message": event.message}


def _bundle(use: BundleUse) -> dict[str, Any]:
    return {
        "from_utc": utc_text(use.since),
        "name": use.name,
        "encoder_sha256": use.encoder_sha256,
        "probes_sha256": list(use.probes),
        "clip_rule": use.clip_rule,
        "view": use.view,
        "margin": _figure(use.margin),
        "resolution": use.resolution,
    }


def _figure(value: float) -> float | None:
    """To the microsecond; None for what is no number, which JSON cannot say."""
    return round(value, 6) if math.isfinite(value) else None

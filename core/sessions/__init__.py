"""Sessions: what was recorded or analysed, kept in one database in the person's data folder."""

from core.sessions.log import Beginning, SessionLog
from core.sessions.record import (
    BundleUse,
    FaceTracks,
    ReadingTable,
    Session,
    SessionEvent,
    SessionInfo,
    SessionState,
    Verdict,
    table_of,
    verdict,
)
from core.sessions.store import SessionStore, sessions_path

__all__ = [
    "Beginning",
    "BundleUse",
    "FaceTracks",
    "ReadingTable",
    "Session",
    "SessionEvent",
    "SessionInfo",
    "SessionLog",
    "SessionState",
    "SessionStore",
    "Verdict",
    "sessions_path",
    "table_of",
    "verdict",
]

"""Sessions: what was recorded or analysed, kept in one database in the person's data folder."""

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

__all__ = [
    "BundleUse",
    "FaceTracks",
    "ReadingTable",
    "Session",
    "SessionEvent",
    "SessionInfo",
    "SessionState",
    "Verdict",
    "table_of",
    "verdict",
]

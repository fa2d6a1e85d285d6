"""The tables of the database of sessions, version by version. docs/data-dictionary.md explains what they hold.

A version is only ever added: a database of any version is brought to the newest one, step by step, in one transaction.
"""

import sqlite3

VERSION_1 = """
CREATE TABLE sessions (
    number INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    started_at REAL NOT NULL,
    touched_at REAL NOT NULL,
    ended_at REAL,
    labels TEXT NOT NULL,
    source TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    faces TEXT NOT NULL DEFAULT '{}',
    zero_s REAL NOT NULL,
    duration_s REAL NOT NULL DEFAULT 0,
    readings INTEGER NOT NULL DEFAULT 0,
    scored INTEGER NOT NULL DEFAULT 0,
    writer TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_start ON sessions (started_at);
CREATE TABLE bundles (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    place INTEGER NOT NULL,
    since REAL NOT NULL,
    name TEXT NOT NULL,
    encoder_sha256 TEXT NOT NULL,
    clip_rule TEXT NOT NULL,
    view TEXT NOT NULL,
    margin REAL NOT NULL,
    resolution INTEGER NOT NULL,
    probes TEXT NOT NULL,
    PRIMARY KEY (session, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (
    number INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    clip_index INTEGER NOT NULL,
    face_id INTEGER NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    first_frame INTEGER NOT NULL,
    last_frame INTEGER NOT NULL,
    captured_at REAL,
    status TEXT NOT NULL,
    posterior BLOB,
    vote BLOB,
    box BLOB,
    latency_s REAL NOT NULL,
    bundle INTEGER NOT NULL
) STRICT;
CREATE INDEX readings_of_session ON readings (session);
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_session ON events (session);
"""
"""Live recordings. Times are on the source's clock, `zero_s` too; moments are POSIX seconds. Lists, objects are JSON.
Blobs are little-endian: C values float32 of `posterior` and `vote`, 4 values float64 of `box`."""

VERSION_2 = """
ALTER TABLE sessions ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN video_s REAL NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN analysis TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN thumbnail BLOB;
CREATE INDEX sessions_by_analysis ON sessions (analysis) WHERE analysis != '';
CREATE TABLE tracks (
    number INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    faces BLOB NOT NULL
) STRICT;
CREATE INDEX tracks_of_session ON tracks (session);
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
"""Analyses of videos: which video, the key under which an analysis is found again, the faces in each frame (rows of
`core.sessions.rows.TRACK`), digests of files that were read before, and facts about the database itself."""

MIGRATIONS = (VERSION_1, VERSION_2)
"""The script that leads to version 1, 2, ..."""

VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables in a database; 0: there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the tables to the newest version, all steps or none. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")  # another program may be about to do the same
    try:
        for script in MIGRATIONS[version_of(connection) :]:
            for statement in script.split(";\n"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite rolls back by itself where the disk is full
            connection.execute("ROLLBACK")
        raise

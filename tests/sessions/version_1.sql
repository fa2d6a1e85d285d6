PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "bundles" VALUES(1,0,1796090400.0,'starter','eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','as-run','face',1.5,96,'["ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"]');
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
INSERT INTO "events" VALUES(1,1,1796090405.0,'lost','the camera was unplugged');
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
INSERT INTO "readings" VALUES(1,1,0,1,1000.5,1002.5,15,75,1796090402.5,'scored',X'0000003F0000803E0000803E',X'0000003F0000803E0000803E',X'000000000000244000000000000034400000000000003E400000000000003E40',0.05,0);
INSERT INTO "readings" VALUES(2,1,1,0,1000.6,1002.6,19,79,1796090402.6,'no_face',NULL,NULL,NULL,0.01,0);
INSERT INTO "readings" VALUES(3,1,2,1,1000.7,1002.7,23,83,NULL,'scored',X'0000003E0000403F0000003E',X'0000A03E0000003F0000403E',X'000000000000264000000000000034400000000000003E400000000000003E40',0.05,0);
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
INSERT INTO "sessions" VALUES(1,'20261201-020000-00000001','Interview','P/01','calm at first','complete','',1796090400.0,1796090409.0,1796090409.5,'["happy", "sad", "neutral"]','{"name": "Camera 0", "kind": "camera", "width": 640, "height": 480, "fps": 30.0, "frame_count": null}','{"hop": 4, "window": 8, "device": "cpu", "precision": "fp32"}','{"1": "Anna"}',1000.0,9.0,3,2,'');
INSERT INTO "sessions" VALUES(2,'20261201-030000-00000002','','','','open','',1796094000.0,1796094003.0,NULL,'["happy", "sad", "neutral"]','{"name": "Camera 0", "kind": "camera", "width": 640, "height": 480, "fps": 30.0, "frame_count": null}','{}','{}',2000.0,0.0,0,0,'1-gone');
CREATE INDEX sessions_by_start ON sessions (started_at);
CREATE INDEX readings_of_session ON readings (session);
CREATE INDEX events_of_session ON events (session);
COMMIT;

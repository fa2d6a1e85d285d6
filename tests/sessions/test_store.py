"""The database of sessions: what was written is read, whatever state the file is in."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from core.errors import StoreError
from core.sessions import Session, SessionState, SessionStore, sessions_path
from core.sessions.schema import VERSION, version_of
from core.types import Face, Status
from support import session_logs
from support.session_logs import CAMERA, CARD, LABELS, STARTED, begin, reading


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "sessions.db"


def recorded(database: Path, session_id: str = "one", readings: int = 3, **facts: object) -> None:
    log = begin(SessionStore.open(database), session_id, **facts)
    log.write([reading(number) for number in range(readings)])
    log.close(SessionState.COMPLETE, ended=STARTED + timedelta(seconds=10))


def read(path: Path) -> Session:
    with SessionStore.open(path) as store:
        return store.read("one")


def contents(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())


def test_a_session_comes_back_as_it_was(path):
    log = begin(SessionStore.open(path))
    log.use_settings({"hop": 4, "window": None, "device": "cpu", "precision": "fp32"}, STARTED)
    log.write([reading(0), reading(1, status=Status.NO_FACE), reading(2, face_id=2)])
    log.use_settings({"hop": 8}, STARTED)
    log.use_names({1: "Jürgen"})
    log.event("lost", "the camera was unplugged", STARTED)
    log.use_bundle(CARD, STARTED)
    log.write([reading(3)])
    log.lasted(60.0)
    log.close(SessionState.FAILED, "the disk is full", STARTED + timedelta(seconds=60))

    session = read(path)
    info, table = session.info, session.readings
    assert (info.name, info.subject, info.notes, info.error) == ("Interview", "P01", "", "the disk is full")
    assert (info.state, info.started) == (SessionState.FAILED, STARTED)
    assert (info.ended, info.duration_s) == (STARTED + timedelta(seconds=60), 60.0)
    assert (info.source, info.labels, info.faces) == (CAMERA, LABELS, {1: "Jürgen"})
    assert (info.readings, info.scored, info.pictures) == (4, 3, False)
    assert info.settings == {"hop": 4, "window": None, "device": "cpu", "precision": "fp32"}
    assert [(event.kind, event.message) for event in session.events] == [
        ("setting", "hop: 4 -> 8"),
        ("lost", "the camera was unplugged"),
    ]
    assert [use.probes for use in session.bundles] == [CARD.probes, CARD.probes]
    assert table.face_id.tolist() == [1, 0, 2, 1]
    assert table.scored.tolist() == [True, False, True, True]
    assert table.bundle.tolist() == [0, 0, 0, 1]
    np.testing.assert_array_equal(table.posterior[2], reading(2).posterior)
    np.testing.assert_array_equal(table.vote[3], reading(3).vote)
    assert np.isnan(table.posterior[1]).all()
    np.testing.assert_allclose(table.start, np.array([0, 4, 8, 12]) / 30, atol=1e-9)
    assert table.box[2].tolist() == [2, 20.5, 100, 100]
    assert table.captured_at.tolist() == [STARTED.timestamp()] * 4


def test_the_faces_in_each_frame_come_back(path):
    log = begin(SessionStore.open(path))
    box = session_logs.reading(0).box
    for frame in range(3):
        log.track(frame, [Face(1, box, 0.9), Face(2, box, 0.9)][: 2 - frame])
    log.close(SessionState.COMPLETE)
    tracks = read(path).tracks
    assert [len(tracks.at(frame)) for frame in range(4)] == [2, 1, 0, 0]
    assert tracks.at(1) == [(1, (box.x, box.y, box.w, box.h))]


def test_a_session_can_be_read_while_it_is_written(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    store, log = SessionStore.open(path), begin(SessionStore.open(path))
    log.write([reading(0)])
    time.sleep(0.001)
    log.write([reading(1)])
    assert store.read("one").info.state is SessionState.OPEN
    assert len(store.read("one").readings) >= 1
    assert store.being_written("one")
    store.edit("one", name="renamed meanwhile", notes="a\nb")
    log.close(SessionState.COMPLETE)
    assert not store.being_written("one")
    info = store.info("one")
    assert (info.name, info.notes, info.state) == ("renamed meanwhile", "a\nb", SessionState.COMPLETE)
    store.close()


def test_any_text_can_be_written_about_a_session(path):
    recorded(path)
    store = SessionStore.open(path)
    texts = {"name": "../../etc/passwd", "subject": "P/01\0..\\", "notes": "'); DROP TABLE sessions; -- 😀 \udcff"}
    store.edit("one", **texts)
    info = store.info("one")
    assert (info.name, info.subject) == (texts["name"], texts["subject"])
    assert info.notes == "'); DROP TABLE sessions; -- 😀 \\udcff"
    store.close()


def test_search_finds_words_wherever_they_stand(path):
    recorded(path, "one", name="Straße", subject="P01")
    recorded(path, "two", name="Interview", subject="P02")
    store = SessionStore.open(path)
    store.edit("two", notes="zweite Straße, 50 %_*")
    assert [info.session_id for info in store.sessions()] == ["two", "one"]
    assert [info.session_id for info in store.sessions("STRASSE")] == ["two", "one"]
    assert [info.session_id for info in store.sessions("p02 strasse")] == ["two"]
    assert [info.session_id for info in store.sessions("%_*")] == ["two"]
    assert [info.session_id for info in store.sessions("camera")] == ["two", "one"]
    assert store.sessions("nobody") == []
    store.close()


def test_what_is_not_there_is_said(path):
    store = SessionStore.open(path)
    for ask in (store.info, store.read, lambda one: store.edit(one, name="x")):
        with pytest.raises(StoreError, match="no such session"):
            ask("nobody")
    assert store.thumbnail("nobody") is None
    store.close()


def test_a_deleted_session_is_nowhere_in_the_files(path):
    recorded(path, "kept", name="Kept person")
    recorded(path, "gone", name="Secret person", readings=500)
    store = SessionStore.open(path)
    store.edit("gone", notes="secret notes")
    posterior = reading(7).posterior.tobytes() + reading(7).vote.tobytes()
    assert b"Secret person" in contents(path)
    assert posterior[:12] in contents(path)
    store.delete(["gone"])
    assert b"Secret person" not in contents(path)
    assert b"secret notes" not in contents(path)
    assert [info.session_id for info in store.sessions()] == ["kept"]
    assert len(store.read("kept").readings) == 3
    rows = [
        store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("readings", "bundles")
    ]
    assert rows == [3, 1]
    store.close()


def test_nothing_of_a_deleted_analysis_is_left_either(path):
    recorded(path, "one", path="/films/Anna_Schmidt.mp4", digest="d" * 64)
    with SessionStore.open(path) as store:
        store.remember_digest(Path("/films/Anna_Schmidt.mp4"), 1, 1, "d" * 64)
        store.remember_digest(Path("/copies/Anna_Schmidt.mp4"), 1, 1, "d" * 64)
        store.delete(["one"])
    assert b"Anna_Schmidt" not in contents(path)


def test_what_somebody_still_reads_is_scrubbed_later(path):
    recorded(path, name="Secret person")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM sessions").fetchall()
    with SessionStore.open(path, busy_s=0.05) as store:
        store.delete(["one"])
        assert store.fact("scrub_wanted")
        reader.execute("ROLLBACK")
        reader.close()
        with SessionStore.prepare(path) as again:
            assert not again.fact("scrub_wanted")
        assert b"Secret person" not in contents(path)


def test_a_deleted_session_gives_its_room_back(path):
    recorded(path, readings=5000)
    large = path.stat().st_size
    with SessionStore.open(path) as store:
        store.delete(["one"])
    assert path.stat().st_size < large / 4


def test_one_session_that_makes_no_sense_hides_no_other(path):
    recorded(path, "one")
    recorded(path, "two")
    with SessionStore.open(path) as store:
        store.connection.execute("UPDATE sessions SET state = 'from the future' WHERE session_id = 'one'")
        assert [info.session_id for info in store.sessions()] == ["two"]
        with pytest.raises(StoreError, match="does not understand"):
            store.read("one")


def test_who_is_not_in_the_readings_is_not_named(path):
    log = begin(SessionStore.open(path))
    log.use_names({1: "Anna", 2: "Somebody who was never recorded"})
    log.write([reading(0)])
    log.close(SessionState.COMPLETE)
    assert read(path).info.faces == {1: "Anna"}
    assert b"Somebody" not in contents(path)


def test_what_is_being_recorded_cannot_be_deleted(path):
    log, store = begin(SessionStore.open(path)), SessionStore.open(path)
    with pytest.raises(StoreError, match="being recorded"):
        store.delete(["one"])
    log.close(SessionState.COMPLETE)
    store.delete(["one"])
    assert store.sessions() == []
    store.close()


def test_old_sessions_are_deleted(path):
    day = 86_400
    recorded(path, "old")
    recorded(path, "new", started=STARTED + timedelta(days=20))
    with SessionStore.open(path) as store:
        store.connection.execute("UPDATE sessions SET ended_at = started_at + 10")
        assert store.delete_older_than(30, STARTED.timestamp() + 25 * day) == 0
        assert store.delete_older_than(24, STARTED.timestamp() + 26 * day) == 1
        assert [info.session_id for info in store.sessions()] == ["new"]


def test_a_clock_that_has_jumped_deletes_nothing_until_it_has_gone_on_for_a_week(path):
    day = 86_400
    now = STARTED.timestamp() + day
    recorded(path)
    with SessionStore.open(path) as store:
        assert store.delete_older_than(30, now) == 0
        for wrong in (0, 3600, 6 * day):
            assert store.delete_older_than(30, now + 3 * 365 * day + wrong) == 0
        assert store.delete_older_than(30, now + 2 * day) == 0  # it was set right again
        for wrong in (0, 6 * day):
            assert store.delete_older_than(30, now + 3 * 365 * day + wrong) == 0
        assert len(store.sessions()) == 1
        assert store.delete_older_than(30, now + 3 * 365 * day + 8 * day) == 1  # nobody sets a clock wrong for a week


def test_a_damaged_file_that_was_set_aside_is_deleted_with_the_sessions_of_its_age(path):
    path.write_bytes(b"no database")
    SessionStore.prepare(path).close()
    (aside,) = path.parent.glob("*.damaged-*")
    with SessionStore.open(path) as store:
        store.delete_older_than(30)
        assert aside.exists()
        os.utime(aside, (1, 1))
        store.delete_older_than(30)
    assert not aside.exists()


def test_a_killed_program_loses_one_second_at_most(path):
    """Killed in the middle of its work, not at a moment that suits it."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), str(Path(__file__).parents[1])])
    }
    program = [sys.executable, "-m", "support.session_logs", str(path), "0.02"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        said = [process.stdout.readline().split() for _ in range(130)]
        process.send_signal(signal.SIGKILL)
    last, killed_at = int(said[-1][0]), float(said[-1][1])
    older = [int(number) for number, at in said if float(at) < killed_at - 1.1]  # its own second, and a slow machine's
    store = SessionStore.prepare(path)
    (info,) = store.sessions()
    assert info.state is SessionState.CUT_OFF
    assert info.ended is not None
    kept = store.read(info.session_id).readings.clip_index.tolist()
    assert kept == list(range(len(kept)))
    assert older[-1] < len(kept) <= last + 50
    assert info.readings == len(kept)
    assert list(store.writers.iterdir()) == []
    store.close()


def test_what_another_program_records_is_not_cut_off(path):
    log, other = begin(SessionStore.open(path)), SessionStore.prepare(path)
    assert other.info("one").state is SessionState.OPEN
    log.close(SessionState.COMPLETE)
    assert other.close_cut_off() == 0
    other.close()


def test_two_sessions_at_once_do_not_mix(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    logs = [begin(SessionStore.open(path), name) for name in ("one", "two")]
    for number in range(20):
        for log in logs:
            log.write([reading(number)])
    for log in logs:
        log.close(SessionState.COMPLETE)
    store = SessionStore.open(path)
    assert [store.read(name).readings.clip_index.tolist() for name in ("one", "two")] == [list(range(20))] * 2
    store.close()


def test_a_lock_of_another_program_delays_and_loses_nothing(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    log = begin(SessionStore.open(path))
    log.write([reading(0)])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for number in range(1, 4):
        log.write([reading(number)])
    other.execute("ROLLBACK")
    log.write([reading(4)])
    log.close(SessionState.COMPLETE)
    assert read(path).readings.clip_index.tolist() == [0, 1, 2, 3, 4]
    other.close()


def test_a_session_that_begins_while_another_program_writes_is_written_afterwards(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    SessionStore.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    log = begin(SessionStore.open(path))
    log.write([reading(0)])
    other.execute("ROLLBACK")
    other.close()
    log.write([reading(1)])
    log.close(SessionState.COMPLETE)
    assert read(path).readings.clip_index.tolist() == [0, 1]
    assert len(read(path).bundles) == 1


def test_a_database_that_stays_locked_is_told_to_whoever_closes(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.LAST_LOCKED_S", 0.05)
    log = begin(SessionStore.open(path))
    log.write([reading(0)])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        log.close(SessionState.COMPLETE)
    other.execute("ROLLBACK")
    other.close()
    with SessionStore.prepare(path) as store:
        assert store.info("one").state is SessionState.CUT_OFF


def test_a_full_disk_is_an_error_and_what_was_written_stays(path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    log = begin(SessionStore.open(path))
    log.write([reading(0)])
    pages = log._store.connection.execute("PRAGMA page_count").fetchone()[0]
    log._store.connection.execute(
        f"PRAGMA max_page_count = {pages + 1}"
    )  # SQLite then says what it says of a full disk
    with pytest.raises(StoreError, match="the disk is full"):
        any(log.write([reading(number)]) for number in range(1, 500))
    log._store.connection.execute("PRAGMA max_page_count = 1000000")
    log.close(SessionState.FAILED, "the disk is full")
    kept = read(path).readings.clip_index.tolist()
    assert kept == list(range(len(kept)))
    assert len(kept) > 1


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + b"\xff" * 4096, b"\0" * 8192])
def test_a_damaged_file_is_kept_aside_at_the_start_and_a_new_one_begun(path, damage):
    path.write_bytes(damage)
    with pytest.raises(StoreError, match="damaged"):
        SessionStore.open(path)
    assert path.read_bytes() == damage
    with SessionStore.prepare(path) as store:
        assert store.damaged
        assert store.damaged.read_bytes() == damage
        assert store.sessions() == []
    recorded(path)
    with SessionStore.prepare(path) as again:
        assert again.damaged is None
        assert len(again.sessions()) == 1


def test_a_damaged_file_is_set_aside_once_however_many_programs_start(path):
    path.write_bytes(b"no database")
    stores: list[SessionStore] = []
    threads = [threading.Thread(target=lambda: stores.append(SessionStore.prepare(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 4
    assert len([store for store in stores if store.damaged]) == 1
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    for store in stores:
        store.close()


def test_a_damaged_file_that_somebody_writes_into_is_not_taken_away(path, monkeypatch):
    monkeypatch.setattr("core.sessions.store._ALONE_S", 0.1)
    recorded(path, readings=3000)
    log = begin(SessionStore.open(path), "two")
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(content)
    with pytest.raises(StoreError, match="in use"):
        SessionStore.prepare(path)
    assert not list(path.parent.glob("*.damaged-*"))
    log.give_up("")


def test_a_locked_file_is_not_taken_for_a_damaged_one(path):
    recorded(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another program"):
        SessionStore.open(path, busy_s=0.05)
    other.execute("ROLLBACK")
    other.close()
    with SessionStore.prepare(path) as store:
        assert len(store.sessions()) == 1


def test_what_only_reads_changes_nothing(path):
    recorded(path)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with SessionStore.open_to_read(path) as store:
        assert len(store.read("one").readings) == 3
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.name in before} == before
    text = path.with_name("thesis.txt")
    text.write_text("my thesis")
    with pytest.raises(StoreError, match="damaged"):
        SessionStore.open_to_read(text)
    assert text.read_text() == "my thesis"
    with pytest.raises(StoreError, match="no sessions yet"):
        SessionStore.open_to_read(path.with_name("nowhere.db"))


def test_an_older_version_is_read_without_being_changed(path):
    old = sqlite3.connect(path)
    old.executescript(Path(__file__).with_name("version_1.sql").read_text())
    old.close()
    with SessionStore.open_to_read(path) as store:
        assert len(store.read("20261201-020000-00000001").readings) == 3
    old = sqlite3.connect(path)
    assert version_of(old) == 1
    old.close()


def test_damage_in_the_middle_is_found_at_the_start(path):
    recorded(path, readings=3000)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(content)
    store = SessionStore.prepare(path)
    assert store.damaged
    assert store.damaged.stat().st_size == len(content)
    assert store.sessions() == []
    store.close()


def test_an_empty_file_is_a_new_database(path):
    path.touch()
    store = SessionStore.open(path)
    assert (store.sessions(), store.damaged) == ([], None)
    store.close()


def test_a_database_of_version_1_is_brought_up_to_date(path):
    old = sqlite3.connect(path)
    old.executescript(Path(__file__).with_name("version_1.sql").read_text())
    old.close()
    store = SessionStore.prepare(path)
    assert version_of(store.connection) == VERSION > 1
    cut_off, complete = store.sessions()
    assert cut_off.state is SessionState.CUT_OFF
    assert complete.path == complete.digest == ""
    session = store.read(complete.session_id)
    assert (session.info.name, session.info.subject, session.info.notes) == ("Interview", "P/01", "calm at first")
    assert session.info.faces == {1: "Anna"}
    assert session.readings.vote.tolist()[2] == [0.3125, 0.5, 0.1875]
    assert session.readings.start.tolist() == [0.5, pytest.approx(0.6), pytest.approx(0.7)]
    assert session.events[0].kind == "lost"
    assert session.bundles[0].probes == ("f" * 64,)
    assert len(session.tracks.frame) == 0
    log = begin(store, "new")
    log.write([reading(0)])
    log.close(SessionState.COMPLETE)


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    old = sqlite3.connect(path)
    old.executescript(Path(__file__).with_name("version_1.sql").read_text())
    before = list(old.iterdump())
    monkeypatch.setattr("core.sessions.schema.MIGRATIONS", ("", "ALTER TABLE sessions ADD COLUMN x;\nNONSENSE"))
    with pytest.raises(StoreError):
        SessionStore.open(path)
    assert list(old.iterdump()) == before
    assert version_of(old) == 1
    old.close()


def test_the_database_of_a_newer_program_is_left_alone(path):
    recorded(path)
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {VERSION + 1}")
    other.close()
    with pytest.raises(StoreError, match="newer version"):
        SessionStore.prepare(path)
    assert path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="folder of the sessions"):
        SessionStore.open(tmp_path / "file" / "sessions.db")


def test_the_persons_own_database_is_in_the_data_folder():
    store = SessionStore.open()
    assert store.path == sessions_path()
    assert sessions_path().is_file()
    store.close()


def test_a_digest_is_known_until_the_file_changes(path, tmp_path):
    film, store = tmp_path / "film.mp4", SessionStore.open(path)
    film.write_bytes(b"one")
    there = film.stat()
    store.remember_digest(film, there.st_size, there.st_mtime_ns, "d" * 64)
    assert store.known_digest(film) == "d" * 64
    film.write_bytes(b"another one")
    assert store.known_digest(film) == ""
    film.unlink()
    assert store.known_digest(film) == ""
    store.close()

"""What the start of the program does about the sessions of before."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.sessions import SessionState, SessionStore, sessions_path
from support.session_logs import begin, reading


def recorded(session_id: str, ended: datetime) -> None:
    log = begin(SessionStore.open(), session_id, started=ended - timedelta(minutes=1))
    log.write([reading(0)])
    log.close(SessionState.COMPLETE, ended=ended)


def test_a_session_that_was_cut_off_is_closed_and_marked(open_window, qtbot):
    folders = [str(Path(__file__).parents[number]) for number in (1, 2)]
    words = [sys.executable, "-m", "support.session_logs", str(sessions_path()), "0.02"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        for _ in range(80):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    window = open_window()

    def closed() -> bool:
        with SessionStore.open() as store:
            return [info.state for info in store.sessions()] == [SessionState.CUT_OFF]

    qtbot.waitUntil(closed, timeout=10_000)
    assert window.banners.banners() == []


def test_a_damaged_list_is_set_aside_and_said(open_window, qtbot):
    sessions_path().parent.mkdir(parents=True)
    sessions_path().write_bytes(b"\0" * 5000)
    window = open_window()
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=10_000)
    (banner,) = window.banners.banners()
    assert "damaged" in banner.title
    assert Path(banner.where).read_bytes() == b"\0" * 5000


def test_a_list_of_a_newer_program_is_said_and_left_alone(open_window, qtbot):
    with SessionStore.open() as store:
        store.connection.execute("PRAGMA user_version = 99")
    window = open_window()
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=10_000)
    assert "newer version" in window.banners.banners()[0].title
    assert sessions_path().is_file()


def test_old_sessions_go_only_where_the_settings_say_so(open_window, qtbot):
    now = datetime.now(UTC)
    recorded("old", now - timedelta(days=40))
    recorded("new", now - timedelta(days=3))
    window = open_window()
    qtbot.waitUntil(lambda: not window.watching_again._tidy.busy, timeout=10_000)
    with SessionStore.open() as store:
        assert len(store.sessions()) == 2
    window._settings.keep_sessions_days = 30
    window.close()
    again = open_window()
    again._settings.keep_sessions_days = 30
    again.watching_again.tidy()
    qtbot.waitUntil(lambda: not again.watching_again._tidy.busy, timeout=10_000)
    with SessionStore.open() as store:
        assert [info.session_id for info in store.sessions()] == ["new"]

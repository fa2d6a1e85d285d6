"""No exception vanishes."""

import logging
import sys
import threading
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QThread

from core.paths import user_log_dir
from fer_desktop.hooks import LOG_NAME, ExceptionHook, details, start_log


@contextmanager
def installed():
    """A hook that passes on to one that is quiet, so that the test's own report stays readable."""
    passed_on = []
    before = sys.excepthook, threading.excepthook
    sys.excepthook = lambda kind, error, trace: passed_on.append(error)
    threading.excepthook = lambda arguments: passed_on.append(arguments.exc_value)
    hook = ExceptionHook()
    hook.install()
    try:
        yield hook, passed_on
    finally:
        hook.remove()
        sys.excepthook, threading.excepthook = before


def test_an_exception_in_a_thread_is_shown_in_the_interfaces_thread(qtbot):
    def broken() -> None:
        raise ValueError("in a thread")

    with installed() as (hook, passed_on):
        seen = []
        hook.caught.connect(lambda error: seen.append((error, QThread.currentThread())))
        with qtbot.waitSignal(hook.caught):
            thread = threading.Thread(target=broken)
            thread.start()
            thread.join()
    ((error, where),) = seen
    assert str(error) == "in a thread"
    assert where is hook.thread()
    assert passed_on == [error]
    assert "in broken" in details(error)


def test_an_exception_in_the_main_thread_is_shown_passed_on_and_logged(qtbot, caplog):
    with installed() as (hook, passed_on), caplog.at_level(logging.ERROR):
        error = RuntimeError("in a slot")
        with qtbot.waitSignal(hook.caught) as caught:
            sys.excepthook(RuntimeError, error, None)
        assert caught.args == [error]
    assert passed_on == [error]
    assert "in a slot" in caplog.text


def test_an_interruption_is_no_bug(qtbot):
    with installed() as (hook, passed_on), qtbot.assertNotEmitted(hook.caught, wait=50):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        assert len(passed_on) == 1


def test_the_log_lies_in_the_persons_log_folder():
    handler = start_log()
    assert handler is not None
    try:
        logging.getLogger("fer_desktop").error("something to find")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert "something to find" in (user_log_dir() / LOG_NAME).read_text("utf-8")


def test_a_log_folder_that_cannot_be_made_is_no_obstacle(capsys, tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    if not user_log_dir().is_relative_to(blocked):
        pytest.skip("the log folder is not under XDG_STATE_HOME on this system")
    assert start_log() is None
    assert "no log file" in capsys.readouterr().err

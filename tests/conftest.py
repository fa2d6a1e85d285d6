"""What every test gets: no screen, a home of its own, torch on one thread, and a check for threads left behind."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before any import of Qt; a test that wants a real window starts Xvfb itself. Without the file the screen is 800 x 800.
# Colons separate the options, so that the drive of a Windows path has to go.
SCREEN = Path(__file__).resolve().with_name("screen.json")
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN.as_posix().removeprefix(SCREEN.drive)}"
# Before any import of torch: results and timing then hardly depend on the machine.
os.environ["OMP_NUM_THREADS"] = "1"
# A shell that starts the tests in the background has Ctrl-C ignored, and every process that they start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
WAITING = ("test_no_network.py", "test_stream_stalls.py", "test_stream_restarts.py", "test_runs.py")
GRACE_S = 3.0  # how long a thread may take to end after its test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that mostly wait come first: at the end, one worker would wait for them alone."""
    items.sort(key=lambda item: item.path.name not in WAITING)  # the order is kept otherwise


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of goldens, videos and data sets beside the checkout; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (reference files beside the checkout)")
    return SHARED


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, sessions and caches of the person who runs the tests stay untouched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    """Fails a test that leaves a Python thread running, daemon or not."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_S
    while left := [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]:
        if time.monotonic() > deadline:
            pytest.fail(f"threads left behind: {', '.join(thread.name for thread in left)}")
        time.sleep(0.01)

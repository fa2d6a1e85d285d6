"""Nothing leaves the computer: the demo runs, in the window and without one, and no connection is tried.

Looked at in three ways: Python's audit events, the system calls of the whole process (strace), and without a network.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from benchmarks.private_home import home_variables, log_text, wait_for_reading

PROGRAM = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        print("TRIED", event, arguments, file=sys.stderr, flush=True)
        raise PermissionError(event)

sys.addaudithook(refuse)
from fer_desktop.app import main
sys.exit(main(sys.argv[1:]))
"""
WINDOW = [sys.executable, "-m", "fer_desktop.app", "--demo"]
WATCHED_S = 60.0
PATIENCE_S = 120.0

# io_uring could carry network traffic past the other calls; the program has no use for it.
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=%network,io_uring_setup", "-e", "signal=none", "-o"]
# Sockets of this family stay inside the computer. The program opens a pair of them, between a signal's handler and the
# window; what Qt and the C library may open are those of the desktop (D-Bus) and of the user data base (nscd).
INSIDE = {"AF_UNIX"}


@pytest.mark.slow
def test_the_demo_is_analysed_without_a_connection_being_tried(tmp_path, repository):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "analyze", "--demo", "--out", str(tmp_path)],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert "TRIED" not in run.stderr
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "demo.clips.csv").stat().st_size > 1000


def test_a_connection_would_be_noticed(repository):
    program = PROGRAM.replace("from fer", "import socket; socket.create_connection(('127.0.0.1', 9))\nfrom fer")
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, timeout=60, check=False
    )
    assert "TRIED" in run.stderr


@pytest.mark.slow
def test_the_window_shows_the_demo_for_a_minute_and_opens_no_socket_to_the_outside(tmp_path: Path, repository: Path):
    needs("strace", "-f", "true")
    trace = tmp_path / "trace"
    with window([*STRACE, str(trace)], tmp_path, repository) as process:
        began = time.monotonic()
        wait_for_reading(process, tmp_path, PATIENCE_S)
        time.sleep(max(0.0, WATCHED_S - (time.monotonic() - began)))
        (program,) = psutil.Process(process.pid).children()
        program.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, log_text(tmp_path)
    calls = trace.read_text("utf-8", errors="replace")
    assert families(calls) == INSIDE  # not less, either: the pair for the signals shows that the trace sees sockets
    assert "io_uring_setup(" not in calls


def test_a_socket_opened_by_any_thread_would_be_seen_in_the_system_calls(tmp_path: Path):
    needs("strace", "-f", "true")
    trace, look_up = tmp_path / "trace", "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    program = f"import threading; thread = threading.Thread(target=exec, args=({look_up!r},)); thread.start()"
    subprocess.run([*STRACE, str(trace), sys.executable, "-c", program], check=True, timeout=60)
    assert families(trace.read_text("utf-8")) == {"AF_INET"}


@pytest.mark.slow
def test_the_window_works_where_there_is_no_network_at_all(tmp_path: Path, repository: Path):
    cut = ["unshare", "--map-root-user", "--net"]
    needs(*cut, "true")
    with window(cut, tmp_path, repository) as process:
        wait_for_reading(process, tmp_path, PATIENCE_S)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, log_text(tmp_path)


def families(calls: str) -> set[str]:
    """The families of all sockets that were opened."""
    return set(re.findall(r"^\d+ +socket(?:pair)?\((\w+)", calls, re.MULTILINE))


def needs(*command: str) -> None:
    """Skips the test, visibly, where this command is not there or not allowed."""
    if shutil.which(command[0]) is None or subprocess.run(command, capture_output=True, timeout=30).returncode:
        pytest.skip(f"needs {' '.join(command[:-1])}, here not installed or not allowed")


@contextmanager
def window(inside: Sequence[str], home: Path, repository: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program's window on its demo, started by the command `inside`; whatever is left of it ends with the block."""
    environment = os.environ | home_variables(home) | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen([*inside, *WINDOW], cwd=repository, env=environment)
    try:
        yield process
    finally:
        for one in [*psutil.Process(process.pid).children(recursive=True), process] if process.poll() is None else []:
            one.kill()
        process.wait()

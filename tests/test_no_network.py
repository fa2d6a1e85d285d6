"""Nothing leaves the computer: the demo runs to its end without trying a single connection."""

import subprocess
import sys

import pytest

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

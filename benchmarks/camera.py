"""The loopback camera: 640 x 480 MJPEG at 30 fps, served by a process of its own until its stdin is closed."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.child import ROOT, MeasurementFailed, command

FPS = 30.0


@contextmanager
def loopback_camera(environment: Mapping[str, str]) -> Iterator[str]:
    """Gives the camera's address."""
    process = subprocess.Popen(
        command("benchmarks.camera"),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url:
                raise MeasurementFailed("the loopback camera does not start")
            yield url
        finally:
            process.terminate()


def serve() -> None:
    """Prints the address and serves until stdin ends."""
    from benchmarks.pictures import loop
    from support.mjpeg_server import MjpegServer  # the tests' helpers are on the path of this process only

    with MjpegServer(loop(), FPS) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve()

"""A screen for the window that nothing else draws on."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

SIZE = "1280x960x24"


@contextmanager
def screen(environment: Mapping[str, str], size: str = SIZE) -> Iterator[tuple[str, dict[str, str]]]:
    """Gives the screen's name for the table, and an environment in which windows appear on it.

    size: width x height x bits of a colour.
    An X server in memory (Xvfb) where it is installed; else Qt draws into its own memory (offscreen).
    """
    clean = {name: value for name, value in environment.items() if name not in ("WAYLAND_DISPLAY", "DISPLAY")}
    server = shutil.which("Xvfb")
    if server is None:
        yield "offscreen", clean | {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    words = [server, "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    process = subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise OSError("Xvfb does not start")
        yield "Xvfb", clean | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        process.terminate()
        process.wait(timeout=10)

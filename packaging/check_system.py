"""Says what this computer lacks for `make run` (or, with --tests, for `make test`), and which command installs it.

Run by the Makefile before anything is installed, so: standard library only, and nothing that Python 3.6
cannot read. Exit code 0: nothing is missing, or nothing that this script could judge; 1: something is missing.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path

MINIMUM = (3, 11)

# Debian's package of each library that Qt, OpenCV and mediapipe load but do not bring along.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
FONTS = "fonts-dejavu-core"
TEST_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "ffmpeg": "ffmpeg", "strace": "strace"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def python_problem() -> str:
    """One sentence when this Python is too old, else ""."""
    if sys.version_info >= MINIMUM:
        return ""
    found = ".".join(str(part) for part in sys.version_info[:3])
    wanted = ".".join(str(part) for part in MINIMUM)
    return f"Python {wanted} or newer is needed, {sys.executable} is {found}"


def missing_parts(for_tests: bool) -> dict:
    """What is missing on this Linux, each with Debian's package for it."""
    missing = {}
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        missing["Python's venv module"] = "python3-venv"
    missing.update({library: package for library, package in LIBRARIES.items() if not _loads(library)})
    if not _any_font():
        missing["a font"] = FONTS
    if for_tests:
        missing.update({name: package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None})
    return missing


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _any_font() -> bool:
    return any(
        name.endswith((".ttf", ".otf", ".ttc", ".pfb", ".otf.gz"))
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )


def main(arguments: list) -> int:
    problem = python_problem()
    if problem:
        print(f"{problem}.\nName a newer one: make PYTHON=/path/to/python3 ...", file=sys.stderr)
        return 1
    if not sys.platform.startswith("linux"):
        return 0  # Qt's wheels for macOS and Windows bring all that they need
    missing = missing_parts("--tests" in arguments)
    if not missing:
        return 0
    print("Missing on this computer: " + ", ".join(missing), file=sys.stderr)
    if shutil.which("apt-get") is None:
        # Other distributions name the packages differently, and some keep libraries where this script does not look.
        print("If the program does not start, install what provides these first.", file=sys.stderr)
        return 0
    root = "" if os.geteuid() == 0 else "sudo "
    packages = " ".join(sorted(set(missing.values())))
    print(f"Install it with:\n    {root}apt-get install {packages}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

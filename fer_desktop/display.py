"""Is there a screen, and what a screen needs? Asked before Qt starts: without one, Qt ends the process (core dump)."""

import ctypes
import importlib.util
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

SCREENLESS = {"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "directfb", "vkkhrdisplay"}
"""Qt platforms that draw without a display server."""


def missing_display(environment: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can be shown here, in one sentence without a full stop; None when one can.

    Looks for a Wayland or X display server where Linux needs one, and for the libraries that Qt needs to talk to it.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    platforms = {name.split(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";")}
    if platforms & SCREENLESS:
        return None
    if platforms != {"xcb"} and _wayland_answers(environment):
        return None
    if not environment.get("DISPLAY"):
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY leads to a screen)"
    return _missing_x_library() or _x_refusal(environment["DISPLAY"])


def missing_library(error: Exception) -> str | None:
    """Which system library an import stumbled over, in one sentence; None when it failed for another reason."""
    found = re.match(r"(\S+): cannot open shared object file", str(error))
    return f"the system library {found[1]} is missing (the README lists the packages to install)" if found else None


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    if not (name := environment.get("WAYLAND_DISPLAY")):
        return False
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.connect(str(Path(environment.get("XDG_RUNTIME_DIR", "")) / name))
        except OSError:
            return False
    return True


def _missing_x_library() -> str | None:
    """Loads Qt's own X plugin the way Qt will: only the loader knows all the libraries that it needs."""
    if not (package := importlib.util.find_spec("PySide6")) or not package.origin:
        return None
    plugin = Path(package.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except OSError as error:
        return missing_library(error)
    return None


def _x_refusal(display: str) -> str | None:
    """Connects as Qt will, with the same library, so that a wrong password (xauth) is found as well."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return missing_library(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"the display {display} cannot be reached" if refused else None

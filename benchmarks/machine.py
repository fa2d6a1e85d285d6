"""What the figures were measured on, and whether it was quiet."""

import os
import platform
import subprocess
from importlib.metadata import version

import psutil

from benchmarks.child import ROOT
from core import __version__
from core.model.device import torch_threads
from core.processor import processor_name, usable_cores

QUIET_LOAD = 0.5  # processes that wanted a core over the last minute
QUIET_SHARE = 10.0  # percent of all cores that other programs use right now


def describe() -> list[tuple[str, str]]:
    """(what, value) pairs; takes a second, in which it looks how busy the machine is."""
    there, ours, name = os.cpu_count() or 1, usable_cores(), processor_name()
    memory = psutil.virtual_memory().total / 2**30
    threads = torch_threads()
    pairs = [
        ("CPU", f"{name}, {ours} of {there} cores" if ours != there else f"{name}, {there} cores"),
        ("Memory", f"{memory:.0f} GiB"),
        ("System", f"{_system()}, Python {platform.python_version()}"),
        ("Program", f"FER Desktop {__version__} ({_revision()})"),
        ("Libraries", f"torch {version('torch')}, PySide6 {version('PySide6-Essentials')}"),
        ("Torch threads", f"{threads} (what the program takes here) where a row does not say otherwise"),
    ]
    return [*pairs, ("Load at the start", _load())]


def _load() -> str:
    average, share = psutil.getloadavg(), psutil.cpu_percent(interval=1.0)
    text = f"{' '.join(f'{load:.2f}' for load in average)} (1, 5, 15 min), {share:.0f} % of all cores in use"
    if average[0] > QUIET_LOAD or share > QUIET_SHARE:
        text += " – WARNING: the machine is not quiet, the figures say little"
    return text


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, kernel {platform.release()}"


def _revision() -> str:
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"

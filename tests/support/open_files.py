"""Windows removes and replaces no file that is open or mapped; here it is tried on Linux, which would."""

import errno
import os
import sys
from pathlib import Path

import pytest


def refuse_what_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, `os.unlink` and `os.replace` refuse files that this process has open or mapped, as Windows does."""
    if sys.platform != "linux":
        pytest.skip("asks /proc what is open")
    unlink, replace = os.unlink, os.replace

    def unlink_closed(path, **arguments):
        _refuse(path)
        unlink(path, **arguments)

    def replace_closed(source, target, **arguments):
        _refuse(source)
        _refuse(target)
        replace(source, target, **arguments)

    monkeypatch.setattr(os, "unlink", unlink_closed)
    monkeypatch.setattr(os, "replace", replace_closed)


def _refuse(path: str | os.PathLike[str]) -> None:
    real = os.path.realpath(path)
    mapped = Path("/proc/self/maps").read_text().splitlines()
    descriptors = [os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()]
    if real in descriptors or any(line.endswith(f" {real}") for line in mapped):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))

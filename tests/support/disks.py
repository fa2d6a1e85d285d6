"""Real file systems that refuse: a full one and a read-only one, mounted for a test where the machine allows it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

FILLER = "filler"


@contextmanager
def full_disk(folder: Path, size: str = "64k") -> Iterator[Path]:
    """A tmpfs of `size` on `folder`. Skips the test where mounting needs rights that it has not."""
    with _mounted(folder, f"size={size}"):
        yield folder


def fill(folder: Path) -> None:
    """Leaves not a byte on the file system of `folder`."""
    with suppress(OSError), (folder / FILLER).open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


@contextmanager
def read_only_folder(folder: Path) -> Iterator[Path]:
    """`folder` as one that takes no new files: by its mode, or as a read-only tmpfs for root, whom no mode stops."""
    if sys.platform != "win32" and os.geteuid() == 0:
        with _mounted(folder, "ro"):
            yield folder
        return
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"needs the right to mount a small file system ({error})")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)

"""Which cameras can be offered, without opening one: that would take seconds and switch on its light."""

import sys
from pathlib import Path

_UNKNOWN = (0, 1, 2)  # where the system does not tell


def camera_numbers(devices: Path = Path("/dev")) -> list[int]:
    """The numbers of the cameras that seem to be there, in order; on Windows and macOS the first three."""
    if not sys.platform.startswith("linux"):
        return list(_UNKNOWN)
    found = (path.name.removeprefix("video") for path in devices.glob("video*"))
    return sorted(int(number) for number in found if number.isdecimal())

"""Where a bundle lies, and the bytes of its files: a folder, or one .ferbundle zip of it.

A zip is never unpacked: its few known members are read into memory, so no name in it can reach outside.
"""

import zipfile
from pathlib import Path

from core.errors import BundleError
from core.reasons import system_reason
from core.text import text

CARD, ENCODER = "card.json", "encoder.safetensors"
MAX_CARD_BYTES = 1 << 20
MAX_WEIGHT_BYTES = 4 << 30  # more than the largest published encoder takes
MAX_RATIO = 20  # unpacked to packed; weights hardly shrink, a zip bomb shrinks a thousandfold


def find_bundle(name_or_path: str | Path) -> Path:
    """The folder or file of a bundle: the one that comes with the program ("starter"), or a path.

    The name always means the program's own: a folder of that name in the current one is "./starter".
    Raises BundleError when there is none.
    """
    from core.paths import asset  # late: needs platformdirs, which a training server may lack

    if str(name_or_path) == "starter":
        return asset("starter")
    path = Path(name_or_path)
    if path.name == CARD:
        path = path.parent
    try:
        usable = path.is_dir() or (path.is_file() and zipfile.is_zipfile(path))
        there = usable or path.exists()
    except (OSError, ValueError) as error:  # no right to look, a name that no file can have
        raise BundleError(
            text("the bundle cannot be reached ({reason})", reason=system_reason(error)), where=path
        ) from error
    if not there:
        raise BundleError("there is no such bundle", where=path, hint='Choose a folder, a .ferbundle, or "starter"')
    if not usable:
        raise BundleError("this file is not a bundle", where=path, hint="Choose a bundle's folder or a .ferbundle file")
    return path


def probe_file(index: int) -> str:
    """probe.safetensors, probe-2.safetensors, ..."""
    return f"probe{f'-{index + 1}' if index else ''}.safetensors"


def holds(bundle: Path, name: str) -> bool:
    """Whether a bundle has a file of that name. Raises BundleError when the bundle cannot be read."""
    try:
        if bundle.is_dir():
            return (bundle / name).is_file()
        with zipfile.ZipFile(bundle) as archive:
            return name in archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(bundle, name, error) from error


def read_file(bundle: Path, name: str, limit: int = MAX_WEIGHT_BYTES) -> bytes:
    """The bytes of one file of a bundle. Raises BundleError when it is missing, larger than `limit` or damaged."""
    if not holds(bundle, name):
        raise BundleError(
            text("{name} is missing from the bundle", name=name), where=bundle, hint="Get or export the bundle again"
        )
    try:
        if bundle.is_dir():
            _refuse_large(bundle, name, (bundle / name).stat().st_size, limit)
            return (bundle / name).read_bytes()
        with zipfile.ZipFile(bundle) as archive:
            member = archive.getinfo(name)
            _refuse_large(bundle, name, member.file_size, min(limit, MAX_RATIO * member.compress_size))
            return archive.read(member)
    except BundleError:
        raise
    except Exception as error:  # a damaged zip raises BadZipFile, zlib.error, EOFError, NotImplementedError ...
        raise _unreadable(bundle, name, error) from error


def _refuse_large(bundle: Path, name: str, size: int, limit: int) -> None:
    if size > limit:
        what = text("{name} in the bundle is too large ({size} bytes)", name=name, size=size)
        raise BundleError(what, where=bundle, hint="Get it again")


def _unreadable(bundle: Path, name: str, error: Exception) -> BundleError:
    return BundleError(
        text("{name} in the bundle is damaged or cannot be read ({reason})", name=name, reason=system_reason(error)),
        where=bundle,
        hint="Get or export the bundle again",
    )

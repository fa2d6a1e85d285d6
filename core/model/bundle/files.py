"""Where a bundle lies, and the bytes of its files: a folder, or one .ferbundle zip of it.

A zip is never unpacked: its few known members are read from it, so no name in it can reach outside.
"""

import os
import zipfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PureWindowsPath
from typing import BinaryIO, cast

from core.errors import BundleError
from core.model.cards import BundleCard, parse_card
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


def is_bundle(path: Path) -> bool:
    """Whether a path is a bundle's by its name or by what lies there; nothing of it is proved.

    Raises OSError when it cannot be reached.
    """
    if path.name == CARD or path.suffix.lower() == ".ferbundle":
        return True
    if path.is_dir():
        return (path / CARD).exists()
    if not zipfile.is_zipfile(path):  # False for what is not there, too
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return CARD in archive.namelist()
    except zipfile.BadZipFile:
        return False


def other_files(bundle: Path, known: Collection[str]) -> list[str]:
    """What lies in a bundle besides these files, by name: none of it is ever read.

    Raises BundleError when the bundle cannot be read, and for a zip with a name that leads out of it.
    """
    try:
        if bundle.is_dir():
            return sorted(file.name for file in bundle.iterdir() if file.name not in known)
        with zipfile.ZipFile(bundle) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(bundle, CARD, error) from error
    if out := [name for name in names if _leads_out(name)]:
        raise BundleError(
            text("a name in the bundle leads out of it ({name})", name=ascii(out[0])[1:-1][:80]),
            where=bundle,
            hint="Nothing was read. Get the bundle from somebody you trust",
        )
    return sorted({name for name in names if name not in known and not name.endswith("/")})


def _leads_out(name: str) -> bool:
    """On any system: a zip may have been made for another one."""
    windows = PureWindowsPath(name)  # takes both kinds of slashes
    return ".." in windows.parts or bool(windows.drive or windows.root)


def read_card(bundle: Path) -> BundleCard:
    """The checked card of a bundle. Raises BundleError, also for a zip with a name that leads out of it."""
    other_files(bundle, ())
    return parse_card(read_file(bundle, CARD, MAX_CARD_BYTES), bundle)


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
    """The bytes of one small file of a bundle. Raises BundleError as `open_file` does."""
    with open_file(bundle, name, limit) as (stream, _):
        try:
            return stream.read()
        except Exception as error:  # a damaged zip raises BadZipFile, zlib.error, EOFError, NotImplementedError ...
            raise _unreadable(bundle, name, error) from error


@contextmanager
def open_file(bundle: Path, name: str, limit: int = MAX_WEIGHT_BYTES) -> Iterator[tuple[BinaryIO, int]]:
    """One file of a bundle at its front, and its size in bytes.

    Raises BundleError when it is missing, larger than `limit`, damaged, or a link that leads out of the bundle.
    """
    with ExitStack() as opened:
        try:
            stream, size = _open(bundle, name, limit, opened)
        except BundleError:
            raise
        except Exception as error:  # as in read_file; an encrypted member raises RuntimeError
            raise _unreadable(bundle, name, error) from error
        yield stream, size


def _open(bundle: Path, name: str, limit: int, opened: ExitStack) -> tuple[BinaryIO, int]:
    if not holds(bundle, name):
        raise BundleError(
            text("{name} is missing from the bundle", name=name), where=bundle, hint="Get or export the bundle again"
        )
    if bundle.is_dir():
        if not (bundle / name).resolve().is_relative_to(bundle.resolve()):
            what = text("{name} in the bundle is a link that leads out of it", name=name)
            raise BundleError(what, where=bundle, hint="Put the file itself there, or get the bundle again")
        file = opened.enter_context((bundle / name).open("rb"))
        size = os.fstat(file.fileno()).st_size
        _refuse_large(bundle, name, size, limit)
        return file, size
    archive = opened.enter_context(zipfile.ZipFile(bundle))
    member = archive.getinfo(name)
    _refuse_large(bundle, name, member.file_size, min(limit, MAX_RATIO * member.compress_size))
    return cast(BinaryIO, opened.enter_context(archive.open(member))), member.file_size


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

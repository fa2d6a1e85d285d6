"""The files of a feature store, and what may be wrong with them."""

import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from core.errors import DataError, OutputError
from core.json_file import write_json
from core.offline.feature_records import FeatureKey, Log
from core.reasons import system_reason
from core.text import text

FORMAT = 1
HEADER, FEATURES, LOG, LOCK = "store.json", "features.bin", "log.jsonl", ".lock"
OWN_FILES = {HEADER, f"{HEADER}.tmp", FEATURES, LOG, LOCK}
COPY_AGAIN = "Copy the store here again, or choose another --store and run fer-train extract"
ELSEWHERE = "Choose another --store"


def read_log(folder: Path) -> Log:
    """The log of a store. Raises DataError when it cannot be read or is damaged before its last line."""
    path = folder / LOG
    try:
        # At once: a line that is being written might otherwise be met in two halves.
        return Log(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
        what = text("the log of this feature store is damaged ({place})", place=error)
        raise DataError(what, where=path, hint=COPY_AGAIN) from error


def read_header(folder: Path) -> FeatureKey:
    """The key of the store in a folder. Raises DataError when there is none, or none that this version can read."""
    path = folder / HEADER
    try:
        entries = json.loads(path.read_bytes())
        written = entries["format"]
        if written == FORMAT:
            return FeatureKey.from_json(entries["key"])
    except (FileNotFoundError, NotADirectoryError) as error:
        what = "there is no feature store here"
        raise DataError(what, where=folder, hint="Make it with fer-train extract, or check --store") from error
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DataError("the header of this feature store is damaged", where=path, hint=COPY_AGAIN) from error
    what = text("this feature store has format {written}, not {own}", written=ascii(written)[:40], own=FORMAT)
    raise DataError(what, where=folder, hint="Read it with the version that made it, or choose another --store")


def refuse_anything_else(folder: Path) -> None:
    """Raises OutputError when something is at this place that is neither a store nor the beginning of one."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise OutputError("this is a file, not a feature store", where=folder, hint=ELSEWHERE)
    there = {path.name for path in folder.iterdir()}
    if HEADER not in there and (others := there - OWN_FILES):
        what = text("this folder is not a feature store; it holds {other}", other=ascii(min(others)))
        raise OutputError(what, where=folder, hint=f"{ELSEWHERE}: a new or an empty folder")


def create_unless_there(folder: Path, key: FeatureKey) -> None:
    """Begins a store. The header comes last: a store that has one has all its files."""
    if (folder / HEADER).exists():
        return
    for name in (FEATURES, LOG):
        with (folder / name).open("ab") as file:
            if file.tell():
                what = text("{file} is missing in this feature store", file=HEADER)
                raise DataError(what, where=folder, hint=COPY_AGAIN)
    write_json(folder / HEADER, {"format": FORMAT, "key": key.to_json()})


def put(file: BinaryIO, place: int, pieces: Iterable[memoryview | bytes]) -> None:
    """Writes at this place of a file, and waits until it is on the disk."""
    file.seek(place)
    for piece in pieces:
        rest = memoryview(piece)
        while rest:  # a disk that fills up takes a part first, and says ENOSPC only to the next call
            rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def unreadable(path: Path, error: OSError) -> DataError:
    """What the system refuses to read."""
    what = text("the feature store cannot be read ({reason})", reason=system_reason(error))
    return DataError(what, where=path, hint="Check the disk, and who may read it")

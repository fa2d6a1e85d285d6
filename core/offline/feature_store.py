"""Features on the disk: what the encoder made of each video, computed once and read again and again.

A store is a folder: `store.json` (the key), `features.bin` (records of equal size, one after the other), `log.jsonl`
(a line for each record: whose it is, where it lies, its checksum), `.lock`. Nothing that stands there is ever written
again. A record counts once its line is in the log, and the line is written when the record is on the disk: a process
that is killed loses no more than the record that it was writing. docs/data-dictionary.md describes the files.
"""

import math
import mmap
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

from torch import Tensor

from core.errors import DataError, OutputError
from core.model.store.file_lock import file_lock
from core.offline.feature_files import (
    COPY_AGAIN,
    FEATURES,
    HEADER,
    LOCK,
    LOG,
    create_unless_there,
    put,
    read_header,
    read_log,
    refuse_anything_else,
    unreadable,
)
from core.offline.feature_records import FeatureKey, Place, begin_checksum, decode, encode, storable
from core.reasons import system_reason
from core.session import cannot_write
from core.text import text

__all__ = ["FeatureKey", "FeatureStore"]

PIECE = 1 << 20  # bytes that are read and checked at once
ELSEWHERE = "Choose another --store"


class FeatureStore:
    """The features of many videos that were made in one way.

    folder: where it lies. key: what its features depend on. A store that was opened knows the records that were whole
    at that moment, also while another process writes on. `read` may be called from any thread; `append` and `drop`
    from one at a time. Its memory does not grow with the features: each `read` maps its record and lets go of it.
    """

    def __init__(self, folder: Path, key: FeatureKey) -> None:
        """For `open` and `writing`. Raises DataError when a file is missing, or the log is damaged."""
        if not (folder / FEATURES).is_file():
            what = text("{file} is missing in this feature store", file=FEATURES)
            raise DataError(what, where=folder, hint=COPY_AGAIN)
        self.folder, self.key = folder, key
        self._log = read_log(folder)
        self._proven: set[int] = set()
        self._writing: tuple[BinaryIO, BinaryIO] | None = None  # features.bin and log.jsonl

    @classmethod
    def open(cls, folder: Path) -> Self:
        """A store for reading.

        Raises DataError when there is none, when its header or its log is damaged, or it is of another format.
        """
        folder = Path(folder)
        return cls(folder, read_header(folder))

    @classmethod
    @contextmanager
    def writing(cls, folder: Path, key: FeatureKey) -> Iterator[Self]:
        """A store that takes `append` and `drop` in the block; it is made where there is none.

        What a killed process left half-written is cut off. Raises DataError when the store there has another key or is
        damaged; OutputError when another process is writing there, something else is there, or nothing can be written.
        """
        folder = Path(folder)
        with ExitStack() as stack:
            try:
                refuse_anything_else(folder)
                folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(file_lock(folder / LOCK))
                create_unless_there(folder, key)
                store = cls(folder, read_header(folder))
                if store.key != key:
                    what = text("this store holds other features: {differences}", differences=store.key.against(key))
                    raise DataError(what, where=folder, hint=ELSEWHERE)
                features, log = (stack.enter_context((folder / name).open("r+b", 0)) for name in (FEATURES, LOG))
                store._refuse_lost_lines(features)
                store._writing = features, log
                store._cut_back(features, log)
            except BlockingIOError as error:
                hint = "Wait until it is done, or choose another --store"
                raise OutputError("another extract is writing to this store", where=folder, hint=hint) from error
            except OSError as error:
                raise cannot_write(folder, error) from error
            stack.callback(setattr, store, "_writing", None)
            yield store

    def __len__(self) -> int:
        """How many records there are."""
        return sum(map(len, self._log.places.values()))

    def __contains__(self, record: tuple[str, int]) -> bool:
        """Whether this (SHA-256 of a video, view) is there."""
        video_sha256, view = record
        return view in self._log.places.get(video_sha256, {})

    def videos(self) -> set[str]:
        """The SHA-256 of every video of which there is a view."""
        return set(self._log.places)

    def views(self, video_sha256: str) -> list[int]:
        """The views of a video that are there, in order."""
        return sorted(self._log.places.get(video_sha256, {}))

    @property
    def bytes_on_disk(self) -> int:
        """What the store takes, records that were dropped included. Raises DataError when nobody knows."""
        try:
            return sum((self.folder / name).stat().st_size for name in (HEADER, FEATURES, LOG))
        except OSError as error:
            raise unreadable(self.folder, error) from error

    def append(self, video_sha256: str, view: int, tokens: Tensor, where: object = "") -> None:
        """Adds one view of one video; it is on the disk when this returns, or nothing of it is.

        tokens: (segments, tokens, width), any floating type, any device. where: the video's path, for messages.
        Raises DataError for NaN, infinite or far too large numbers, ValueError for another shape and for a record that
        is there already, OutputError when it cannot be written (disk full): the store stays whole and usable.
        """
        if tuple(tokens.shape) != self.key.shape or not tokens.is_floating_point():
            raise ValueError(f"a record is {self.key.shape} floating, not {tuple(tokens.shape)} {tokens.dtype}")
        if (video_sha256, view) in self:
            raise ValueError(f"view {view} of video {video_sha256} is in the store already")
        if not storable(tokens):
            raise DataError(
                "the features of this video are not finite (NaN, infinite or too large), so they were not stored",
                where=where or video_sha256,
                hint="Try another precision; if that does not help, check the video and the weights of the encoder",
            )
        pieces, checksum = encode(tokens, self.key.dtype), begin_checksum(video_sha256, view)
        for piece in pieces:
            checksum = zlib.crc32(piece, checksum)
        line = self._log.added(video_sha256, view, checksum)
        with self._whole_or_not_at_all() as (features, log):
            put(features, self._log.count * self.key.record_bytes, pieces)
            put(log, self._log.size, [line])
        self._log.take(line)

    def drop(self, records: Iterable[tuple[str, int]]) -> None:
        """Takes records out, so that they can be appended again; their place in the file stays taken.

        records: of (SHA-256 of a video, view), as `check` returns them. Raises ValueError when one is not there,
        OutputError when it cannot be written: then all of them are still there.
        """
        lines = [self._log.dropped(video, view) for video, view in dict.fromkeys(records)]
        with self._whole_or_not_at_all() as (_, log):
            put(log, self._log.size, lines)
        for line in lines:
            self._log.take(line)

    def read(self, video_sha256: str, view: int) -> Tensor:
        """The features of one view of one video: (segments, tokens, width) bfloat16, in memory of their own.

        The first time that a record is read, its checksum is proved. Raises DataError when it is missing or damaged.
        """
        place = self._log.places.get(video_sha256, {}).get(view)
        if place is None:
            raise DataError(
                "features of this video are missing",
                where=self._where(video_sha256, view),
                hint="Run fer-train extract again: it adds what is missing",
            )
        if place.number not in self._proven and not self._proves(video_sha256, view, place):
            raise self._damaged(video_sha256, view)
        try:
            record = self._mapped(place)
        except OSError as error:
            raise unreadable(self.folder, error) from error
        except ValueError as error:  # shorter than it was a moment ago
            raise self._damaged(video_sha256, view) from error
        return decode(record, self.key.shape, self.key.dtype)

    def check(self, on_record: Callable[[], None]) -> list[tuple[str, int]]:
        """Reads everything, and returns the (SHA-256 of the video, view) of the records that are damaged.

        on_record: called after each record. Raises DataError when the file cannot be opened.
        """
        by_place = sorted(
            (place, video, view) for video, views in self._log.places.items() for view, place in views.items()
        )
        damaged = []
        for place, video, view in by_place:
            if not self._proves(video, view, place):
                damaged.append((video, view))
            on_record()
        return damaged

    def _mapped(self, place: Place) -> memoryview:
        """The bytes of a record, mapped until the last view of them goes.

        One map of the whole file would keep every page that was ever read in the memory of the process.
        """
        start, size = place.number * self.key.record_bytes, self.key.record_bytes
        before = start % mmap.ALLOCATIONGRANULARITY
        with (self.folder / FEATURES).open("rb") as file:
            # Copy on write, because torch takes no memory that is read-only; nobody writes, so nothing is copied.
            mapped = mmap.mmap(file.fileno(), before + size, offset=start - before, access=mmap.ACCESS_COPY)
        return memoryview(mapped)[before:]

    def _proves(self, video_sha256: str, view: int, place: Place) -> bool:
        """Whether a record is what was written. Read, not mapped: a bad sector is an error, and not a dead process."""
        checksum, left = begin_checksum(video_sha256, view), self.key.record_bytes
        buffer = memoryview(bytearray(min(PIECE, left)))
        try:
            file = (self.folder / FEATURES).open("rb", 0)
        except OSError as error:
            raise unreadable(self.folder, error) from error
        with file, suppress(OSError, OverflowError):
            file.seek(place.number * self.key.record_bytes)
            while left and (size := file.readinto(buffer[:left])):
                checksum = zlib.crc32(buffer[:size], checksum)
                left -= size
        intact = not left and checksum == place.checksum
        (self._proven.add if intact else self._proven.discard)(place.number)
        return intact

    @contextmanager
    def _whole_or_not_at_all(self) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """features.bin and log.jsonl, cut back to what they were when the block does not come to its end."""
        if self._writing is None:
            raise ValueError("this feature store was opened for reading only")
        try:
            yield self._writing
        except BaseException as error:
            with suppress(OSError):
                self._cut_back(*self._writing)
            if isinstance(error, OSError):
                raise self._cannot_go_on(error) from error
            raise

    def _refuse_lost_lines(self, features: BinaryIO) -> None:
        """A killed process leaves one record without its line; where there are more, cutting them off is a loss."""
        there, named = features.seek(0, os.SEEK_END) / self.key.record_bytes, self._log.count
        if there > named + 1:
            what = text(
                "there are {there} records in this feature store, but its log names only {named}",
                there=math.ceil(there),
                named=named,
            )
            raise DataError(what, where=self.folder, hint=COPY_AGAIN)

    def _cut_back(self, features: BinaryIO, log: BinaryIO) -> None:
        """To the records in the log. The log first: it must never name a record that is not there."""
        log.truncate(self._log.size)
        features.truncate(self._log.count * self.key.record_bytes)

    def _where(self, video_sha256: str, view: int) -> str:
        return text("{folder}, view {view} of video {video}", folder=self.folder, view=view, video=video_sha256)

    def _damaged(self, video_sha256: str, view: int) -> DataError:
        return DataError(
            "this record of the feature store is damaged",
            where=self._where(video_sha256, view),
            hint="Run the same fer-train extract with --check: it takes damaged records out and computes them again",
        )

    def _cannot_go_on(self, error: OSError) -> OutputError:
        what = text(
            "the feature store cannot be written ({reason}); the {count} records in it are safe",
            reason=system_reason(error),
            count=len(self),
        )
        hint = "Free some space there, then run the same command again: it goes on where it stopped"
        return OutputError(what, where=self.folder, hint=hint)

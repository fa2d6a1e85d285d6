"""An encoder in a file that is not the store's: what it is, and the digest that it is known by everywhere."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import WeightsError
from core.model.encoder_shapes import EncoderShape
from core.model.files.snapshot import WEIGHTS, snapshot_config, snapshot_files
from core.model.progress import OnProgress, Task
from core.model.store.conversion import encoder_shape
from core.model.store.installed import InstalledEncoder
from core.reasons import system_reason
from core.text import text

CHUNK = 1 << 20  # bytes hashed at once


@dataclass(frozen=True, slots=True)
class EncoderFiles:
    """Where an encoder comes from.

    origin: the address or path that people know it by. files: the file, or the parts of one, in order. sha256: of the
    published file that the weights are from, wherever they have been since. config: of a snapshot's config.json, or {}.
    rounded: whether a store has rounded them to bf16 already.
    """

    origin: str
    files: Sequence[Path]
    sha256: str
    shape: EncoderShape
    config: Mapping[str, Any]
    rounded: bool = False

    def hashed(self, on_progress: OnProgress | None = None, cancel: threading.Event | None = None) -> "EncoderFiles":
        """The same with its digest, for which the files are read. Raises WeightsError when they cannot be, Cancelled.

        A file out of another computer's store is another one than the published, but the same weights.
        """
        digest = files_sha256(self.files, on_progress, cancel)
        record = InstalledEncoder.read(Path(self.origin))
        if record and record.sha256 == digest:
            rounded = record.dtype == "bf16"
            return replace(self, origin=record.source, sha256=record.source_sha256, rounded=rounded)
        return replace(self, sha256=digest)


def read_encoder_files(path: Path) -> EncoderFiles:
    """What is in a file, or in the folder of a snapshot: names and shapes only, and no digest.

    A snapshot's model.safetensors stands for its folder. Raises WeightsError when it is no encoder or cannot be read.
    """
    from core.model.files.weight_files import existing_file  # late: needs torch

    files = snapshot_files(path) if path.is_dir() else [existing_file(path)]
    config = snapshot_config(files[0].parent) if path.is_dir() or path.name == WEIGHTS else {}
    return EncoderFiles(str(path), files, "", encoder_shape(files), config)


def files_sha256(
    files: Sequence[Path], on_progress: OnProgress | None = None, cancel: threading.Event | None = None
) -> str:
    """The SHA-256 of the bytes of these files, one after the other, as 64 hexadecimal digits.

    Raises WeightsError when they cannot be read, Cancelled.
    """
    digest, buffer = hashlib.sha256(), memoryview(bytearray(CHUNK))
    try:
        task = Task("checking", sum(file.stat().st_size for file in files), on_progress, cancel)
        for path in files:
            with path.open("rb", buffering=0) as file:
                while size := file.readinto(buffer):
                    digest.update(buffer[:size])
                    task.advance(size)
    except OSError as error:
        what = text("the weights file cannot be read ({reason})", reason=system_reason(error))
        raise WeightsError(what, where=files[0]) from error
    return digest.hexdigest()

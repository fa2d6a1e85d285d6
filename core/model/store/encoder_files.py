"""An encoder in a file that is not the store's: what it is, and the digest that it is known by everywhere."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.model.encoder_shapes import EncoderShape
from core.model.files.file_digest import file_sha256
from core.model.files.snapshot import WEIGHTS, snapshot_config, snapshot_files
from core.model.progress import OnProgress
from core.model.store.conversion import encoder_shape
from core.model.store.installed import InstalledEncoder


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
        digest = file_sha256(*self.files, progress=on_progress, cancel=cancel)
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

"""Weights files, none of which is believed: published checkpoints and safetensors, one tensor at a time (torch only).

Nothing in a file is ever run, and a small file cannot claim a large part of the memory.
"""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from torch import Tensor

from core.errors import WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.files.file_digest import file_sha256
from core.model.files.foreign_files import START_BYTES, failed_download, instead_of_weights
from core.model.files.pickled_weights import PickledWeights
from core.model.files.safetensors_file import SafetensorsFile, Spec, looks_like_safetensors
from core.model.files.weight_faults import shown, unreadable
from core.text import text

ENCODER_ENTRY = "target_encoder"  # of a published checkpoint
PREFIXES = ("module.", "backbone.")  # left by DistributedDataParallel and by the published wrapper


class _Tensors(Protocol):
    """What files of either form give: see SafetensorsFile."""

    where: object
    specs: dict[str, Spec]
    digest: str

    def tensors(self, names: Collection[str]) -> Iterator[tuple[str, Tensor]]: ...


class _Parts:
    """Several files that are one set of weights."""

    def __init__(self, files: Sequence[SafetensorsFile], where: object, digest: str) -> None:
        self.where, self.digest, self._files = where, digest, files
        self.specs = {name: spec for file in files for name, spec in file.specs.items()}
        if len(self.specs) < sum(len(file.specs) for file in files):
            raise WeightsError("the parts of the weights overlap", where=where, hint="Download the model again")

    def tensors(self, names: Collection[str]) -> Iterator[tuple[str, Tensor]]:
        for file in self._files:
            yield from file.tensors(names)


class WeightsFile:
    """An open weights file, whose parameters go by their bare names: without what training left before them.

    where: for messages. specs: what it says about each parameter. Raises WeightsError for a name that stands twice.
    """

    def __init__(self, file: _Tensors) -> None:
        self.where = file.where
        self._file = file
        self._names: dict[str, str] = {}  # in the file, by the bare one
        for name in file.specs:
            bare = name
            for prefix in PREFIXES:
                bare = bare.removeprefix(prefix)
            if bare in self._names:
                what = text("the file holds {name} twice", name=shown(bare))
                raise WeightsError(what, where=file.where, hint="Choose another file")
            self._names[bare] = name
        self.specs: Mapping[str, Spec] = {bare: file.specs[name] for bare, name in self._names.items()}

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, 64 hexadecimal digits, once `tensors` has ended; "" when it was not asked for."""
        return self._file.digest

    def tensors(self, names: Collection[str]) -> Iterator[tuple[str, Tensor]]:
        """Each of these parameters with its name, once, in the file's order: on the CPU, as stored.

        A tensor is lent until the next one is asked for: copy it, or be done with it. The digest of one safetensors
        file is over the very bytes that are given out here; anything else was hashed when it was opened.
        Raises WeightsError when the file breaks off.
        """
        bare = {self._names[name]: name for name in names}
        for name, tensor in self._file.tensors(bare):
            yield bare[name], tensor


@contextmanager
def open_weights(path: Path, wanted: str, *, hashed: bool = False) -> Iterator[WeightsFile]:
    """Opens a weights file, of which only the list of its parameters is read.

    wanted: the entry of a published checkpoint that holds them. hashed: whether its digest is wanted. Pickles are read
    with `weights_only=True`. Raises WeightsError when that is not enough, or the file is damaged or something else.
    """
    with _opened(path) as file:
        if path.suffix.lower() == ".safetensors" or looks_like_safetensors(file):
            yield stream_weights(file, os.fstat(file.fileno()).st_size, path, hashed=hashed)
            return
    yield WeightsFile(PickledWeights(path, wanted, file_sha256(path) if hashed else ""))


def open_encoder_weights(files: Sequence[Path], *, hashed: bool = False) -> AbstractContextManager[WeightsFile]:
    """Opens the file of an encoder, or the parts that it is cut into, as `open_weights` does."""
    if len(files) == 1:
        return open_weights(files[0], ENCODER_ENTRY, hashed=hashed)
    return _open_parts(files, files[0].parent, hashed=hashed)


@contextmanager
def _open_parts(parts: Sequence[Path], where: Path, *, hashed: bool = False) -> Iterator[WeightsFile]:
    digest = file_sha256(*parts) if hashed else ""
    with ExitStack() as stack:
        files = [stack.enter_context(_opened(part)) for part in parts]
        sizes = [os.fstat(file.fileno()).st_size for file in files]
        yield WeightsFile(_Parts(list(map(SafetensorsFile, files, sizes, parts)), where, digest))


def stream_weights(stream: BinaryIO, size: int, where: object, *, hashed: bool = False) -> WeightsFile:
    """The same for a safetensors file of `size` bytes that is open already. Raises WeightsError when it is none."""
    return WeightsFile(SafetensorsFile(stream, size, where, hashed=hashed))


def existing_file(path: str | Path) -> Path:
    """`path` as a Path. Raises WeightsError when it is not a file with something in it."""
    path = Path(path)
    try:
        size = path.stat().st_size if path.is_file() else None
    except (OSError, ValueError) as error:  # no right to look, a name that no file can have
        what = text("the weights file cannot be reached ({reason})", reason=shown(error))
        raise WeightsError(what, where=path) from error
    if size is None:
        hint = text("Give a path, or a name: {names}", names=", ".join(PUBLISHED_ENCODERS))
        raise WeightsError("there is no such weights file", where=path, hint=hint)
    if size == 0:
        raise WeightsError("the weights file is empty", where=path, hint="Copy or download it again")
    return path


def _opened(path: Path) -> BinaryIO:
    """A file at its front. Raises WeightsError when it cannot be read or is obviously something else."""
    try:
        file: BinaryIO = path.open("rb", buffering=0)
        try:
            start = file.read(START_BYTES)
            file.seek(0)
        except OSError:
            file.close()
            raise
    except OSError as error:
        raise unreadable(error, path) from error
    if what := instead_of_weights(start):
        file.close()
        hint = "Download the file again" if failed_download(start) else "Choose another file"
        raise WeightsError(what, where=path, hint=hint)
    return file

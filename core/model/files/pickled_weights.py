"""Published checkpoints (`torch.save`), none of which is believed: nothing in a file is ever run (torch only).

The file is mapped: a published checkpoint holds ten gigabytes, of which the wanted encoder is a quarter.
"""

import ctypes
import mmap
import pickle
import threading
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.errors import WeightsError
from core.model.files.safetensors_file import Spec
from core.model.files.weight_faults import shown, unreadable
from core.text import text

# NumPy scalars that published training scripts left beside the tensors (epoch, loss). Nothing else is let in.
_NUMPY_SCALAR = np._core.multiarray.scalar  # type: ignore[attr-defined]
SAFE_GLOBALS: list[Any] = [
    (_NUMPY_SCALAR, "numpy.core.multiarray.scalar"),
    (_NUMPY_SCALAR, "numpy._core.multiarray.scalar"),
    np.dtype,
    np.dtypes.Float64DType,
    np.dtypes.Float32DType,
    np.dtypes.Int64DType,
]
_SAFE_GLOBALS_LOCK = threading.Lock()  # torch keeps one list for all threads: who leaves first empties it for the rest

ZIP_MAGIC, PICKLE_MAGIC = b"PK\x03\x04", b"\x80"


class PickledWeights:
    """One set of weights in a checkpoint, mapped and not yet read.

    wanted: the entry that holds them. specs, tensors, digest: as in SafetensorsFile; the digest
    is given, as the file has to be hashed on its own.
    Raises WeightsError when the file is damaged, holds no weights, or would have to be run.
    """

    def __init__(self, path: Path, wanted: str, digest: str = "") -> None:
        self.where: object = path
        self.digest = digest
        checkpoint, self._mapped = _read(path)
        state = checkpoint.get(wanted, checkpoint)
        if not isinstance(state, Mapping) or not state or not all(map(_is_weight, state.items())):
            entries = ", ".join(shown(name) for name in list(checkpoint)[:8] if isinstance(name, str))
            raise WeightsError(
                text("the file holds no weights under `{wanted}`", wanted=wanted),
                where=path,
                hint=text("It holds: {entries}", entries=entries or text("nothing")),
            )
        _check_plain(state, path)
        self._state = state
        self.specs = {name: Spec(tuple(tensor.shape), tensor.dtype) for name, tensor in state.items()}

    def tensors(self, names: Collection[str]) -> Iterator[tuple[str, Tensor]]:
        """Each of these tensors with its name, on the CPU and as stored, lent until the next one."""
        for name in filter(names.__contains__, self.specs):
            yield name, self._state[name]
            if self._mapped:
                _give_pages_back(self._state[name])


def _give_pages_back(tensor: Tensor) -> None:
    """Tells the system that a mapped tensor has been read; read again, it would come from the file again.

    Otherwise the pages of the file stay in the process's memory beside the copy: the model twice.
    """
    if not hasattr(mmap, "MADV_DONTNEED"):  # Windows, which has no such call
        return
    storage = tensor.untyped_storage()
    start = -(-storage.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE  # whole pages only
    length = (storage.data_ptr() + storage.nbytes() - start) // mmap.PAGESIZE * mmap.PAGESIZE
    if length > 0:
        advise = ctypes.CDLL(None).madvise
        advise(ctypes.c_void_p(start), ctypes.c_size_t(length), ctypes.c_int(mmap.MADV_DONTNEED))


def _read(path: Path) -> tuple[dict[Any, Any], bool]:
    """The checkpoint, and whether it is mapped (files in the form before zip cannot be)."""
    try:
        with path.open("rb") as file:
            start = file.read(len(ZIP_MAGIC))
        archive = start == ZIP_MAGIC
        if archive:
            _check_archive(path)
        elif not start.startswith(PICKLE_MAGIC):
            raise WeightsError("this is not a weights file", where=path, hint="Copy or download it again")
        with (
            _SAFE_GLOBALS_LOCK,
            torch.serialization.safe_globals(SAFE_GLOBALS),
            warnings.catch_warnings(),  # it names places inside torch, and what cannot be read is an error anyway
        ):
            warnings.filterwarnings("ignore", "Detected pickle protocol", UserWarning)
            checkpoint = torch.load(path, map_location="cpu", weights_only=True, mmap=archive)
    except pickle.UnpicklingError as error:
        raise WeightsError(
            "the file is not plain weights: to open it, code or objects from inside it would have to be run, or it "
            "is damaged. It was refused",
            where=path,
            hint="Get the weights from their publisher, or as .safetensors",
        ) from error
    except WeightsError:
        raise
    except Exception as error:  # a damaged pickle raises nearly anything, MemoryError and RecursionError included
        raise unreadable(error, path) from error
    if not isinstance(checkpoint, dict):
        raise WeightsError("the file holds no dictionary of weights", where=path, hint="Choose another file")
    return checkpoint, archive


def _check_archive(path: Path) -> None:
    """Raises WeightsError for a zip that `torch.save` did not write, and for one that unpacks to more than it is."""
    if not zipfile.is_zipfile(path):  # what is in it stands at its end
        raise WeightsError("the file is cut off, as half a download is", where=path, hint="Copy or download it again")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    names = {member.filename.rpartition("/")[2] for member in members}
    if "data.pkl" not in names or "constants.pkl" in names:  # the second is in TorchScript programs
        raise WeightsError("this is a zip file, but not one with weights", where=path, hint="Choose another file")
    compressed = any(member.compress_type != zipfile.ZIP_STORED for member in members)
    if compressed or sum(member.file_size for member in members) > path.stat().st_size:
        raise WeightsError(
            "the file unpacks to more than it holds, as no weights file does. It was refused",
            where=path,
            hint="Get the weights from their publisher, or as .safetensors",
        )


def _check_plain(state: Mapping[str, Tensor], path: Path) -> None:
    """Raises WeightsError when a tensor is of a special kind, or when they claim more numbers than the file holds.

    A pickled tensor may point at the same few bytes again and again: a tiny file would fill the memory when copied.
    """
    for name, tensor in state.items():
        if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized:
            what = text("{name} is not a plain tensor", name=shown(name))
            raise WeightsError(what, where=path, hint="Choose another file")
    if sum(tensor.nbytes for tensor in state.values()) > path.stat().st_size:
        raise WeightsError(
            "the weights claim to be larger than their file. It was refused",
            where=path,
            hint="Get the weights from their publisher, or as .safetensors",
        )


def _is_weight(entry: tuple[object, object]) -> bool:
    return isinstance(entry[0], str) and isinstance(entry[1], Tensor)

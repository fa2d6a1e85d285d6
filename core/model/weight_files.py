"""Reading weights files: published checkpoints and safetensors, none of which is believed (torch only).

Nothing in a file is ever run, and a small file cannot claim a large part of the memory.
"""

import hashlib
import pickle
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.errors import WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.reasons import system_reason
from core.text import text

PREFIXES = ("module.", "backbone.")  # left by DistributedDataParallel and by the published wrapper

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

ZIP_MAGIC = b"PK\x03\x04"
# What a failed download leaves under the name of the file that was wanted.
NOT_WEIGHTS = {
    b"<!doctype": text("this is a web page, not weights"),
    b"<html": text("this is a web page, not weights"),
    b"<?xml": text("this is an answer of a web server, not weights"),
    b"version https://git-lfs": text("this is a Git LFS pointer, which only names the real file, not weights"),
}


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


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file as 64 hexadecimal digits. Raises WeightsError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(error, path) from error


def read_weights(path: Path, wanted: str) -> dict[str, Tensor]:
    """The tensors of a weights file by parameter name, without the published prefixes.

    wanted: the entry of a published checkpoint that holds them. Nothing in the file is ever run: pickles are read
    with `weights_only=True`. Raises WeightsError when that is not enough or the file is damaged.
    """
    _refuse_failed_download(path)
    if path.suffix.lower() == ".safetensors":
        return _bare_names(_read_safetensors(path), path)
    checkpoint = _read_pickle(path)
    state = checkpoint.get(wanted, checkpoint)
    if not isinstance(state, Mapping) or not state or not all(map(_is_weight, state.items())):
        entries = ", ".join(shown(name) for name in list(checkpoint)[:8] if isinstance(name, str))
        raise WeightsError(
            text("the file holds no weights under `{wanted}`", wanted=wanted),
            where=path,
            hint=text("It holds: {entries}", entries=entries or text("nothing")),
        )
    _check_plain(state, path)
    return _bare_names(state, path)


def parse_safetensors(content: bytes, where: object) -> dict[str, Tensor]:
    """The tensors in the bytes of a safetensors file. Raises WeightsError when they are not one."""
    from safetensors.torch import load  # late: importing the model needs only torch and numpy

    try:
        return load(content)
    except Exception as error:  # damaged bytes raise SafetensorError, KeyError, RuntimeError ...
        raise _not_safetensors(error, where) from error


def shown(thing: object) -> str:
    """One short line for an error or a name out of a file, which may be of any length and hold any character."""
    if isinstance(thing, OSError):
        return system_reason(thing)
    line = (str(thing).strip().splitlines() or [type(thing).__name__])[0]
    line = line if line.isprintable() else ascii(line)
    return line if len(line) <= 160 else f"{line[:160]}..."


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    from safetensors.torch import load_file  # late: importing the model needs only torch and numpy

    try:
        return load_file(path)
    except OSError as error:
        raise _unreadable(error, path) from error
    except Exception as error:  # as in parse_safetensors
        raise _not_safetensors(error, path) from error


def _read_pickle(path: Path) -> dict:
    try:
        with path.open("rb") as file:
            archive = file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
        if archive:
            _check_archive(path)
        with _SAFE_GLOBALS_LOCK, torch.serialization.safe_globals(SAFE_GLOBALS):
            # mmap: a published checkpoint holds ten gigabytes, of which the wanted encoder is a quarter.
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
        raise _unreadable(error, path) from error
    if not isinstance(checkpoint, dict):
        raise WeightsError("the file holds no dictionary of weights", where=path, hint="Choose another file")
    return checkpoint


def _check_archive(path: Path) -> None:
    """Raises WeightsError for a zip that `torch.save` did not write, and for one that unpacks to more than it is."""
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


def _refuse_failed_download(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(64).lstrip().lower()
    except OSError as error:
        raise _unreadable(error, path) from error
    for signature, what in NOT_WEIGHTS.items():
        if start.startswith(signature):
            raise WeightsError(what, where=path, hint="Download the file again")


def _is_weight(entry: tuple[object, object]) -> bool:
    return isinstance(entry[0], str) and isinstance(entry[1], Tensor)


def _bare_names(state: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    bare: dict[str, Tensor] = {}
    for name, tensor in state.items():
        for prefix in PREFIXES:
            name = name.removeprefix(prefix)
        if name in bare:
            what = text("the file holds {name} twice", name=shown(name))
            raise WeightsError(what, where=path, hint="Choose another file")
        bare[name] = tensor
    return bare


def _unreadable(error: Exception, path: Path) -> WeightsError:
    return WeightsError(
        text("the weights file cannot be read ({reason})", reason=shown(error)),
        where=path,
        hint="It is damaged or is no weights file: copy or download it again",
    )


def _not_safetensors(error: Exception, where: object) -> WeightsError:
    return WeightsError(
        text("the weights are damaged or not in safetensors form ({reason})", reason=shown(error)),
        where=where,
        hint="Copy or download the file again",
    )

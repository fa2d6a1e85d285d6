"""From a published file to the encoder alone, as .safetensors: one tensor in memory at a time, hashed when written."""

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.errors import OutputError, WeightsError
from core.model.encoder_cards import DTYPES
from core.model.encoder_shapes import V_JEPA_1, V_JEPA_2, V_JEPA_2_PREFIX, EncoderShape, Shape, read_shape
from core.model.files.weight_faults import misfit, shown
from core.model.progress import Task
from core.reasons import system_reason
from core.text import text

if TYPE_CHECKING:
    from torch import Tensor

TAGS = {"fp32": "F32", "bf16": "BF16"}  # what the form calls them
PIECE = 1 << 20  # numbers that are converted at once: one large tensor is not there twice


@dataclass(frozen=True, slots=True)
class Converted:
    """sha256, bytes: of the new file."""

    sha256: str
    bytes: int


def encoder_shape(sources: Sequence[Path]) -> EncoderShape:
    """What encoder is in a published file, or in the parts of one; only names and shapes are read.

    Raises WeightsError when it is none, or parameters are missing, unknown or of another shape, naming them.
    """
    found = _shapes(sources)
    shape = read_shape(found)
    if shape is None:
        raise WeightsError(
            "this is not a V-JEPA encoder: the parameters that such a file begins with are missing or of another form",
            where=sources[0],
            hint="Choose a published .pth.tar, a .safetensors, or the folder of a Hugging Face snapshot",
        )
    if shape.family == V_JEPA_2:
        found = {name: size for name, size in found.items() if name.startswith(V_JEPA_2_PREFIX)}
    wanted = shape.parameters()
    faults = [f"missing: {name}" for name in wanted if name not in found]
    faults += [f"unknown: {shown(name)}" for name in found if name not in wanted]
    faults += [
        f"{name} is {found[name]}, expected {wanted[name]}"
        for name in wanted
        if name in found and found[name] != wanted[name]
    ]
    if shape.family == V_JEPA_1 and shape.resolution**2 // shape.patch**2 * 8 != shape.tokens:
        faults.append(f"pos_embed has {shape.tokens} rows, which is no square of patches")
    if faults:
        raise misfit(faults, sources[0])
    return shape


def convert(sources: Sequence[Path], target: Path, shape: EncoderShape, dtype: str, task: Task) -> Converted:
    """Writes the encoder in these files to `target`, as "fp32" or "bf16" .safetensors that is whole or not there.

    Names are those of `EncoderShape.parameters`. Raises WeightsError for numbers that are not finite,
    OutputError when the disk is full or refuses, Cancelled.
    """
    wanted = shape.parameters()
    order = [name for name in _shapes(sources) if name in wanted]
    new = target.with_name(f"{target.name}.new")
    with _all_or_nothing(new, target):
        with new.open("wb") as file:
            writer = _Writer(file, {name: wanted[name] for name in order}, dtype)
            for name, tensor in _tensors(sources, wanted):
                for piece in _pieces(tensor, dtype):
                    if not piece.isfinite().all():
                        raise _not_finite(name, sources[0])
                    task.advance(writer.write(piece))
            file.flush()
            os.fsync(file.fileno())  # the download is removed next: what replaces it must be on the disk
        new.replace(target)
    return Converted(writer.sha256, writer.bytes)


class _Writer:
    """Writes a safetensors file from the front to the back. sha256, bytes: of what has been written."""

    def __init__(self, file: BinaryIO, shapes: Mapping[str, Shape], dtype: str) -> None:
        self._file, self._hash, self.bytes = file, hashlib.sha256(), 0
        header: dict[str, object] = {"__metadata__": {"format": "pt"}}  # without it transformers refuses the file
        end = 0
        for name, shape in shapes.items():
            start, end = end, end + DTYPES[dtype] * math.prod(shape)
            header[name] = {"dtype": TAGS[dtype], "shape": list(shape), "data_offsets": [start, end]}
        content = json.dumps(header, separators=(",", ":")).encode()
        content += b" " * (-len(content) % 8)  # so that the numbers lie on a boundary
        self._write(len(content).to_bytes(8, "little") + content)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, numbers: "Tensor") -> int:
        """Appends one-dimensional numbers; how many bytes they take."""
        import torch

        return self._write(numbers.view(torch.uint8).numpy().data)

    def _write(self, content: bytes | memoryview) -> int:
        self._file.write(content)
        self._hash.update(content)
        self.bytes += len(content)
        return len(content)


def _pieces(tensor: "Tensor", dtype: str) -> "Iterator[Tensor]":
    """The numbers of a tensor, one after the other, in the new dtype."""
    import torch  # late: what is installed is looked up without it

    kind = {"fp32": torch.float32, "bf16": torch.bfloat16}[dtype]
    numbers = tensor.reshape(-1)
    for start in range(0, len(numbers), PIECE):
        yield numbers[start : start + PIECE].to(kind).contiguous()


def _tensors(sources: Sequence[Path], wanted: Mapping[str, Shape]) -> "Iterator[tuple[str, Tensor]]":
    from core.model.files.weight_files import open_encoder_weights

    with open_encoder_weights(sources) as weights:
        for name, tensor in weights.tensors(wanted):
            if not tensor.is_floating_point():
                raise misfit([f"{name} holds {tensor.dtype}, expected floating-point numbers"], weights.where)
            yield name, tensor


def _shapes(sources: Sequence[Path]) -> dict[str, Shape]:
    from core.model.files.weight_files import open_encoder_weights

    with open_encoder_weights(sources) as weights:
        return {name: tuple(spec.shape) for name, spec in weights.specs.items()}


@contextmanager
def _all_or_nothing(new: Path, target: Path) -> Iterator[None]:
    """Removes an unfinished file, and says why the disk refused."""
    try:
        yield
    except OSError as error:
        what = text("the encoder cannot be written ({reason})", reason=system_reason(error))
        raise OutputError(what, where=target, hint="Free some space there, or check who may write there") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _not_finite(name: str, source: Path) -> WeightsError:
    return WeightsError(
        text("the weights are damaged ({faults})", faults=f"{name} holds NaN or infinite values"),
        where=source,
        hint="Get the file again",
    )

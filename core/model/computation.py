"""The frozen encoder on one device and in one precision: uint8 clips in, tokens out."""

import copy
import threading
from collections.abc import Sequence
from itertools import chain
from typing import TypeVar, cast

import numpy as np
import torch
from torch import Tensor, nn

from core.model.device import device_faults
from core.model.precision import Precision, prepare
from core.model.vit import EncoderConfig

_AnyModule = TypeVar("_AnyModule", bound=nn.Module)


class Computation:
    """How a device other than a CUDA GPU computes: views are made on the CPU, layers run one by one.

    encoder: as in `Predictor`. It never changes its device, so that predictors can share it.
    turn: held by who uses it, since the tensors that it returns may be overwritten by the next call.
    """

    def __init__(self, encoder: nn.Module, device: torch.device, precision: Precision) -> None:
        """Takes the encoder over, and moves it. Raises DeviceError when it does not fit on the device."""
        self.device, self.precision = device, precision
        self.turn = threading.Lock()
        with device_faults(device):  # converted before it is moved: the device never holds the larger numbers
            self.encoder = prepare(encoder, precision).to(device)

    @property
    def config(self) -> EncoderConfig:
        return cast(EncoderConfig, self.encoder.config)

    @property
    def parameters(self) -> int:
        """How many numbers the encoder has."""
        return sum(parameter.numel() for parameter in self.encoder.parameters())

    def inputs(self, clips: Sequence[np.ndarray], view: str, resolution: int) -> Tensor:
        """Clips, each (T, H, W, 3) uint8 of any height and width, as the encoder takes them.

        Returns (n, 3, T, resolution, resolution), normalised, on the device and in the precision.
        """
        from core.clips.transform import centre_view, face_view  # late: a GPU does without OpenCV

        made = {"centre": centre_view, "face": face_view}[view]
        batch = torch.from_numpy(np.stack([made(clip, resolution) for clip in clips]))
        return batch.to(self.device, self.precision.dtype)

    def tokens(self, inputs: Tensor) -> Tensor:
        """The encoder's tokens (n, N, D) for what `inputs` returned, or for any tensor like it on the device."""
        return self.encoder(inputs)

    def release(self) -> None:
        """Gives back the memory that only makes it faster. It is taken again when it is needed."""

    def encoder_for(self, device: torch.device, precision: Precision) -> nn.Module:
        """A copy of the encoder for another computation; on the way to a narrower precision it is never larger.

        Raises ValueError from int8, in which the weights are no longer, DeviceError when it does not fit.
        """
        if self.precision is Precision.INT8 and (device, precision) != (self.device, self.precision):
            raise ValueError("an encoder in int8 has to be loaded again for another device or precision")
        with device_faults(device):
            return copied(self.encoder, device, precision.dtype)


def copied(module: _AnyModule, device: torch.device, dtype: torch.dtype) -> _AnyModule:
    """A copy on another device that never needs the memory of a second one on the module's own."""
    there: dict[int, object] = {}
    for tensor in chain(module.parameters(), module.buffers()):
        moved = tensor.detach().to(device, dtype if tensor.is_floating_point() else None, copy=True)
        there[id(tensor)] = nn.Parameter(moved, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else moved
    return copy.deepcopy(module, there)

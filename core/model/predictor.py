"""From clips to posteriors: the transform, the frozen encoder and the probes of one bundle."""

import copy
import logging
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import WeightsError
from core.model.cards import BundleCard
from core.model.device import OutOfMemory, device_faults
from core.model.precision import choose, prepare
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from core.text import text

BATCH = 8  # clips in one forward pass; more do not make it faster on a CPU and cost memory

_log = logging.getLogger(__name__)
_AnyModule = TypeVar("_AnyModule", bound=nn.Module)


class Predictor:
    """One bundle, ready to use.

    card: what the bundle says about itself. labels: (C,) names, in the order of the posteriors.
    device: where it computes. precision: the one of core.model.precision that it computes in; "auto" is resolved.
    Raises DeviceError when the weights do not fit on the device, or the precision is not for it.
    on_shortage: called with a sentence for people when memory ran out and `posteriors` goes on with less.
    """

    def __init__(
        self,
        card: BundleCard,
        encoder: Encoder,
        probes: Sequence[AttentiveProbe],
        device: torch.device,
        precision: str = "fp32",
    ) -> None:
        self.card = card
        self.labels = card.labels
        self.device = device
        with device_faults(device):
            parameters = sum(parameter.numel() for parameter in encoder.parameters())
            self.precision = choose(precision, device, parameters)
            self._encoder = prepare(encoder, self.precision).to(device)
            self._probes = [prepare(probe, self.precision).to(device) for probe in probes]
        self._outputs = list(card.outputs)
        self._clips_at_once = BATCH
        self.on_shortage: Callable[[str], None] = _log.warning

    def on(self, device: torch.device) -> "Predictor":
        """The same bundle on another device; this one stays as it is. Raises DeviceError when it does not fit there."""
        with device_faults(device):
            probes = [_copied(probe, device) for probe in self._probes]
            return Predictor(self.card, _copied(self._encoder, device), probes, device, self.precision)

    @property
    def encoder_digest(self) -> str:
        """The SHA-256 of the file that the encoder came from, lower case."""
        return self.card.encoder_sha256.lower()

    def with_probes(self, card: BundleCard, probes: Sequence[AttentiveProbe]) -> "Predictor":
        """Another bundle of the same encoder, which is not copied; both can be used, and closed, on their own.

        card: of the other bundle. Raises ValueError when it names another encoder or resolution.
        """
        if (card.encoder_sha256.lower(), card.resolution) != (self.encoder_digest, self.card.resolution):
            raise ValueError(f"the bundle {card.name} needs another encoder than {self.card.name}")
        return Predictor(card, self._encoder, probes, self.device, self.precision)

    def close(self) -> None:
        """Lets go of the weights, and gives their memory on a GPU back; not to be used afterwards."""
        del self._encoder, self._probes
        if torch.cuda.is_initialized():
            torch.cuda.empty_cache()

    def posteriors(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        """Class posteriors of clips that are already cut to the bundle's view.

        clips: each (T, H, W, 3) uint8 RGB of any height and width: a square face crop, or whole pictures for the
        centre view; T as the encoder was built for. Returns (n, C) float32, rows sum to 1; (0, C) for no clips.
        The posteriors of several probes are averaged. Where memory runs out, fewer clips are computed at once from then
        on, and in the end on the CPU. Raises ValueError for arrays of another form, DeviceError when the device fails
        or the CPU runs out of memory, too, WeightsError when what comes out is not finite.
        """
        for clip in clips:
            if clip.dtype != np.uint8 or clip.ndim != 4 or clip.shape[-1] != 3 or 0 in clip.shape:
                raise ValueError(f"a clip must be uint8 (T, H, W, 3), not {clip.dtype} {clip.shape}")
            if len(clip) != self._encoder.config.frames:
                raise ValueError(f"a clip must have {self._encoder.config.frames} frames, not {len(clip)}")
        rows: list[np.ndarray] = []
        done = 0
        while done < len(clips):
            batch = clips[done : done + self._clips_at_once]
            try:
                rows.append(self._batch(batch))
                done += len(batch)
                continue
            except OutOfMemory:
                if len(batch) == 1 and self.device.type == "cpu":
                    raise
            self._do_with_less(len(batch))  # out here: the exception holds on to the tensors of the attempt
        return np.concatenate(rows) if rows else np.empty((0, len(self.labels)), dtype=np.float32)

    def _batch(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        view = _view(self.card.view)
        with device_faults(self.device), torch.inference_mode():
            batch = torch.from_numpy(np.stack([view(clip, self.card.resolution) for clip in clips]))
            posteriors = self.score(batch.to(self.device, self.precision.dtype)).cpu().numpy()
        if not np.isfinite(posteriors).all():
            raise WeightsError(
                "the weights give no numbers for this clip: they are too large to compute with",
                where=self.card.name,
                hint="Choose another bundle, or train this one again",
            )
        return posteriors

    def _do_with_less(self, clips: int) -> None:
        """After `clips` clips at once were too many for the device."""
        full = str(self.device)
        if clips > 1:
            less = self._clips_at_once = clips // 2
            message = text(
                "{device} ran out of memory: smaller batches from now on (clips at a time: {clips})",
                device=full,
                clips=less,
            )
        else:
            self.device, self._clips_at_once = torch.device("cpu"), BATCH
            with device_faults(self.device):
                self._encoder, self._probes = self._encoder.cpu(), [probe.cpu() for probe in self._probes]
            message = text("{device} has not enough memory: the CPU goes on in its place", device=full)
        if torch.cuda.is_initialized():
            torch.cuda.empty_cache()  # what was set aside for larger batches is in the way of smaller ones
        self.on_shortage(message)

    def score(self, clips: Tensor) -> Tensor:
        """Normalised clips (B, 3, T, H, W) on the device to posteriors (B, C)."""
        tokens = self._encoder(clips)
        posteriors = [probe(tokens)[:, self._outputs].float().softmax(dim=1) for probe in self._probes]
        return torch.stack(posteriors).mean(dim=0)


def _copied(module: _AnyModule, device: torch.device) -> _AnyModule:
    """A copy on another device that never needs the memory of a second one on the module's own."""
    there: dict[int, object] = {}
    for tensor in chain(module.parameters(), module.buffers()):
        moved = tensor.detach().to(device, copy=True)
        there[id(tensor)] = nn.Parameter(moved, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else moved
    return copy.deepcopy(module, there)


def _view(name: str) -> Callable[[np.ndarray, int], np.ndarray]:
    from core.clips.transform import centre_view, face_view  # late: OpenCV is not needed to score tensors

    return {"centre": centre_view, "face": face_view}[name]

"""From clips to posteriors: the transform, the frozen encoder and the probes of one bundle."""

import logging
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import BundleError, WeightsError
from core.model.cards import BundleCard
from core.model.computation import Computation, copied
from core.model.device import OutOfMemory, device_faults, give_back
from core.model.gpu import compute_on
from core.model.pooling import pool_tokens, pooled_sides
from core.model.precision import Precision, choose
from core.model.probe import Probe
from core.model.vit import EncoderConfig
from core.text import text

BATCH = 8  # clips in one forward pass; more do not make it faster on a CPU and cost memory

_CPU = torch.device("cpu")
_log = logging.getLogger(__name__)


class Predictor:
    """One bundle, ready to use.

    card: what the bundle says about itself. labels: (C,) names, in the order of the posteriors.
    device, precision: where it computes, and in what numbers. Both change when memory runs out.
    on_shortage: called with a sentence for people when memory ran out and `posteriors` goes on with less.
    """

    device: torch.device
    precision: Precision

    def __init__(
        self,
        card: BundleCard,
        encoder: nn.Module,
        probes: Sequence[Probe],
        device: torch.device,
        precision: str = "fp32",
    ) -> None:
        """Takes the encoder and the probes over.

        encoder: called with clips as in `core.model.vit.Encoder`, its `config` is an EncoderConfig. precision: as in
        `core.model.precision.choose`. Raises DeviceError when they do not fit on the device, or the precision is not
        for it; BundleError when the card pools tokens in a way that the encoder's cannot be.
        """
        parameters = sum(parameter.numel() for parameter in encoder.parameters())
        self._set_up(card, compute_on(encoder, device, choose(precision, device, parameters)), probes)

    def _set_up(self, card: BundleCard, computation: Computation, probes: Sequence[Probe]) -> "Predictor":
        check_pool(card, computation.config)
        self.card, self.labels = card, card.labels
        self.on_shortage: Callable[[str], None] = _log.warning
        self._clips_at_once = BATCH
        self._use(computation, probes)
        return self

    def _use(self, computation: Computation, probes: Sequence[Probe]) -> None:
        self.device, self.precision = computation.device, computation.precision
        with device_faults(self.device):
            self._probes = [probe.to(self.device, self.precision.dtype) for probe in probes]
            self._outputs = torch.tensor(
                self.card.outputs, device=self.device
            )  # there once, or every clip waits for it
        self._computation: Computation | None = computation

    @property
    def encoder_digest(self) -> str:
        """The SHA-256 of the file that the encoder came from, lower case."""
        return self.card.encoder_sha256.lower()

    @property
    def probes(self) -> Sequence[Probe]:
        """The probes whose posteriors are averaged, as they compute."""
        return tuple(self._probes)

    @property
    def encoder(self) -> nn.Module:
        """The encoder's module, as it computes; another one after memory ran out. Raises ValueError after `close`."""
        return self._open().encoder

    def on(self, device: torch.device, precision: str | None = None) -> "Predictor":
        """The same bundle on another device; this one stays as it is.

        precision: as in `core.model.precision.choose`, None for the same. Raises DeviceError when it does not fit there
        or the precision is not for it, ValueError from int8: its weights have to be loaded again.
        """
        here = self._open()
        chosen = choose(precision or self.precision, device, here.parameters)
        computation = compute_on(here.encoder_for(device, chosen), device, chosen)
        with device_faults(device):
            probes = [copied(probe, device, chosen.dtype) for probe in self._probes]
        return _made(self.card, computation, probes)

    def with_probes(self, card: BundleCard, probes: Sequence[Probe]) -> "Predictor":
        """Another bundle of the same encoder, which is not copied. Each of the two is closed on its own.

        card: the other bundle's. Raises ValueError when it names another encoder, resolution or number of heads.
        """
        same_encoder = card.encoder_sha256.lower() == self.encoder_digest
        if not same_encoder or (card.resolution, card.heads) != (self.card.resolution, self.card.heads):
            raise ValueError(f"the bundle {card.name} is for another encoder than {self.card.name}")
        return _made(card, self._open(), probes)

    def close(self) -> None:
        """Lets go of the weights, and gives their memory on a GPU back. It gives no more posteriors then."""
        self._computation, self._probes = None, []
        give_back(self.device)

    def posteriors(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        """Class posteriors of clips that are already cut to the bundle's view.

        clips: each (T, H, W, 3) uint8 RGB of any height and width: a square face crop, or whole pictures for the
        centre view; T as the encoder was built for. Returns (n, C) float32, rows sum to 1; (0, C) for no clips.
        The posteriors of several probes are averaged. Where memory runs out, fewer clips are computed at once from then
        on, and in the end on the CPU. Raises ValueError for arrays of another form and after `close`, DeviceError when
        the device fails or the CPU runs out of memory, too, WeightsError when what comes out is not finite.
        """
        frames = self._open().config.frames
        for clip in clips:
            if clip.dtype != np.uint8 or clip.ndim != 4 or clip.shape[-1] != 3 or 0 in clip.shape:
                raise ValueError(f"a clip must be uint8 (T, H, W, 3), not {clip.dtype} {clip.shape}")
            if len(clip) != frames:
                raise ValueError(f"a clip must have {frames} frames, not {len(clip)}")
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

    def score(self, clips: Tensor) -> Tensor:
        """Normalised clips (B, 3, T, H, W) on the device to posteriors (B, C) float32."""
        computation = self._open()
        tokens = computation.tokens(clips)
        if self.card.pool is not None:
            tokens = pool_tokens(tokens, computation.config.grid, self.card.pool)
        posteriors = [probe(tokens).index_select(1, self._outputs).float().softmax(dim=1) for probe in self._probes]
        return torch.stack(posteriors).mean(dim=0)

    def _open(self) -> Computation:
        if self._computation is None:
            raise ValueError("the predictor is closed")
        return self._computation

    def _batch(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        computation = self._open()
        with computation.turn, device_faults(self.device), torch.inference_mode():
            inputs = computation.inputs(clips, self.card.view, self.card.resolution)
            posteriors = self.score(inputs).cpu().numpy()
        if not np.isfinite(posteriors).all():
            raise WeightsError(
                "the weights give no numbers for this clip: they are too large to compute with",
                where=self.card.name,
                hint="Choose another bundle, or train this one again"
                if self.precision is Precision.FP32
                else "Choose the precision fp32",
            )
        return posteriors

    def _do_with_less(self, clips: int) -> None:
        """After `clips` clips at once were too many for the device."""
        full, computation = self.device, self._open()
        with computation.turn:
            computation.release()
        if clips > 1:
            less = self._clips_at_once = clips // 2
            message = text(
                "{device} ran out of memory: smaller batches from now on (clips at a time: {clips})",
                device=full,
                clips=less,
            )
        else:
            on_cpu = self.on(_CPU, Precision.FP32 if self.precision is Precision.FP32 else Precision.AUTO)
            self._clips_at_once = BATCH
            self._use(on_cpu._open(), on_cpu._probes)
            message = text("{device} has not enough memory: the CPU goes on in its place", device=full)
        del computation
        give_back(full)  # what was set aside for larger batches is in the way of smaller ones
        self.on_shortage(message)


def check_pool(card: BundleCard, config: EncoderConfig) -> None:
    """Raises BundleError when the tokens cannot be pooled as the card says."""
    if card.pool is not None and card.pool not in pooled_sides(config.grid):
        _, height, width = config.grid
        what = text(
            "the card keeps {kept} x {kept} tokens, which the encoder's {height} x {width} cannot be pooled to",
            kept=card.pool,
            height=height,
            width=width,
        )
        raise BundleError(what, where=card.name, hint="Get or export the bundle again")


def _made(card: BundleCard, computation: Computation, probes: Sequence[Probe]) -> Predictor:
    return Predictor.__new__(Predictor)._set_up(card, computation, probes)

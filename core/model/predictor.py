"""From clips to posteriors: the transform, the frozen encoder and the probes of one bundle."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from core.errors import WeightsError
from core.model.cards import BundleCard
from core.model.device import device_faults
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder

BATCH = 8  # clips in one forward pass; more do not make it faster on a CPU and cost memory


class Predictor:
    """One bundle, ready to use.

    card: what the bundle says about itself. labels: (C,) names, in the order of the posteriors.
    device: where it computes. Raises DeviceError when the weights do not fit on it.
    """

    def __init__(
        self, card: BundleCard, encoder: Encoder, probes: Sequence[AttentiveProbe], device: torch.device
    ) -> None:
        self.card = card
        self.labels = card.labels
        self.device = device
        with device_faults(device):
            self._encoder = encoder.to(device)
            self._probes = [probe.to(device) for probe in probes]
        self._outputs = list(card.outputs)

    def posteriors(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        """Class posteriors of clips that are already cut to the bundle's view.

        clips: each (T, H, W, 3) uint8 RGB of any height and width: a square face crop, or whole pictures for the
        centre view; T as the encoder was built for. Returns (n, C) float32, rows sum to 1; (0, C) for no clips.
        The posteriors of several probes are averaged. Raises ValueError for arrays of another form, DeviceError when
        the device fails or runs out of memory, WeightsError when what comes out is not finite.
        """
        for clip in clips:
            if clip.dtype != np.uint8 or clip.ndim != 4 or clip.shape[-1] != 3 or 0 in clip.shape:
                raise ValueError(f"a clip must be uint8 (T, H, W, 3), not {clip.dtype} {clip.shape}")
            if len(clip) != self._encoder.config.frames:
                raise ValueError(f"a clip must have {self._encoder.config.frames} frames, not {len(clip)}")
        rows = [self._batch(clips[start : start + BATCH]) for start in range(0, len(clips), BATCH)]
        return np.concatenate(rows) if rows else np.empty((0, len(self.labels)), dtype=np.float32)

    def _batch(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        view = _view(self.card.view)
        batch = torch.from_numpy(np.stack([view(clip, self.card.resolution) for clip in clips]))
        with device_faults(self.device), torch.inference_mode():
            posteriors = self.score(batch.to(self.device)).cpu().numpy()
        if not np.isfinite(posteriors).all():
            raise WeightsError(
                "the weights give no numbers for this clip: they are too large to compute with",
                where=self.card.name,
                hint="Choose another bundle, or train this one again",
            )
        return posteriors

    def score(self, clips: Tensor) -> Tensor:
        """Normalised clips (B, 3, T, H, W) on the device to posteriors (B, C)."""
        tokens = self._encoder(clips)
        posteriors = [probe(tokens)[:, self._outputs].float().softmax(dim=1) for probe in self._probes]
        return torch.stack(posteriors).mean(dim=0)


def _view(name: str) -> Callable[[np.ndarray, int], np.ndarray]:
    from core.clips.transform import centre_view, face_view  # late: OpenCV is not needed to score tensors

    return {"centre": centre_view, "face": face_view}[name]

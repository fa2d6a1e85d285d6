"""Turns still faces into clips: smooth random camera motion, light, colour, sharpness and noise (torch only)."""

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.clips.views import IMAGENET_MEAN, IMAGENET_STD
from training.starter.recipe import BOX_DROP


def random_clips(faces: Tensor, frames: int, resolution: int, rng: Generator) -> Tensor:
    """Training clips of still faces. The same random choice holds for all frames of a clip, but for motion and noise.

    faces: (B, 48, 48) uint8 grey. Returns (B, 3, frames, resolution, resolution) float32, normalised, on the faces'
    device, which is the generator's, too.
    """
    random = Random(rng)
    count = len(faces)
    pictures = _mirror(_sharpness(faces[:, None].float() / 255, random), random)
    moments = _noise(_light(pictures, frames, random), random)  # at the small size: nine times cheaper
    maps = _camera(count, frames, random)
    size = [count * frames, 1, resolution, resolution]
    moving = F.grid_sample(moments, F.affine_grid(maps, size, False), padding_mode="border", align_corners=False)
    moving = _cover(moving.view(count, 1, frames, resolution, resolution), random)
    return normalise((moving * _tint(count, random)).clamp_(0, 1))


def still_clips(faces: Tensor, frames: int, resolution: int) -> Tensor:
    """The same clips without anything random: each picture held still for `frames` frames."""
    pictures = F.interpolate(faces[:, None].float() / 255, size=(resolution, resolution), mode="bilinear")
    return normalise(pictures[:, :, None].expand(-1, 3, frames, -1, -1))


def normalise(clips: Tensor) -> Tensor:
    """(B, 3, T, H, W) in [0, 1] -> the encoder's input."""
    return (clips - _channels(IMAGENET_MEAN, clips)) / _channels(IMAGENET_STD, clips)


def middle_in_grey(clips: Tensor, side: int) -> Tensor:
    """The middle picture of normalised clips in grey, as the teacher sees it: (B, 1, side, side) in [0, 1]."""
    middle = clips[:, :, clips.shape[2] // 2, None]
    grey = (middle * _channels(IMAGENET_STD, clips) + _channels(IMAGENET_MEAN, clips)).mean(1)
    return F.adaptive_avg_pool2d(grey, side) if side < grey.shape[-1] else grey


def _channels(values: object, like: Tensor) -> Tensor:
    return torch.as_tensor(values, device=like.device, dtype=like.dtype).view(3, 1, 1, 1)


class Random:
    """Random numbers of one generator, on its device."""

    def __init__(self, rng: Generator) -> None:
        self._rng, self.device = rng, rng.device

    def uniform(self, *size: int, low: float = 0, high: float = 1) -> Tensor:
        return torch.empty(size, device=self.device).uniform_(low, high, generator=self._rng)

    def normal(self, *size: int, deviation: float = 1) -> Tensor:
        return torch.empty(size, device=self.device).normal_(0, deviation, generator=self._rng)

    def yes(self, *size: int, chance: float) -> Tensor:
        return self.uniform(*size) < chance


def _mirror(pictures: Tensor, random: Random) -> Tensor:
    return torch.where(random.yes(len(pictures), 1, 1, 1, chance=0.5), pictures.flip(-1), pictures)


def _sharpness(pictures: Tensor, random: Random) -> Tensor:
    """From blurred to over-sharp: webcams are both, and live faces are sharper than 48 pixels."""
    blurred = F.avg_pool2d(F.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, 1)
    amount = random.uniform(len(pictures), 1, 1, 1, low=-0.9, high=1.2)
    return (pictures + amount * (pictures - blurred)).clamp(0, 1)


def _light(pictures: Tensor, frames: int, random: Random) -> Tensor:
    """Contrast, brightness and gamma, slowly changing: (B, 1, 48, 48) to (B * frames, 1, 48, 48)."""
    count = len(pictures)
    level = pictures.mean((2, 3), keepdim=True)
    pictures = (pictures - level) * random.normal(count, 1, 1, 1, deviation=0.2).exp() + level
    time = torch.linspace(0, 1, frames, device=random.device).view(1, frames, 1, 1)
    light = random.normal(count, 1, 1, 1, deviation=0.1) + random.normal(count, 1, 1, 1, deviation=0.03) * time
    gamma = random.normal(count, 1, 1, 1, deviation=0.25).exp()
    return ((pictures + light).clamp(1e-3, 1) ** gamma).flatten(0, 1)[:, None]


def _noise(moments: Tensor, random: Random) -> Tensor:
    return moments + random.uniform(len(moments), 1, 1, 1, high=0.05) * random.normal(*moments.shape)


def _camera(count: int, frames: int, random: Random) -> Tensor:
    """Affine maps (count * frames, 2, 3) of a hand-held camera: a start, a drift and a slow sway of everything."""
    deviations = torch.tensor([0.07, 0.07, 0.08, 0.10], device=random.device)  # x, y in half sides, log scale, radians
    start = random.normal(count, 1, 4) * deviations
    start[:, :, 1] += BOX_DROP  # in half sides: midway between the picture's centre and the box's
    drift = random.normal(count, 1, 4, deviation=0.35) * deviations
    sway = random.normal(count, 1, 4, deviation=0.15) * deviations
    time = torch.linspace(0, 1, frames, device=random.device).view(1, -1, 1)
    phase = random.uniform(count, 1, 4, high=2 * math.pi) + random.uniform(count, 1, 4, low=2, high=9) * time
    x, y, scale, angle = (start + drift * time + sway * phase.sin()).flatten(0, 1).unbind(1)
    cos, sin = angle.cos() * scale.exp(), angle.sin() * scale.exp()
    return torch.stack([torch.stack([cos, -sin, x], 1), torch.stack([sin, cos, y], 1)], 1)


def _cover(clips: Tensor, random: Random) -> Tensor:
    """Covers a random box of every fourth clip, as a hand or a microphone would."""
    count, size = len(clips), clips.shape[-1]
    centre = random.uniform(count, 2, high=size)
    half = random.uniform(count, 2, low=0.08, high=0.22) * size * random.yes(count, 1, chance=0.25)
    inside = (torch.arange(size, device=random.device) - centre[..., None]).abs() < half[..., None]
    covered = (inside[:, 0, :, None] & inside[:, 1, None, :])[:, None, None]
    return torch.where(covered, random.uniform(count, 1, 1, 1, 1), clips)


def _tint(count: int, random: Random) -> Tensor:
    """Gains (count, 3, 1, 1, 1) of red, green and blue: the colours of skins and lamps."""
    warm = torch.tensor([1.0, 0.0, -0.7], device=random.device).view(1, 3, 1, 1, 1)
    warmth = random.uniform(count, 1, 1, 1, 1, high=0.35)
    return (warmth * warm + random.normal(count, 3, 1, 1, 1, deviation=0.06)).exp()

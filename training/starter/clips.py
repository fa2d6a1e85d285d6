"""Turns still faces into clips: smooth random camera motion, light, colour, sharpness and noise (torch only)."""

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.clips.views import IMAGENET_MEAN, IMAGENET_STD
from training.starter.recipe import BOX_DROP


def random_clips(faces: Tensor, frames: int, resolution: int, rng: Generator) -> Tensor:
    """Training clips of still faces. The same random choice holds for all frames of a clip, but for its motion.

    faces: (B, 48, 48) uint8 grey. Returns (B, 3, frames, resolution, resolution) float32, normalised.
    """
    pictures = _sharpness(faces[:, None].float() / 255, rng)
    pictures = _mirror(pictures, rng)
    moving = F.grid_sample(
        pictures.repeat_interleave(frames, 0),
        F.affine_grid(_camera(len(faces), frames, rng), [len(faces) * frames, 1, resolution, resolution], False),
        padding_mode="border",
        align_corners=False,
    ).view(len(faces), 1, frames, resolution, resolution)
    return normalise(_noise(_erase(_colour(moving, rng), rng), rng))


def still_clips(faces: Tensor, frames: int, resolution: int) -> Tensor:
    """The same clips without anything random: each picture held still for `frames` frames."""
    pictures = F.interpolate(faces[:, None].float() / 255, size=(resolution, resolution), mode="bilinear")
    return normalise(pictures[:, :, None].expand(-1, 3, frames, -1, -1))


def normalise(clips: Tensor) -> Tensor:
    """(B, 3, T, H, W) in [0, 1] -> the encoder's input."""
    mean = torch.from_numpy(IMAGENET_MEAN).view(3, 1, 1, 1)
    std = torch.from_numpy(IMAGENET_STD).view(3, 1, 1, 1)
    return (clips - mean) / std


def _uniform(size: tuple[int, ...], low: float, high: float, rng: Generator) -> Tensor:
    return torch.empty(size).uniform_(low, high, generator=rng)


def _normal(size: tuple[int, ...], deviation: float, rng: Generator) -> Tensor:
    return torch.empty(size).normal_(0, deviation, generator=rng)


def _camera(count: int, frames: int, rng: Generator) -> Tensor:
    """Affine maps (count * frames, 2, 3) of a hand-held camera: a start, a drift and a slow sway of everything."""
    deviations = torch.tensor([0.07, 0.07, 0.08, 0.08])  # x and y in half sides, log of scale, radians
    start = _normal((count, 1, 4), 1, rng) * deviations
    start[:, :, 1] += BOX_DROP  # in half sides: midway between the picture's centre and the box's
    drift = _normal((count, 1, 4), 0.35, rng) * deviations
    sway = _normal((count, 1, 4), 0.15, rng) * deviations
    time = torch.linspace(0, 1, frames).view(1, -1, 1)
    phase = _uniform((count, 1, 4), 0, 2 * math.pi, rng) + _uniform((count, 1, 4), 2, 9, rng) * time
    x, y, scale, angle = (start + drift * time + sway * phase.sin()).flatten(0, 1).unbind(1)
    cos, sin = angle.cos() * scale.exp(), angle.sin() * scale.exp()
    return torch.stack([torch.stack([cos, -sin, x], 1), torch.stack([sin, cos, y], 1)], 1)


def _mirror(pictures: Tensor, rng: Generator) -> Tensor:
    chosen = _uniform((len(pictures), 1, 1, 1), 0, 1, rng) < 0.5
    return torch.where(chosen, pictures.flip(-1), pictures)


def _sharpness(pictures: Tensor, rng: Generator) -> Tensor:
    """From blurred to over-sharp: webcams are both, and live faces are sharper than 48 pixels."""
    blurred = F.avg_pool2d(F.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, 1)
    amount = _uniform((len(pictures), 1, 1, 1), -0.9, 1.2, rng)
    return (pictures + amount * (pictures - blurred)).clamp(0, 1)


def _colour(clips: Tensor, rng: Generator) -> Tensor:
    """Grey to tinted RGB under changing light: contrast, brightness, gamma, flicker, skin and lamp colours."""
    count, frames = len(clips), clips.shape[2]
    level = clips.mean((2, 3, 4), keepdim=True)
    contrast = _normal((count, 1, 1, 1, 1), 0.2, rng).exp()
    time = torch.linspace(0, 1, frames).view(1, 1, -1, 1, 1)
    light = _normal((count, 1, 1, 1, 1), 0.12, rng) + _normal((count, 1, 1, 1, 1), 0.03, rng) * time
    clips = ((clips - level) * contrast + level + light).clamp(1e-3, 1)
    warmth = _uniform((count, 1, 1, 1, 1), 0, 0.35, rng)
    gains = warmth * torch.tensor([1.0, 0.0, -0.7]).view(1, 3, 1, 1, 1) + _normal((count, 3, 1, 1, 1), 0.06, rng)
    return (clips ** _normal((count, 1, 1, 1, 1), 0.25, rng).exp() * gains.exp()).clamp(0, 1)


def _erase(clips: Tensor, rng: Generator) -> Tensor:
    """Covers a random box of every fifth clip, as a hand or a microphone would."""
    size = clips.shape[-1]
    centre = _uniform((len(clips), 2), 0, size, rng)
    half = _uniform((len(clips), 2), 0.08, 0.2, rng) * size * (_uniform((len(clips), 1), 0, 1, rng) < 0.2)
    place = torch.arange(size)
    inside = (place - centre[..., None]).abs() < half[..., None]
    covered = (inside[:, 0, :, None] & inside[:, 1, None, :])[:, None, None]
    return torch.where(covered, _uniform((len(clips), 3, 1, 1, 1), 0, 1, rng), clips)


def _noise(clips: Tensor, rng: Generator) -> Tensor:
    strength = _uniform((len(clips), 1, 1, 1, 1), 0, 0.05, rng)
    return (clips + strength * torch.empty_like(clips).normal_(generator=rng)).clamp(0, 1)

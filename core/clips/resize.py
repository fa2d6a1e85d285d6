"""A view made where the encoder computes: uint8 pixels in, the encoder's input out, with nothing but torch.

Resizing is separable, so a view is two small matrices, one for the rows of a picture and one for its columns, with the
cut inside them. They give what OpenCV gives (core.clips.transform) to within one of the 256 grey levels.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from core.clips.views import IMAGENET_MEAN, IMAGENET_STD, view_of


@dataclass(frozen=True, slots=True)
class Axis:
    """How one side of a picture becomes one side of the view.

    size: pixels of the picture, resized: pixels after resizing, first: where the cut begins, count: its length.
    """

    size: int
    resized: int
    first: int
    count: int
    area: bool

    @property
    def used(self) -> slice:
        """The pixels of the picture that the view depends on; the others need not travel."""
        scale = self.size / self.resized
        start = math.floor(self.first * scale - 0.5)
        stop = math.ceil((self.first + self.count) * scale + 0.5)
        return slice(max(0, start), min(self.size, stop))

    def matrix(self, device: torch.device) -> Tensor:
        """(count, length of `used`) float32: each row holds the weights of the pixels behind one pixel of the view.

        Made of its indices on the device itself: there is nothing to be copied, and so nothing to wait for.
        """
        scale = self.size / self.resized
        to = torch.arange(self.first, self.first + self.count, dtype=torch.float64, device=device)[:, None]
        pixel = torch.arange(self.used.start, self.used.stop, dtype=torch.float64, device=device)
        if self.area:  # the share of the area (to * scale, (to + 1) * scale) that a pixel fills
            ends = torch.minimum(pixel + 1, (to + 1) * scale)
            weights = (ends - torch.maximum(pixel, to * scale)).clamp(min=0) / scale
        else:  # the two neighbours of the point, which stays inside the picture
            point = ((to + 0.5) * scale - 0.5).clamp(0, self.size - 1)
            weights = (1 - (point - pixel).abs()).clamp(min=0)
        return weights.float()


def axes(name: str, height: int, width: int, resolution: int) -> tuple[Axis, Axis]:
    """The rows and the columns of the view "centre" or "face" of pictures of height x width pixels."""
    view = view_of(name, height, width, resolution)
    rows = Axis(height, view.height, view.top, resolution, view.area)
    return rows, Axis(width, view.width, view.left, resolution, view.area)


def view_on_device(pixels: Tensor, rows: Axis, columns: Axis) -> Tensor:
    """The view of a clip, in ImageNet's normalised units.

    pixels: (T, used rows, used columns, 3) uint8, on any device. Returns (3, T, resolution, resolution) float32 there.
    """
    frames, _, width, _ = pixels.shape
    flat = rows.matrix(pixels.device) @ pixels.flatten(2).float()
    images = flat.view(frames, rows.count, width, 3).permute(3, 0, 1, 2) @ columns.matrix(pixels.device).T
    grey = images.add_(0.5).floor_()  # as OpenCV, which gives whole grey levels and rounds halves up
    for channel, mean, std in zip(grey, IMAGENET_MEAN.tolist(), IMAGENET_STD.tolist(), strict=True):
        channel.sub_(255 * mean).div_(255 * std)
    return grey

"""Which part of a picture an encoder sees, and in which units. Plain arithmetic, the same wherever it is computed."""

from dataclasses import dataclass

import numpy as np

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)  # RGB
IMAGENET_STD = np.array([0.229, 0.224, 0.225], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class View:
    """A picture is resized to width x height pixels, then a square is cut out of it, from (left, top) on.

    area: resized by the mean of the area that a pixel covers, else bilinearly.
    """

    width: int
    height: int
    left: int
    top: int
    area: bool = False


def view_of(name: str, height: int, width: int, resolution: int) -> View:
    """The view "centre" or "face" of pictures of height x width pixels.

    centre: the published evaluation transform; short side to int(resolution * 256 / 224), then the centre of that.
    face: the whole of a crop that is square already; where it is larger than the encoder's input, by area.
    """
    if name == "face":
        return View(resolution, resolution, 0, 0, area=min(height, width) > resolution)
    if name != "centre":
        raise ValueError(f"a view is centre or face, not {name}")
    short = int(resolution * 256 / 224)
    resized = (short, int(short * height / width)) if width < height else (int(short * width / height), short)
    left, top = (round((side - resolution) / 2) for side in resized)
    return View(*resized, left, top)

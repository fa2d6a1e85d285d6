"""Small real things to analyse: a bundle of a tiny model with random weights, and videos of a few frames."""

from pathlib import Path

import numpy as np

SIZE = (64, 48)  # width, height in pixels


def tiny_bundle(path: Path, *, depth: int = 1, resolution: int = 16, **card: object) -> Path:
    """A whole bundle, encoder included, that scores a clip in about a millisecond; its labels mean nothing.

    With `depth` 6 and `resolution` 112, a clip takes about a tenth of a second.
    """
    import torch

    from core.model import BundleCard, save_bundle
    from core.model.probe import AttentiveProbe
    from core.model.vit import HEADS_BY_WIDTH, Encoder, EncoderConfig

    labels = {"labels": ("angry", "happy", "sad")}
    given = {"name": "=tiny", "view": "centre", "resolution": resolution} | labels | card
    with torch.random.fork_rng():
        torch.manual_seed(0)
        encoder = Encoder(EncoderConfig(resolution, 192, depth, HEADS_BY_WIDTH[192])).eval()
        probe = AttentiveProbe(192, HEADS_BY_WIDTH[192], len(given["labels"])).eval()  # type: ignore[arg-type]
    blank = {"encoder_name": "tiny-encoder", "encoder_sha256": "", "probes": ()}
    return save_bundle(path, BundleCard(**(given | blank)), [probe], encoder)  # type: ignore[arg-type]


def video(path: Path, frames: int, fps: float = 30.0) -> Path:
    """A real video file (Motion JPEG in AVI) of `frames` pictures."""
    from core.cv import cv2

    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, SIZE)
    assert writer.isOpened()
    for index in range(frames):
        writer.write(_picture(index))
    writer.release()
    return path


def _picture(index: int) -> np.ndarray:
    """A square that wanders over a ground that changes its colour."""
    width, height = SIZE
    image = np.full((height, width, 3), (index * 2 % 256, 90, 160), np.uint8)
    left = index % (width - 16)
    image[16:32, left : left + 16] = 255 - index % 200
    return image

"""How long something will take, from a little of it that is really done."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from statistics import median

import torch
from torch import nn

from core.errors import FerError
from core.model.computation import Computation
from core.model.probe import PROBES
from core.offline.extraction import ClipEncoder, Views
from core.offline.feature_store import FeatureKey
from core.offline.manifest import Video
from core.offline.recipe import Recipe

ENOUGH_S = 1.0  # of measuring
TOO_LONG_S = 60.0  # for a first clip, which also warms everything up, not to be believed


def seconds_per_clip(computation: Computation, resolution: int) -> float:
    """Of the encoder, in batches as they are encoded. The first one only warms it up."""
    encode = ClipEncoder(computation, computation.config.grid)
    clips = torch.zeros(encode.at_once, 3, computation.config.frames, resolution, resolution)
    first = _seconds(lambda: encode(clips))
    times = [first] if first > TOO_LONG_S else []
    while len(times) < 3 and sum(times) < ENOUGH_S:
        times.append(_seconds(lambda: encode(clips)))
    return median(times) / len(clips)


def seconds_per_step(recipe: Recipe, key: FeatureKey, device: torch.device) -> float:
    """Of training the probe: one forward and backward pass of a batch of random tokens, in fp32."""
    tokens, width = key.tokens, key.width
    probe = PROBES[recipe.probe](width, key.heads, 8).to(device)
    per_sample = tokens * recipe.segments if recipe.attend == "joint" else tokens
    samples = recipe.batch if recipe.attend == "joint" else recipe.batch * recipe.segments
    # Linear in the number of samples: one is enough, and takes the memory of one.
    some = torch.randn(1, per_sample, width, device=device)

    def step() -> None:
        nn.functional.cross_entropy(probe(some), torch.zeros(1, dtype=torch.int64, device=device)).backward()
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    step()
    return _seconds(step) * samples


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def seconds_to_prepare(videos: Sequence[Video], views: Views) -> float:
    """To decode, cut and augment the clips of one view, measured with the first video that works; 0 without any."""
    augment = views.augmenter()
    for video in videos[:3]:
        with suppress(FerError):
            next(views.made(video, [0], augment))  # which loads libraries, too
            began = time.perf_counter()
            next(views.made(video, [0], augment))
            return time.perf_counter() - began
    return 0.0

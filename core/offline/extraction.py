"""From the videos of a manifest to their features: every training clip through the frozen encoder, once."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from core.clips.sampling import random_clips, training_clips
from core.errors import Cancelled, DataError, FerError, WeightsError
from core.model.computation import Computation
from core.model.device import OutOfMemory, device_faults
from core.model.files.file_digest import file_sha256
from core.model.pooling import pool_tokens, pooled_sides
from core.model.precision import SMALL
from core.model.progress import OnProgress, Task
from core.model.store.installed import size_text
from core.offline.ahead import ahead
from core.offline.augmentation import Augmenter
from core.offline.encoders import FrozenEncoder
from core.offline.feature_store import FeatureKey, FeatureStore
from core.offline.manifest import Video
from core.offline.recipe import Recipe

if TYPE_CHECKING:
    from core.offline.video_clips import TrainingFrames

BATCH = 8  # clips in one forward pass; with a large encoder on a CPU one: more are not faster there
FORMS = ("bf16", "int8")

Problem = tuple[Video, Exception]


@dataclass(frozen=True, slots=True)
class Views:
    """What the clips of a training look like. view, margin, resolution: as in a BundleCard."""

    recipe: Recipe
    view: str
    margin: float
    resolution: int

    def frames(self, video: Video, view: int) -> Callable[[int], np.ndarray]:
        """From the number of frames to the clips (segments, 16) of a view, the same whenever it is asked."""
        recipe = self.recipe
        choose = training_clips if recipe.clip_rule == "as-run" else random_clips
        return lambda count: choose(count, recipe.segments, _random(recipe.seed, video, view, "clips"))

    def decoded(self, video: Video, numbers: Sequence[int]) -> "TrainingFrames":
        """The pictures of these views of a video, which is decoded once; `clips` of it is (views, segments, 16).

        Raises SourceError or DataError when it cannot be used, or is another one by now.
        """
        from core.offline.video_clips import Cut, TrainingFrames  # late: fitting needs neither OpenCV nor mediapipe

        prove_video(video)
        chosen = [self.frames(video, number) for number in numbers]
        how = Cut(self.view, self.resolution, self.margin)
        return TrainingFrames(video.path, how, lambda n: np.stack([one(n) for one in chosen]), video.frames)

    def made(self, video: Video, numbers: Sequence[int], augment: Augmenter) -> Iterator[tuple[int, Tensor]]:
        """The clips of these views, as the encoder takes them: (segments, 3, 16, R, R) float32. Raises as `decoded`."""
        frames = self.decoded(video, numbers)
        for number, clips in zip(numbers, frames.clips, strict=True):
            random = _random(self.recipe.seed, video, number, "augmentation")
            made = [augment(frames.clip(indices), random) for indices in clips]
            yield number, torch.from_numpy(np.stack(made))

    def augmenter(self) -> Augmenter:
        """For one thread."""
        return Augmenter(self.recipe.augmentation, self.view, self.resolution)


def prove_video(video: Video) -> None:
    """Raises DataError unless the file is there and the one that the manifest means."""
    hint = "Put it back, or index the data set again"
    if not video.path.is_file():
        raise DataError("there is no such file", where=video.path, hint=hint)
    try:
        found = file_sha256(video.path)
    except WeightsError as error:
        raise DataError("the file cannot be read", where=video.path, hint=hint) from error
    if found != video.sha256:
        raise DataError("the video was changed since the manifest was made", where=video.path, hint=hint)


def _random(seed: int, video: Video, view: int, what: str) -> np.random.RandomState:
    """Random numbers that depend on nothing but these: not on the order of videos, nor on interruptions."""
    digest = hashlib.sha256(f"{seed}:{video.sha256}:{view}:{what}".encode()).digest()
    return np.random.RandomState(int.from_bytes(digest[:4], "little"))


def feature_key(
    encoder: FrozenEncoder, views: Views, precision: str, *, pool: int | None = None, form: str = "bf16"
) -> FeatureKey:
    """What the features of such views will be. pool: rows and columns of tokens that are kept; None: all."""
    time, height, width = encoder.config.grid
    recipe = views.recipe
    return FeatureKey(
        encoder_sha256=encoder.sha256,
        encoder=encoder.spec,
        precision=precision,
        view=views.view,
        margin=views.margin if views.view == "face" else None,
        resolution=views.resolution,
        clip_rule=recipe.clip_rule,
        augmentation=recipe.augmentation,
        segments=recipe.segments,
        seed=recipe.seed,
        grid=(time, pool or height, pool or width),
        width=encoder.config.width,
        dtype=form,
        heads=encoder.config.heads,
    )


def largest_within(key: FeatureKey, encoder: FrozenEncoder, records: int, budget: int, fixed: set[str]) -> FeatureKey:
    """The key that keeps most within `budget` bytes: all tokens in bf16, then int8, then fewer and fewer tokens.

    fixed: "pool" and "dtype" when they were asked for and are not to be changed. Raises DataError when nothing fits.
    """
    time, *_ = key.grid
    sides = (0,) if "pool" in fixed else pooled_sides(encoder.config.grid)
    forms = (key.dtype,) if "dtype" in fixed else FORMS
    least = 0
    for side, form in product(sides, forms):
        grid = (time, side, side) if side else key.grid
        smaller = replace(key, grid=grid, dtype=form)
        least = records * smaller.record_bytes
        if least <= budget:
            return smaller
    fewer = f"leave out --{' and --'.join(sorted(fixed))}" if fixed else "choose fewer --views, or a smaller encoder"
    raise DataError(
        f"the features do not fit into the budget: they take at least {size_text(least)}",
        hint=f"Give a larger --budget, or {fewer}",
    )


def extract(
    videos: Sequence[Video],
    count: int,
    views: Views,
    computation: Computation,
    store: FeatureStore,
    *,
    threads: int = 1,
    progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> list[Problem]:
    """Puts `count` views of every video into the store; what is there already stays.

    Returns the videos that could not be used, and why. Raises OutputError when the disk is full, DeviceError when the
    device fails, Cancelled: whatever was finished is kept, and the same call goes on from there.
    """
    different = {video.sha256: video for video in videos}.values()
    jobs = [(video, [view for view in range(count) if (video.sha256, view) not in store]) for video in different]
    jobs = [(video, missing) for video, missing in jobs if missing]
    segments = views.recipe.segments
    task = Task("encoding", segments * sum(len(missing) for _, missing in jobs), progress, cancel, "clips")
    problems: list[Problem] = []
    encode = ClipEncoder(computation, store.key.grid)
    task.check()
    with ahead(jobs, lambda: _worker(views), threads=threads, room=2) as results:
        for (video, missing), result in results:
            task.check()
            if isinstance(result, Exception):
                if not isinstance(result, FerError):
                    raise result
                problems.append((video, result))
                task.advance(segments * sum((video.sha256, view) not in store for view in missing))
                continue
            view, clips = result
            try:
                store.append(video.sha256, view, encode(clips, cancel), where=video.path)
            except DataError as error:  # not finite: in another precision it might be
                problems.append((video, error))
            task.advance(segments)
    return problems


def unusable(
    videos: Sequence[Video],
    views: Views,
    *,
    threads: int = 1,
    progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> list[Problem]:
    """Those of which no clips can be made, and why: every video is decoded once. Raises Cancelled."""
    different = list({video.sha256: video for video in videos}.values())
    task = Task("checking", views.recipe.segments * len(different), progress, cancel, "clips")
    problems: list[Problem] = []

    def decode(video: Video) -> Iterator[None]:
        views.decoded(video, [0])
        yield None

    with ahead(different, lambda: decode, threads=threads, room=2) as results:
        for video, result in results:
            if isinstance(result, FerError):
                problems.append((video, result))
            elif isinstance(result, Exception):
                raise result
            task.advance(views.recipe.segments)
    return problems


def _worker(views: Views) -> Callable[[tuple[Video, list[int]]], Iterator[tuple[int, Tensor]]]:
    augment = views.augmenter()
    return lambda job: views.made(job[0], job[1], augment)


class ClipEncoder:
    """From clips to their tokens, pooled to `grid`, in a computation's precision.

    at_once: clips in one forward pass; fewer from the moment on at which memory runs out.
    """

    def __init__(self, computation: Computation, grid: tuple[int, int, int]) -> None:
        self._computation, self._grid = computation, grid
        large = computation.device.type == "cpu" and computation.parameters >= SMALL
        self.at_once = 1 if large else BATCH

    def __call__(self, clips: Tensor, cancel: threading.Event | None = None) -> Tensor:
        """(n, 3, T, R, R) float32 on the CPU -> (n, tokens, D) there. Raises DeviceError, Cancelled."""
        parts: list[Tensor] = []
        done = 0
        while done < len(clips):
            if cancel is not None and cancel.is_set():
                raise Cancelled
            batch = clips[done : done + self.at_once]
            try:
                parts.append(self._tokens(batch))
                done += len(batch)
                continue
            except OutOfMemory:
                if self.at_once == 1:
                    raise
            self.at_once //= 2  # out here: the exception holds on to the tensors of the attempt
            with self._computation.turn:
                self._computation.release()
        return torch.cat(parts)

    @torch.inference_mode()
    def _tokens(self, clips: Tensor) -> Tensor:
        computation = self._computation
        with computation.turn, device_faults(computation.device):
            tokens = computation.tokens(clips.to(computation.device, computation.precision.dtype))
            if self._grid != computation.config.grid:
                tokens = pool_tokens(tokens, computation.config.grid, self._grid[1])
            return tokens.to("cpu", copy=True)  # the device writes the next ones into the same memory

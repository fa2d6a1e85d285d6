"""Trains one probe: the frozen encoder's tokens, one loop, a checkpoint after each epoch.

Needs nothing but torch and numpy until it writes the finished probe. `fabric` is a Lightning Fabric, which brings
devices, processes and precision; its library is imported by whoever makes one.

Nothing random has a state: what an epoch does follows from the seed, the fold and the number of the epoch. So a
training that was interrupted gives what it would have given in one go, on a CPU bit by bit.
"""

import hashlib
import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.errors import DataError
from core.model.device import device_faults
from core.model.probe import Probe
from core.model.progress import Task
from core.offline.ahead import ahead
from core.offline.checkpoint import Checkpoint, Epoch, curve_table
from core.offline.manifest import Video
from core.offline.probes import new_probe, save_probe
from core.offline.recipe import Recipe
from core.offline.run_folder import RECORD, Run, read_record
from core.offline.schedules import Schedule
from core.offline.token_sources import TokenSource
from core.session import cannot_write
from core.whole_file import write_whole

Loaded = tuple[tuple[Video, ...], Tensor]
"""Videos, and the tokens of their clips: (B, segments, N, D) on the CPU."""

WARMUP_SHARE = 0.1  # of the learning rate, where a warm-up begins


@dataclass(frozen=True, slots=True)
class FoldData:
    """What one fold is trained on and looked at with. held_out: () where tokens would have to be computed for it."""

    fold: int
    train: tuple[Video, ...]
    held_out: tuple[Video, ...]


def fit_fold(fabric: Any, run: Run, data: FoldData, source: TokenSource, task: Task) -> list[Epoch]:
    """Trains the probe of one fold, from its checkpoint when there is one, and writes it. Returns the curve.

    task: advanced by each step, those of earlier runs included. Raises DataError when the loss is not a number or
    features are missing, OutputError, Cancelled: the checkpoint of the last whole epoch stays.
    """
    folder, first = run.fold(data.fold), fabric.global_rank == 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    training = _Training(fabric, run, data, source, task)
    identity = _identity(run, data)
    if first:
        record = {"identity": identity, "videos": len(data.train)}
        write_whole(folder / RECORD, f"{json.dumps(record)}\n".encode())
    checkpoint = Checkpoint(folder / "checkpoint.pt", identity, fabric, training.probe, training.optimiser)
    curve = checkpoint.load()
    task.advance(training.per_epoch * len(curve))
    with training.loaded(len(curve)) as batches:
        for epoch in range(len(curve), run.recipe.epochs):
            with device_faults(fabric.device):
                curve.append(training.epoch(epoch, batches))
            if first:
                checkpoint.save(curve)
                write_whole(folder / "curve.csv", curve_table(curve))
            fabric.barrier()
    if first:
        write_whole(folder / "curve.csv", curve_table(curve))  # a kill may have come between it and the checkpoint
        save_probe(run.probe(data.fold), training.probe)
    fabric.barrier()
    return curve


def prove_same(run: Run, data: FoldData) -> None:
    """Raises DataError when this fold's training was begun, or done, on other videos or in another way."""
    path = run.fold(data.fold) / RECORD
    record = read_record(path)
    if record is not None and record.get("identity") != _identity(run, data):
        there, asked = record.get("videos"), len(data.train)
        what = f"fold {data.fold} was trained on other videos or in another way ({there} videos then, {asked} now)"
        raise DataError(what, where=path.parent, hint="Remove this folder to train it anew, or choose another --run")


class _Training:
    """The probe of one fold, and how it changes.

    probe, optimiser: bare, whatever the devices: what a checkpoint holds. per_epoch: steps.
    """

    def __init__(self, fabric: Any, run: Run, data: FoldData, source: TokenSource, task: Task) -> None:
        recipe, width = run.recipe, run.key.width
        self._fabric, self._recipe, self._data, self._source, self._task = fabric, recipe, data, source, task
        self._places = {label: place for place, label in enumerate(run.labels)}
        self.per_epoch = math.ceil(len(data.train) / recipe.batch)
        self._rate, self._decay = _schedules(recipe, self.per_epoch)
        self.probe = new_probe(recipe.probe, width, run.key.heads, run.outputs, _seed(recipe, data.fold, -1))
        self.optimiser = torch.optim.AdamW(_groups(self.probe, recipe), lr=recipe.learning_rate)
        # Moves the probe itself, and wraps both for the devices and the precision.
        self._model, self._wrapped = fabric.setup(self.probe, self.optimiser)

    def loaded(self, first: int) -> AbstractContextManager[Iterator[Loaded]]:
        """The batches of all epochs from this one on, read by a thread while those before are learned from."""
        fabric, recipe, data = self._fabric, self._recipe, self._data
        batches = (
            (epoch, videos)
            for epoch in range(first, recipe.epochs)
            for videos in _batches(
                data.train, recipe, _seed(recipe, data.fold, epoch), fabric.global_rank, fabric.world_size
            )
        )
        return _prefetched(self._source, batches, pinned=fabric.device.type == "cuda")

    def epoch(self, epoch: int, batches: Iterator[Loaded]) -> Epoch:
        """One pass over the videos, the first being number 0."""
        fabric, count = self._fabric, self.per_epoch
        began, waited, sums = time.monotonic(), 0.0, np.zeros(2)
        self.probe.train()
        for number in range(1 + epoch * count, 1 + (epoch + 1) * count):
            asked = time.monotonic()
            videos, tokens = next(batches)
            waited += time.monotonic() - asked
            sums += self._step(videos, tokens, number)
            self._task.advance(1)
        taken = time.monotonic() - began
        if fabric.world_size > 1:
            sums = fabric.all_reduce(torch.from_numpy(sums / fabric.world_size).to(fabric.device), reduce_op="sum")
            sums = sums.cpu().numpy()
        loss, accuracy = (sums / count).tolist()
        last = (epoch + 1) * self.per_epoch
        scheduled = self._rate.at(last), self._decay.at(last)
        return Epoch(epoch + 1, loss, accuracy, *self._held_out(), *scheduled, taken, waited / taken)

    def _step(self, videos: Sequence[Video], tokens: Tensor, number: int) -> tuple[float, float]:
        """The step with this number, from 1 on: loss and accuracy before it."""
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate.at(number)
            group["weight_decay"] = self._decay.at(number) if group["decayed"] else 0.0
        there = tokens.to(self._fabric.device, non_blocking=True)
        loss, accuracy = _loss(self._model, there, self._truth(videos), self._recipe.attend)
        if not math.isfinite(value := loss.item()):
            raise _not_a_number(videos, tokens, number)
        self.optimiser.zero_grad()
        self._fabric.backward(loss)
        norm = self._recipe.clip_norm
        self._fabric.clip_gradients(self._model, self._wrapped, max_norm=norm, error_if_nonfinite=False)
        self._wrapped.step()
        return value, accuracy

    @torch.inference_mode()
    def _held_out(self) -> tuple[float, float]:
        """Loss and accuracy of whole held-out videos, one clip at a time, by PBV; nan where there are none."""
        videos, batch = self._data.held_out, self._recipe.batch
        if not videos or self._fabric.global_rank:  # the first process keeps the curve
            return math.nan, math.nan
        self.probe.eval()
        losses, hits = [], []
        for start in range(0, len(videos), batch):
            self._task.check()
            some = videos[start : start + batch]
            tokens, truth = self._source.tokens(some, 0).to(self._fabric.device), self._truth(some)
            posteriors = torch.stack([self._posteriors(clips).mean(0) for clips in tokens])
            losses += F.nll_loss(posteriors.clamp_min(1e-12).log(), truth, reduction="none").tolist()
            hits += (posteriors.argmax(1) == truth).tolist()
        return float(np.mean(losses)), float(np.mean(hits))

    def _posteriors(self, clips: Tensor) -> Tensor:
        """As in evaluation: of one clip at a time, outputs without a label masked. (n, N, D) -> (n, C)."""
        return self.probe(clips).float()[:, : len(self._places)].softmax(1)

    def _truth(self, videos: Sequence[Video]) -> Tensor:
        return torch.tensor([self._places[video.label] for video in videos], device=self._fabric.device)


def _identity(run: Run, data: FoldData) -> str:
    key = replace(run.key, encoder="")  # a place, which changes nothing
    parts = [run.recipe.digest(), run.manifest_sha256, repr(key), run.views, run.precision, data.fold, run.labels]
    parts += [video.sha256 for video in data.train]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _schedules(recipe: Recipe, per_epoch: int) -> tuple[Schedule, Schedule]:
    steps, warmup = recipe.epochs * per_epoch, round(recipe.warmup_epochs * per_epoch)
    start = WARMUP_SHARE * recipe.learning_rate
    rate = Schedule(recipe.learning_rate, recipe.final_learning_rate, steps, warmup, start)
    return rate, Schedule(recipe.weight_decay, recipe.final_weight_decay, steps)


def _groups(probe: Probe, recipe: Recipe) -> list[dict[str, Any]]:
    """Weight decay for matrices and the query, none for biases and 1-D parameters."""
    named = [(name, one) for name, one in probe.named_parameters() if one.requires_grad]
    plain = [one for name, one in named if one.ndim == 1 or name.endswith("bias")]
    decayed = [one for name, one in named if not (one.ndim == 1 or name.endswith("bias"))]
    return [{"params": decayed, "decayed": True}, {"params": plain, "decayed": False, "weight_decay": 0.0}]


def _loss(model: nn.Module, tokens: Tensor, truth: Tensor, attend: str) -> tuple[Tensor, float]:
    """Cross-entropy, and the share of right answers. tokens: (B, segments, N, D); truth: (B,)."""
    if attend == "joint":
        logits = model(tokens.flatten(1, 2)).float()
    else:
        logits, truth = model(tokens.flatten(0, 1)).float(), truth.repeat_interleave(tokens.shape[1])
    return F.cross_entropy(logits, truth), (logits.argmax(1) == truth).float().mean().item()


def _batches(
    videos: Sequence[Video], recipe: Recipe, seed: int, rank: int, processes: int
) -> Iterator[tuple[Video, ...]]:
    """This process's share of every step of an epoch, in random order; the last step may be smaller.

    Every process has as many videos in a step as the others: what is missing is taken from the front again.
    """
    order = np.random.RandomState(seed).permutation(len(videos))
    for start in range(0, len(order), recipe.batch):
        chosen = order[start : start + recipe.batch]
        missing = -len(chosen) % processes
        chosen = np.concatenate([chosen, np.resize(order, missing)])
        yield tuple(videos[place] for place in chosen[rank::processes])


@contextmanager
def _prefetched(
    source: TokenSource, batches: Iterator[tuple[int, tuple[Video, ...]]], *, pinned: bool
) -> Iterator[Iterator[Loaded]]:
    """Each batch of an epoch, given as (epoch, videos), with its tokens."""

    def load(batch: tuple[int, tuple[Video, ...]]) -> Iterator[Tensor]:
        epoch, videos = batch
        tokens = source.tokens(videos, epoch)
        yield tokens.pin_memory() if pinned else tokens  # so that a GPU takes it while it still computes

    def checked(results: Iterator[Any]) -> Iterator[Loaded]:
        for (_, videos), tokens in results:
            if isinstance(tokens, Exception):
                raise tokens
            yield videos, tokens

    with ahead(batches, lambda: load, threads=1, room=2) as results:
        yield checked(results)


def _not_a_number(videos: Sequence[Video], tokens: Tensor, step: int) -> DataError:
    for video, clips in zip(videos, tokens, strict=True):
        if not clips.isfinite().all():
            hint = "Extract into another --store, in --precision fp32, or leave the video out of the manifest"
            return DataError("the features of this video are not numbers", where=video.path, hint=hint)
    return DataError(
        f"the loss is not a number any more at step {step}",
        hint='Choose a smaller learning_rate or precision = "32-true" in the recipe; checkpoints before it are kept',
    )


def _seed(recipe: Recipe, fold: int, epoch: int) -> int:
    return int(np.random.SeedSequence((recipe.seed, fold + 1, epoch + 1)).generate_state(1)[0])

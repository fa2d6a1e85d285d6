"""Trains one probe: the frozen encoder's tokens, one loop, a checkpoint after each epoch.

Needs nothing but torch and numpy until it writes the finished probe. `fabric` is a Lightning Fabric, which brings
devices, processes and precision; its library is imported by whoever makes one.

Nothing random has a state: what an epoch does follows from the seed, the fold and the number of the epoch. So a
training that was interrupted gives, bit by bit, what it would have given in one go.
"""

import hashlib
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.errors import DataError
from core.model.probe import Probe
from core.model.progress import Task
from core.offline.checkpoint import Checkpoint, Epoch, curve_table
from core.offline.manifest import Video
from core.offline.probes import new_probe, save_probe
from core.offline.recipe import Recipe
from core.offline.run_folder import Run
from core.offline.schedules import Schedule
from core.offline.token_sources import TokenSource
from core.session import cannot_write
from core.whole_file import write_whole

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
    recipe, folder = run.recipe, run.fold(data.fold)
    probe = new_probe(recipe.probe, run.key.width, run.heads, run.outputs, _seed(recipe, data.fold, -1))
    per_epoch = math.ceil(len(data.train) / recipe.batch)
    rate, decay = _schedules(recipe, per_epoch)
    optimiser = torch.optim.AdamW(_groups(probe, recipe), lr=recipe.learning_rate)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    model, wrapped = fabric.setup(probe, optimiser)  # which moves the probe itself
    checkpoint = Checkpoint(folder / "checkpoint.pt", _identity(run, data), fabric, probe, optimiser)
    curve = checkpoint.load()
    task.advance(per_epoch * len(curve))
    places = {label: place for place, label in enumerate(run.labels)}

    def step(videos: Sequence[Video], tokens: Tensor, number: int) -> tuple[float, float]:
        for group in optimiser.param_groups:
            group["lr"] = rate.at(number)
            group["weight_decay"] = decay.at(number) if group["decayed"] else 0.0
        truth = torch.tensor([places[video.label] for video in videos], device=fabric.device)
        loss, accuracy = _loss(model, tokens.to(fabric.device, non_blocking=True), truth, recipe.attend)
        if not math.isfinite(loss.item()):
            raise _not_a_number(videos, tokens, number)
        optimiser.zero_grad()
        fabric.backward(loss)
        fabric.clip_gradients(model, wrapped, max_norm=recipe.clip_norm, error_if_nonfinite=False)
        wrapped.step()
        return loss.item(), accuracy

    for epoch in range(len(curve), recipe.epochs):
        began, waited, sums, count = time.monotonic(), 0.0, np.zeros(2), 0
        probe.train()
        batches = _batches(data.train, recipe, _seed(recipe, data.fold, epoch), fabric.global_rank, fabric.world_size)
        with _prefetched(source, batches, epoch) as loaded:
            asked = time.monotonic()
            for number, (videos, tokens) in enumerate(loaded, start=1 + epoch * per_epoch):
                waited += time.monotonic() - asked
                sums += step(videos, tokens, number)
                count += 1
                task.advance(1)
                asked = time.monotonic()
        taken = time.monotonic() - began
        held_out = _look(probe, source, data.held_out, places, recipe, fabric)
        last = (epoch + 1) * per_epoch
        loss, accuracy = (sums / count).tolist()
        row = Epoch(epoch + 1, loss, accuracy, *held_out, rate.at(last), decay.at(last), taken, waited / taken)
        curve.append(row)
        if fabric.global_rank == 0:
            checkpoint.save(curve)
            write_whole(folder / "curve.csv", curve_table(curve))
        fabric.barrier()
    if fabric.global_rank == 0:
        save_probe(run.probe(data.fold), probe)
    fabric.barrier()
    return curve


def _identity(run: Run, data: FoldData) -> str:
    parts = [run.recipe.digest(), run.manifest_sha256, repr(run.key), run.views, data.fold, run.labels]
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


@torch.inference_mode()
def _look(
    probe: Probe, source: TokenSource, videos: Sequence[Video], places: dict[str, int], recipe: Recipe, fabric: Any
) -> tuple[float, float]:
    """Loss and accuracy of whole held-out videos, one clip at a time, by PBV; nan where there are none."""
    if not videos:
        return math.nan, math.nan
    probe.eval()
    losses, hits = [], []
    for start in range(0, len(videos), recipe.batch):
        some = videos[start : start + recipe.batch]
        tokens = source.tokens(some, 0).to(fabric.device)
        posteriors = torch.stack([probe(clips).float().softmax(1).mean(0) for clips in tokens])
        truth = torch.tensor([places[video.label] for video in some], device=posteriors.device)
        losses += F.nll_loss(posteriors.clamp_min(1e-12).log(), truth, reduction="none").tolist()
        hits += (posteriors.argmax(1) == truth).tolist()
    return float(np.mean(losses)), float(np.mean(hits))


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
    source: TokenSource, batches: Iterator[tuple[Video, ...]], epoch: int
) -> Iterator[Iterator[tuple[tuple[Video, ...], Tensor]]]:
    """The tokens of each batch, read by a thread while the one before is learned from."""
    from core.offline.ahead import ahead

    def worker() -> Any:
        return lambda videos: iter([source.tokens(videos, epoch)])

    def checked(results: Iterator[Any]) -> Iterator[tuple[tuple[Video, ...], Tensor]]:
        for videos, tokens in results:
            if isinstance(tokens, Exception):
                raise tokens
            yield videos, tokens

    with ahead(batches, worker, threads=1, room=2) as results:
        yield checked(results)


def _not_a_number(videos: Sequence[Video], tokens: Tensor, step: int) -> DataError:
    for video, clips in zip(videos, tokens, strict=True):
        if not clips.isfinite().all():
            hint = "Extract its features again, in --precision fp32"
            return DataError("the features of this video are not numbers", where=video.path, hint=hint)
    return DataError(
        f"the loss is not a number any more at step {step}",
        hint='Choose a smaller learning_rate or precision = "32-true" in the recipe; checkpoints before it are kept',
    )


def _seed(recipe: Recipe, fold: int, epoch: int) -> int:
    return int(np.random.SeedSequence((recipe.seed, fold + 1, epoch + 1)).generate_state(1)[0])

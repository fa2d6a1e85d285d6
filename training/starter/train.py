"""Trains the starter: a convolutional teacher, then the encoder with its probe on two-frame and on whole clips.

Read from top to bottom: models, stages, one loop. Each pass leaves a checkpoint, from which an interrupted run goes on.
"""

import copy
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.errors import FerError
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from training.starter.clips import random_clips, still_clips
from training.starter.data import Stills
from training.starter.recipe import CLASSES, Recipe
from training.starter.teacher import CHANNELS, Teacher

Model = TypeVar("Model", bound=nn.Module)
Loss = Callable[[Tensor, Tensor, Generator], Tensor]  # (faces, labels, rng) -> scalar


class Student(nn.Module):
    """The encoder, its probe, and the map from its tokens to the teacher's features (training only)."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        width, heads = recipe.encoder.width, recipe.encoder.heads
        self.encoder = Encoder(recipe.encoder)
        self.probe = AttentiveProbe(width, heads, len(CLASSES))
        self.to_features = nn.Linear(width, CHANNELS[-1])
        self.apply(_initialise)
        nn.init.trunc_normal_(self.probe.pooler.query_tokens, std=0.02)

    def forward(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """Clips (B, 3, T, H, W) to tokens (B, N, D) and logits (B, C)."""
        tokens = self.encoder(clips)
        return tokens, self.probe(tokens)

    def forward_column(self, clips: Tensor, column: int) -> tuple[Tensor, Tensor]:
        """The same for two-frame clips, whose one column of tokens stands at time position `column`."""
        config = self.encoder.config
        places = config.grid[1] * config.grid[2]
        positions = self.encoder.pos_embed[:, column * places : (column + 1) * places]
        tokens = self.encoder.patch_embed(clips) + positions
        for block in self.encoder.blocks:
            tokens = block(tokens)
        tokens = self.encoder.norm(tokens)
        return tokens, self.probe(tokens)


def train(recipe: Recipe, stills: Stills, test: Stills, folder: Path, log: Callable[[str], None]) -> Student:
    """Runs all stages, each from its checkpoint in `folder` when there is one. Returns the averaged student."""
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    teacher, student = Teacher(len(CLASSES)), Student(recipe)

    def teach(faces: Tensor, labels: Tensor, rng: Generator) -> Tensor:
        clips = random_clips(faces, 2, recipe.encoder.resolution, rng)
        return F.cross_entropy(teacher(clips[:, :, 0])[1], labels, label_smoothing=recipe.label_smoothing)

    def learn_stills(faces: Tensor, labels: Tensor, rng: Generator) -> Tensor:
        clips = random_clips(faces, 2, recipe.encoder.resolution, rng)
        column = int(torch.randint(recipe.encoder.grid[0], (), generator=rng))
        return distil(clips, labels, *student.forward_column(clips, column))

    def learn_clips(faces: Tensor, labels: Tensor, rng: Generator) -> Tensor:
        clips = random_clips(faces, recipe.encoder.frames, recipe.encoder.resolution, rng)
        return distil(clips, labels, *student(clips))

    def distil(clips: Tensor, labels: Tensor, tokens: Tensor, logits: Tensor) -> Tensor:
        with torch.no_grad():
            features, soft = teacher(clips.mean(2))
        target = features.flatten(2).transpose(1, 2).float()
        target = (target - target.mean((0, 1))) / (target.std((0, 1)) + 1e-3)
        tokens = tokens.unflatten(1, (-1, target.shape[1])).mean(1)
        feature = F.mse_loss(student.to_features(tokens).float(), target)
        hot = recipe.temperature
        softened = F.kl_div(
            F.log_softmax(logits.float() / hot, 1), F.softmax(soft.float() / hot, 1), reduction="batchmean"
        )
        hard = F.cross_entropy(logits.float(), labels, label_smoothing=recipe.label_smoothing)
        blend = recipe.soft_weight * hot**2 * softened + (1 - recipe.soft_weight) * hard
        return blend + recipe.feature_weight * feature

    def teacher_accuracy(model: Teacher) -> float:
        return _accuracy(lambda faces: model(still_clips(faces, 1, recipe.encoder.resolution)[:, :, 0])[1], test)

    def student_accuracy(model: Student) -> float:
        middle = recipe.encoder.grid[0] // 2
        return _accuracy(
            lambda faces: model.forward_column(still_clips(faces, 2, recipe.encoder.resolution), middle)[1], test
        )

    fit = Fit(recipe, stills, folder, log)
    teacher = fit(
        "teacher", teacher, teach, recipe.teacher_passes, recipe.teacher_rate, recipe.teacher_batch, teacher_accuracy
    )
    teacher.eval().requires_grad_(False)
    averaged = fit(
        "stills", student, learn_stills, recipe.still_passes, recipe.still_rate, recipe.batch, student_accuracy
    )
    student.load_state_dict(averaged.state_dict())
    return fit("clips", student, learn_clips, recipe.clip_passes, recipe.clip_rate, recipe.clip_batch, student_accuracy)


def trained_student(recipe: Recipe, stills: Stills, folder: Path) -> Student:
    """The averaged student of a finished training. Raises FerError when there is none of this recipe."""
    path = folder / "clips.pt"
    state: dict[str, Any] = _checkpoint(path, recipe) if path.exists() else {"step": 0}
    if state["step"] < steps(recipe.clip_passes, len(stills.labels), recipe.clip_batch):
        raise FerError(
            "the starter is not trained yet, or not to the end",
            where=folder,
            hint="Run `python -m training.starter train`; it goes on where it was",
        )
    student = Student(recipe)
    student.load_state_dict(state["averaged"])
    return student.eval()


def steps(passes: float, faces: int, batch: int) -> int:
    """Optimiser steps in so many passes; the last, smaller batch of a pass is left out."""
    return round(passes * (faces // batch))


class Fit:
    """The one training loop: AdamW, warm-up and cosine, a running average of the weights, a checkpoint each pass."""

    def __init__(self, recipe: Recipe, stills: Stills, folder: Path, log: Callable[[str], None]) -> None:
        self.recipe, self.stills, self.folder, self.log = recipe, stills, folder, log

    def __call__(
        self,
        stage: str,
        model: Model,
        loss_of: Loss,
        passes: float,
        rate: float,
        batch: int,
        accuracy: Callable[[Model], float],
    ) -> Model:
        """Trains `model` in place and returns its running average, in eval mode."""
        recipe = self.recipe
        per_pass = len(self.stills.labels) // batch
        total = steps(passes, len(self.stills.labels), batch)
        optimiser = torch.optim.AdamW(_decayed(model, recipe.weight_decay), lr=rate)
        averaged = copy.deepcopy(model)
        checkpoint = self.folder / f"{stage}.pt"
        step = _resume(checkpoint, recipe, model, averaged, optimiser)
        if step:
            self.log(f"{stage}: going on from step {step} of {total}")
        while step < total:
            rng = torch.Generator().manual_seed(1_000_003 * recipe.seed + step)
            started, summed, model_steps = time.monotonic(), 0.0, 0
            model.train()
            for chosen in _batches(len(self.stills.labels), batch, min(per_pass, total - step), rng):
                for group in optimiser.param_groups:
                    group["lr"] = rate * _schedule(step / total, recipe.warm_up)
                with torch.autocast("cpu", torch.bfloat16):
                    loss = loss_of(self.stills.faces[chosen], self.stills.labels[chosen], rng)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimiser.step()
                step, model_steps, summed = step + 1, model_steps + 1, summed + loss.item()
                _average(averaged, model, min(recipe.average_decay, (1 + step) / (10 + step)))
            _save(checkpoint, recipe, model, averaged, optimiser, step)
            self.log(
                f"{stage}: step {step} of {total}, loss {summed / model_steps:.3f}, public test "
                f"{accuracy(averaged.eval()):.4f}, {time.monotonic() - started:.0f} s"
            )
        return averaged.eval()


def _batches(count: int, batch: int, steps: int, rng: Generator) -> Iterator[Tensor]:
    order = torch.randperm(count, generator=rng)
    return (order[i * batch : (i + 1) * batch] for i in range(steps))


def _schedule(done: float, warm_up: float) -> float:
    return done / warm_up if done < warm_up else 0.5 + 0.5 * math.cos(math.pi * (done - warm_up) / (1 - warm_up))


def _decayed(model: nn.Module, weight_decay: float) -> list[dict]:
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


@torch.no_grad()
def _average(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    for mean, value in zip(averaged.state_dict().values(), model.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - decay)
        else:
            mean.copy_(value)


@torch.inference_mode()
def _accuracy(logits_of: Callable[[Tensor], Tensor], stills: Stills) -> float:
    hits = sum(
        int((logits_of(faces).argmax(1) == labels).sum())
        for faces, labels in zip(stills.faces.split(256), stills.labels.split(256), strict=True)
    )
    return hits / len(stills.labels)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Conv3d):
        nn.init.trunc_normal_(module.weight, std=0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def _resume(path: Path, recipe: Recipe, model: nn.Module, averaged: nn.Module, optimiser: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = _checkpoint(path, recipe)
    model.load_state_dict(state["model"])
    averaged.load_state_dict(state["averaged"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"]


def _checkpoint(path: Path, recipe: Recipe) -> dict[str, Any]:
    """A checkpoint of this very recipe. Raises FerError for another's, so that no card states what was not done."""
    state = torch.load(path, weights_only=True)
    if state["recipe"] != repr(recipe):
        raise FerError("the checkpoint is of another recipe", where=path, hint="Use another --work folder")
    return state


def _save(
    path: Path,
    recipe: Recipe,
    model: nn.Module,
    averaged: nn.Module,
    optimiser: torch.optim.Optimizer,
    step: int,
) -> None:
    state = {"model": model.state_dict(), "averaged": averaged.state_dict(), "optimiser": optimiser.state_dict()}
    partial = path.with_suffix(".part")
    torch.save({**state, "step": step, "recipe": repr(recipe)}, partial)
    partial.replace(path)

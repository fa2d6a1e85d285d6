"""Trains the starter, stage after stage: teacher, V-JEPA pre-training, a frozen probe (measured only), stills, clips.

Read from top to bottom: the stages, and one loop. Each pass leaves a checkpoint, from which an interrupted run goes on.
"""

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.errors import DataError
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from training.starter.clips import middle_in_grey, random_clips, still_clips
from training.starter.data import Stills
from training.starter.pretraining import Pretraining
from training.starter.recipe import CLASSES, Recipe, Stage
from training.starter.student import Student, encode, initialise
from training.starter.teacher import SIDE, Teacher

Model = TypeVar("Model", bound=nn.Module)
Loss = Callable[[Stills, Generator], Tensor]
Log = Callable[[str], None]
BEGINNING = 4096  # faces that the first layer starts from


@dataclass(frozen=True, slots=True)
class Trained:
    """encoder, probe: what becomes the bundle. frozen: the encoder before it saw labels, and its own probe."""

    encoder: Encoder
    probe: AttentiveProbe
    frozen: tuple[Encoder, AttentiveProbe]


def train(recipe: Recipe, stills: Stills, held: Stills, folder: Path, device: torch.device, log: Log) -> Trained:
    """Runs all stages, each from its checkpoint in `folder` when there is one.

    stills: what it learns from. held: what its progress is shown on. Raises DataError for a checkpoint of another
    recipe.
    """
    fit = Fit(recipe, stills.to(device), held.to(device), folder, device, log)
    size, grid = recipe.encoder.resolution, recipe.encoder.grid
    teacher = _teacher(fit)
    fit.depends_on(recipe.encoder)
    first = random_clips(fit.stills.faces[:BEGINNING], 1, size, fit.rng(0))
    torch.manual_seed(recipe.seed)  # of the first weights, whether or not stages before were resumed
    student = Student(recipe.encoder, first).to(device)
    pretraining = Pretraining(copy.deepcopy(student.encoder)).to(device)

    def masked(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, recipe.pretraining.frames, size, rng)
        return pretraining.loss(clips, _moment(recipe.pretraining, grid[0], rng), rng)

    def follow(done: float) -> None:
        pretraining.follow(1 - (1 - recipe.momentum) * (1 - done))

    fit("pretraining", recipe.pretraining, pretraining, masked, after_step=follow)
    pretrained = pretraining.target.eval()
    frozen = _frozen_probe(fit, pretrained)

    student.encoder.load_state_dict(pretraining.encoder.state_dict())
    for name, stage in (("stills", recipe.stills), ("clips", recipe.clips)):
        averaged = fit(name, stage, student, _distil(recipe, stage, student, teacher), _logits(recipe))
        student.load_state_dict(averaged.state_dict())
    student = student.eval().cpu()
    return Trained(student.encoder, student.probe, (pretrained.cpu(), frozen.cpu()))


def _teacher(fit: "Fit") -> Teacher:
    recipe = fit.recipe
    torch.manual_seed(recipe.seed)
    teacher = Teacher(len(CLASSES)).to(fit.device)

    def teach(batch: Stills, rng: Generator) -> Tensor:
        pictures = middle_in_grey(random_clips(batch.faces, 1, SIDE, rng), SIDE)
        return F.cross_entropy(teacher(pictures)[2].float(), batch.labels, label_smoothing=recipe.label_smoothing)

    def logits(model: Teacher, faces: Tensor) -> Tensor:
        return model(faces[:, None].float() / 255)[2]

    return fit("teacher", recipe.teacher, teacher, teach, logits).requires_grad_(False)


def _frozen_probe(fit: "Fit", encoder: Encoder) -> AttentiveProbe:
    recipe = fit.recipe
    torch.manual_seed(recipe.seed)
    probe = AttentiveProbe(encoder.config.width, encoder.config.heads, len(CLASSES))
    initialise(probe)

    def learn(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, recipe.frozen.frames, encoder.config.resolution, rng)
        with torch.no_grad():
            tokens = encode(encoder, clips, _moment(recipe.frozen, encoder.config.grid[0], rng))[1]
        return F.cross_entropy(probe(tokens).float(), batch.labels, label_smoothing=recipe.label_smoothing)

    def logits(model: AttentiveProbe, faces: Tensor) -> Tensor:
        clips = still_clips(faces, 1, encoder.config.resolution)
        return model(encode(encoder, clips, encoder.config.grid[0] // 2)[1])

    return fit("frozen", recipe.frozen, probe.to(fit.device), learn, logits)


def _distil(recipe: Recipe, stage: Stage, student: Student, teacher: Teacher) -> Loss:
    """Labels, the teacher's soft labels, and on single pictures the teacher's features, place by place."""
    heat, grid = recipe.soft_temperature, recipe.encoder.grid

    def loss(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, stage.frames, recipe.encoder.resolution, rng)
        first, tokens, logits = student(clips, _moment(stage, grid[0], rng))
        logits = logits.float()
        with torch.no_grad():
            fine, coarse, soft = teacher(middle_in_grey(clips, SIDE))
        softened = F.kl_div(F.log_softmax(logits / heat, 1), F.softmax(soft.float() / heat, 1), reduction="batchmean")
        hard = F.cross_entropy(logits, batch.labels, label_smoothing=recipe.label_smoothing)
        blend = recipe.soft_weight * heat**2 * softened + (1 - recipe.soft_weight) * hard
        if stage.frames > 1:
            return blend
        fine = F.pixel_unshuffle(_standardised(fine, 2 * grid[1]), 2)
        coarse = _standardised(coarse, grid[1])
        features = F.mse_loss(student.to_fine(first).float(), fine.flatten(2).transpose(1, 2))
        features = features + F.mse_loss(student.to_coarse(tokens).float(), coarse.flatten(2).transpose(1, 2))
        return blend + recipe.feature_weight * features

    return loss


def _standardised(features: Tensor, side: int) -> Tensor:
    """(B, C, h, w) resampled to (B, C, side, side), with mean 0 and deviation 1 in each channel."""
    features = features.float()
    if features.shape[-1] != side:
        features = F.interpolate(features, size=(side, side), mode="bilinear")
    return F.batch_norm(features, None, None, training=True, eps=1e-3)


def _logits(recipe: Recipe) -> Callable[[Student, Tensor], Tensor]:
    middle = recipe.encoder.grid[0] // 2
    return lambda model, faces: model(still_clips(faces, 1, recipe.encoder.resolution), middle)[2]


def _moment(stage: Stage, columns: int, rng: Generator) -> int:
    """A random time position for a clip of this stage."""
    free = columns - max(1, stage.frames // 2) + 1
    return int(torch.randint(free, (), generator=rng, device=rng.device))


class Fit:
    """The one training loop: warm-up and cosine, a running average of the weights, a checkpoint after each pass."""

    def __init__(
        self, recipe: Recipe, stills: Stills, held: Stills, folder: Path, device: torch.device, log: Log
    ) -> None:
        self.recipe, self.stills, self.held, self.device, self.log = recipe, stills, held, device, log
        self.folder = folder
        self._made_by = repr((recipe.seed, recipe.held_out, len(stills.labels)))

    def depends_on(self, what: object) -> None:
        """A stage's outcome depends on those before it and on this, not on those after."""
        self._made_by += f", {what}"

    def rng(self, step: int) -> Generator:
        return Generator(self.device).manual_seed(1_000_003 * self.recipe.seed + step)

    def __call__(
        self,
        name: str,
        stage: Stage,
        model: Model,
        loss_of: Loss,
        logits_of: Callable[[Model, Tensor], Tensor] | None = None,
        after_step: Callable[[float], None] | None = None,
    ) -> Model:
        """Trains `model` in place and returns its running average, in eval mode.

        loss_of: of a batch. logits_of: of held-out faces, to show how far it is. after_step: told the share done.
        """
        recipe, count = self.recipe, len(self.stills.labels)
        per_pass = count // stage.batch
        total = round(stage.passes * per_pass)
        optimisers = _optimisers(name, model, stage, recipe)
        averaged = copy.deepcopy(model)
        self.depends_on(f"{name}={stage}")
        checkpoint = Checkpoint(self.folder / f"{name}.pt", self._made_by, model, averaged, optimisers)
        step = checkpoint.resume(self.device)
        if step:
            self.log(f"{name}: going on from step {step} of {total}")
        while step < total:
            rng = self.rng(step)
            torch.manual_seed(rng.initial_seed())  # dropout's
            started, summed, before = time.monotonic(), torch.zeros((), device=self.device), step
            model.train()
            order = torch.randperm(count, generator=rng, device=self.device)
            for chosen in order[: min(per_pass, total - step) * stage.batch].split(stage.batch):
                self._step(model, optimisers, loss_of, self.stills[chosen], rng, step / total, summed)
                step += 1
                _average(averaged, model, min(recipe.average_decay, (1 + step) / (10 + step)))
                if after_step:
                    after_step(step / total)
            averaged.eval()
            checkpoint.save(step)
            shown = f", held out {self._accuracy(averaged, logits_of):.4f}" if logits_of else ""
            self.log(
                f"{name}: step {step} of {total}, loss {summed.item() / (step - before):.3f}{shown}, "
                f"{time.monotonic() - started:.0f} s"
            )
        return averaged.eval()

    def _step(
        self,
        model: nn.Module,
        optimisers: list[torch.optim.Optimizer],
        loss_of: Loss,
        batch: Stills,
        rng: Generator,
        done: float,
        summed: Tensor,
    ) -> None:
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["highest"] * schedule(done, self.recipe.warm_up)
            optimiser.zero_grad()
        with torch.autocast(self.device.type, torch.bfloat16):
            loss = loss_of(batch, rng)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0 if len(optimisers) > 1 else 5.0)
        for optimiser in optimisers:
            optimiser.step()
        summed += loss.detach()

    @torch.inference_mode()
    def _accuracy(self, model: Model, logits_of: Callable[[Model, Tensor], Tensor]) -> float:
        hits = sum(
            int((logits_of(model, faces).argmax(1) == labels).sum())
            for faces, labels in zip(self.held.faces.split(256), self.held.labels.split(256), strict=True)
        )
        return hits / len(self.held.labels)


def schedule(done: float, warm_up: float) -> float:
    """The share of the highest rate after this share of a stage: linear up, then a cosine down to 0."""
    return done / warm_up if done < warm_up else 0.5 + 0.5 * math.cos(math.pi * (done - warm_up) / (1 - warm_up))


def _optimisers(name: str, model: nn.Module, stage: Stage, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """SGD for the teacher; else Muon (Jordan et al. 2024) for the matrices of blocks, and AdamW for the rest."""
    learning = {key: value for key, value in model.named_parameters() if value.requires_grad}
    matrices = [value for key, value in learning.items() if value.ndim == 2 and "blocks." in key]
    others = [value for key, value in learning.items() if not (value.ndim == 2 and "blocks." in key)]
    groups = [
        {"params": [value for value in others if value.ndim > 1], "weight_decay": stage.weight_decay},
        {"params": [value for value in others if value.ndim <= 1], "weight_decay": 0.0},
    ]
    optimisers: list[torch.optim.Optimizer]
    if name == "teacher":
        optimisers = [torch.optim.SGD(groups, lr=stage.rate, momentum=0.9, nesterov=True)]
    else:
        optimisers = [torch.optim.AdamW(groups, lr=stage.rate, betas=(0.9, 0.99))]
        if matrices:
            rate = recipe.muon_rate * stage.rate
            decay = stage.weight_decay / recipe.muon_rate  # the product of rate and decay is the same for all
            optimisers.append(torch.optim.Muon(matrices, lr=rate, weight_decay=decay, ns_steps=4))
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["highest"] = group["lr"]
    return optimisers


@torch.no_grad()
def _average(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    for mean, value in zip(averaged.state_dict().values(), model.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - decay)
        else:
            mean.copy_(value)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one stage in one file. made_by: the part of the recipe that decides what is in it."""

    path: Path
    made_by: str
    model: nn.Module
    averaged: nn.Module
    optimisers: list[torch.optim.Optimizer]

    def resume(self, device: torch.device) -> int:
        """Takes up what the file says and returns the steps done; 0 when there is no file.

        Raises DataError for a damaged file, and for one of another recipe: no card states what was not done.
        """
        if not self.path.exists():
            return 0
        try:
            state: dict[str, Any] = torch.load(self.path, map_location=device, weights_only=True)
        except Exception as error:  # torch raises many kinds for a damaged file
            raise DataError(
                f"the checkpoint cannot be read ({type(error).__name__})", where=self.path, hint="Remove it"
            ) from error
        if state.get("made_by") != self.made_by:
            raise DataError("the checkpoint is of another recipe", where=self.path, hint="Use another --work folder")
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        return state["step"]

    def save(self, step: int) -> None:
        """Writes the file whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".part")
        state = {"model": self.model.state_dict(), "averaged": self.averaged.state_dict()}
        optimisers = [optimiser.state_dict() for optimiser in self.optimisers]
        torch.save({**state, "optimisers": optimisers, "step": step, "made_by": self.made_by}, partial)
        partial.replace(self.path)

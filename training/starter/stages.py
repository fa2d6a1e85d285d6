"""The one training loop of all stages: warm-up and cosine, a running average of the weights, resumed pass by pass."""

import copy
import hashlib
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from torch import Generator, Tensor, nn

from core.errors import Cancelled, DataError
from training.starter.checkpoint import StageCheckpoint
from training.starter.data import Stills
from training.starter.recipe import STAGES, Recipe, Stage

VERSION = 1  # of the code whose outcome a checkpoint holds: augmentation, losses, models

Model = TypeVar("Model", bound=nn.Module)
LossOf = Callable[[Stills, Generator], Tensor]
LogitsOf = Callable[[Model, Tensor], Tensor]
Say = Callable[[str], None]


class Stages:
    """What all stages share, and the loop that trains each.

    learnt: the faces to learn from. held_out: those that the progress is shown on. folder: for the checkpoints.
    cancel: set when the training is to stop; it does so with Cancelled, after the step that it is at.
    """

    def __init__(
        self,
        recipe: Recipe,
        learnt: Stills,
        held_out: Stills,
        folder: Path,
        device: torch.device,
        say: Say,
        cancel: threading.Event | None = None,
    ) -> None:
        """Raises DataError for too few faces, and for a checkpoint of another training before any stage begins."""
        if len(learnt.labels) < max(getattr(recipe, name).batch for name in STAGES) or not len(held_out.labels):
            raise DataError("there are too few faces to train with", hint="Pass --data with the whole of FER2013")
        self.recipe, self.device, self.say, self._folder, self._cancel = recipe, device, say, folder, cancel
        self._data = hashlib.sha256(learnt.faces.numpy().tobytes() + learnt.labels.numpy().tobytes()).hexdigest()
        self.learnt, self.held_out = learnt.to(device), held_out.to(device)
        for name in STAGES:
            self.checkpoint(name).prove()

    def checkpoint(self, name: str) -> StageCheckpoint:
        """The file of a stage."""
        return StageCheckpoint(self._folder / f"{name}.pt", f"{VERSION} {self._data} {self.recipe.until(name)}")

    def rng(self, step: int) -> Generator:
        """The random numbers of the pass that begins with this step."""
        return Generator(self.device).manual_seed(1_000_003 * self.recipe.seed + step)

    def fit(
        self,
        name: str,
        model: Model,
        optimisers: list[torch.optim.Optimizer],
        loss_of: LossOf,
        *,
        logits_of: LogitsOf[Model] | None = None,
        after_step: Callable[[float], None] | None = None,
    ) -> Model:
        """Trains `model` in place and returns its running average or, without `logits_of`, itself; in eval mode.

        loss_of: of a batch. logits_of: of faces, to show how many of those held out are right. after_step: told the
        share that is done. Raises Cancelled, OutputError, and DataError when the loss is not a number.
        """
        stage: Stage = getattr(self.recipe, name)
        per_pass = len(self.learnt.labels) // stage.batch
        total = round(stage.passes * per_pass)
        averaged = copy.deepcopy(model) if logits_of else None
        checkpoint = self.checkpoint(name)
        highest = [[group["lr"] for group in optimiser.param_groups] for optimiser in optimisers]
        step = checkpoint.load(total, model, averaged, optimisers)
        if step == total:
            self.say(f"{name}: done before")
        else:
            self.say(f"{name}: going on from step {step} of {total}" if step else f"{name}: {total} steps ...")
        while step < total:
            rng, began, before = self.rng(step), time.monotonic(), step
            torch.manual_seed(rng.initial_seed())  # dropout's
            summed = torch.zeros((), device=self.device)
            model.train()
            order = torch.randperm(len(self.learnt.labels), generator=rng, device=self.device)
            for chosen in order[: min(per_pass, total - step) * stage.batch].split(stage.batch):
                if self._cancel is not None and self._cancel.is_set():
                    raise Cancelled("interrupted; the same command goes on from the last whole pass")
                _set_rates(optimisers, highest, schedule(step / total, self.recipe.warm_up))
                summed += self._step(model, optimisers, loss_of, self.learnt[chosen], rng, stage.clip_norm)
                step += 1
                if averaged is not None:
                    _average(averaged, model, min(self.recipe.average_decay, (1 + step) / (10 + step)))
                if after_step:
                    after_step(step / total)
            loss = summed.item() / (step - before)
            if not math.isfinite(loss):
                raise DataError(f"the loss of stage {name} is not a number", hint="Train with a lower rate")
            checkpoint.save(step, model, averaged, optimisers)
            shown = ""
            if averaged is not None and logits_of:
                shown = f", held out {100 * self._accuracy(averaged.eval(), logits_of):.2f} %"
            self.say(f"{name}: step {step} of {total}, loss {loss:.3f}{shown}, {time.monotonic() - began:.0f} s")
        return (model if averaged is None else averaged).eval()

    def _step(
        self,
        model: nn.Module,
        optimisers: list[torch.optim.Optimizer],
        loss_of: LossOf,
        batch: Stills,
        rng: Generator,
        clip_norm: float,
    ) -> Tensor:
        for optimiser in optimisers:
            optimiser.zero_grad()
        with torch.autocast(self.device.type, torch.bfloat16):
            loss = loss_of(batch, rng)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
        for optimiser in optimisers:
            optimiser.step()
        return loss.detach()

    @torch.inference_mode()
    def _accuracy(self, model: Model, logits_of: LogitsOf[Model]) -> float:
        hits = sum(
            int((logits_of(model, faces).argmax(1) == labels).sum())
            for faces, labels in zip(self.held_out.faces.split(64), self.held_out.labels.split(64), strict=True)
        )
        return hits / len(self.held_out.labels)


def schedule(done: float, warm_up: float) -> float:
    """The share of the highest rate after this share of a stage: linear up, then a cosine down to 0."""
    return done / warm_up if done < warm_up else 0.5 + 0.5 * math.cos(math.pi * (done - warm_up) / (1 - warm_up))


def sgd(model: nn.Module, stage: Stage) -> list[torch.optim.Optimizer]:
    """For convolutions."""
    groups = _decayed(list(model.parameters()), stage.weight_decay)
    return [torch.optim.SGD(groups, lr=stage.rate, momentum=0.9, nesterov=True)]


def muon_and_adamw(model: nn.Module, stage: Stage, muon_rate: float) -> list[torch.optim.Optimizer]:
    """For transformers: Muon (Jordan et al. 2024) for the matrices of blocks, at its own rate; AdamW for the rest."""
    learning = [(name, value) for name, value in model.named_parameters() if value.requires_grad]
    matrices = [value for name, value in learning if value.ndim == 2 and "blocks." in name]
    others = [value for name, value in learning if not (value.ndim == 2 and "blocks." in name)]
    optimisers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(_decayed(others, stage.weight_decay), lr=stage.rate, betas=(0.9, 0.99))
    ]
    if matrices:
        decay = stage.weight_decay / muon_rate  # the product of rate and decay is the same for all
        optimisers.append(torch.optim.Muon(matrices, lr=muon_rate * stage.rate, weight_decay=decay, ns_steps=4))
    return optimisers


def _decayed(parameters: list[nn.Parameter], weight_decay: float) -> list[dict]:
    return [
        {"params": [value for value in parameters if value.ndim > 1], "weight_decay": weight_decay},
        {"params": [value for value in parameters if value.ndim <= 1], "weight_decay": 0.0},
    ]


def _set_rates(optimisers: list[torch.optim.Optimizer], highest: list[list[float]], share: float) -> None:
    for optimiser, rates in zip(optimisers, highest, strict=True):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * share


@torch.no_grad()
def _average(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    for mean, value in zip(averaged.state_dict().values(), model.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - decay)
        else:
            mean.copy_(value)

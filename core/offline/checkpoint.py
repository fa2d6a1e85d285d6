"""What a training leaves after each epoch: its learning curve, and all that it goes on from."""

import csv
import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch

from core.errors import DataError
from core.model.probe import Probe
from core.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Epoch:
    """One row of the learning curve. The held-out figures are there to be looked at; nothing is chosen by them.

    train_accuracy: of single training steps' logits. held_out_*: of whole videos, by PBV over their training clips; nan
    where nothing was held out, or features are not stored. learning_rate, weight_decay: at its end.
    data_wait: the share of the time in which the loop had nothing to do.
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    held_out_loss: float
    held_out_accuracy: float
    learning_rate: float
    weight_decay: float
    seconds: float
    data_wait: float


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """All that a training goes on from, after a whole epoch. identity: of the training that it belongs to."""

    path: Path
    identity: str
    fabric: Any
    probe: Probe
    optimiser: torch.optim.Optimizer

    def save(self, curve: Sequence[Epoch]) -> None:
        """Raises OutputError."""
        content = io.BytesIO()
        torch.save(
            {
                "identity": self.identity,
                "curve": [list(asdict(row).values()) for row in curve],
                "probe": self.probe.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "scaler": self.fabric.strategy.precision.state_dict(),
            },
            content,
        )
        write_whole(self.path, content.getbuffer())

    def load(self) -> list[Epoch]:
        """Puts everything back and returns the curve so far; [] when there is nothing to go on from, and all is new.

        Nothing in the file is run. Raises DataError when it is damaged or another training's.
        """
        if scaler := getattr(self.fabric.strategy.precision, "scaler", None):
            # One for the whole process: the fold before has left its own scale in it.
            scaler.load_state_dict(type(scaler)(self.fabric.device.type).state_dict())
        if not self.path.exists():
            return []
        hint = "Remove it, and the fold begins anew"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about pickles of other kinds, which are refused anyhow
                state = torch.load(self.path, map_location="cpu", weights_only=True)
            identity = state["identity"]
            rows = [Epoch(int(epoch), *map(float, figures)) for epoch, *figures in state["curve"]]
            if [row.epoch for row in rows] != list(range(1, len(rows) + 1)):
                raise ValueError("the curve is not one of whole epochs")
            if identity == self.identity:
                self.probe.load_state_dict(state["probe"])
                self.optimiser.load_state_dict(state["optimiser"])
                self.fabric.strategy.precision.load_state_dict(state["scaler"])
        except Exception as error:  # a damaged pickle raises nearly anything
            raise DataError("the checkpoint is damaged", where=self.path, hint=hint) from error
        if identity != self.identity:
            raise DataError("the checkpoint is of another training", where=self.path, hint=hint)
        return rows


def curve_table(curve: Sequence[Epoch]) -> bytes:
    """curve.csv: docs/data-dictionary.md explains each column."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow([column.name for column in fields(Epoch)])
    for row in curve:
        writer.writerow(["" if math.isnan(value) else f"{value:.8g}" for value in asdict(row).values()])
    return lines.getvalue().encode()

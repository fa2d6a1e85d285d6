"""What a stage leaves after each pass: all that it goes on from."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from core.errors import DataError
from core.whole_file import write_whole


@dataclass(frozen=True, slots=True, eq=False)
class StageCheckpoint:
    """The file of one stage. identity: of the data, the code's version and the part of the recipe that count for it."""

    path: Path
    identity: str

    def save(
        self, step: int, model: nn.Module, averaged: nn.Module | None, optimisers: list[torch.optim.Optimizer]
    ) -> None:
        """Writes the file whole or not at all. Raises OutputError."""
        content = io.BytesIO()
        torch.save(
            {
                "identity": self.identity,
                "step": step,
                "model": model.state_dict(),
                "averaged": averaged.state_dict() if averaged is not None else None,
                "optimisers": [optimiser.state_dict() for optimiser in optimisers],
            },
            content,
        )
        write_whole(self.path, content.getbuffer())

    def load(
        self, total: int, model: nn.Module, averaged: nn.Module | None, optimisers: list[torch.optim.Optimizer]
    ) -> int:
        """Puts everything back and returns the steps done, of `total`; 0 when there is no file, and all is new.

        Nothing in the file is run. Raises DataError when it is damaged, or of other data or another recipe.
        """
        if not self.path.exists():
            return 0
        state = self._read()
        try:
            step = state["step"]
            if not isinstance(step, int) or not 0 < step <= total:
                raise ValueError("no such step")
            model.load_state_dict(state["model"])
            if averaged is not None:
                averaged.load_state_dict(state["averaged"])
            for optimiser, saved in zip(optimisers, state["optimisers"], strict=True):
                optimiser.load_state_dict(saved)
        except Exception as error:  # as below
            raise self._damaged() from error
        return step

    def prove(self) -> None:
        """Raises DataError when there is a file that `load` would refuse for what it says about itself."""
        if self.path.exists():
            self._read()

    def _read(self) -> dict[str, Any]:
        try:
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            identity = state["identity"]
        except Exception as error:  # a damaged pickle raises nearly anything
            raise self._damaged() from error
        if identity != self.identity:
            raise DataError(
                "the checkpoint is of another recipe or of other faces",
                where=self.path,
                hint="Choose another --work folder, or remove it: its stage and those after it begin anew",
            )
        return state

    def _damaged(self) -> DataError:
        return DataError("the checkpoint is damaged", where=self.path, hint="Remove it, and its stage begins anew")

"""Predictors that believe to be on a GPU, and encoders that find no memory: no test machine has a full one."""

import torch

from core.model import Predictor
from support.bundles import CARD
from support.tiny_models import tiny_encoder, tiny_probe


def as_if_on(predictor: Predictor, device: str) -> Predictor:
    """Sends what the predictor computes to a device where its weights are not: "meta" stands in for a GPU."""
    predictor.device = predictor._open().device = torch.device(device)
    return predictor


class Tried(list):
    """Which device was tried with how many clips, also by copies of the encoder."""

    def __deepcopy__(self, memo):
        return self


class SmallMemory(torch.nn.Module):
    """An encoder on a device that has room for some clips at a time, and none for more."""

    def __init__(self, room: dict[str, int]) -> None:
        super().__init__()
        self.inner, self.room, self.tried = tiny_encoder(), room, Tried()
        self.config = self.inner.config

    def forward(self, clips: torch.Tensor) -> torch.Tensor:
        self.tried.append((clips.device.type, len(clips)))
        if len(clips) > self.room[clips.device.type]:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return self.inner(clips)


def small(device: str, **room: int) -> tuple[Predictor, SmallMemory, list[str]]:
    """A predictor as if on a device, its encoder, and what it says about its shortage. room: clips, by device."""
    encoder, told = SmallMemory(room), []
    made = as_if_on(Predictor(CARD, encoder, [tiny_probe()], torch.device("cpu")), device)
    made.on_shortage = told.append
    return made, encoder, told

"""A predictor that believes to be on a GPU: no test machine has one that is full, and most have none."""

import torch

from core.model import Predictor


def as_if_on(predictor: Predictor, device: str) -> Predictor:
    """Sends what the predictor computes to a device where its weights are not: "meta" stands in for a GPU."""
    predictor.device = predictor._open().device = torch.device(device)
    return predictor

"""Probes at the beginning of their training, and the files that they are kept in."""

from pathlib import Path

import torch
from torch import nn

from core.errors import DataError
from core.model.files.weight_files import existing_file, open_weights
from core.model.probe import PROBES, AttentivePooler, Probe
from core.model.weights import PROBE_ENTRY, build_probe
from core.whole_file import write_whole

INITIAL_STD = 0.02  # of the pooler's query and matrices


def new_probe(kind: str, width: int, heads: int, outputs: int, seed: int) -> Probe:
    """A probe of one of PROBES with random weights, the same for the same seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        probe = PROBES[kind](width, heads, outputs)
        for part in probe.modules():
            if isinstance(part, AttentivePooler):
                _initialise(part)
    for name, parameter in probe.named_parameters():
        # Never applied (core.model.probe), and so never trained; several processes would wait for its gradient.
        parameter.requires_grad_("xattn.proj" not in name)
    return probe


def _initialise(pooler: AttentivePooler) -> None:
    nn.init.trunc_normal_(pooler.query_tokens, std=INITIAL_STD)
    for layer in pooler.modules():
        if isinstance(layer, nn.Linear):
            nn.init.trunc_normal_(layer.weight, std=INITIAL_STD)
            nn.init.zeros_(layer.bias)


def save_probe(path: Path, probe: Probe) -> None:
    """Writes a probe's weights as .safetensors, whole or not at all. Raises OutputError."""
    from safetensors.torch import save  # late: fitting needs only torch and numpy until it is done

    write_whole(path, save({name: tensor.detach().cpu().contiguous() for name, tensor in probe.state_dict().items()}))


def read_probe(path: Path, heads: int) -> Probe:
    """A probe that `save_probe` wrote. Raises DataError when there is none, WeightsError when it is damaged."""
    if not path.exists():
        raise DataError("this fold has no probe yet", where=path, hint="Fit it with fer-train fit")
    with open_weights(existing_file(path), PROBE_ENTRY) as file:
        return build_probe(file, heads)

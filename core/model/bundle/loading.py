"""Bundles: one or more probes, a card that says everything needed to use them, and small encoders too."""

import threading
from dataclasses import dataclass
from pathlib import Path

import torch

from core.errors import FerError
from core.model.bundle.encoder import open_bundle_encoder
from core.model.bundle.files import CARD, ENCODER, find_bundle, holds, other_files, probe_file, read_card
from core.model.bundle.probes import read_probes
from core.model.cards import BundleCard
from core.model.device import resolve_device
from core.model.encoder_outline import outline
from core.model.encoder_source import EncoderSource
from core.model.files.freed_memory import return_freed_memory
from core.model.placing import read_through
from core.model.precision import Precision, choose
from core.model.predictor import Predictor, check_pool
from core.model.probe import Probe
from core.model.progress import OnProgress, Task
from core.model.weights import build_encoder


def load_bundle(
    name_or_path: str | Path = "starter",
    device: str = "cpu",
    *,
    encoder: str | Path | None = None,
    precision: str = "fp32",
) -> Predictor:
    """A predictor from the bundle that comes with the program ("starter"), a folder or a .ferbundle file.

    device: "cpu", "cuda", "cuda:1", "mps" or "auto". precision: as in `core.model.precision.choose`.
    encoder: a file or a name as in `load_encoder`, when the bundle does not hold its encoder; without, the installed
    encoders are looked through for it. The digests on the card decide.
    Raises EncoderMissing when it is not on this computer; BundleError, WeightsError or DeviceError when something is
    missing, damaged, or does not fit.
    """
    torch_device = resolve_device(device)
    path = find_bundle(name_or_path)
    card = read_card(path)
    with open_bundle_encoder(path, card, encoder) as found:
        shape = outline(found.file, card.resolution, found.heads)
        chosen = choose(precision, torch_device, shape.parameters)
        # Straight into the numbers that will be used; 8 bits are made layer by layer, from the full ones.
        dtype = torch.float32 if chosen is Precision.INT8 else chosen.dtype
        model = build_encoder(shape, found.file, dtype=dtype, device=torch_device, prove=found.prove)
    predictor = Predictor(card, model, read_probes(path, card, shape.config.width), torch_device, chosen)
    return_freed_memory()
    return predictor


def load_probes(name_or_path: str | Path, width: int) -> tuple[BundleCard, list[Probe]]:
    """The card and the probes of a bundle whose encoder, `width` wide, is in use already.

    The probes are proved by the card's digests, in float32 on the CPU. Raises BundleError or WeightsError.
    """
    path = find_bundle(name_or_path)
    card = read_card(path)
    return card, read_probes(path, card, width)


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What a bundle is, and what keeps it from being used on this computer.

    encoder: where it is, None when it is nowhere or no encoder. encoder_bytes: of its weights, as stored.
    in_bundle: whether the bundle holds its encoder. problems: why it cannot be loaded; () when it can.
    unread: names of what else lies in the bundle, which is never read.
    """

    card: BundleCard
    encoder: EncoderSource | None
    encoder_bytes: int | None
    in_bundle: bool
    problems: tuple[FerError, ...]
    unread: tuple[str, ...]


def check_bundle(
    name_or_path: str | Path,
    *,
    encoder: str | Path | None = None,
    progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> BundleFacts:
    """Proves everything that `load_bundle` would, digests and every number included, and loads nothing.

    One tensor is in memory at a time. Raises BundleError only when there is no bundle with a readable card, Cancelled.
    """
    path = find_bundle(name_or_path)
    card = read_card(path)
    problems: list[FerError] = []
    source, width = None, None
    try:
        with open_bundle_encoder(path, card, encoder) as found:
            shape = outline(found.file, card.resolution, found.heads)
            source, width = found.located(shape), shape.config.width
            check_pool(card, shape.config)
            task = Task("checking", source.bytes, progress, cancel)
            read_through(found.file, shape.names, prove=found.prove, on_bytes=task.advance)
    except FerError as problem:
        problems.append(problem)
    try:
        read_probes(path, card, width)
    except FerError as problem:
        problems.append(problem)
    in_bundle = encoder is None and holds(path, ENCODER)
    unread = other_files(path, {CARD, ENCODER, *map(probe_file, range(len(card.probes)))})
    return BundleFacts(card, source, source.bytes if source else None, in_bundle, tuple(problems), tuple(unread))

"""What the commands that run an encoder have in common: which one, where, in what numbers."""

import os
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataError
from core.processor import usable_cores

if TYPE_CHECKING:
    import torch

    from core.model.precision import Precision
    from core.offline.encoders import FrozenEncoder
    from core.offline.extraction import Views
    from core.offline.feature_store import FeatureKey
    from core.offline.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Place:
    """Where an encoder computes, and in what."""

    device: "torch.device"
    precision: "Precision"
    threads: int


def encoder_of(key: "FeatureKey", asked: str | None) -> "FrozenEncoder":
    """The encoder that such features come from: where --encoder says, or else where it was then.

    Raises DataError when it is not there any more, or another one is.
    """
    from core.offline.encoders import same_encoder

    there = Path(key.encoder)
    if not asked and there.is_absolute() and not there.exists():
        hint = "Say with --encoder where it is now"
        raise DataError("the encoder that was used is not there any more", where=key.encoder, hint=hint)
    return same_encoder(asked or key.encoder, key.encoder_sha256)


def choose_place(options: Namespace, encoder: "FrozenEncoder") -> Place:
    """As --device, --precision and --threads say. Raises DeviceError when that cannot be."""
    import torch

    from core.model.device import MAX_THREADS, choose_device
    from core.model.precision import choose

    chosen = choose_device(options.device)
    precision = choose(options.precision, chosen.device, encoder.config.block_parameters)
    on_cpu = chosen.device.type == "cpu"
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(min(MAX_THREADS, usable_cores()))  # nobody looks at a window meanwhile
    print(f"{encoder.name} in {precision} on {chosen.device}: {chosen.reason}", file=sys.stderr)
    # On a CPU the encoder itself keeps all cores busy.
    return Place(chosen.device, precision, getattr(options, "threads", None) or (1 if on_cpu else usable_cores()))


def chosen_views(options: Namespace, recipe: "Recipe", encoder: "FrozenEncoder") -> "Views":
    """What the encoder will see, as --view and --margin say, or else its bundle."""
    from core.model.cards import MARGIN
    from core.offline.extraction import Views
    from training.command import UsageError

    card = encoder.card
    view = options.view or (card.view if card else "centre")
    if options.margin is not None and view != "face":
        raise UsageError("--margin is for --view face: the centre view has no box")
    own = card.margin if card and card.view == "face" else MARGIN
    return Views(recipe, view, own if options.margin is None else options.margin, encoder.config.resolution)

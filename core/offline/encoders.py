"""The frozen encoder of a training or an evaluation: an installed one, a file, or the one inside a bundle."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from core.errors import DataError
from core.model.bundle.encoder import open_bundle_encoder
from core.model.bundle.files import find_bundle, is_bundle, read_card
from core.model.cards import BundleCard
from core.model.computation import Computation
from core.model.encoder_outline import outline
from core.model.encoder_source import EncoderSource, open_encoder
from core.model.gpu import compute_on
from core.model.precision import Precision
from core.model.store.naming import own_name
from core.model.vit import EncoderConfig
from core.model.weights import build_encoder, load_source


@dataclass(frozen=True, slots=True)
class FrozenEncoder:
    """An encoder that was found, before a single number of it is loaded.

    spec: as it was asked for: a name, a file, a bundle, or "starter". name: for people. sha256: by which bundles know
    it. config: its shape. card: of the bundle that it is in, None when it is in none. source: its file, when it is in
    none.
    """

    spec: str
    name: str
    sha256: str
    config: EncoderConfig
    card: BundleCard | None = None
    source: EncoderSource | None = None

    def load(self, device: torch.device, precision: Precision) -> nn.Module:
        """Its module, frozen, in the numbers of a precision. Raises as `core.model.load_encoder` does."""
        dtype = torch.float32 if precision is Precision.INT8 else precision.dtype
        if self.source is not None:
            return load_source(self.source, device=device, dtype=dtype)
        bundle = find_bundle(self.spec)
        with open_bundle_encoder(bundle, read_card(bundle)) as found:
            shape = outline(found.file, self.config.resolution, found.heads)
            return build_encoder(shape, found.file, dtype=dtype, device=device, prove=found.prove)

    def compute(self, device: torch.device, precision: Precision) -> Computation:
        """Loaded, and ready to compute on a device. Raises as `load`."""
        return compute_on(self.load(device, precision), device, precision)


def find_encoder(spec: str) -> FrozenEncoder:
    """The encoder of that name ("vith16"), in that file or bundle, or the starter's ("starter").

    A file without a record is read to its end, for its digest. Raises WeightsError or BundleError when there is none.
    """
    try:
        in_bundle = spec == "starter" or is_bundle(Path(spec))
    except (OSError, ValueError):  # a name that no file can have; `open_encoder` says so
        in_bundle = False
    if not in_bundle:
        source = open_encoder(spec)
        return FrozenEncoder(
            spec if source.name else str(source.path.absolute()),
            source.name or own_name(source.path),
            source.digest(),
            source.config,
            source=source,
        )
    bundle = find_bundle(spec)
    card = read_card(bundle)
    with open_bundle_encoder(bundle, card) as opened:
        shape = outline(opened.file, card.resolution, opened.heads)
    place = spec if spec == "starter" else str(bundle.absolute())
    return FrozenEncoder(place, card.encoder_name, card.encoder_sha256.lower(), shape.config, card)


def same_encoder(spec: str, sha256: str) -> FrozenEncoder:
    """The encoder that something was made with. Raises DataError when another one is there now."""
    found = find_encoder(spec)
    if found.sha256 != sha256:
        raise DataError(
            f"this is another encoder than the one that was used before: SHA-256 {found.sha256[:16]}..., not "
            f"{sha256[:16]}...",
            where=spec,
            hint="Give the right one with --encoder",
        )
    return found

"""Bundles: one or more probes, a card that says everything needed to use them, and small encoders too."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

from core.errors import BundleError, EncoderMissing
from core.model.bundle_files import CARD, ENCODER, MAX_CARD_BYTES, find_bundle, holds, open_file, probe_file, read_file
from core.model.cards import PUBLISHED_ENCODERS, BundleCard, parse_card
from core.model.device import resolve_device
from core.model.predictor import Predictor
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from core.model.weight_files import WeightsFile, open_weights, stream_weights
from core.model.weights import build_encoder, build_probe, find_encoder
from core.text import text


def load_bundle(
    name_or_path: str | Path = "starter",
    device: str = "cpu",
    *,
    encoder: str | Path | None = None,
    precision: str = "fp32",
) -> Predictor:
    """A predictor from the bundle that comes with the program ("starter"), a folder or a .ferbundle file.

    device: "cpu", "cuda", "cuda:1", "mps" or "auto". encoder: the encoder's file, when the bundle does not hold it.
    precision: one of core.model.precision, "auto" included.
    Raises BundleError, WeightsError or DeviceError when something is missing, damaged, or does not fit; the digests
    on the card decide.
    """
    torch_device = resolve_device(device)
    path = find_bundle(name_or_path)
    card = read_card(path)
    model = _load_encoder(path, card, encoder)
    return Predictor(card, model, read_probes(path, card, model.config.width), torch_device, precision)


def load_probes(name_or_path: str | Path, width: int) -> tuple[BundleCard, list[AttentiveProbe]]:
    """The card and the probes of a bundle whose encoder, `width` wide, is in use already.

    The probes are proved by the card's digests, in float32 on the CPU. Raises BundleError or WeightsError.
    """
    path = find_bundle(name_or_path)
    card = read_card(path)
    return card, read_probes(path, card, width)


def read_card(bundle: Path) -> BundleCard:
    """The checked card of a bundle. Raises BundleError."""
    return parse_card(read_file(bundle, CARD, MAX_CARD_BYTES), bundle)


def read_probes(bundle: Path, card: BundleCard, width: int) -> list[AttentiveProbe]:
    """The probes of a bundle, proved by its card, for an encoder so wide. Raises BundleError or WeightsError."""
    probes = []
    for index, digest in enumerate(card.probes):
        content, where = read_file(bundle, probe_file(index)), bundle / probe_file(index)
        _proof(digest, where)(hashlib.sha256(content).hexdigest())
        probes.append(check_probe(stream_weights(io.BytesIO(content), len(content), where), card, width))
    return probes


def check_probe(file: WeightsFile, card: BundleCard, encoder_width: int) -> AttentiveProbe:
    """A probe that fits the encoder and has every output that the card uses. Raises BundleError or WeightsError."""
    probe = build_probe(file, card.heads)
    if probe.linear.in_features != encoder_width:
        raise BundleError(
            text(
                "the probe is for tokens {probe} wide, the encoder gives {encoder}",
                probe=probe.linear.in_features,
                encoder=encoder_width,
            ),
            where=file.where,
            hint="Get or export the bundle again",
        )
    if max(card.outputs) >= probe.linear.out_features:
        raise BundleError(
            text(
                "the card uses output {output} of a probe that has only {outputs}, from 0 on",
                output=max(card.outputs),
                outputs=probe.linear.out_features,
            ),
            where=file.where,
            hint="Get or export the bundle again",
        )
    return probe


def _load_encoder(bundle: Path, card: BundleCard, encoder: str | Path | None) -> Encoder:
    """The encoder, proved by the digest on the card."""
    if encoder is not None:
        path = find_encoder(encoder)
        with open_weights(path, wanted="target_encoder", hashed=True) as file:
            return build_encoder(file, card.resolution, card.heads, prove=_proof(card.encoder_sha256, path, given=True))
    if holds(bundle, ENCODER):
        where = bundle / ENCODER
        with open_file(bundle, ENCODER) as (stream, size):
            file = stream_weights(stream, size, where, hashed=True)
            return build_encoder(file, card.resolution, card.heads, prove=_proof(card.encoder_sha256, where))
    published = PUBLISHED_ENCODERS.get(card.encoder_name)
    raise EncoderMissing(
        text("the bundle needs the encoder {encoder} and does not hold it", encoder=card.encoder_name),
        where=bundle,
        hint=text(
            "Give the encoder's file{source}, the one with SHA-256 {digest}...",
            source=f" ({published.url})" if published else "",
            digest=card.encoder_sha256[:16],
        ),
        encoder=card.encoder_name,
    )


def _proof(expected: str, where: Path, *, given: bool = False) -> Callable[[str], None]:
    """Takes the digest that a file has; raises BundleError when it is not the card's.

    given: the file is an encoder that somebody chose, not a part of the bundle.
    """

    def check(found: str) -> None:
        if found == expected.lower():
            return
        whose = text("this bundle's encoder") if given else text("the card's")
        raise BundleError(
            text(
                "the file is not {whose}: its SHA-256 is {found}..., the card says {expected}...",
                whose=whose,
                found=found[:16],
                expected=expected[:16],
            ),
            where=where,
            hint="It was damaged or exchanged. Get the bundle and its encoder again",
        )

    return check

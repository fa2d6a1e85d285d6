"""The probes of a bundle, proved by the digests on its card."""

import hashlib
import io
from pathlib import Path

from core.errors import BundleError
from core.model.bundle.encoder import card_proof
from core.model.bundle.files import probe_file, read_file
from core.model.cards import BundleCard
from core.model.files.weight_files import WeightsFile, stream_weights
from core.model.probe import Probe
from core.model.weights import build_probe
from core.text import text


def read_probes(bundle: Path, card: BundleCard, width: int | None) -> list[Probe]:
    """The probes of a bundle, proved by its card, for an encoder so wide (None: of any width).

    They are in float32 on the CPU. Raises BundleError or WeightsError.
    """
    probes = []
    for index, digest in enumerate(card.probes):
        content, where = read_file(bundle, probe_file(index)), bundle / probe_file(index)
        card_proof(digest, where)(hashlib.sha256(content).hexdigest())
        probes.append(check_probe(stream_weights(io.BytesIO(content), len(content), where), card, width))
    return probes


def check_probe(file: WeightsFile, card: BundleCard, encoder_width: int | None) -> Probe:
    """A probe that fits the encoder and has every output that the card uses. Raises BundleError or WeightsError."""
    probe = build_probe(file, card.heads)
    if encoder_width is not None and probe.linear.in_features != encoder_width:
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

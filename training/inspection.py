"""What a bundle, an encoder or a probe on disk is, and whether all of it can be used. Nothing in a file is believed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.errors import EncoderMissing, FerError, WeightsError
from core.model.bundle import BundleFacts, check_bundle
from core.model.bundle.files import CARD, is_bundle
from core.model.cards import PUBLISHED_ENCODERS
from core.model.encoder_shapes import V_JEPA_1, V_JEPA_2
from core.model.encoder_source import EncoderSource, open_encoder, prove_encoder
from core.model.files.file_digest import file_sha256
from core.model.files.snapshot import INDEX, WEIGHTS
from core.model.files.weight_faults import listed
from core.model.files.weight_files import existing_file, open_weights
from core.model.probe import probe_kind
from core.model.progress import OnProgress
from core.model.store.installed import size_text
from core.model.weights import load_probe
from core.reasons import system_reason
from training.facts import Row, card_rows, encoders_of_width, resolution_note

FAMILIES = {V_JEPA_1: "V-JEPA 1", V_JEPA_2: "V-JEPA 2"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at `place`.

    kind: "bundle", "encoder" or "probe". facts: for programs. rows: the same for people.
    problems: why it cannot be used, one sentence each; empty when all of it is sound.
    verdict: what to make of it, when it is sound.
    """

    place: str
    kind: str
    facts: dict[str, Any]
    rows: Sequence[Row]
    problems: tuple[str, ...] = ()
    verdict: str = "sound: all that belongs to it was read, and it fits"


def inspect(place: str, progress: OnProgress) -> Finding:
    """Reads a bundle, encoder or probe to its last byte. place: a path, the name of an encoder, or "starter".

    progress: told how much of an encoder has been read. Raises FerError when it cannot be said what it is.
    """
    path = Path(place)
    try:
        if place == "starter" or is_bundle(path):
            return _bundle(place, progress)
        if path.is_file() and _is_probe(path):
            return _probe(place)
        if path.is_dir() and not any((path / name).exists() for name in (WEIGHTS, INDEX)):
            what = f"the folder holds neither a bundle ({CARD}) nor a downloaded model ({WEIGHTS})"
            raise FerError(what, where=place, hint="Choose another folder, or a file in it")
        return _encoder(place, progress)  # a file, a folder of the Hugging Face hub, or a name
    except OSError as error:  # no right to look, a name that no file can have
        raise FerError(f"it cannot be reached ({system_reason(error)})", where=place) from error


def _is_probe(path: Path) -> bool:
    try:
        with open_weights(existing_file(path), "classifier") as weights:
            return probe_kind(weights.specs) != ""
    except WeightsError:
        return False  # it is opened as an encoder then, and what is wrong with it is said there


def _bundle(place: str, progress: OnProgress) -> Finding:
    found = check_bundle(place, progress=progress)
    missing = next((problem for problem in found.problems if isinstance(problem, EncoderMissing)), None)
    encoder = {
        "name": found.card.encoder_name,
        "sha256": found.card.encoder_sha256,
        "here": missing is None,
        "in_bundle": found.in_bundle,
        "path": found.encoder and str(found.encoder.path),
        "bytes": found.encoder_bytes,
    }
    rows = [
        ("encoder", f"{found.card.encoder_name}, {_encoder_state(found, missing)}"),
        ("", f"SHA-256 {found.card.encoder_sha256}"),
        ("its pixels", _resolution_note(found)),
        *card_rows(found.card),
        ("not read", listed(list(found.unread))),
    ]
    # Without its encoder a bundle is sound all the same, and can be used once that is here.
    problems = tuple(str(problem) for problem in found.problems if problem is not missing)
    facts = {"card": json.loads(found.card.to_json()), "encoder": encoder, "unread": found.unread}
    if missing is not None:
        return Finding(place, "bundle", facts, rows, problems, "sound; it can be used once its encoder is here")
    return Finding(place, "bundle", facts, rows, problems)


def _encoder_state(found: BundleFacts, missing: EncoderMissing | None) -> str:
    if missing is not None:
        return f"NOT on this computer: {missing.what}. {missing.hint} (fer-train weights import FILE)"
    size = "" if found.encoder_bytes is None else f" ({size_text(found.encoder_bytes)})"
    if found.in_bundle:
        return f"in the bundle{size}"
    return f"on this computer{size}: {found.encoder.path}" if found.encoder else "cannot be read"


def _resolution_note(found: BundleFacts) -> str:
    """What is to be known when the card asks for other pictures than the encoder was trained on."""
    published = PUBLISHED_ENCODERS.get(found.card.encoder_name)
    own = found.encoder.config.resolution if found.encoder and not found.in_bundle else None
    own = own or (published.resolution if published else found.card.resolution)
    return "" if own == found.card.resolution else resolution_note(found.card.resolution, own)


def _probe(place: str) -> Finding:
    path = Path(place)
    probe = load_probe(path, num_heads=1)  # how many the probe was trained with is not in the file, nor is it needed
    digest = file_sha256(path)
    width, outputs = probe.linear.in_features, probe.linear.out_features
    fits = encoders_of_width(width)
    kind = probe_kind(probe.state_dict())
    facts = {"sha256": digest, "bytes": path.stat().st_size, "form": kind, "width": width, "outputs": outputs}
    facts |= {"encoders": fits}
    rows = (
        ("form", kind),
        ("outputs", f"{outputs}; their labels are not in the file"),
        ("width", f"{width}: {', '.join(fits) or 'no published encoder'}"),
        ("SHA-256", digest),
        ("use it", "fer-train import-probe makes a bundle of it"),
    )
    return Finding(place, "probe", facts, rows)


def _encoder(place: str, progress: OnProgress) -> Finding:
    source = open_encoder(place)
    config, problems, digests = source.config, [], [source.source_sha256]
    try:
        prove_encoder(source, progress, prove=digests.append)
    except FerError as error:
        problems.append(str(error))
    digest = digests[-1]
    alike = _published_as(source)
    facts = {
        "name": source.name or None,
        "file": str(source.path),
        "bytes": source.bytes,
        "sha256": digest or None,
        "family": source.family,
        "config": asdict(config),
        "published": alike or None,
    }
    rows = (
        ("file", f"{source.path}, {size_text(source.bytes)}"),
        ("form", f"{FAMILIES[source.family]}, {config.width} wide, {config.depth} blocks, {config.heads} heads"),
        ("pictures", f"{config.resolution} x {config.resolution} pixels"),
        ("published as", alike and f"{alike}: {PUBLISHED_ENCODERS[alike].licence} (by its form)"),
        ("SHA-256", digest and f"{digest}, by which bundles name it"),
    )
    return Finding(place, "encoder", facts, rows, tuple(problems))


def _published_as(source: EncoderSource) -> str:
    """The published encoder of the same form, "" when there is none."""
    config = source.config
    same = (source.family, config.width, config.depth, config.resolution)
    cards = PUBLISHED_ENCODERS.values()
    return next((card.name for card in cards if (card.family, card.width, card.depth, card.resolution) == same), "")

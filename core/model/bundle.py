"""Bundles: one or more probes, a card that says everything needed to use them, and small encoders too."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from torch import Tensor

from core.errors import BundleError, OutputError
from core.model.bundle_files import CARD, ENCODER, MAX_CARD_BYTES, find_bundle, holds, probe_file, read_file
from core.model.cards import PUBLISHED_ENCODERS, BundleCard, parse_card
from core.model.device import resolve_device
from core.model.predictor import Predictor
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from core.model.weight_files import file_sha256, parse_safetensors, read_weights
from core.model.weights import build_encoder, build_probe, find_encoder
from core.reasons import system_reason
from core.text import text


def load_bundle(
    name_or_path: str | Path = "starter", device: str = "cpu", *, encoder: str | Path | None = None
) -> Predictor:
    """A predictor from the bundle that comes with the program ("starter"), a folder or a .ferbundle file.

    device: "cpu", "cuda", "cuda:1", "mps" or "auto". encoder: the encoder's file, when the bundle does not hold it.
    Raises BundleError, WeightsError or DeviceError when something is missing, damaged, or does not fit; the digests
    on the card decide.
    """
    torch_device = resolve_device(device)
    path = find_bundle(name_or_path)
    card = parse_card(read_file(path, CARD, MAX_CARD_BYTES), path)
    state, where = _encoder_state(path, card, encoder)
    model = build_encoder(state, where, card.resolution, card.heads)
    probes = []
    for index, digest in enumerate(card.probes):
        content, where = read_file(path, probe_file(index)), path / probe_file(index)
        _check_digest(hashlib.sha256(content).hexdigest(), digest, where)
        probes.append(_probe(content, card, model.config.width, where))
    return Predictor(card, model, probes, torch_device)


def save_bundle(
    path: str | Path, card: BundleCard, probes: Sequence[AttentiveProbe], encoder: Encoder | None = None
) -> Path:
    """Writes a bundle: a .ferbundle zip when the path ends so, else a folder. Returns the path.

    The digests on the card are filled in here; encoder_sha256 must be given when the encoder is not part of the bundle.
    All or nothing: it is written beside the place and then moved. Raises OutputError when something is there already
    or it cannot be written, BundleError or WeightsError when it could not be loaded again.
    """
    path = Path(path)
    if os.path.lexists(path):
        raise OutputError("there is something at the bundle's place already", where=path, hint="Choose another name")
    files = {probe_file(index): _serialised(probe) for index, probe in enumerate(probes)}
    card = replace(card, probes=tuple(hashlib.sha256(content).hexdigest() for content in files.values()))
    for (name, content), probe in zip(files.items(), probes, strict=True):
        _probe(content, card, probe.linear.in_features if encoder is None else encoder.config.width, path / name)
    if encoder is not None:
        files[ENCODER] = _serialised(encoder)
        card = replace(card, encoder_sha256=hashlib.sha256(files[ENCODER]).hexdigest())
        build_encoder(parse_safetensors(files[ENCODER], path / ENCODER), path / ENCODER, card.resolution, card.heads)
    files[CARD] = parse_card(card.to_json(), path).to_json().encode()
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".bundle-") as folder:
            part = Path(folder, "bundle")
            _write(part, files, as_zip=path.suffix == ".ferbundle")
            part.replace(path)
    except OSError as error:
        what = text("the bundle cannot be written ({reason})", reason=system_reason(error))
        raise OutputError(what, where=path, hint="Choose another place") from error
    return path


def _write(part: Path, files: Mapping[str, bytes], as_zip: bool) -> None:
    if as_zip:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        part.mkdir()
        for name, content in files.items():
            (part / name).write_bytes(content)


def _encoder_state(path: Path, card: BundleCard, encoder: str | Path | None) -> tuple[Mapping[str, Tensor], Path]:
    """The encoder's parameters, proved by the digest on the card, and where they came from."""
    if encoder is not None:
        file = find_encoder(encoder)
        _check_digest(file_sha256(file), card.encoder_sha256, file, given=True)
        return read_weights(file, wanted="target_encoder"), file
    if not holds(path, ENCODER):
        published = PUBLISHED_ENCODERS.get(card.encoder_name)
        raise BundleError(
            text("the bundle needs the encoder {encoder} and does not hold it", encoder=card.encoder_name),
            where=path,
            hint=text(
                "Give the encoder's file{source}, the one with SHA-256 {digest}...",
                source=f" ({published.url})" if published else "",
                digest=card.encoder_sha256[:16],
            ),
        )
    content, where = read_file(path, ENCODER), path / ENCODER
    _check_digest(hashlib.sha256(content).hexdigest(), card.encoder_sha256, where)
    return parse_safetensors(content, where), where


def _probe(content: bytes, card: BundleCard, encoder_width: int, where: Path) -> AttentiveProbe:
    """A probe that fits the encoder and has every output that the card uses. Raises BundleError or WeightsError."""
    probe = build_probe(parse_safetensors(content, where), where, card.heads)
    if probe.linear.in_features != encoder_width:
        raise BundleError(
            text(
                "the probe is for tokens {probe} wide, the encoder gives {encoder}",
                probe=probe.linear.in_features,
                encoder=encoder_width,
            ),
            where=where,
            hint="Get or export the bundle again",
        )
    if max(card.outputs) >= probe.linear.out_features:
        raise BundleError(
            text(
                "the card uses output {output} of a probe that has only {outputs}, from 0 on",
                output=max(card.outputs),
                outputs=probe.linear.out_features,
            ),
            where=where,
            hint="Get or export the bundle again",
        )
    return probe


def _check_digest(found: str, expected: str, where: Path, *, given: bool = False) -> None:
    """given: the file is an encoder that somebody chose, not a part of the bundle."""
    if found != expected.lower():
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


def _serialised(module: AttentiveProbe | Encoder) -> bytes:
    from safetensors.torch import save  # late: importing the model needs only torch and numpy

    return save({name: tensor.detach().cpu().contiguous() for name, tensor in module.state_dict().items()})

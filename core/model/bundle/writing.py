"""Bundles are written whole or not at all, and never so that they could not be loaded again."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import OutputError
from core.model.bundle.files import CARD, ENCODER, probe_file
from core.model.bundle.probes import check_probe
from core.model.cards import BundleCard, parse_card
from core.model.encoder_outline import outline
from core.model.files.weight_files import WeightsFile, stream_weights
from core.model.placing import read_through
from core.model.probe import Probe
from core.model.vit import Encoder
from core.reasons import system_reason
from core.text import text


def save_bundle(path: str | Path, card: BundleCard, probes: Sequence[Probe], encoder: Encoder | None = None) -> Path:
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
        width = probe.linear.in_features if encoder is None else encoder.config.width
        check_probe(_read(content, path / name), card, width)
    if encoder is not None:
        files[ENCODER] = _serialised(encoder)
        card = replace(card, encoder_sha256=hashlib.sha256(files[ENCODER]).hexdigest())
        file = _read(files[ENCODER], path / ENCODER)
        read_through(file, outline(file, card.resolution, card.heads).names)
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


def _read(content: bytes, where: Path) -> WeightsFile:
    return stream_weights(io.BytesIO(content), len(content), where)


def _serialised(module: Probe | Encoder) -> bytes:
    from safetensors.torch import save  # late: importing the model needs only torch and numpy

    return save({name: tensor.detach().cpu().contiguous() for name, tensor in module.state_dict().items()})

"""Reading and writing bundles: a folder, or one .ferbundle zip of it, with card.json, probes and small encoders.

A zip is never unpacked: its few known members are read into memory, so no name in it can reach outside.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from torch import Tensor, nn

from core.errors import BundleError, OutputError
from core.model.cards import BundleCard, parse_card
from core.model.predictor import Predictor, resolve_device
from core.model.weights import (
    build_encoder,
    build_probe,
    existing_file,
    file_sha256,
    parse_safetensors,
    read_weights,
)

CARD, ENCODER = "card.json", "encoder.safetensors"
MAX_CARD_BYTES = 1 << 20
MAX_WEIGHT_BYTES = 8 << 30  # more than any encoder; keeps a zip bomb from filling the memory


def load_bundle(
    name_or_path: str | Path = "starter", device: str = "cpu", *, encoder: str | Path | None = None
) -> Predictor:
    """A predictor from a bundle that comes with the program ("starter"), a folder or a .ferbundle file.

    device: "cpu", "cuda", "cuda:1", "mps" or "auto". encoder: the encoder's file, when the bundle does not hold it.
    Raises BundleError, WeightsError or DeviceError when something is missing, damaged, or does not fit; the digests
    on the card decide.
    """
    torch_device = resolve_device(device)
    path = find_bundle(name_or_path)
    card = parse_card(_member(path, CARD, MAX_CARD_BYTES), path)
    state, where = _encoder_state(path, card, encoder)
    model = build_encoder(state, where, card.resolution)
    probes = []
    for index, digest in enumerate(card.probes):
        name = probe_file(index)
        content = _member(path, name, MAX_WEIGHT_BYTES)
        _check_digest(hashlib.sha256(content).hexdigest(), digest, path / name)
        probe = build_probe(parse_safetensors(content, path / name), path / name, card.heads)
        _check_fit(card, model.config.width, probe.linear.in_features, probe.linear.out_features, path)
        probes.append(probe)
    return Predictor(card, model, probes, torch_device)


def save_bundle(path: Path, card: BundleCard, probes: Sequence[nn.Module], encoder: nn.Module | None = None) -> Path:
    """Writes a bundle: a .ferbundle zip when the path ends so, else a folder. Returns the path.

    The digests on the card are filled in here; encoder_sha256 must be given when the encoder is not part of the bundle.
    All or nothing: it is written beside the place and then moved. Raises OutputError when something is there already.
    """
    from safetensors.torch import save  # late: importing the model needs only torch and numpy

    if path.exists():
        raise OutputError("there is something at the bundle's place already", where=path, hint="Choose another name")
    files = {probe_file(index): save(_plain(probe.state_dict())) for index, probe in enumerate(probes)}
    card = replace(card, probes=tuple(hashlib.sha256(content).hexdigest() for content in files.values()))
    if encoder is not None:
        files[ENCODER] = save(_plain(encoder.state_dict()))
        card = replace(card, encoder_sha256=hashlib.sha256(files[ENCODER]).hexdigest())
    files[CARD] = parse_card(card.to_json(), path).to_json().encode()
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".bundle-") as folder:
            if path.suffix == ".ferbundle":
                part = Path(folder, "zip")
                with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
                    for name, content in files.items():
                        archive.writestr(name, content)
            else:
                part = Path(folder, "folder")
                part.mkdir()
                for name, content in files.items():
                    (part / name).write_bytes(content)
            part.replace(path)
    except OSError as error:
        raise OutputError(f"the bundle cannot be written ({error.strerror})", where=path) from error
    return path


def find_bundle(name_or_path: str | Path) -> Path:
    """The folder or file of a bundle: one that comes with the program, or a path. Raises BundleError."""
    from core.paths import asset  # late: needs platformdirs, which a training server may lack

    path = Path(name_or_path)
    if str(name_or_path) == "starter" and not path.exists():
        return asset("starter")
    if path.name == CARD:
        path = path.parent
    if not path.exists():
        raise BundleError("there is no such bundle", where=path, hint='Choose a folder, a .ferbundle, or "starter"')
    if path.is_file() and not zipfile.is_zipfile(path):
        raise BundleError("this file is not a bundle", where=path, hint="Choose a bundle's folder or a .ferbundle file")
    return path


def probe_file(index: int) -> str:
    """probe.safetensors, probe-2.safetensors, ..."""
    return f"probe{f'-{index + 1}' if index else ''}.safetensors"


def _encoder_state(path: Path, card: BundleCard, encoder: str | Path | None) -> tuple[Mapping[str, Tensor], object]:
    """The encoder's parameters, proved by the digest on the card, and where they came from."""
    if encoder is not None:
        file = existing_file(encoder)
        _check_digest(file_sha256(file), card.encoder_sha256, file, of="this bundle's encoder")
        return read_weights(file, wanted="target_encoder"), file
    try:
        content = _member(path, ENCODER, MAX_WEIGHT_BYTES)
    except BundleError as error:
        raise BundleError(
            f"the bundle needs the encoder {card.encoder_name} and does not hold it",
            where=path,
            hint=f"Give the encoder's file, the one with SHA-256 {card.encoder_sha256[:16]}...",
        ) from error
    _check_digest(hashlib.sha256(content).hexdigest(), card.encoder_sha256, path / ENCODER)
    return parse_safetensors(content, path / ENCODER), path / ENCODER


def _member(path: Path, name: str, limit: int) -> bytes:
    """The bytes of one file of a bundle. Raises BundleError when it is missing, too large or damaged."""
    try:
        if path.is_dir():
            size = (path / name).stat().st_size
            content = (path / name).read_bytes() if size <= limit else b""
        else:
            with zipfile.ZipFile(path) as archive:
                size = archive.getinfo(name).file_size
                content = archive.read(name) if size <= limit else b""
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BundleError(
            f"{name} is missing from the bundle or cannot be read", where=path, hint="Get or export the bundle again"
        ) from error
    except Exception as error:  # zlib.error is no OSError
        raise BundleError(f"{name} in the bundle is damaged", where=path, hint="Get it again") from error
    if size > limit:
        raise BundleError(f"{name} in the bundle is too large ({size} bytes)", where=path, hint="Get it again")
    return content


def _check_digest(found: str, expected: str, where: object, of: str = "the card's") -> None:
    if found != expected.lower():
        raise BundleError(
            f"the file is not {of}: its SHA-256 is {found[:16]}..., the card says {expected[:16]}...",
            where=where,
            hint="It was damaged or exchanged. Get the bundle and its encoder again",
        )


def _check_fit(card: BundleCard, encoder_width: int, probe_width: int, outputs: int, path: Path) -> None:
    if probe_width != encoder_width:
        raise BundleError(f"the probe is for tokens {probe_width} wide, the encoder gives {encoder_width}", where=path)
    if max(card.outputs) >= outputs:
        raise BundleError(f"the card uses output {max(card.outputs)} of a probe that has only {outputs}", where=path)


def _plain(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu().contiguous() for name, tensor in state.items()}

"""A small bundle, what it should say about three clips, and ways to break it."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import BundleError, FerError
from core.model import BundleCard, Predictor, load_bundle, save_bundle
from support.tiny_models import tiny_encoder, tiny_probe

CARD = BundleCard("tiny", ("happy", "sad", "angry"), "face", 32, "tiny-encoder", "", ())
CLIPS = list(np.random.default_rng(0).integers(0, 256, (3, 16, 20, 20, 3), dtype=np.uint8))


def tiny(path: Path) -> Path:
    """A bundle with one probe, its encoder included."""
    return save_bundle(path, CARD, [tiny_probe()], tiny_encoder())


def expected() -> np.ndarray:
    """The posteriors (3, 3) of that bundle for CLIPS, from models that were never in a file."""
    return Predictor(CARD, tiny_encoder(), [tiny_probe()], torch.device("cpu")).posteriors(CLIPS)


def contents(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle by name."""
    if bundle.is_dir():
        return {file.name: file.read_bytes() for file in bundle.iterdir()}
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(bundle: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """Puts other files into a bundle; a name may be any."""
    if bundle.is_dir():
        for old in bundle.iterdir():
            old.unlink()
        for name, content in files.items():
            (bundle / name).write_bytes(content)
    else:
        with zipfile.ZipFile(bundle, "w", compression) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    return bundle


def refusal(bundle: Path, kind: type[FerError] = BundleError, **arguments) -> str:
    """The message with which a bundle is refused; it names the place."""
    with pytest.raises(kind) as caught:
        load_bundle(bundle, **arguments)
    assert str(bundle) in str(caught.value)
    return str(caught.value)


def with_card(bundle: Path, **changes: object) -> Path:
    """Puts a card with other entries into a bundle."""
    files = contents(bundle)
    files["card.json"] = json.dumps(json.loads(files["card.json"]) | changes).encode()
    return rewrite(bundle, files)

"""What there is to say about an encoder before anybody looks whether it is here."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import FerError
from core.paths import asset
from fer_desktop.language import translated
from fer_desktop.model_words import parameters_text
from fer_desktop.privacy import shareable
from fer_desktop.wording import sentence

if TYPE_CHECKING:
    from core.model.cards import BundleCard, EncoderCard
    from core.model.store.installed import InstalledEncoder


@dataclass(frozen=True, slots=True)
class EncoderFacts:
    """One encoder in words.

    name: as the store knows it. title, details: for people. licence: its name; licence_means: what it allows, "" when
    nobody knows. restricted: it has to be agreed to before it is downloaded. download: bytes, about. host: whom it is
    downloaded from, "" for what cannot be downloaded. kept: bytes on disk by the dtype that it can be kept in.
    family: as the cards have it. own: it comes with the program.
    """

    name: str
    title: str
    details: str
    licence: str = ""
    licence_means: str = ""
    restricted: bool = False
    download: int = 0
    kept: tuple[tuple[str, int], ...] = ()
    host: str = ""
    family: str = ""
    own: bool = False

    @property
    def obstacle(self) -> str:
        """Why it cannot be used on this computer even when it is here, "" for nothing."""
        from core.model.vjepa2_library import library_fault

        fault = library_fault() if self.family == "vjepa2" else None
        return f"{sentence(translated(fault.what))} {sentence(translated(fault.hint))}" if fault else ""


def published(card: "EncoderCard") -> EncoderFacts:
    """One that can be downloaded."""
    return EncoderFacts(
        card.name,
        _named(card.title.partition(",")[0], card.resolution),
        f"{parameters_text(card.parameters)} · {_pixels(card.resolution)} · {card.name}",
        card.licence,
        translated(card.licence_means),
        not card.commercial,
        card.download_bytes,
        tuple((dtype, card.stored_bytes(dtype)) for dtype in ("fp32", "bf16")),
        card.url.split("/")[2],
        card.family,
    )


def imported(encoder: "InstalledEncoder") -> EncoderFacts:
    """One that came from a disk and is none of the published ones."""
    sides = QCoreApplication.translate("encoder_facts", "{depth} blocks, {width} wide")
    details = sides.format(depth=encoder.config["depth"], width=encoder.config["width"])
    means = QCoreApplication.translate("encoder_facts", "What it may be used for, its publisher has to say")
    pixels = _pixels(int(encoder.config["resolution"]))
    return EncoderFacts(encoder.name, encoder.name, f"{details} · {pixels}", licence_means=means)


def starter(card: "BundleCard") -> EncoderFacts:
    """The one that comes with the program. card: of the starter bundle."""
    kept = asset("starter/encoder.safetensors").stat().st_size
    return EncoderFacts(
        card.encoder_name,
        "Starter",
        f"{parameters_text(kept / 2)} · {_pixels(card.resolution)} · {card.encoder_name}",
        card.licences["weights"].replace("-", " "),
        QCoreApplication.translate("encoder_facts", "Any use; trained on FER2013, a research data set"),
        kept=(("fp16", kept),),
        own=True,
    )


def waiting(path: str) -> EncoderFacts:
    """A file or folder that is being imported: what it is, nobody knows yet."""
    return EncoderFacts(path, Path(path).name, shareable(path))


def bundle_card(name_or_path: str) -> "BundleCard | None":
    """What a bundle says about itself; None for one that cannot be read: whoever opens it is told why."""
    from core.model.bundle.files import find_bundle, read_card

    try:
        return read_card(find_bundle(name_or_path))
    except FerError:
        return None


def holds_encoder(name_or_path: str) -> bool:
    """Whether a bundle needs no encoder from elsewhere."""
    from core.model.bundle.files import ENCODER, find_bundle, holds

    try:
        return holds(find_bundle(name_or_path), ENCODER)
    except FerError:
        return False


def _named(title: str, resolution: int) -> str:
    return f"{title} · {resolution}"


def _pixels(resolution: int) -> str:
    text = QCoreApplication.translate("encoder_facts", "{side} × {side} pixels")
    return text.format(side=resolution)

"""How `fer-train weights` shows encoders: for people, and as JSON."""

from dataclasses import asdict
from typing import Any

from core.model.cards import PUBLISHED_ENCODERS, EncoderCard
from core.model.encoder_cards import DTYPES
from core.model.store import EncoderStore
from core.model.store.installed import InstalledEncoder, size_text
from core.model.vjepa2_library import library_fault
from training.facts import as_json


def listing_text(store: EncoderStore) -> str:
    """A paragraph for every published encoder, then one for every other one that is here."""
    paragraphs = [_paragraph(store, name) for name in _names(store)]
    last = ["Get one with: fer-train weights get NAME"]
    if fault := library_fault("V-JEPA 2"):
        last.append(str(fault))
    return "\n\n".join([f"Encoders in {store.folder}:", *paragraphs, *last])


def listing_json(store: EncoderStore) -> str:
    """The same as an object: `folder`, and `encoders`, each with its card and its record, or null."""
    return as_json({"folder": store.folder, "encoders": [_entry(store, name) for name in _names(store)]})


def installed_text(installed: InstalledEncoder) -> str:
    """What has just been installed."""
    return f"{installed.name} is installed: {_shape_text(installed)}\n{_installed_text(installed)}"


def installed_json(installed: InstalledEncoder) -> str:
    """The same as an object."""
    return as_json(asdict(installed))


def _names(store: EncoderStore) -> list[str]:
    return [*PUBLISHED_ENCODERS, *(name for name in store.names() if name not in PUBLISHED_ENCODERS)]


def _paragraph(store: EncoderStore, name: str) -> str:
    card, installed = PUBLISHED_ENCODERS.get(name), store.find(name)
    title = _card_text(card) if card else _shape_text(installed) if installed else ""
    lines = [f"{name}  {title}"]
    if installed:
        lines.append(_installed_text(installed))
    elif name in store.names():
        lines.append(f"    DAMAGED: fer-train weights verify {name} says how; remove it, or get it again")
    elif card:
        kept = " or ".join(f"{size_text(card.stored_bytes(dtype))} ({dtype})" for dtype in DTYPES)
        lines.append(f"    not installed: about {size_text(card.download_bytes)} to download, {kept} to keep")
    if card and (arrived := store.goes_on_from(name)):
        lines.append(f"    {size_text(arrived)} of a download have arrived; the next get goes on from there")
    elif arrived := store.partial(name):
        lines.append(
            f"    {size_text(arrived)} of a download have arrived, from another address or a server that cannot go on: "
            "only a get from that address can use them"
        )
    if card:
        lines.append(f"    licence {card.licence}: {card.licence_means}")
    return "\n".join(lines)


def _card_text(card: EncoderCard) -> str:
    return f"{card.title}: {card.parameters / 1e6:.0f} M parameters, {card.width} wide, {card.depth} blocks"


def _shape_text(installed: InstalledEncoder) -> str:
    config = installed.config
    return f"{config['width']} wide, {config['depth']} blocks, {config['resolution']} pixels"


def _installed_text(installed: InstalledEncoder) -> str:
    return (
        f"    installed: {installed.dtype}, {size_text(installed.bytes)}, {installed.path}\n"
        f"    SHA-256 of its source: {installed.source_sha256}"
    )


def _entry(store: EncoderStore, name: str) -> dict[str, Any]:
    card, installed = PUBLISHED_ENCODERS.get(name), store.find(name)
    return {
        "name": name,
        "published": asdict(card) | {"parameters": card.parameters} if card else None,
        "installed": asdict(installed) if installed else None,
        "damaged": installed is None and name in store.names(),
        "arrived_bytes": store.partial(name),
    }

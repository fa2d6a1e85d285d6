"""Which encoder an imported file is: its name among the published ones, and the facts that its shapes do not tell."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import OutputError, WeightsError
from core.model.encoder_cards import PUBLISHED_ENCODERS, EncoderCard
from core.model.encoder_shapes import V_JEPA_1, EncoderShape
from core.model.store.installed import NAME
from core.text import text

V_JEPA_2_RESOLUTION = 256  # of most of them; only a snapshot's config.json tells


def published_match(shape: EncoderShape, path: Path, config: Mapping[str, Any]) -> EncoderCard | None:
    """The published encoder of this shape; None when there is none.

    Two of V-JEPA 2 differ in their resolution only, which is in the configuration or in the name of the folder.
    Raises WeightsError when neither tells them apart.
    """
    cards = [card for card in PUBLISHED_ENCODERS.values() if card.shape == shape]
    if len(cards) > 1 and "crop_size" in config:
        cards = [card for card in cards if card.resolution == config["crop_size"]]
    if len(cards) > 1:
        place = str(path.absolute())
        cards = [card for card in cards if card.name in place or _repository(card) in place] or cards
    if len(cards) > 1:
        names = ", ".join(card.name for card in cards)
        raise WeightsError(
            text("several published encoders look like this file ({names})", names=names),
            where=path,
            hint="Give its name, or import the folder that it came in",
        )
    return cards[0] if cards else None


def own_name(path: Path) -> str:
    """A name for an encoder of one's own, after its file or folder."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", path.absolute().name)
    return re.sub(r"(\.(safetensors|pth|pt|tar|bin|part)|[-._])+$", "", plain)[:64].strip("-._") or "encoder"


def encoder_config(shape: EncoderShape, card: EncoderCard | None, config: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says about the encoder (see `InstalledEncoder.config`).

    card: the published encoder that it is, if it is one. config: of the snapshot that it came in, or {}.
    """
    resolution = shape.resolution or (card.resolution if card else config.get("crop_size")) or V_JEPA_2_RESOLUTION
    heads = card.heads if card else config.get("num_attention_heads") or _usual_heads(shape.width)
    return {
        "family": shape.family,
        "width": shape.width,
        "depth": shape.depth,
        "heads": heads,
        "mlp_hidden": shape.mlp_hidden,
        "resolution": resolution,
        "positions": "sine-cosine" if shape.family == V_JEPA_1 else "rotary",
        "patch": shape.patch,
    }


def _usual_heads(width: int) -> int | None:
    from core.model.vit import HEADS_BY_WIDTH  # late: needs torch

    published = {card.width: card.heads for card in PUBLISHED_ENCODERS.values()}
    return (published | HEADS_BY_WIDTH).get(width)


def _repository(card: EncoderCard) -> str:
    """vjepa2-vitg-fpc64-384: what a folder with a copy of it is usually called."""
    return card.url.split("/resolve/")[0].rpartition("/")[2]


def published_card(name: str) -> EncoderCard:
    """The published encoder of that name. Raises WeightsError listing the names when there is none."""
    card = PUBLISHED_ENCODERS.get(name)
    if card is None:
        raise WeightsError(
            text("no encoder called {name} is published", name=ascii(name)[1:-1][:80]),
            hint=text("Choose one of {names}", names=", ".join(PUBLISHED_ENCODERS)),
        )
    return card


def check_name(name: str) -> None:
    """Raises OutputError for what cannot be the name of an encoder, and so of its files."""
    if not NAME.fullmatch(name):
        raise OutputError(
            text("{name} is no name for an encoder", name=ascii(name)[:80]),
            hint="Take letters, digits, dots, dashes and underscores, 64 at most",
        )

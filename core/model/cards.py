"""What is published, and what a bundle says about itself. Plain facts, no torch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """A published encoder. resolution: pixels on a side; width: token dimension D; depth: blocks."""

    name: str
    url: str
    licence: str
    resolution: int
    width: int
    depth: int
    heads: int


_V_JEPA_1 = "https://dl.fbaipublicfiles.com/jepa"
_RESEARCH = "CC BY-NC 4.0: research use only"

PUBLISHED_ENCODERS = {
    card.name: card
    for card in (
        EncoderCard("vitl16", f"{_V_JEPA_1}/vitl16/vitl16.pth.tar", _RESEARCH, 224, 1024, 24, 16),
        EncoderCard("vith16", f"{_V_JEPA_1}/vith16/vith16.pth.tar", _RESEARCH, 224, 1280, 32, 16),
        EncoderCard("vith16-384", f"{_V_JEPA_1}/vith16-384/vith16-384.pth.tar", _RESEARCH, 384, 1280, 32, 16),
    )
}

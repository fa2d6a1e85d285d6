"""Small writing for pictures: one font that comes with the program, so that it looks the same on every computer."""

from functools import lru_cache

from PIL import ImageFont

from core.paths import asset

_FONT = "fonts/DejaVuSans.ttf"
_NOBODYS = "\uffff"  # no character: what is drawn for it is drawn for all that the font lacks


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font, `size` pixels high."""
    return ImageFont.truetype(str(asset(_FONT)), size)


@lru_cache(maxsize=256)
def can_show(text: str) -> bool:
    """Whether the font has every letter: Latin, Greek, Cyrillic and Arabic yes, Chinese no."""
    letters = font(16)
    missing = bytes(letters.getmask(_NOBODYS))
    return all(
        letter.isspace() or (letter.isprintable() and bytes(letters.getmask(letter)) != missing) for letter in set(text)
    )


def shortened(text: str, letters: ImageFont.FreeTypeFont, room: float) -> str:
    """The text, or as much of it as fits into `room` pixels, with an ellipsis."""
    if letters.getlength(text) <= room:
        return text
    while text and letters.getlength(f"{text}…") > room:
        text = text[:-1].rstrip()
    return f"{text}…"

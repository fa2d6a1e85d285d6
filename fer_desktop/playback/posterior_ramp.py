"""From a share in [0, 1] to a colour, in steps that look equal: one hue, so that rows can be compared."""

import numpy as np

from fer_desktop.theme import Theme

STEPS = 256
_ENDS = {"light": ("#E6EAF5", "#1B2A86"), "dark": ("#2A3145", "#D9E2FF")}  # of a share of 0 and of 1
_MIDDLE = 0.5  # of the way, the ramp is the theme's accent in hue

# OKLab (Ottosson 2020): distances in it are about as large as they look.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def ramp(theme: Theme) -> np.ndarray:
    """(STEPS, 3) uint8 RGB: lightness goes in even steps from that of a share of 0 to that of 1."""
    begin, end = (_lab(colour) for colour in _ENDS.get(theme.name, _ENDS["light"]))
    accent = _lab(theme.accent)
    share = np.linspace(0.0, 1.0, STEPS)[:, None]
    lab = begin + (end - begin) * share
    # The ends are nearly grey; between them, the accent's hue is let in most where the accent is as light.
    bulge = 1.0 - np.abs(share - _MIDDLE) / _MIDDLE
    lab[:, 1:] += (accent[1:] - lab[:, 1:]) * 0.6 * bulge
    return _rgb(lab)


def lightness(colours: np.ndarray) -> np.ndarray:
    """(n,) OKLab lightness in [0, 1] of (n, 3) uint8 RGB."""
    return _to_lab(colours.astype(np.float64) / 255)[:, 0]


def _lab(colour: str) -> np.ndarray:
    channels = np.array([[int(colour[place : place + 2], 16) for place in (1, 3, 5)]]) / 255
    return _to_lab(channels)[0]


def _to_lab(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T


def _rgb(lab: np.ndarray) -> np.ndarray:
    linear = ((lab @ np.linalg.inv(_TO_LAB).T) ** 3) @ np.linalg.inv(_TO_CONES).T
    linear = np.clip(linear, 0.0, 1.0)
    channels = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(channels * 255).astype(np.uint8)

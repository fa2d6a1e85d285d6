"""Both looks: readable, safe for colour-blind eyes, switchable."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPalette

from core.labels import LABELS
from fer_desktop.theme import DARK, LIGHT, ThemeControl, ThemeMode, face_colour, face_pen, tabular

# Machado, Oliveira and Fernandes 2009, severity 1.0; they act on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritanopia": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
WHITE = np.array([0.9505, 1.0, 1.0888])


def linear(colour: str) -> np.ndarray:
    share = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISION)
def test_any_two_emotions_differ_for_all_kinds_of_eyes(theme, vision):
    seen = {label: lab(VISION[vision] @ linear(colour)) for label, colour in theme.emotions.items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 18, (one, other)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_label_has_a_colour_that_shows_on_the_ground(theme):
    assert set(theme.emotions) == set(LABELS)
    assert min(contrast(colour, theme.surface) for colour in theme.emotions.values()) > 2.6


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_has_the_contrast_that_accessibility_rules_ask_for(theme):
    grounds = theme.window, theme.surface, theme.danger_ground, theme.warning_ground, theme.good_ground
    assert min(contrast(theme.text, ground) for ground in grounds) >= 7
    assert min(contrast(theme.muted, ground) for ground in (theme.window, theme.surface)) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.danger, theme.danger_ground) >= 4.5
    assert min(contrast(theme.emotion_text(label).name(), theme.surface) for label in LABELS) >= 4.5
    assert min(contrast(theme.edge, ground) for ground in (theme.window, theme.surface)) >= 3


def test_no_two_of_twelve_faces_have_the_same_line():
    looks = {(face_pen(face, 2).color().name(), tuple(face_pen(face, 2).dashPattern())) for face in range(1, 13)}
    assert len(looks) == 12


@pytest.mark.parametrize("vision", VISION)
def test_faces_with_the_same_kind_of_line_differ_for_all_kinds_of_eyes(vision):
    seen = [lab(VISION[vision] @ linear(face_colour(face).name())) for face in range(1, 13)]
    for (one, first), (other, second) in combinations(enumerate(seen, 1), 2):
        patterns = face_pen(one, 2).dashPattern() != face_pen(other, 2).dashPattern()
        assert patterns or np.linalg.norm(first - second) >= 18, (one, other)


def test_an_unknown_label_is_still_drawn():
    assert LIGHT.emotion("contempt").name().upper() == LIGHT.muted


def test_the_theme_can_be_chosen_and_follows_the_system_otherwise(qapp):
    control = ThemeControl(qapp, ThemeMode.DARK)
    seen = []
    control.changed.connect(seen.append)
    assert control.theme is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    control.set_mode(ThemeMode.LIGHT)
    assert seen[-1] is LIGHT
    control.set_mode(ThemeMode.SYSTEM)
    dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert control.theme is (DARK if dark else LIGHT)
    control.deleteLater()


def test_digits_have_one_width(qapp):
    metrics = QFontMetrics(tabular(qapp.font()))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1

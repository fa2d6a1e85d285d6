"""One colour for each label, wherever emotions are drawn: in the window, on annotated videos, in reports.

For normal vision and for the three kinds of colour blindness any two of a set lie at least 18 (CIE76) apart;
tests/gui/test_theme.py holds that.
"""

ON_LIGHT = {
    "angry": "#C03700",
    "calm": "#2BA8CB",
    "disgust": "#4D903B",
    "fear": "#632A89",
    "happy": "#E08A00",
    "neutral": "#8E8985",
    "sad": "#2457C4",
    "surprise": "#BA4495",
}
"""On white and nearly white grounds, as "#RRGGBB"."""

ON_DARK = {
    "angry": "#FF6A44",
    "calm": "#65DAFB",
    "disgust": "#309120",
    "fear": "#B583E4",
    "happy": "#FFC234",
    "neutral": "#AFB4A4",
    "sad": "#527EFA",
    "surprise": "#EC8AC8",
}
"""On nearly black grounds, and on pictures where a dark rim goes with them."""

OTHER_ON_LIGHT, OTHER_ON_DARK = "#596273", "#9DA6B5"
"""Of labels that no data set of ours has."""

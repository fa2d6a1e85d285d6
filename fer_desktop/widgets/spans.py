"""The times that the plot can show, in words and one after the other."""

from PySide6.QtCore import QCoreApplication

from fer_desktop.view_options import PLOT_SPANS_S


def span_text(seconds: float) -> str:
    """30 -> "30 s"; 300 -> "5 min", with no-break spaces."""
    if seconds % 60:
        return QCoreApplication.translate("spans", "{n}\N{NO-BREAK SPACE}s").format(n=f"{seconds:.0f}")
    return QCoreApplication.translate("spans", "{n}\N{NO-BREAK SPACE}min").format(n=f"{seconds / 60:.0f}")


def stepped_span(span: int, step: int) -> int:
    """The next longer (+1) or shorter (-1) span; there is none beyond the last."""
    place = PLOT_SPANS_S.index(span) + step
    return PLOT_SPANS_S[min(max(place, 0), len(PLOT_SPANS_S) - 1)]

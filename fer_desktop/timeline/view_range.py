"""Which part of the film is seen: zooming and panning, as arithmetic."""

from dataclasses import dataclass

SHORTEST_S = 0.25  # no deeper: a handful of frames fill the whole width
_LEAD = 0.04  # of a page: so much stands before the playhead when the page is turned


@dataclass(frozen=True, slots=True)
class ViewRange:
    """From `begin` to `end`, seconds; begin < end. Every method gives a new one that lies within the film.

    duration: of the film, seconds; a shorter one than SHORTEST_S has that much room all the same.
    """

    begin: float
    end: float

    @staticmethod
    def whole(duration: float) -> "ViewRange":
        """All of the film."""
        return ViewRange(0.0, max(duration, SHORTEST_S))

    @property
    def span(self) -> float:
        """Seconds that are seen."""
        return self.end - self.begin

    def is_whole(self, duration: float) -> bool:
        """True when nothing is left to be seen."""
        return self.span >= ViewRange.whole(duration).span

    def x(self, seconds: float, width: float) -> float:
        """Where a moment lies, in pixels from the left edge of an area of this width; may be outside of it."""
        return (seconds - self.begin) / self.span * width

    def seconds(self, x: float, width: float) -> float:
        """The moment at a place; the other way of `x`. width > 0."""
        return self.begin + x / width * self.span

    def zoomed(self, factor: float, around: float, duration: float) -> "ViewRange":
        """`factor` times as many seconds (below 1: nearer), with the moment `around` where it was, if it can be."""
        whole = ViewRange.whole(duration).span
        span = min(max(self.span * factor, SHORTEST_S), whole)
        begin = around - (around - self.begin) * (span / self.span)
        return _placed(begin, span, whole)

    def panned(self, seconds: float, duration: float) -> "ViewRange":
        """As many seconds, so much later (or, below 0, earlier)."""
        return _placed(self.begin + seconds, self.span, ViewRange.whole(duration).span)

    def page_with(self, seconds: float, duration: float) -> "ViewRange":
        """This range if it has the moment in it, else a page of the same length that begins just before it."""
        if self.begin <= seconds <= self.end:
            return self
        return _placed(seconds - _LEAD * self.span, self.span, ViewRange.whole(duration).span)


def _placed(begin: float, span: float, whole: float) -> ViewRange:
    """So many seconds from `begin` on, moved to where the film is."""
    span = min(span, whole)
    begin = min(max(begin, 0.0), whole - span)
    return ViewRange(begin, begin + span)

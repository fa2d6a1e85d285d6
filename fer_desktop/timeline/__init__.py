"""The timeline of a film or a session: its curves, and everything that can be done on them."""

from fer_desktop.timeline.timeline import Timeline

__all__ = ["Timeline"]

"""Where pictures come from: cameras, network streams, video files, the demo, and sources for tests."""

from core.capture.source import Source, SourceState, open_source

__all__ = ["Source", "SourceState", "open_source"]

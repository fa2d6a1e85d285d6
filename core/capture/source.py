"""What every source of pictures can do, and the one way to open them."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.types import Frame, SourceInfo

DEMO = "demo:"
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")  # two letters at least: "C://" is a Windows drive


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a live source is doing.

    lost: True while no pictures come; False once they come again.
    message: one sentence for a person.
    retries: how often opening was tried since the loss.
    retry_in: seconds until the next try; 0 while it runs.
    """

    lost: bool
    message: str
    retries: int = 0
    retry_in: float = 0.0


class Source(Protocol):
    """A sequence of frames. One thread opens, reads and closes it; any thread may cancel it."""

    info: SourceInfo
    warnings: list[str]  # sentences for a person; may grow until the last frame was read

    def read(self) -> Frame | None:
        """The next frame; None at the end of a file and after `cancel`. Blocks until there is one.

        Raises SourceLost when a live source stops delivering, SourceError when it cannot go on.
        """
        ...

    def cancel(self) -> None:
        """Makes a `read` that blocks, and all later ones, return None within 1.5 seconds. Idempotent."""
        ...

    def close(self) -> None:
        """Gives the device or file back, after the last `read`. Idempotent."""
        ...


def source_kind(spec: str | int | Path) -> str:
    """What `SourceInfo.kind` of the source that `spec` names will be: "camera", "demo", "stream" or "file"."""
    if isinstance(spec, Path):
        return "file"
    if isinstance(spec, int) or spec.strip().isdecimal():
        return "camera"
    if spec.strip() == DEMO:
        return "demo"
    return "stream" if _ADDRESS.match(spec.strip()) else "file"


def open_source(
    spec: str | int | Path,
    *,
    on_state: Callable[[SourceState], None] | None = None,
    stop: threading.Event | None = None,
    camera_format: str = "",
) -> Source:
    """Opens what `spec` names: 0 or "0" a camera, "http://..." or "rtsp://..." a stream, "demo:" the demo, else a file.

    on_state: called from the reading thread when a camera or stream is lost, before each retry, and when it is back.
    stop: set it from any thread to make the opening of a camera or stream give up at once.
    camera_format: size and rate to ask a camera for, as `CameraFormat` writes them ("1280x720@30"); "": its own choice.
        The source's info says what it really gives, its warnings where that is less. Other sources do not care.

    May block for some seconds. Raises SourceError when nothing can be opened, or when `stop` was set first; ValueError
    when `camera_format` is no format.
    """
    # Imported on demand: naming a source must not load OpenCV.
    from core.capture.reconnect import ReconnectingSource

    kind, written = source_kind(spec), str(spec).strip()
    if kind == "camera":
        from core.capture.camera import CameraOpener
        from core.capture.cameras import CameraFormat

        camera = CameraOpener(int(written), CameraFormat.parse(camera_format) if camera_format else None)
        source = ReconnectingSource(camera, on_state=on_state, stop=stop)
        source.warnings = camera.warnings  # grows with every opening
        return source
    if kind == "demo":
        from core.capture.demo import DemoSource

        return DemoSource()
    if kind == "stream":
        from core.capture.stream import StreamOpener

        return ReconnectingSource(StreamOpener(written), on_state=on_state, stop=stop)
    from core.capture.video_file import VideoFile

    return VideoFile(Path(str(spec)))

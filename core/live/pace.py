"""The pace of a file that is shown while it is analysed."""

import time


class Pace:
    """When to show each frame of a file: by its time stamps, and later when the model could not keep up."""

    def __init__(self) -> None:
        self._offset: float | None = None  # from the file's clock to the monotonic one

    def delay(self, frame_time: float) -> float:
        """Seconds to wait before showing the frame."""
        now = time.monotonic()
        if self._offset is None or now > frame_time + self._offset:
            self._offset = now - frame_time
        return frame_time + self._offset - now

"""The one module that imports OpenCV: `from core.cv import cv2`.

Importing cv2 has side effects that must not reach the rest of the program: it points Qt at plugins and fonts of its
own (a Qt 5 that PySide6 cannot load), logs to stderr what we report ourselves, and starts a thread for every core.
"""

import os

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {name: os.environ.get(name) for name in _QT_VARIABLES}

# Read by OpenCV and its FFmpeg when they load, so they come before the import. setdefault: whoever hunts a driver
# problem can still ask for the logs from outside. -8 is FFmpeg's AV_LOG_QUIET.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
# Seconds that a read from a V4L camera may block (10 by default): the program has to stop within two.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")

# Without this, opening anything waits for whatever else is being opened: an address that never answers would block
# a file for seconds. It guards against FFmpeg releases far older than the one inside the wheels.
os.environ.setdefault("OPENCV_FFMPEG_IS_THREAD_SAFE", "1")

import cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

# OpenCV's own pool would fight torch and the interface for the few cores there are.
cv2.setNumThreads(1)

__all__ = ["cv2"]

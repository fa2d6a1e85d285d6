"""The session's video with everything that was read drawn on it: H.264 in mp4, with the video's own times and sound."""

import os
from contextlib import ExitStack, closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.reformatter import Colorspace

from core.capture.container import open_container
from core.capture.video_file import FPS_WHEN_UNKNOWN, VideoFile
from core.cv import cv2
from core.errors import OutputError, SourceError
from core.exports.annotations import Annotator
from core.exports.formats import Progress
from core.exports.sound import Sound
from core.playback.analysis_key import video_digest
from core.sessions.record import Session, SessionInfo
from core.sessions.recording import FURTHER_VIDEO
from core.text import text
from core.types import Frame, SourceInfo
from core.video_part import KEY_EVERY_S, TIME_BASE

_MUXER = {"movflags": "+faststart"}  # the index comes first: a browser plays it before it has all of it
_ENCODER = {"preset": "veryfast", "crf": "19"}  # letters stay sharp
_BT709 = 1


def write(session: Session, path: Path, progress: Progress) -> None:
    """Writes the annotated video to `path`: every picture that the video shows, at its time, with its sound.

    Raises SourceError when no video belongs to the session, or it is gone, another one by now, or cannot be read;
    OutputError and OSError when the result cannot be written, and whatever `progress` raises.
    """
    if any(event.kind == FURTHER_VIDEO for event in session.events):
        raise SourceError(
            "this recording was paused, and its pictures are in several files, of which one only can be drawn on",
            where=session.info.video,
            hint="Open its first video to analyse it, or record without a pause",
        )
    video = _video_of(session.info, progress)
    try:
        _annotate(session, video, path, progress)
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise OutputError(text("the video cannot be written ({reason})", reason=error), where=path) from error


def _video_of(info: SessionInfo, progress: Progress) -> Path:
    if info.video is None:
        raise SourceError(
            "no pictures of this session were kept",
            where=info.title,
            hint="Record the video as well, or analyse a video file",
        )
    if not info.video.exists():
        raise SourceError(
            "the video of this session is not there",
            where=info.video,
            hint="Put it back where it was, or connect the drive that it is on",
        )
    if info.digest and video_digest(info.video, None, lambda: progress(0.0)) != info.digest.lower():
        raise SourceError(
            "this is another file than the one that was analysed",
            where=info.video,
            hint="Put the old one back, or analyse the new one",
        )
    return info.video


def _annotate(session: Session, video: Path, path: Path, progress: Progress) -> None:
    with ExitStack() as opened:
        source = opened.enter_context(closing(VideoFile(video)))
        # Named, as FFmpeg goes by the ending of a file else; by its whole path, as "a:b" would be a protocol to it.
        target = opened.enter_context(av.open(str(path.absolute()), "w", format="mp4", options=_MUXER))
        annotator = Annotator(session, source.info.width, source.info.height)
        pictures = _Pictures(target, annotator.size, _pixel_shape(video, source.info), source.info.fps)
        sound = opened.enter_context(Sound(video, target))
        frames = source.info.frame_count or 0
        while (frame := source.read()) is not None:
            drawn = annotator.draw(frame.image, frame.index, session.info.video_s + frame.time)
            pictures.write(frame, drawn)
            sound.bring(frame.time)
            progress(_share(frame, frames, session.info.duration_s))
        pictures.finish()
        sound.bring()
    progress(1.0)


def _pixel_shape(video: Path, info: SourceInfo) -> Fraction:
    """Width over height of a pixel, as it is turned: not 1 on tapes, and a player has to know."""
    with open_container(video) as source:
        stream = source.streams.video[0]
        shape = stream.sample_aspect_ratio or Fraction(1)
        turned = (stream.width, stream.height) == (info.height, info.width) != (info.width, info.height)
    return 1 / shape if turned else shape


def _share(frame: Frame, frames: int, duration_s: float) -> float:
    """How much is done after this frame, by what the file and the session say of their lengths."""
    share = (frame.index + 1) / frames if frames else frame.time / duration_s if duration_s > 0 else 0.0
    return min(1.0, share)


class _Pictures:
    """The pictures in the file that is written."""

    def __init__(self, target: OutputContainer, size: tuple[int, int], pixel: Fraction, fps: float) -> None:
        self._target, self._lasts = target, round(1 / (fps or FPS_WHEN_UNKNOWN) / TIME_BASE)
        self._tick, self._key_s = -1, -KEY_EVERY_S
        self._stream = target.add_stream("libx264", rate=30, options=_ENCODER)
        context = self._stream.codec_context
        context.width, context.height = (side + side % 2 for side in size)
        context.pix_fmt, context.time_base, context.sample_aspect_ratio = "yuv420p", TIME_BASE, pixel
        context.thread_count = max(1, (os.cpu_count() or 2) - 1)  # the window wants a core for itself
        context.gop_size = 600  # key pictures are asked for by time
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = 1  # limited

    def write(self, frame: Frame, drawn: np.ndarray) -> None:
        """Adds what was drawn on the frame, at the frame's time."""
        picture = av.VideoFrame.from_ndarray(_even(drawn), format="rgb24").reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709
        )
        # Two pictures cannot have one time: the second comes a tick later.
        self._tick = max(self._tick + 1, round(frame.time / TIME_BASE))
        picture.pts, picture.time_base = self._tick, TIME_BASE
        if frame.time - self._key_s >= KEY_EVERY_S:
            self._key_s, picture.pict_type = frame.time, PictureType.I
        self._mux(picture)

    def finish(self) -> None:
        """Adds what the encoder has kept back."""
        self._mux(None)

    def _mux(self, picture: av.VideoFrame | None) -> None:
        for packet in self._stream.encode(picture):
            packet.duration = self._lasts  # counts for the last one only, which would not be seen else
            self._target.mux(packet)


def _even(image: np.ndarray) -> np.ndarray:
    """The picture with even sides, as the chroma of H.264 wants them."""
    height, width = image.shape[:2]
    if not (height % 2 or width % 2):
        return image
    return cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)

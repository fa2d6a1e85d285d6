"""The sound of a video, taken along into another file: as it is where mp4 takes it, else as AAC."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from core.capture.container import open_container

_COPIED = frozenset({"aac", "mp3", "ac3", "eac3", "opus", "alac", "flac"})
"""By codec: what mp4 takes and players play."""
_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)  # of AAC
_USUAL_RATE = 48_000
_BITS_PER_S = 80_000  # for each channel

_Timed = tuple[float, Packet]
"""A packet, and when it is due, in seconds from the video's first picture."""


class Sound:
    """Brings the first sound track of a video into another file, from the front to the back. A context manager.

    Time counts from the video's first picture; what sounds before that is kept in the file and not played.
    there: whether the video has any sound.
    """

    def __init__(self, video: Path, target: OutputContainer) -> None:
        """To be made before anything is written to `target`. Raises av.FFmpegError when the video cannot be opened."""
        self._target = target
        self._packets: Iterator[_Timed] = iter(())
        with ExitStack() as opened:
            source = opened.enter_context(open_container(video))
            stream = next((one for one in source.streams.audio if one.codec_context and one.rate), None)
            self.there = stream is not None
            if stream is not None:
                copied = stream.codec_context.codec.canonical_name in _COPIED
                self._packets = (_copies if copied else _encodings)(source, stream, target, _first_picture_s(video))
            self._next = next(self._packets, None)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()

    def bring(self, until_s: float = float("inf")) -> None:
        """Brings all that is due before a moment. Raises av.FFmpegError when the file takes no more."""
        while self._next is not None and self._next[0] < until_s:
            self._target.mux(self._next[1])
            self._next = next(self._packets, None)


def _first_picture_s(video: Path) -> float:
    """The time of the first picture on the file's own clock, which is that of its sound as well."""
    with open_container(video) as source:
        for packet in source.demux(video=0):
            with suppress(av.InvalidDataError):
                for picture in packet.decode():
                    if picture.time is not None:
                        return picture.time
    return 0.0


def _copies(source: InputContainer, stream: AudioStream, target: OutputContainer, zero_s: float) -> Iterator[_Timed]:
    copy, tick = target.add_stream_from_template(stream), stream.time_base or Fraction(1, _USUAL_RATE)
    zero, last = round(zero_s / tick), None
    for packet in source.demux(stream):
        if packet.dts is None or (last is not None and packet.dts <= last):
            continue  # the end, or a stamp that goes back, which no mp4 can hold
        last = packet.dts
        packet.pts = (packet.dts if packet.pts is None else packet.pts) - zero
        packet.dts = packet.dts - zero
        packet.stream = copy
        yield float(packet.dts * tick), packet


def _encodings(source: InputContainer, stream: AudioStream, target: OutputContainer, zero_s: float) -> Iterator[_Timed]:
    rate = stream.rate if stream.rate in _RATES else _USUAL_RATE
    shape = "mono" if stream.channels == 1 else "stereo"
    encoder = target.add_stream("aac", rate=rate, layout=shape, bit_rate=_BITS_PER_S * (1 if shape == "mono" else 2))
    resampler = av.AudioResampler("fltp", shape, rate)
    for frame in _decoded(source, stream):
        if frame.pts is not None and frame.time_base:
            frame.pts -= round(zero_s / frame.time_base)
        for piece in resampler.resample(frame):
            yield from _timed(encoder.encode(piece))
    for piece in resampler.resample(None):
        yield from _timed(encoder.encode(piece))
    yield from _timed(encoder.encode(None))


def _decoded(source: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """What can be decoded; damaged packets are left out, as a player does."""
    for packet in source.demux(stream):
        with suppress(av.InvalidDataError):
            for frame in packet.decode():
                assert isinstance(frame, AudioFrame)
                yield frame


def _timed(packets: list[Packet]) -> Iterator[_Timed]:
    for packet in packets:
        yield float((packet.dts or 0) * packet.time_base), packet

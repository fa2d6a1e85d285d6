"""The sound of a video file from one time to another, at any tempo and its own pitch."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from core.capture.container import open_container
from core.errors import Cancelled
from core.playback.film_file import leave_out_others, readable_packets

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.filter import Graph

CHANNELS = 2
SILENCE_S = 0.1  # the longest block of silence that is made at once
_BEFORE_S = 0.1  # decoding begins so much earlier: the first packets after a jump sound wrong
_FARTHER_S = (_BEFORE_S, 5.0, 30.0)  # where a jump lands too late, it is tried again from farther back
_GAP_S = 0.02  # stamps that disagree by less are rounded
_TEMPI = (0.5, 2.0)  # beyond, the filter leaves out samples instead of blending them; several in a row do not


def stretched(
    path: Path,
    origin_s: float,
    span_s: tuple[float, float],
    speed: float,
    rate: int,
    give_up: Callable[[], bool] = lambda: False,
) -> Iterator[np.ndarray]:
    """The sound of a film in blocks of (n, 2) float32, as long as the span takes at that speed, to the sample.

    origin_s: where time 0 lies on the container's clock (`FilmIndex.origin_s`). span_s: begin and end in the film's
    time. speed: 0.25 to 4, the pitch stays. rate: samples per second of the blocks. Silence stands where the film has
    no sound. Raises what PyAV raises when the file cannot be read; Cancelled when `give_up` says so.
    """
    begin_s, end_s = span_s
    blocks = _as_recorded(path, origin_s, begin_s, round((end_s - begin_s) * rate), rate, give_up)
    if speed == 1:
        yield from blocks
        return
    missing = round((end_s - begin_s) / speed * rate)
    for block in _at_tempo(blocks, speed, rate):
        yield block[:missing]
        missing -= min(missing, len(block))
        if not missing:
            return
    yield from _silence(missing, rate)


def _as_recorded(
    path: Path, origin_s: float, begin_s: float, length: int, rate: int, give_up: Callable[[], bool]
) -> Iterator[np.ndarray]:
    """Exactly `length` samples from `begin_s` on, at the tempo of the recording."""
    place = 0  # samples given so far
    with open_container(path) as container:
        for start, block in _resampled(container, origin_s, begin_s, rate, give_up):
            yield from _silence(min(max(0, start - place), length - place), rate)
            place = min(max(place, start), length)
            block = block[max(0, place - start) :][: length - place]
            if len(block):
                yield block
                place += len(block)
            if place == length:
                return
    yield from _silence(length - place, rate)


def _resampled(
    container: "InputContainer", origin_s: float, begin_s: float, rate: int, give_up: Callable[[], bool]
) -> Iterator[tuple[int, np.ndarray]]:
    """Blocks of (n, 2) float32 and their first samples, counted from `begin_s` (earlier ones are negative)."""
    from av.audio.resampler import AudioResampler

    stream = container.streams.audio[0]
    leave_out_others(container, stream)
    resampler, place = AudioResampler(format="flt", layout="stereo", rate=rate), None
    for frame in _from(container, stream, origin_s + begin_s, give_up):
        expected = round((_seconds(frame) - origin_s - begin_s) * rate) if frame.pts is not None else place
        if place is None or (expected is not None and abs(expected - place) > _GAP_S * rate):
            place = expected or 0
        frame.pts = None  # the resampler would fill gaps as well, or stop at stamps that go back
        for made in resampler.resample(frame):
            block = made.to_ndarray().reshape(-1, CHANNELS)
            yield place, block
            place += len(block)


def _from(
    container: "InputContainer", stream: "AudioStream", seconds: float, give_up: Callable[[], bool]
) -> Iterator["av.AudioFrame"]:
    """The decoded sound from a little before a time on the container's clock."""
    import av

    tick = stream.time_base or Fraction(1)
    for before in _FARTHER_S:
        try:
            place = max(seconds - before, float((stream.start_time or 0) * tick))
            container.seek(round(place / tick), stream=stream)
        except av.FFmpegError:
            continue
        frames = _decoded(container, stream, give_up)
        first = next(frames, None)
        if first is not None and first.pts is not None and (_seconds(first) <= seconds or seconds - before < place):
            yield first
            yield from frames
            return
    try:
        container.seek(0)
    except av.FFmpegError:
        return
    yield from _decoded(container, stream, give_up)


def _decoded(
    container: "InputContainer", stream: "AudioStream", give_up: Callable[[], bool]
) -> Iterator["av.AudioFrame"]:
    import av

    for packet in readable_packets(container, stream):
        if give_up():
            raise Cancelled
        try:
            frames = cast("list[av.AudioFrame]", packet.decode())
        except av.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            continue  # a damaged packet: silence stands in its place
        yield from frames


def _seconds(frame: "av.AudioFrame") -> float:
    return float((frame.pts or 0) * (frame.time_base or 0))


def _silence(length: int, rate: int) -> Iterator[np.ndarray]:
    most = max(1, round(SILENCE_S * rate))
    while length > 0:
        yield np.zeros((min(length, most), CHANNELS), np.float32)
        length -= most


def _at_tempo(blocks: Iterator[np.ndarray], speed: float, rate: int) -> Iterator[np.ndarray]:
    """Faster or slower at the same pitch."""
    import av

    graph, place = _tempo_graph(speed, rate), 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.pts = rate, place
        place += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: "Graph") -> Iterator[np.ndarray]:
    import av

    while True:
        try:
            yield graph.pull().to_ndarray().reshape(-1, CHANNELS)
        except (av.BlockingIOError, av.EOFError):
            return


def _tempo_graph(speed: float, rate: int) -> "Graph":
    from av.filter import Graph

    steps, (slowest, fastest) = [], _TEMPI
    while not slowest <= speed <= fastest:
        step = slowest if speed < slowest else fastest
        steps.append(step)
        speed /= step
    graph = Graph()
    nodes = [graph.add_abuffer(sample_rate=rate, format="flt", layout="stereo")]
    nodes += [graph.add("atempo", f"{step:.6f}") for step in (*steps, speed)]
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes).configure()
    return graph

"""From a wish to see a picture of a film to that very picture in the mailbox."""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import child
from benchmarks.pictures import video_file
from benchmarks.table import Result, Row

if TYPE_CHECKING:
    from core.playback.film_player import FilmPlayer

TARGET_MS = 100.0
SIZE, FPS, KEYFRAMES, SECONDS = (640, 360), 30, 250, 120
SEEKS, STEPS = 120, 60
PATIENCE_S = 10.0


def measure(environment: Mapping[str, str]) -> Result:
    """Rows for jumps anywhere and for steps of the arrow keys."""
    with TemporaryDirectory(prefix="fer-bench-") as folder:
        film = Path(folder) / "film.mp4"
        write_film(film)
        seen = child.run("benchmarks.scrub", film, environment=environment, timeout=300)
    rows = [
        _row("Scrubbing: anywhere", seen["anywhere"], TARGET_MS),
        _row("Scrubbing: a step forward", seen["forward"]),
        _row("Scrubbing: a step back", seen["back"]),
        Row("Scrubbing: the film's index", f"{seen['index'] * 1000:.0f} ms ({SECONDS * FPS} pictures)"),
    ]
    note = (
        f"Scrubbing: from `seek` to the very picture in the mailbox, {SEEKS} random places of {SECONDS} s of H.264, "
        f"{SIZE[0]}x{SIZE[1]} at {FPS} fps, a keyframe every {KEYFRAMES} pictures and the B pictures that x264 makes "
        f"by itself; {STEPS} steps each way."
    )
    return Result(rows, [note])


def _row(what: str, milliseconds: list[float], target: float | None = None) -> Row:
    median, slow = (float(np.percentile(milliseconds, share)) for share in (50, 95))
    measured = f"{slow:.0f} ms (p95; median {median:.0f} ms, longest {max(milliseconds):.0f} ms)"
    return Row(what, measured, *((f"≤ {target:.0f} ms", slow <= target) if target else ()))


def run(film: Path) -> dict[str, float | list[float]]:
    """Milliseconds of every jump and step, and seconds that the index took."""
    from core.playback.film_player import FilmPlayer

    began, ready = time.perf_counter(), []
    player = FilmPlayer(
        film, on_ready=lambda index: ready.append(time.perf_counter()), on_state=_ignore, on_error=_ignore
    )
    player.start()
    _wait(player, 0)
    jumps = random.Random(0)
    places = [jumps.randrange(SECONDS * FPS) for _ in range(SEEKS)]
    anywhere = [_took(player, partial(player.seek, place), place) for place in places]
    forward = _steps(player, SECONDS * FPS // 2, 1)
    back = _steps(player, SECONDS * FPS // 4, -1)
    player.close()
    return {"anywhere": anywhere, "forward": forward, "back": back, "index": ready[0] - began}


def _steps(player: "FilmPlayer", place: int, step: int) -> list[float]:
    """Steps from a place where no picture was decoded before."""
    _took(player, partial(player.seek, place), place)
    return [_took(player, partial(player.step, step), place + number * step) for number in range(1, STEPS + 1)]


def _took(player: "FilmPlayer", wish: Callable[[], None], number: int) -> float:
    began = time.perf_counter()
    wish()
    _wait(player, number)
    return (time.perf_counter() - began) * 1000


def _wait(player: "FilmPlayer", number: int) -> None:
    deadline = time.perf_counter() + PATIENCE_S
    while (picture := player.mailbox.take()) is None or picture.frame.index != number:
        if time.perf_counter() > deadline:
            raise TimeoutError(f"picture {number} did not come")
        time.sleep(0.0005)


def _ignore(_: object) -> None:
    pass


def write_film(path: Path, seconds: int = SECONDS) -> None:
    """So many seconds of a real face (the demo where there is none), forth and back, with keyframes far apart."""
    import av

    from core.capture import open_source
    from core.cv import cv2

    source = open_source(video_file(path.parent))
    pictures = [cv2.resize(frame.image, SIZE, interpolation=cv2.INTER_AREA) for frame in iter(source.read, None)]
    source.close()
    with av.open(str(path), "w") as container:
        options = {"preset": "veryfast", "x264-params": f"keyint={KEYFRAMES}:min-keyint={KEYFRAMES}:scenecut=0"}
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for image in _forth_and_back(pictures, seconds * FPS):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))


def _forth_and_back(pictures: list[np.ndarray], count: int) -> Iterator[np.ndarray]:
    around = pictures + pictures[-2:0:-1]
    return (around[number % len(around)] for number in range(count))


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))

"""Finding the videos below a folder, and reading each of them to its end."""

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from core.capture.video_file import VideoFile
from core.errors import Cancelled, DataError, SourceError, WeightsError
from core.model.files.file_digest import file_sha256
from core.model.progress import OnProgress, Task
from core.processor import usable_cores
from core.reasons import system_reason
from training.datasets.findings import Kind, Problem

VIDEO_ENDINGS = (".avi", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".webm")
GIT_LFS = b"version https://git-lfs"  # how the stand-in begins that a clone without Git LFS has for a file
LOOK_EVERY_S = 0.1  # for a cancellation


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a video file.

    size: bytes. frames: how many could be decoded. fps: as the file says, 0 unknown. sha256: of its bytes, "" unknown.
    fault: why it cannot be used, "" when it can. damage: what is missing inside of one that can be used, or "".
    """

    path: Path
    size: int
    frames: int = 0
    fps: float = 0.0
    sha256: str = ""
    fault: str = ""
    damage: str = ""


def find_files(folder: Path, endings: Collection[str] = VIDEO_ENDINGS) -> tuple[list[Path], list[Problem]]:
    """The files below a folder with one of these endings (in any case), sorted, and the folders that cannot be read.

    Hidden files and folders are passed over. Links are followed, but no folder is read twice. Raises DataError when
    there is no such folder, or it cannot be read.
    """
    if not folder.is_dir():
        what = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        hint = "Unpack archives first, and give the folder" if folder.exists() else "Check the name"
        raise DataError(what, where=folder, hint=hint)
    problems: list[Problem] = []

    def cannot_read(error: OSError) -> None:
        what, place = f"the folder cannot be read ({system_reason(error)})", Path(error.filename)
        if place == folder:
            raise DataError(what, where=folder, hint="Check that you may read it") from error
        problems.append(Problem(Kind.UNREADABLE, name_in(folder, place), what))

    files = [
        Path(place, name)
        for place, names in _folders(folder, cannot_read)
        for name in names
        if name.lower().endswith(tuple(endings)) and not name.startswith(".")
    ]
    return sorted(files), problems


def name_in(folder: Path, path: Path) -> str:
    """How a file is called in a report: relative to the data set's folder."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def check_videos(
    paths: Sequence[Path], on_progress: OnProgress | None = None, cancel: threading.Event | None = None
) -> dict[Path, Checked]:
    """Decodes and hashes every video, on all cores. Progress counts the bytes of those that are done.

    Raises Cancelled once `cancel` is set; it and KeyboardInterrupt end the threads within a frame.
    """
    sizes = {path: _size(path) for path in paths}
    task = Task("checking", sum(sizes.values()), on_progress, cancel)
    stop = threading.Event()
    task.advance(0)  # the first file may be long
    done: SimpleQueue[Future[Checked]] = SimpleQueue()
    found: dict[Path, Checked] = {}
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="check-video") as pool:
        try:
            for path in paths:
                pool.submit(check_video, path, stop).add_done_callback(done.put)
            while len(found) < len(sizes):
                task.check()
                with suppress(Empty):
                    checked = done.get(timeout=LOOK_EVERY_S).result()
                    found[checked.path] = checked
                    task.advance(sizes[checked.path])
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
    return found


def check_video(path: Path, stop: threading.Event) -> Checked:
    """Decodes and hashes one video. Never raises for what a file can hold; Cancelled once `stop` is set."""
    size = _size(path)
    if _is_stand_in(path):
        fault = "this is a Git LFS pointer, not the video: run `git lfs pull` in the data set's folder"
        return Checked(path, size, fault=fault)
    try:
        frames, fps, damage = _decode(path, stop)
    except SourceError as error:
        return Checked(path, size, fault=error.what)
    try:
        digest = file_sha256(path, cancel=stop)
    except WeightsError as error:
        return Checked(path, size, fault=f"it cannot be read to its end ({system_reason(error.__cause__ or error)})")
    return Checked(path, size, frames, round(fps, 6), digest, damage=damage)


def _decode(path: Path, stop: threading.Event) -> tuple[int, float, str]:
    """Frames, frames per second, and what is missing. Raises SourceError, Cancelled."""
    video = VideoFile(path)
    try:
        frames = 0
        while video.read() is not None:
            frames += 1
            if stop.is_set():
                raise Cancelled
        return frames, video.info.fps, " ".join(video.warnings)
    finally:
        video.close()


def _folders(folder: Path, cannot_read: Callable[[OSError], None]) -> Iterator[tuple[str, list[str]]]:
    """Every folder below this one with its files: real folders first, then those that only links lead to."""
    waiting, seen = [folder], set()
    while waiting:
        for place, folders, files in os.walk(waiting.pop(0), onerror=cannot_read):
            real = os.path.realpath(place)
            if real in seen:
                folders.clear()
                continue
            seen.add(real)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            waiting += [one for name in folders if (one := Path(place, name)).is_symlink()]  # os.walk follows none
            yield place, files


def _is_stand_in(path: Path) -> bool:
    try:
        if not path.is_file():
            return False  # reading from a pipe would wait for ever
        with path.open("rb") as file:
            return file.read(len(GIT_LFS)) == GIT_LFS
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a link that leads nowhere
        return 0

"""The clips of an evaluation as they are scored: one line per finished video, which no interruption loses."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import DataError
from core.session import cannot_write
from core.whole_file import write_whole

SUM_TOLERANCE = 1e-3  # of a posterior in float32


@dataclass(frozen=True, slots=True, eq=False)
class VideoResult:
    """The clips of one video. starts: (n,) int64, their first frames. posteriors: (n, C) float32."""

    sha256: str
    fold: int
    starts: np.ndarray
    posteriors: np.ndarray


class EvaluationLog:
    """What has been scored under the same circumstances.

    results: by digest of the video. The file begins with what decides about the numbers (`made_with`: encoder,
    precision ...); one with other circumstances is begun anew. Half a line, as a kill leaves it, is cut off. A line
    whose fold has another probe by now does not count (`made_with["probes"]`: SHA-256 by fold).
    """

    def __init__(self, path: Path, made_with: Mapping[str, Any]) -> None:
        """Raises OutputError when the file cannot be read or written, DataError when it is damaged."""
        self.path = path
        self.results: dict[str, VideoResult] = {}
        self._probes: Mapping[str, str] = made_with.get("probes", {})
        self._classes = len(made_with.get("labels", ()))
        head = _head(made_with)
        try:
            lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
            whole = [line for line in lines if line.endswith(b"\n")]
            if whole and whole[0] != head and not _is_object(whole[0]):
                raise self._damaged()
            if not whole or whole[0] != head:
                whole = [head]
                write_whole(path, head)
            elif len(whole) < len(lines):
                os.truncate(path, sum(map(len, whole)))
        except OSError as error:
            raise cannot_write(path, error) from error
        self._size = sum(map(len, whole))
        for line in whole[1:]:
            result, probe = self._parsed(line)
            if probe == self._probes.get(str(result.fold)):
                self.results[result.sha256] = result

    def add(self, result: VideoResult) -> None:
        """One video more. Raises OutputError when it cannot be written; the lines before stay whole."""
        entry = {
            "sha256": result.sha256,
            "fold": result.fold,
            "probe": self._probes.get(str(result.fold)),
            "starts": result.starts.tolist(),
            "posteriors": result.posteriors.tolist(),
        }
        line = f"{json.dumps(entry)}\n".encode()
        try:
            with self.path.open("ab") as file:
                file.write(line)
        except OSError as error:
            with suppress(OSError):
                os.truncate(self.path, self._size)
            raise cannot_write(self.path, error) from error
        self._size += len(line)
        self.results[result.sha256] = result

    def _parsed(self, line: bytes) -> tuple[VideoResult, str | None]:
        """A result, and the digest of the probe that it comes from."""
        try:
            entry = json.loads(line)
            posteriors = np.array(entry["posteriors"], np.float32)
            starts = np.array(entry["starts"], np.int64)
            if posteriors.shape != (len(starts), self._classes or posteriors.shape[-1]) or not _add_up(posteriors):
                raise ValueError("posteriors of another form")
            return VideoResult(str(entry["sha256"]), int(entry["fold"]), starts, posteriors), entry.get("probe")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
            raise self._damaged() from error

    def _damaged(self) -> DataError:
        hint = "Remove it; the evaluation then begins anew"
        return DataError("the file of clips that were scored before is damaged", where=self.path, hint=hint)


def _head(made_with: Mapping[str, Any]) -> bytes:
    common = {name: value for name, value in made_with.items() if name != "probes"}
    return f"{json.dumps(common, sort_keys=True)}\n".encode()


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _add_up(posteriors: np.ndarray) -> bool:
    return bool((posteriors >= 0).all() and (np.abs(posteriors.sum(axis=1) - 1) < SUM_TOLERANCE).all())

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


@dataclass(frozen=True, slots=True, eq=False)
class VideoResult:
    """The clips of one video. starts: (n,) int64, their first frames. posteriors: (n, C) float32."""

    sha256: str
    fold: int
    starts: np.ndarray
    posteriors: np.ndarray


class EvaluationLog:
    """What has been scored under the same circumstances.

    results: by digest of the video. The file begins with what decides about the numbers (`made_with`: encoder, probes,
    precision ...); one with other circumstances is begun anew. Half a line, as a kill leaves it, is cut off.
    """

    def __init__(self, path: Path, made_with: Mapping[str, Any]) -> None:
        """Raises OutputError when the file cannot be read or written."""
        self.path = path
        self.results: dict[str, VideoResult] = {}
        head = json.dumps(dict(made_with), sort_keys=True)
        try:
            lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
            whole = [line for line in lines if line.endswith(b"\n")]
            if not whole or whole[0].decode("utf-8", "replace").strip() != head:
                whole = [f"{head}\n".encode()]
                path.write_bytes(whole[0])
            elif len(whole) < len(lines):
                os.truncate(path, sum(map(len, whole)))
        except OSError as error:
            raise cannot_write(path, error) from error
        for line in whole[1:]:
            result = self._parsed(line)
            self.results[result.sha256] = result

    def add(self, result: VideoResult) -> None:
        """One video more. Raises OutputError when it cannot be written; the lines before stay whole."""
        entry = {
            "sha256": result.sha256,
            "fold": result.fold,
            "starts": result.starts.tolist(),
            "posteriors": result.posteriors.tolist(),
        }
        size = self.path.stat().st_size
        try:
            with self.path.open("ab") as file:
                file.write(f"{json.dumps(entry)}\n".encode())
        except OSError as error:
            with suppress(OSError):
                os.truncate(self.path, size)
            raise cannot_write(self.path, error) from error
        self.results[result.sha256] = result

    def _parsed(self, line: bytes) -> VideoResult:
        try:
            entry = json.loads(line)
            posteriors = np.array(entry["posteriors"], np.float32)
            starts = np.array(entry["starts"], np.int64)
            if posteriors.ndim != 2 or len(posteriors) != len(starts) or not np.isfinite(posteriors).all():
                raise ValueError("posteriors of another form")
            return VideoResult(str(entry["sha256"]), int(entry["fold"]), starts, posteriors)
        except (ValueError, KeyError, TypeError) as error:
            hint = "Remove it; the evaluation then begins anew"
            raise DataError(
                "the file of clips that were scored before is damaged", where=self.path, hint=hint
            ) from error

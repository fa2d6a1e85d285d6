"""Reads the FER2013 challenge's faces from the two .npz files (see the data set's README for their source)."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import torch
from torch import Tensor

from core.errors import FerError
from training.starter.recipe import CLASSES


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """faces: (N, 48, 48) uint8 grey. labels: (N,) int64, indices into `CLASSES`."""

    faces: Tensor
    labels: Tensor


def load_stills(path: Path) -> Stills:
    """The faces of one .npz file. Raises FerError when it is not there or is something else."""
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            faces, labels, classes = arrays["images"], arrays["labels"], arrays["classes"]
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise FerError(f"no FER2013 faces could be read ({error})", where=path, hint="Pass --data FOLDER") from error
    if tuple(classes) != CLASSES or faces.shape[1:] != (48, 48) or len(faces) != len(labels):
        raise FerError("the file does not hold FER2013 faces with their seven classes", where=path)
    return Stills(torch.from_numpy(faces), torch.from_numpy(labels.astype(np.int64)))

"""Reads the FER2013 challenge's faces (see the data set's README for their source)."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import torch
from torch import Tensor

from core.errors import DataError
from training.starter.recipe import CLASSES

SIDE, ACROSS = 48, 170  # pixels of a face; faces in a row of the montage
TRAIN, MONTAGE, LABELS = "fer2013_train.npz", "fer2013_train_montage_q90.jpg", "fer2013_train_labels.npz"
TEST = "fer2013_public_test.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """faces: (N, 48, 48) uint8 grey. labels: (N,) int64, indices into `CLASSES`."""

    faces: Tensor
    labels: Tensor

    def __getitem__(self, chosen: Tensor) -> "Stills":
        return Stills(self.faces[chosen], self.labels[chosen])

    def to(self, device: torch.device) -> "Stills":
        return Stills(self.faces.to(device), self.labels.to(device))


def load_training(folder: Path) -> Stills:
    """The training faces: of the .npz file or, where it is not there, of the smaller montage. Raises DataError."""
    if (folder / TRAIN).exists() or not (folder / MONTAGE).exists():
        return load_stills(folder / TRAIN)
    from core.cv import cv2  # late: only here

    labels = _arrays(folder / LABELS)
    picture = cv2.imread(str(folder / MONTAGE), cv2.IMREAD_GRAYSCALE)
    if picture is None or picture.shape[1] != ACROSS * SIDE or picture.shape[0] % SIDE:
        raise DataError("the file is not the montage of FER2013's training faces", where=folder / MONTAGE)
    faces = picture.reshape(-1, SIDE, ACROSS, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
    return _stills(faces[: len(labels["labels"])], labels, folder / MONTAGE)


def load_stills(path: Path) -> Stills:
    """The faces of one .npz file. Raises DataError when it is not there or is something else."""
    arrays = _arrays(path)
    if "images" not in arrays:
        raise DataError("the file holds no pictures", where=path, hint="Pass --data FOLDER")
    return _stills(arrays["images"], arrays, path)


def hold_out(stills: Stills, share: float, seed: int) -> tuple[Stills, Stills]:
    """(the rest, held out): a random share that stays out of training, and so does every exact copy of its faces."""
    count = len(stills.labels)
    held = torch.from_numpy(np.random.default_rng(seed).permutation(count)[: round(count * share)])
    rest = torch.ones(count, dtype=torch.bool)
    rest[held] = False
    rest &= ~copies(stills, stills[held])
    return stills[rest], stills[held]


def copies(stills: Stills, of: Stills) -> Tensor:
    """Which faces are exact copies of one of the others: (N,) bool."""
    known = {face.tobytes() for face in of.faces.numpy()}
    return torch.tensor([face.tobytes() in known for face in stills.faces.numpy()], dtype=torch.bool)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, EOFError, AttributeError, KeyError, ValueError, BadZipFile) as error:
        raise DataError(f"no FER2013 faces could be read ({error})", where=path, hint="Pass --data FOLDER") from error


def _stills(faces: np.ndarray, arrays: dict[str, np.ndarray], path: Path) -> Stills:
    labels, classes = arrays.get("labels", np.zeros(0)), tuple(arrays.get("classes", ()))
    sound = faces.ndim == 3 and faces.shape[1:] == (SIDE, SIDE) and faces.dtype == np.uint8
    if not sound or classes != CLASSES or len(faces) != len(labels) or not len(labels):
        raise DataError("the file does not hold FER2013 faces with their seven classes", where=path)
    return Stills(torch.from_numpy(faces.copy()), torch.from_numpy(labels.astype(np.int64)))

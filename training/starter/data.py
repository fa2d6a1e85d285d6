"""Reads the FER2013 challenge's faces (see the data set's README for their source)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.errors import DataError
from core.reasons import system_reason
from training.starter.recipe import CLASSES

SIDE, ACROSS = 48, 170  # pixels of a face; faces in a row of the montage
TRAIN, MONTAGE, LABELS = "fer2013_train.npz", "fer2013_train_montage_q90.jpg", "fer2013_train_labels.npz"
TEST = "fer2013_public_test.npz"
HINT = f"Pass --data with the folder of {TRAIN} and {TEST}"


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """faces: (N, 48, 48) uint8 grey. labels: (N,) int64, indices into `CLASSES`.

    exact: the pixels are the published ones; those of the montage went through JPEG.
    """

    faces: Tensor
    labels: Tensor
    exact: bool = True

    def __getitem__(self, chosen: Tensor) -> "Stills":
        return Stills(self.faces[chosen], self.labels[chosen], self.exact)

    def to(self, device: torch.device) -> "Stills":
        return Stills(self.faces.to(device), self.labels.to(device), self.exact)


def load_training(folder: Path) -> Stills:
    """The training faces: of the .npz file or, where it is not there, of the smaller montage. Raises DataError."""
    if (folder / TRAIN).exists() or not (folder / MONTAGE).exists():
        return load_stills(folder / TRAIN)
    from core.cv import cv2  # late: only here

    arrays = _arrays(folder / LABELS)
    picture = cv2.imread(str(folder / MONTAGE), cv2.IMREAD_GRAYSCALE)
    if picture is None or picture.shape[1] != ACROSS * SIDE or picture.shape[0] % SIDE:
        what = "the file is not the montage of FER2013's training faces"
        raise DataError(what, where=folder / MONTAGE, hint=HINT)
    faces = picture.reshape(-1, SIDE, ACROSS, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
    return _stills(faces[: np.size(arrays.get("labels", 0))], arrays, folder / MONTAGE, exact=False)


def load_stills(path: Path) -> Stills:
    """The faces of one .npz file, all seven classes. Raises DataError when it is not there or is something else."""
    arrays = _arrays(path)
    if "images" not in arrays:
        raise DataError("the file holds no pictures", where=path, hint=HINT)
    return _stills(arrays["images"], arrays, path)


def hold_out(stills: Stills, share: float, seed: int) -> tuple[Stills, Stills]:
    """(the rest, held out): a random share that stays out of training, and so does every exact copy of its faces."""
    count = len(stills.labels)
    held_out = torch.from_numpy(np.random.default_rng(seed).permutation(count)[: round(count * share)])
    rest = torch.ones(count, dtype=torch.bool)
    rest[held_out] = False
    rest &= ~copies(stills, stills[held_out])
    return stills[rest], stills[held_out]


def copies(stills: Stills, of: Stills) -> Tensor:
    """Which faces are exact copies of one of the others: (N,) bool."""
    known = {face.tobytes() for face in of.faces.numpy()}
    return torch.tensor([face.tobytes() in known for face in stills.faces.numpy()], dtype=torch.bool)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file) as arrays:  # allow_pickle=False: nothing in it is run
            return {name: arrays[name] for name in arrays.files}
    except OSError as error:
        what = f"no FER2013 faces could be read ({system_reason(error)})"
        raise DataError(what, where=path, hint=HINT) from error
    except Exception as error:  # a damaged zip raises BadZipFile, zlib.error, EOFError, TypeError ...
        raise DataError("the file is damaged, or no .npz file", where=path, hint=HINT) from error


def _stills(faces: np.ndarray, arrays: dict[str, np.ndarray], path: Path, exact: bool = True) -> Stills:
    labels, classes = arrays.get("labels", np.zeros(0)), np.ravel(arrays.get("classes", ())).tolist()
    sound = faces.shape == (labels.size, SIDE, SIDE) and faces.dtype == np.uint8 and labels.ndim == 1
    sound = sound and np.issubdtype(labels.dtype, np.integer) and set(labels.tolist()) == set(range(len(CLASSES)))
    if not sound or tuple(classes) != CLASSES:
        raise DataError("the file does not hold FER2013 faces of all seven classes", where=path, hint=HINT)
    return Stills(torch.from_numpy(faces.copy()), torch.from_numpy(labels.astype(np.int64)), exact)

"""Sizes and SHA-256 of the 7,442 published .flv files of CREMA-D, as `crema_d_files.npz` keeps them.

    python -m training.datasets.crema_d_files videoflash_lfs_index.csv

makes that file anew from a table with the columns filename, size, sha256, which is what Git LFS says about the folder
VideoFlash of the data set (`git lfs ls-files --long --size`, or the pointers themselves).
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.datasets.published import PublishedFile

FILES = Path(__file__).with_name("crema_d_files.npz")


def published_files(names: Sequence[str]) -> dict[str, PublishedFile]:
    """The files by name. names: all of the data set's, sorted: the order in which they are kept."""
    with np.load(FILES) as arrays:
        sizes, digests = arrays["sizes"], arrays["digests"]
    return {
        name: PublishedFile(int(size), digest.tobytes().hex())
        for name, size, digest in zip(names, sizes, digests, strict=True)
    }


def write_files(index: Path, out: Path = FILES) -> None:
    """Writes sizes, (7442,) uint32, and digests, (7442, 32) uint8, in the order of the names."""
    with index.open(newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["filename"])
    sizes = np.array([int(row["size"]) for row in rows], dtype=np.uint32)
    digests = np.array([list(bytes.fromhex(row["sha256"])) for row in rows], dtype=np.uint8)
    np.savez(out, sizes=sizes, digests=digests)


if __name__ == "__main__":
    write_files(Path(sys.argv[1]))

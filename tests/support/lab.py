"""A small study as the tests of the offline commands have it, and its arguments for them."""

import csv
from dataclasses import dataclass
from pathlib import Path

RECIPE = """
augmentation = "none"
segments = 2
epochs = 2
batch = 4
precision = "32-true"
"""


@dataclass(frozen=True)
class Lab:
    """folder: with the videos and manifest.csv of 3 people who are a fold each, encoder/tiny.safetensors, small.toml;
    features and run: a store and an evaluated training of all folds."""

    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.csv"

    @property
    def encoder(self) -> Path:
        return self.folder / "encoder" / "tiny.safetensors"

    @property
    def recipe(self) -> Path:
        return self.folder / "small.toml"

    @property
    def store(self) -> Path:
        return self.folder / "features"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def extract(self) -> list[str]:
        """The arguments that filled the store."""
        how = ["--encoder", str(self.encoder), "--recipe", str(self.recipe), "--device", "cpu"]
        return ["extract", str(self.manifest), *how, "--store", str(self.store)]

    @property
    def fit(self) -> list[str]:
        """The arguments that trained the probes."""
        how = ["--recipe", str(self.recipe), "--store", str(self.store), "--device", "cpu"]
        return ["fit", str(self.manifest), *how, "--run", str(self.run)]

    @property
    def evaluate(self) -> list[str]:
        """The arguments that scored the videos."""
        return ["evaluate", "--run", str(self.run), "--device", "cpu"]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def replaced(arguments: list[str], **options: object) -> list[str]:
    """The same with other values of these options."""
    made = list(arguments)
    for name, value in options.items():
        made[made.index(f"--{name}") + 1] = str(value)
    return made


def rows_of(manifest: Path) -> list[list[str]]:
    """The cells of a manifest; the names of the columns come first."""
    return list(csv.reader(manifest.read_text().splitlines()))


def write_rows(manifest: Path, rows: list[list[str]]) -> None:
    with manifest.open("w", newline="") as file:
        csv.writer(file).writerows(rows)

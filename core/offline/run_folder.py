"""The folder of a training: what was trained on what and how, and for each fold its checkpoint, curve and probe."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import DataError, OutputError
from core.json_file import made_with, write_json
from core.offline.feature_store import FeatureKey
from core.offline.manifest import Manifest, read_manifest
from core.offline.recipe import Recipe, recipe_from
from core.reasons import system_reason

RUN_FORMAT = 1
RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Run:
    """A training of one probe per fold.

    labels: in the order of the probe's outputs. heads: of encoder and probe. key: of the features that it learned
    from; `key.encoder` is what `find_encoder` takes. views: how many of each video are stored; 0: every epoch made its
    own.
    """

    folder: Path
    manifest: Path
    manifest_sha256: str
    labels: tuple[str, ...]
    recipe: Recipe
    heads: int
    key: FeatureKey
    views: int

    def fold(self, fold: int) -> Path:
        """The folder of one fold."""
        return self.folder / f"fold-{fold}"

    def probe(self, fold: int) -> Path:
        """Where the probe of a fold is once it is trained."""
        return self.fold(fold) / "probe.safetensors"

    def trained(self, folds: Sequence[int]) -> tuple[int, ...]:
        """Those folds whose probe is there."""
        return tuple(fold for fold in folds if self.probe(fold).exists())

    @property
    def outputs(self) -> int:
        """Of the probe; at least as many as there are labels."""
        return max(self.recipe.outputs, len(self.labels))

    @property
    def pool(self) -> int | None:
        """Rows and columns of tokens that the probe sees; None for all of them."""
        _, height, width = self.key.grid
        patches = self.key.resolution // 16
        return None if (height, width) == (patches, patches) else height

    def read_manifest(self) -> Manifest:
        """The manifest that it was trained on. Raises DataError when it is gone or was changed."""
        manifest = read_manifest(self.manifest)
        if manifest.sha256 != self.manifest_sha256:
            raise DataError(
                "the manifest was changed since the probes were trained",
                where=self.manifest,
                hint="Put the old one back, or fit again into another --run",
            )
        return manifest


def new_run(folder: Path, manifest: Manifest, recipe: Recipe, heads: int, key: FeatureKey, views: int) -> Run:
    """What is about to be trained, of which nothing is written yet."""
    return Run(
        folder=folder,
        manifest=manifest.path.absolute(),
        manifest_sha256=manifest.sha256,
        labels=manifest.labels,
        recipe=recipe,
        heads=heads,
        key=key,
        views=views,
    )


def begin_run(run: Run) -> None:
    """Writes run.json, or agrees with the one that is there.

    Raises DataError naming what differs when the folder holds another training, OutputError when it cannot be written.
    """
    if (run.folder / RUN).exists():
        there = _comparable(read_run(run.folder))
        asked = _comparable(run)
        differ = [name for name in asked if asked[name] != there[name]]
        if differ:
            shown = "; ".join(f"{name}: {there[name]} there, {asked[name]} asked for" for name in differ)
            hint = "Choose another --run, or remove the folder"
            raise DataError(f"the folder holds another training ({shown})", where=run.folder, hint=hint)
        return
    try:
        run.folder.mkdir(parents=True, exist_ok=True)
        if any(run.folder.iterdir()):
            hint = "Choose another --run"
            raise OutputError("there is something else in this folder", where=run.folder, hint=hint)
    except OSError as error:
        what = f"the folder cannot be used ({system_reason(error)})"
        raise OutputError(what, where=run.folder, hint="Choose another --run") from error
    write_json(run.folder / RUN, _entries(run) | made_with())


def read_run(folder: Path) -> Run:
    """The training in a folder. Raises DataError when there is none or its run.json is damaged."""
    path = folder / RUN
    try:
        entries = json.loads(path.read_text("utf-8"))
        if entries["format"] != RUN_FORMAT:
            raise ValueError(f"it has the format {entries['format']!r}")
        key = entries["key"] | {"grid": tuple(entries["key"]["grid"])}
        return Run(
            folder=folder,
            manifest=Path(entries["manifest"]),
            manifest_sha256=str(entries["manifest_sha256"]),
            labels=tuple(map(str, entries["labels"])),
            recipe=recipe_from(entries["recipe"], path),
            heads=int(entries["heads"]),
            key=FeatureKey(**key),
            views=int(entries["views"]),
        )
    except FileNotFoundError as error:
        hint = "Train one with fer-train fit, or name its folder with --run"
        raise DataError("there is no training in this folder", where=folder, hint=hint) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"the record of the training cannot be read ({system_reason(error)})"
        raise DataError(what, where=path, hint="Fit it again into another --run") from error


def _entries(run: Run) -> dict[str, Any]:
    return {
        "format": RUN_FORMAT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "manifest": str(run.manifest),
        "manifest_sha256": run.manifest_sha256,
        "labels": list(run.labels),
        "recipe": asdict(run.recipe),
        "heads": run.heads,
        "key": asdict(run.key) | {"grid": list(run.key.grid)},
        "views": run.views,
    }


def _comparable(run: Run) -> Mapping[str, object]:
    """What makes one training another one; places do not."""
    parts = {f"recipe {name}": value for name, value in asdict(replace(run.recipe, name="")).items()}
    parts |= {f"features {name}": value for name, value in asdict(run.key).items() if name != "encoder"}
    return parts | {"manifest": run.manifest_sha256[:16], "labels": run.labels, "views": run.views}

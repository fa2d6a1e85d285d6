"""The folder of a training: what was trained on what and how, and for each fold its checkpoint, curve and probe."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import DataError, OutputError
from core.json_file import made_with, write_json
from core.model.store.file_lock import file_lock
from core.offline.feature_store import FeatureKey
from core.offline.manifest import Manifest, read_manifest
from core.offline.recipe import Recipe, recipe_from
from core.reasons import system_reason
from core.session import cannot_write

RUN_FORMAT = 1
RUN = "run.json"
RECORD = "fold.json"  # of a fold: what it is trained on
LOCK = ".lock"
PATIENCE_S = 20.0  # for a process that is beginning the same training


@dataclass(frozen=True, slots=True)
class Run:
    """A training of one probe per fold.

    labels: in the order of the probe's outputs. key: of the features that it learned from; `key.encoder` is what
    `find_encoder` takes. views: how many of each video are used; 0: every epoch made its own. precision: in which the
    probes are really trained, as Lightning Fabric names it.
    """

    folder: Path
    manifest: Path
    manifest_sha256: str
    labels: tuple[str, ...]
    recipe: Recipe
    key: FeatureKey
    views: int
    precision: str

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

    def read_manifest(self, moved: Path | None = None) -> Manifest:
        """The manifest that it was trained on; moved: where it is now. Raises DataError when it is gone or changed."""
        hint = "Say with --manifest where it is now, put it back as it was, or fit again into another --run"
        where = moved or self.manifest
        try:
            manifest = read_manifest(where)
        except DataError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise DataError("the manifest of this training is gone", where=where, hint=hint) from error
            raise
        if manifest.sha256 != self.manifest_sha256:
            raise DataError("the manifest was changed since the probes were trained", where=where, hint=hint)
        if set(manifest.labels) != set(self.labels):
            raise _damaged(self.folder / RUN)
        return manifest


def new_run(folder: Path, manifest: Manifest, recipe: Recipe, key: FeatureKey, views: int, precision: str) -> Run:
    """What is about to be trained, of which nothing is written yet."""
    return Run(
        folder=folder,
        manifest=manifest.path.absolute(),
        manifest_sha256=manifest.sha256,
        labels=manifest.labels,
        recipe=recipe,
        key=key,
        views=views,
        precision=precision,
    )


def begin_run(run: Run) -> None:
    """Writes run.json, or agrees with the one that is there.

    Raises DataError naming what differs when the folder holds another training, OutputError when it cannot be written.
    """
    _refuse_anything_else(run.folder)
    with alone_in(run.folder, "Wait until it is done", patience=PATIENCE_S):
        if not (run.folder / RUN).exists():
            write_json(run.folder / RUN, _entries(run) | made_with())
            return
    there, asked = _comparable(read_run(run.folder)), _comparable(run)
    if differ := [name for name in asked if asked[name] != there[name]]:
        shown = "; ".join(f"{name}: {there[name]} there, {asked[name]} asked for" for name in differ)
        hint = "Choose another --run, or remove the folder"
        raise DataError(f"the folder holds another training ({shown})", where=run.folder, hint=hint)


def _refuse_anything_else(folder: Path) -> None:
    """Raises OutputError when there is something in the folder that no training has put there."""
    own = (RUN, f"{RUN}.tmp", LOCK)  # the second is what a kill may leave
    try:
        others = folder.exists() and any(path.name not in own for path in folder.iterdir())
        foreign = others and not (folder / RUN).exists()  # asked last: another process may just have begun
    except OSError as error:
        what = f"the folder cannot be used ({system_reason(error)})"
        raise OutputError(what, where=folder, hint="Choose another --run") from error
    if foreign:
        raise OutputError("there is something else in this folder", where=folder, hint="Choose another --run")


@contextmanager
def alone_in(folder: Path, hint: str, *, patience: float = 0.0) -> Iterator[None]:
    """No other process is in such a block with this folder, which is made where there is none.

    patience: seconds for which another one is waited for. Raises OutputError with this hint when one is there still,
    and when nothing can be written there.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            deadline = time.monotonic() + patience
            while True:
                try:
                    stack.enter_context(file_lock(folder / LOCK))
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise
                time.sleep(0.05)
        except BlockingIOError as error:
            raise OutputError("another fer-train is at work in this folder", where=folder, hint=hint) from error
        except OSError as error:
            raise cannot_write(folder, error) from error
        yield


def read_record(path: Path) -> dict[str, Any] | None:
    """What fold.json says; None when there is none. Raises DataError when it is damaged."""
    try:
        found = json.loads(path.read_bytes())
        if not isinstance(found, dict):
            raise ValueError("no object")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        hint = "Remove this fold's folder, and train it anew"
        raise DataError("the record of this fold cannot be read", where=path, hint=hint) from error
    return found


def read_run(folder: Path) -> Run:
    """The training in a folder. Raises DataError when there is none or its run.json is damaged."""
    path = folder / RUN
    try:
        entries = json.loads(path.read_bytes())
        if (written := entries["format"]) == RUN_FORMAT:
            return _run_of(entries, folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "Train one with fer-train fit, or name its folder with --run"
        raise DataError("there is no training in this folder", where=folder, hint=hint) from error
    except OSError as error:
        what = f"the record of the training cannot be read ({system_reason(error)})"
        raise DataError(what, where=path, hint="Check the disk, and who may read it") from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise _damaged(path) from error
    what = f"this training has format {written!r:.40}, not {RUN_FORMAT}"
    raise DataError(what, where=path, hint="Use the version that made it, or fit again into another --run")


def _run_of(entries: dict[str, Any], folder: Path) -> Run:
    """Raises DataError and other errors when the entries make no sense."""
    run = Run(
        folder=folder,
        manifest=Path(entries["manifest"]),
        manifest_sha256=str(entries["manifest_sha256"]),
        labels=tuple(map(str, entries["labels"])),
        recipe=recipe_from(entries["recipe"], folder / RUN),
        key=FeatureKey.from_json(entries["key"]),
        views=int(entries["views"]),
        precision=str(entries["precision"]),
    )
    if run.key.width % run.key.heads or run.views < 0:
        raise ValueError("heads and width do not fit each other")
    return run


def _damaged(path: Path) -> DataError:
    return DataError("the record of the training is damaged", where=path, hint="Fit it again into another --run")


def _entries(run: Run) -> dict[str, Any]:
    return {
        "format": RUN_FORMAT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "manifest": str(run.manifest),
        "manifest_sha256": run.manifest_sha256,
        "labels": list(run.labels),
        "recipe": asdict(run.recipe),
        "key": run.key.to_json(),
        "views": run.views,
        "precision": run.precision,
    }


def _comparable(run: Run) -> Mapping[str, object]:
    """What makes one training another one; places do not."""
    parts = {f"recipe {name}": value for name, value in asdict(replace(run.recipe, name="")).items()}
    parts |= {f"features {name}": value for name, value in asdict(run.key).items() if name != "encoder"}
    return parts | {
        "manifest": run.manifest_sha256[:16],
        "labels": run.labels,
        "views": run.views,
        "precision": run.precision,
    }

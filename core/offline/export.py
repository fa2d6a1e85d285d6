"""From a training and its evaluation to a bundle for the window, whose card says what was measured and how."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from core import __version__
from core.errors import DataError
from core.labels import CREMA_D, RAVDESS
from core.model.bundle.writing import save_bundle
from core.model.cards import PUBLISHED_ENCODERS, BundleCard
from core.model.precision import Precision
from core.model.vit import HEADS_BY_WIDTH, Encoder
from core.offline.encoders import FrozenEncoder
from core.offline.manifest import Manifest
from core.offline.probes import read_probe
from core.offline.run_folder import RECORD, Run, read_record
from core.reasons import system_reason

EVALUATION = "evaluation.json"
SMALL_BYTES = 64 << 20  # an encoder that is put into the bundle
DATA_LICENCES = {RAVDESS: "CC BY-NC-SA 4.0", CREMA_D: "ODbL 1.0"}
CARD_MEASURES = ("uar", "war", "macro_precision", "macro_f1")
NOTE = "It estimates which posed expression a face resembles, not what a person feels."
CHOSEN_BY = "This fold was chosen because its held-out recall was the highest: its figures flatter."
NOT_MEASURED = (
    "The average of several probes was not measured itself: every video was in the training of all but one of them."
)


def run_card(run: Run, encoder: FrozenEncoder, name: str) -> BundleCard:
    """What the probes of a training need to be used; nothing yet of what was measured."""
    published = PUBLISHED_ENCODERS.get(encoder.name)
    card = BundleCard(
        name=name,
        labels=run.labels,
        view=run.key.view,
        resolution=run.key.resolution,
        encoder_name=encoder.name,
        encoder_sha256=encoder.sha256,
        probes=(),
        clip_rule=run.recipe.clip_rule,
        heads=None if HEADS_BY_WIDTH.get(run.key.width) == run.key.heads else run.key.heads,
        pool=None if run.key.grid == encoder.config.grid else run.key.grid[1],
        recipe=_recipe_text(run),
        licences={"encoder": published.licence} if published else {},
        note=NOTE,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=__version__,
    )
    return card if run.key.margin is None else replace(card, margin=run.key.margin)


def read_evaluation(run: Run) -> Mapping[str, Any]:
    """What `fer-train evaluate` found. Raises DataError when there is nothing, or of other probes."""
    path = run.folder / EVALUATION
    hint = "Evaluate it with fer-train evaluate"
    try:
        found = json.loads(path.read_text("utf-8"))
        evaluated = found["made_with"]["probes"]
        scores = found["scores"]
        figures = [scores["mean"], *scores["by_fold"].values()]
        numbers = [values[name] for values in figures for name in CARD_MEASURES]
        numbers += [scores["calibration"]["error"], scores["videos"]]
        if not all(isinstance(number, int | float) for number in numbers) or not isinstance(evaluated, dict):
            raise ValueError("it has another form")
        str(found["made_with"]["precision"])
    except FileNotFoundError as error:
        raise DataError("the training was not evaluated yet", where=run.folder, hint=hint) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"the evaluation cannot be read ({system_reason(error)})"
        raise DataError(what, where=path, hint=f"{hint} --force") from error
    if any(evaluated.get(fold, digest) != digest for fold, digest in probe_digests(run).items()):
        what = "the probes were trained again since they were evaluated"
        raise DataError(what, where=run.folder, hint=f"{hint} --force")
    return found


def probe_digests(run: Run) -> dict[str, str]:
    """The SHA-256 of the probe of each fold that is trained."""
    probes = {path.parent.name.removeprefix("fold-"): path for path in run.folder.glob("fold-*/probe.safetensors")}
    return {fold: hashlib.sha256(path.read_bytes()).hexdigest() for fold, path in sorted(probes.items())}


def chosen_folds(which: str, evaluation: Mapping[str, Any], run: Run, manifest: Manifest) -> tuple[int, ...]:
    """The folds behind "best" (highest recall of its held-out videos), "ensemble" (all) or a number.

    Raises DataError for a fold that was not trained or not evaluated.
    """
    by_fold = evaluation["scores"]["by_fold"]
    there = [fold for fold in run.trained(manifest.folds) if str(fold) in by_fold]
    if which == "ensemble" and there:
        if missing := [fold for fold in manifest.folds if fold not in there]:
            what = f"an ensemble is of all folds, and not trained and evaluated are: {', '.join(map(str, missing))}"
            raise DataError(what, where=run.folder, hint="Fit and evaluate them, or export one fold")
        return tuple(there)
    if which == "best" and there:
        return (max(there, key=lambda fold: by_fold[str(fold)]["uar"]),)
    if which.isdecimal() and int(which) in there:
        return (int(which),)
    what = f"fold {which} is not trained and evaluated" if which.isdecimal() else "no fold is trained and evaluated"
    raise DataError(what, hint=f"Folds that are: {', '.join(map(str, there)) or 'none'}")


def export(
    out: Path, run: Run, encoder: FrozenEncoder, manifest: Manifest, which: str, evaluation: Mapping[str, Any]
) -> BundleCard:
    """Writes the bundle of "best", "ensemble" or one fold, and returns its card.

    A small encoder goes into it; a large one is found by its digest. All or nothing. Raises OutputError when it cannot
    be written or there is something already, DataError as `chosen_folds`.
    """
    folds = chosen_folds(which, evaluation, run, manifest)
    card = run_card(run, encoder, out.stem)
    datasets = sorted({video.dataset for video in manifest.videos})
    card = _described(card, run, manifest, folds, which, evaluation, datasets)
    small = encoder.config.block_parameters * 4 <= SMALL_BYTES
    module = encoder.load(torch.device("cpu"), Precision.FP32) if small else None
    inside = module if isinstance(module, Encoder) else None  # V-JEPA 2 is never so small
    save_bundle(out, card, [read_probe(run.probe(fold), run.key.heads) for fold in folds], inside)
    return card


def _described(
    card: BundleCard,
    run: Run,
    manifest: Manifest,
    folds: Sequence[int],
    which: str,
    evaluation: Mapping[str, Any],
    datasets: Sequence[str],
) -> BundleCard:
    people = len({(video.dataset, video.subject) for video in manifest.videos})
    learned = [(read_record(run.fold(fold) / RECORD) or {}).get("videos", "?") for fold in folds]
    data = f"{', '.join(datasets)}: {len(manifest.videos)} videos of {people} people in all folds, of which the probes "
    data += f"learned from {', '.join(map(str, learned))}"
    whole = f"manifest SHA-256 {run.manifest_sha256[:16]}..."
    trained = ", ".join(map(str, folds))
    held_out = "each probe was trained on all folds but its own; no person is in two folds"
    note = {"best": CHOSEN_BY, "ensemble": NOT_MEASURED}.get(which, "")
    return replace(
        card,
        training_data=f"{data} ({whole})",
        folds=f"{len(manifest.folds)} folds; here: {trained}. {held_out}",
        metrics=_metrics(evaluation, folds),
        licences=card.licences | {"training data": "; ".join(DATA_LICENCES.get(name, "unknown") for name in datasets)},
        note=f"{NOTE} {note}".strip(),
    )


def _metrics(evaluation: Mapping[str, Any], folds: Sequence[int]) -> dict[str, Any]:
    scores = evaluation["scores"]
    return {
        "videos": scores["videos"],
        "held_out_videos_pbv": {str(fold): _rounded(scores["by_fold"][str(fold)]) for fold in folds},
        "mean_of_folds": _rounded(scores["mean"]),
        "expected_calibration_error": round(scores["calibration"]["error"], 4),
        "how": "fer-train evaluate: every clip of every held-out video, posteriors-based voting; uar is the mean of "
        f"recalls (equation 1); precision {evaluation['made_with']['precision']}",
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(values[name], 4) for name in CARD_MEASURES}


def _recipe_text(run: Run) -> str:
    recipe = run.recipe
    views = f"{run.views} stored view(s) of each clip, {run.key.dtype}" if run.views else "fresh views in every epoch"
    return (
        f"{recipe.name}: {recipe.probe} probe, {recipe.segments} clips a video ({recipe.clip_rule}, {recipe.attend}), "
        f"augmentation {recipe.augmentation}, {views}, encoder in {run.key.precision}, probe in {run.precision}, "
        f"{recipe.epochs} epochs, batch "
        f"{recipe.batch}, learning rate {recipe.learning_rate:g}, weight decay {recipe.weight_decay:g}, "
        f"seed {recipe.seed}"
    )

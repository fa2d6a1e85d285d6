"""`fer-train evaluate`: every clip of every held-out video, once, and all the numbers that follow."""

import json
import math
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Cancelled, DataError, OutputError
from training.arguments import add_device, add_encoder, add_json, add_moved_manifest, add_run
from training.command import DONE, FAILED, Command

if TYPE_CHECKING:
    from core.model.cards import BundleCard
    from core.offline.encoders import FrozenEncoder
    from core.offline.evaluation import Evaluated
    from core.offline.manifest import Manifest
    from core.offline.run_folder import Run
    from training.encoding import Place

PREDICTIONS, CLIPS, LOG = "predictions.csv", "clips.csv", "clips.partial.jsonl"


def run(options: Namespace) -> int:
    """Scores what is not scored yet, writes predictions and numbers into the run's folder, and prints them."""
    from core.offline.export import run_card
    from core.offline.run_folder import alone_in, read_run
    from training.encoding import choose_place, encoder_of
    from training.problems import tell

    training = read_run(options.run)
    manifest = training.read_manifest(options.manifest)
    folds = training.trained(manifest.folds)
    if not folds:
        raise DataError("no fold is trained yet", where=training.folder, hint="Train them with fer-train fit")
    if missing := [fold for fold in manifest.folds if fold not in folds]:
        print(f"note: not trained yet and left out: folds {', '.join(map(str, missing))}", file=sys.stderr)
    encoder = encoder_of(training.key, options.encoder)
    place = choose_place(options, encoder)
    card = run_card(training, encoder, "evaluation")
    made_with = _made_with(training, folds, place, card)
    with alone_in(training.folder, "Wait until it is done"):
        _refuse_other(training.folder, made_with, options.force)
        evaluated = _evaluate(training, manifest, folds, encoder, place, card, made_with)
        tell(evaluated.problems, "evaluate")
        _report(options, training, manifest, evaluated, made_with)
    return FAILED if evaluated.problems else DONE


def _made_with(training: "Run", folds: tuple[int, ...], place: "Place", card: "BundleCard") -> dict[str, Any]:
    """What decides about the numbers."""
    from dataclasses import asdict

    from core.offline.export import probe_digests

    digests = probe_digests(training)
    return {
        "manifest_sha256": training.manifest_sha256,
        "encoder_sha256": training.key.encoder_sha256,
        "probes": {str(fold): digests[str(fold)] for fold in folds},
        "labels": list(training.labels),
        "recipe": asdict(training.recipe),
        "view": training.key.view,
        "margin": training.key.margin,
        "pool": card.pool,
        "precision": str(place.precision),
    }


def _refuse_other(folder: Path, made_with: dict[str, Any], force: bool) -> None:
    """Numbers of other probes or in another precision are not replaced unasked, nor are clips that were scored so."""
    from core.offline.export import EVALUATION

    for name, before in ((EVALUATION, _evaluation(folder).get("made_with")), (LOG, _head(folder / LOG))):
        differ = _differences(before, made_with) if isinstance(before, dict) and not force else []
        if differ:
            what = f"what was evaluated here before differs in {', '.join(differ)}"
            raise OutputError(what, where=folder / name, hint="Move it away, or replace it with --force")


def _differences(before: dict[str, Any], made_with: dict[str, Any]) -> list[str]:
    """In what; probes of more folds are no difference."""
    probes = before.get("probes", {})
    grown = isinstance(probes, dict) and probes.items() <= made_with["probes"].items()
    differ = [name for name in made_with if name != "probes" and before.get(name) != made_with[name]]
    return differ if grown else [*differ, "probes"]


def _evaluation(folder: Path) -> dict[str, Any]:
    """What an earlier call has written; {} when there is nothing that can be read."""
    from core.offline.export import EVALUATION

    try:
        found = json.loads((folder / EVALUATION).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _head(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            return json.loads(file.readline())
    except (OSError, ValueError, RecursionError):
        return None


def _evaluate(
    training: "Run",
    manifest: "Manifest",
    folds: tuple[int, ...],
    encoder: "FrozenEncoder",
    place: "Place",
    card: "BundleCard",
    made_with: dict[str, Any],
) -> "Evaluated":
    from core.offline.evaluation import Evaluated, evaluate, fold_predictors, unscored
    from core.offline.evaluation_log import EvaluationLog
    from training.terminal import Terminal, cancelled_by_signals

    log = EvaluationLog(training.folder / LOG, made_with)
    if not unscored(manifest, folds, log):
        print(f"{len(log.results)} videos are scored already", file=sys.stderr)
        return Evaluated(log.results, [], 0, 0, 0.0)
    module = encoder.load(place.device, place.precision)
    predictors = fold_predictors(training, folds, module, card, place.device, str(place.precision))
    with Terminal() as terminal, cancelled_by_signals() as cancel:
        if log.results:
            terminal.line(f"{len(log.results)} videos are scored already")
        for predictor in predictors.values():
            predictor.on_shortage = terminal.line
        try:
            return evaluate(manifest, predictors, card, log, progress=terminal.show, cancel=cancel)
        except (Cancelled, KeyboardInterrupt):
            raise Cancelled("interrupted; the same command goes on where this one stopped") from None


def _report(
    options: Namespace, training: "Run", manifest: "Manifest", evaluated: "Evaluated", made_with: dict[str, Any]
) -> None:
    from core.json_file import made_with as versions
    from core.json_file import write_json
    from core.offline.evaluation import clip_predictions, predictions_of
    from core.offline.export import EVALUATION
    from core.offline.predictions import write_predictions
    from core.offline.scores import score, to_json
    from training.facts import as_json
    from training.problems import as_entries
    from training.score_report import published_text, scores_text, study_of, title

    if not evaluated.results:
        hint = "What stands above says why, for each of them"
        raise DataError("not a single video could be evaluated", where=training.folder, hint=hint)
    predictions = predictions_of(manifest, evaluated.results, training.labels)
    clips = clip_predictions(manifest, evaluated.results, training.labels)
    write_predictions(training.folder / PREDICTIONS, predictions, force=True)
    write_predictions(training.folder / CLIPS, clips, force=True)
    scores = score(predictions)
    cost = _cost(evaluated, _evaluation(training.folder).get("cost"))
    content = {
        "scores": to_json(scores),
        "clip_scores": to_json(score(clips)),
        "cost": cost,
        "problems": as_entries(evaluated.problems),
        "made_with": made_with,
    }
    write_json(training.folder / EVALUATION, content | versions())
    _plot(training.folder, scores)
    if options.json:
        print(as_json(content))
        return
    datasets = {video.dataset for video in manifest.videos}
    dataset = study_of(datasets.pop() if len(datasets) == 1 else "", training.labels)
    print(title(predictions, dataset), scores_text(scores), sep="\n\n")
    if dataset:
        print(f"\n{published_text(scores, dataset)}")
    if evaluated.videos:
        print(f"\n{cost['clips_per_second']:.3g} clips/s, {cost['seconds_per_video']:.3g} s per video")
    print(f"written to {training.folder}: {PREDICTIONS}, {CLIPS}, {EVALUATION}")


def _cost(evaluated: "Evaluated", before: Any) -> dict[str, float | int | None]:
    """Of this call alone; of the last one that had something to do, when this one had not."""
    clips, videos, seconds = evaluated.clips, evaluated.videos, evaluated.seconds
    cost = {
        "clips": clips,
        "videos": videos,
        "seconds": round(seconds, 3),
        "clips_per_second": clips / seconds if videos else None,
        "seconds_per_video": seconds / videos if videos else None,
    }
    usable = isinstance(before, dict) and set(before) == set(cost) and all(map(_finite, before.values()))
    return before if usable and not videos else cost


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _plot(folder: Path, scores: Any) -> None:
    from contextlib import suppress

    from training.plots import confusion_figure, reliability_figure

    with suppress(DataError):  # without the library there are the numbers
        confusion_figure(scores.pooled.matrix, scores.labels, folder / "confusion.png")
        reliability_figure(scores.calibration, folder / "reliability.png")


def _add_arguments(parser: ArgumentParser) -> None:
    add_run(parser)
    add_moved_manifest(parser)
    add_encoder(parser, "the one that the run was trained with, where it was then")
    add_device(parser, "fp32")
    parser.add_argument("--force", action="store_true", help="replace an evaluation of other probes or precision")
    add_json(parser)


EVALUATE = Command(
    name="evaluate",
    summary="score every clip of every held-out video",
    description="Puts every clip of every video through the encoder once, and the probe of the fold that the video was "
    "held out from; then posteriors-based voting (PBV) and maximum voting (MV). Writes predictions with posteriors and "
    "every number into the folder of the training. Videos that are scored already are passed over: interrupt it, and "
    "repeat the command.",
    add_arguments=_add_arguments,
    run=run,
)

"""`fer-train score`: every number from tables of predictions, ours or anybody's."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.model.cards import LABEL
from training.arguments import add_json
from training.command import DONE, Command

if TYPE_CHECKING:
    from core.offline.scores import Scores
    from training.foreign_predictions import Found

CONTENT = ("scores.json", "confusion.png", "reliability.png")
"""What --out writes."""


def run(options: Namespace) -> int:
    """Prints the scores, and with --out writes them and their pictures as well. Nothing is written when it fails."""
    from core.offline.scores import score, to_json
    from training.facts import as_json
    from training.foreign_predictions import Choices, read_files
    from training.score_report import published_json, study_of

    if options.out is not None:
        _prove_place(options.out, options.force)
    choices = Choices(options.names, options.truth, options.subject, options.fold, options.labels, options.logits)
    tables = _tables(options.files)
    found = read_files(tables, choices)
    scores = score(found.predictions)
    dataset = study_of(found.dataset, found.predictions.labels)
    content = {
        "files": [str(path) for path in tables],
        "notes": list(found.notes),
        "subjects": len(set(found.predictions.subjects) - {""}),
        **to_json(scores),
        "dataset": found.dataset,
        "published": published_json(dataset),
    }
    if options.out is not None:
        _write(options.out, scores, content)
    print(as_json(content) if options.json else _text(found, scores, dataset))
    return DONE


def _tables(given: list[Path]) -> list[Path]:
    """The files, and for a folder the tables in it, by name."""
    tables: list[Path] = []
    for path in given:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else []
        tables += inside or [path]  # what is no table says so by itself
    return tables


def _text(found: "Found", scores: "Scores", dataset: str) -> str:
    from training.score_report import published_text, scores_text, title, wrapped

    notes = [line for note in found.notes for line in wrapped(note, "  ")]
    blocks = ["\n".join([title(found.predictions, found.dataset), *notes]), scores_text(scores)]
    if dataset:
        blocks.append(published_text(scores, dataset))
    return "\n\n".join(blocks)


def _prove_place(folder: Path, force: bool) -> None:
    """Makes the folder. Raises OutputError when something is in the way, DataError when there is no matplotlib."""
    from core.session import cannot_write, refuse_existing
    from training.plots import prove_matplotlib

    prove_matplotlib()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    for name in CONTENT:
        if not force:
            refuse_existing(folder / name)


def _write(folder: Path, scores: "Scores", content: dict[str, Any]) -> None:
    from core.json_file import write_json
    from training.plots import confusion_figure, reliability_figure

    table, confusion, reliability = (folder / name for name in CONTENT)
    write_json(table, content)
    confusion_figure(scores.pooled.matrix, scores.labels, confusion)
    reliability_figure(scores.calibration, reliability)


def _labels(given: str) -> tuple[str, ...]:
    labels = tuple(label.strip().lower() for label in given.split(","))
    for label in labels:
        if not LABEL.fullmatch(label):
            raise ArgumentTypeError(f"'{label}' is no label: small letters, digits and _ make one")
    if len(set(labels)) < len(labels) or len(labels) < 2:
        raise ArgumentTypeError(f"'{given}' is not a list of two or more different labels such as happy,sad")
    return labels


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="tables of predictions (a row per video), or folders of them",
    )
    add_json(parser)
    parser.add_argument("--out", metavar="FOLDER", type=Path, help=f"write {', '.join(CONTENT)} there as well")
    parser.add_argument("--force", action="store_true", help="replace files that are there already")
    foreign = parser.add_argument_group(
        "tables that are not ours", "What a table means is found out as far as possible, and said; these overrule it."
    )
    for option, what in (
        ("names", "the videos' names"),
        ("truth", "the true labels, or of their numbers, counted from 0"),
        ("subject", "the people seen"),
        ("fold", "the folds in which the videos were held out"),
    ):
        foreign.add_argument(f"--{option}", metavar="COLUMN", type=_column, default="", help=f"the column of {what}")
    foreign.add_argument(
        "--labels", metavar="A,B,...", type=_labels, default=(), help="what the columns of classes mean, in their order"
    )
    foreign.add_argument("--logits", action="store_true", help="the columns of classes are from before the softmax")


def _column(given: str) -> str:
    return given.strip().lower()  # as the columns of a table are known


SCORE = Command(
    name="score",
    summary="recompute every number from tables of predictions, ours or anybody's",
    description="Reads tables with a number for each class and video, and recomputes every score: per fold, averaged, "
    "pooled with intervals over subjects, per class, and calibration. Names of RAVDESS and CREMA-D recordings say by "
    "themselves what is true and who is seen. Of several files without folds, each is one.",
    add_arguments=_add_arguments,
    run=run,
)

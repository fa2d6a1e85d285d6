"""`fer-train index`: a folder of videos becomes a manifest, and a list of what is wrong with the folder."""

import os
import re
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OutputError
from core.labels import CREMA_D, RAVDESS
from core.reasons import system_reason
from training.command import DONE, FAILED, Command, UsageError
from training.index_arguments import FOLDER, add_arguments

if TYPE_CHECKING:
    import threading

    from training.datasets.folder import FolderOptions
    from training.index_report import Indexed
    from training.terminal import Terminal

TABLES = (".csv", ".tsv", ".txt")


def run(options: Namespace) -> int:
    """Writes the manifest; says on stdout what is in it, on stderr what is missing or wrong."""
    own = _folder_options(options)
    from training.index_report import print_problems, result_json, result_text
    from training.terminal import Terminal

    with Terminal() as terminal:
        found = index_dataset(
            options.kind,
            options.path,
            options.out,
            verify=options.verify,
            force=options.force,
            terminal=terminal,
            own=own,
        )
    print_problems(found)
    print(result_json(found) if options.json else result_text(found))
    return DONE if found.complete else FAILED


def index_dataset(
    kind: str,
    folder: Path,
    out: Path,
    *,
    verify: bool = False,
    force: bool = False,
    terminal: "Terminal",
    own: "FolderOptions | None" = None,
    cancel: "threading.Event | None" = None,
) -> "Indexed":
    """Reads every video of a data set and writes the manifest of the good ones.

    kind: "ravdess", "crema-d" or "folder". verify: compares the SHA-256 of CREMA-D's files as well. own: for "folder".
    Progress goes to the terminal. Raises DataError when there is no folder, or no usable video of that kind in it;
    OutputError when the manifest exists (unless `force`) or cannot be written; Cancelled once `cancel` is set. Nothing
    is written then, nor after a KeyboardInterrupt.
    """
    prove_place(out, force=force)
    from training.index_report import Indexed, written

    folder, place = folder.resolve(), out.parent.resolve() / out.name
    if kind == FOLDER:
        from training.datasets.folder import FolderOptions, dataset_name, read_folder

        name = dataset_name(folder)
        findings = read_folder(folder, own or FolderOptions(), on_progress=terminal.show, cancel=cancel)
    else:
        from training.datasets.crema_d import crema_d
        from training.datasets.published import read_published
        from training.datasets.ravdess import ravdess

        name = kind
        dataset = {RAVDESS: ravdess, CREMA_D: crema_d}[kind]()
        findings = read_published(dataset, folder, verify=verify, on_progress=terminal.show, cancel=cancel)
    return written(Indexed(name, folder, out, findings), place, force=force)


def prove_place(out: Path, *, force: bool) -> None:
    """Refuses a place for the manifest that cannot be written to, before anything slow begins. Raises OutputError."""
    if out.is_dir():
        raise OutputError("this is a folder", where=out, hint="Give -o a name for the manifest in it")
    if os.path.lexists(out) and not force:
        raise OutputError("the file exists already", where=out, hint="Choose another -o, or replace it with --force")
    try:
        with tempfile.TemporaryFile(dir=out.absolute().parent):
            pass
    except OSError as error:
        what = f"cannot write into this folder ({system_reason(error)})"
        raise OutputError(what, where=out.absolute().parent, hint="Choose another -o") from error


def _folder_options(options: Namespace) -> "FolderOptions | None":
    """What was asked for a folder of one's own. Raises UsageError for what does not belong together."""
    given = {
        "--labels": options.labels,
        "--subject-pattern": options.subject_pattern,
        "--folds": options.folds,
        "--seed": options.seed,
    }
    if options.out.suffix.lower() not in TABLES:
        raise UsageError(f"-o {options.out}: the manifest is a CSV: give it a name that ends in .csv")
    if options.verify and options.kind != CREMA_D:
        raise UsageError(f"--verify is for {CREMA_D}: of other data sets no digests are known")
    if options.kind != FOLDER:
        if alien := [name for name, value in given.items() if value is not None]:
            raise UsageError(f"{', '.join(alien)}: only for {FOLDER}; {options.kind} has its own labels and folds")
        return None
    if options.labels and options.labels.absolute() == options.out.absolute():
        raise UsageError("-o would replace the table of --labels: choose another name for the manifest")
    pattern = _pattern(options.subject_pattern)
    from training.datasets.folder import FOLDS, FolderOptions

    return FolderOptions(options.labels, pattern, options.folds or FOLDS, options.seed or 0)


def _pattern(given: str | None) -> str:
    if given is None:
        return ""
    try:
        groups = re.compile(given).groups
    except re.error as error:
        raise UsageError(f"--subject-pattern: {given!r} is no regular expression ({error})") from error
    if not groups:
        raise UsageError(f"--subject-pattern: put what tells the subject in brackets, such as 'p([0-9]+)_' ({given!r})")
    return given


INDEX = Command(
    name="index",
    summary="make a manifest of a data set's videos",
    description="Finds the videos of RAVDESS, CREMA-D or a folder of your own, reads each of them to its end, and "
    "writes a manifest: labels, subjects, folds, frames and digests. Says what is missing, unreadable, mis-sized, "
    "altered or there twice; exit code 3 then, with a manifest of the good videos.",
    add_arguments=add_arguments,
    run=run,
)

"""`fer-train inspect`: what a bundle, an encoder or a probe is, and whether it can be used."""

import sys
from argparse import ArgumentParser, Namespace

from training.command import DONE, FAILED, Command


def run(options: Namespace) -> int:
    """Says on stdout what was found, and on stderr why it cannot be used, if so."""
    from training.facts import as_json, rows_text
    from training.inspection import inspect
    from training.terminal import Terminal

    with Terminal() as terminal:
        found = inspect(options.path, terminal.show)
    if options.json:
        facts = {"path": found.place, "kind": found.kind, "sound": not found.problems, "problems": found.problems}
        print(as_json(facts | found.facts))
    else:
        print(rows_text(f"{found.kind} {found.place}", found.rows))
        print(found.verdict if not found.problems else "NOT sound")
    for problem in found.problems:
        print(f"fer-train inspect: {problem}", file=sys.stderr)
    return FAILED if found.problems else DONE


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        metavar="PATH",
        help="a bundle (folder, .ferbundle or card.json; starter is the one that comes with the program), an encoder "
        "(file, folder of the Hugging Face hub, or the name of an installed one), or a probe file",
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


INSPECT = Command(
    name="inspect",
    summary="what a bundle, encoder or probe is, and whether it is sound",
    description="Reads a bundle, an encoder or a probe to its last byte: what it says about itself, whether everything "
    "in it is undamaged and fits together, and for a bundle whether its encoder is on this computer.",
    add_arguments=_add_arguments,
    run=run,
)

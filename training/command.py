"""What a command of `fer-train` is, and how it ends."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DONE, USAGE, FAILED, INTERRUPTED = 0, 2, 3, 130
EXIT_CODES = "Exit codes: 0 done, 2 wrong usage, 3 failed (the message says why and what to do), 130 interrupted."


class UsageError(Exception):
    """What was asked for contradicts itself, in a way that the parser of the arguments cannot see."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command, in a module of its own that imports nothing heavy before `run`, so that --help answers at once.

    summary: one line for the list of commands. description: what --help says first.
    add_arguments: fills the command's parser. run: does it and returns the exit code; a FerError, a
    UsageError or a KeyboardInterrupt that leaves it is reported and turned into an exit code by `training.cli`.
    """

    name: str
    summary: str
    description: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def run_action(options: Namespace) -> int:
    """The `run` of a Command whose actions were added with `add_commands(..., into="action")`: runs the chosen one."""
    action: Command = options.action
    return action.run(options)


def add_commands(parser: ArgumentParser, commands: Sequence[Command], title: str, *, into: str) -> None:
    """Gives a parser subcommands; the chosen Command becomes the attribute `into` of what is parsed."""
    names = ",".join(command.name for command in commands)
    choices = parser.add_subparsers(metavar=f"{{{names}}}", title=title, required=True)
    for command in commands:
        own = choices.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=EXIT_CODES,
            allow_abbrev=False,
        )
        own.set_defaults(**{into: command})
        command.add_arguments(own)

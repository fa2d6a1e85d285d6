"""The command `fer-train`."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core import __version__
from core.errors import Cancelled, FerError
from training.command import EXIT_CODES, FAILED, INTERRUPTED, USAGE, UsageError, add_commands

if TYPE_CHECKING:
    from training.command import Command


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks for and returns the exit code: 0 done, 2 wrong usage, 3 failed, 130 interrupted.

    Errors that a person can fix are said on stderr in one line. torch is not imported before the arguments have been
    understood.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files and cards may hold what it cannot write
    try:
        options = _parser().parse_args(arguments)
        return _run(options.command, options)
    except SystemExit as leaving:  # argparse has said what is wrong, or has answered --help
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except KeyboardInterrupt:  # while something was imported: nothing has begun that would have to be ended
        return INTERRUPTED


def _run(command: "Command", options: argparse.Namespace) -> int:
    try:
        with _ended_by_sigterm():
            code = command.run(options)
            sys.stdout.flush()  # a reader that has gone (`| head`) is noticed here, not at the very end
            return code
    except FerError as error:
        from training.facts import printable  # late: most commands end without an error

        print(f"fer-train {command.name}: {printable(str(error))}", file=sys.stderr)
        return FAILED
    except UsageError as error:
        print(f"fer-train {command.name}: error: {error} (see fer-train {command.name} --help)", file=sys.stderr)
        return USAGE
    except (KeyboardInterrupt, Cancelled) as stop:
        print(f"fer-train {command.name}: {str(stop) or 'interrupted'}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or its last flush would complain once more
        return FAILED


def _parser() -> argparse.ArgumentParser:
    from training.commands import COMMANDS  # late, so that Ctrl-C finds somebody who answers it from the first moment

    parser = argparse.ArgumentParser(
        prog="fer-train",
        description="Encoders, probes and bundles, without a screen.",
        epilog=f"{EXIT_CODES} Every command has its own --help.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"fer-train {__version__}")
    add_commands(parser, COMMANDS, "commands", into="command")
    return parser


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Inside, SIGTERM ends the work as Ctrl-C does: nothing half-written stays behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())

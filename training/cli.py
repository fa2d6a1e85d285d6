"""The command `fer-train`."""

import argparse
import sys
from collections.abc import Sequence

from core import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers --help and --version, and returns the exit code; anything else is wrong usage (2)."""
    parser = argparse.ArgumentParser(
        prog="fer-train",
        description="Training of probes on data sets of your own is not part of this version.",
        epilog="The starter bundle that comes with the program can be trained again: python -m training.starter --help",
    )
    parser.add_argument("--version", action="version", version=f"fer-train {__version__}")
    parser.parse_args(arguments)
    parser.print_help(sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())

"""`fer-train` itself: what it offers, how it refuses, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from core import __version__
from training.cli import main
from training.commands import COMMANDS

SUBCOMMANDS = {"weights": ("list", "get", "import", "verify", "remove")}
HELPS = [
    [command.name, *rest]
    for command in COMMANDS
    for rest in ([], *([one] for one in SUBCOMMANDS.get(command.name, ())))
]


def test_help_lists_every_command_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for command in COMMANDS:
        assert f"{command.name} {command.summary}" in said


@pytest.mark.parametrize("command", HELPS, ids=" ".join)
def test_every_command_explains_itself_and_its_exit_codes(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"usage: fer-train {' '.join(command)} ")
    assert "Exit codes: 0 done, 2 wrong usage, 3 failed" in said
    assert "130 interrupted" in said


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["weights"],
        ["weights", "fly"],
        ["weights", "get"],
        ["weights", "get", "vitl16", "--dtype", "fp8"],
        ["inspect"],
    ],
    ids=" ".join,
)
def test_what_is_not_understood_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage: fer-train" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"fer-train {__version__}\n"


def test_help_and_list_answer_without_torch(repository: Path) -> None:
    code = (
        "import sys; from training.cli import main\n"
        "assert main(['weights', 'get', '--help']) == 0 and main(['weights', 'list']) == 0\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=repository)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "False")


def test_a_reader_that_leaves_early_is_no_drama(repository: Path) -> None:
    command = f"{sys.executable} -m training.cli weights list | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, cwd=repository)
    assert done.stderr == ""

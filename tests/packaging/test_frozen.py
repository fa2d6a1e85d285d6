"""The frozen program: what its recipe names exists, and what it leaves out is not missed. `make frozen` builds it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

LEFT_OUT = "MODULES_LEFT_OUT"
EXTRAS = {"transformers"}  # what the program can do without, and tells who asks for it what to do

# Runs the program as if it were frozen: with the runtime hook, and without what the recipe leaves out.
PROGRAM = """
import ast, runpy, sys

hook, *left_out = ast.literal_eval(sys.argv.pop(1))
runpy.run_path(hook)
sys.modules |= {name: None for name in left_out if name not in sys.modules}
from fer_desktop.app import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def recipe(repository: Path) -> str:
    return (repository / "packaging" / "fer-desktop.spec").read_text("utf-8")


@pytest.fixture(scope="module")
def left_out(recipe: str) -> list[str]:
    """The names of the modules that are not in the frozen program."""
    for step in ast.parse(recipe).body:
        if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name) and step.targets[0].id == LEFT_OUT:
            return eval(compile(ast.Expression(step.value), "spec", "eval"))
    pytest.fail(f"the recipe has no {LEFT_OUT}")


def test_every_file_that_the_recipe_names_is_there(recipe: str, repository: Path) -> None:
    named = [re.findall(r'"([^"]+)"', parts) for parts in re.findall(r'ROOT((?: / "[^"]+")+)', recipe)]
    sources = [repository.joinpath(*parts) for parts in named if parts[0] != "build"]
    assert len(sources) >= 4
    assert [path for path in sources if not path.exists()] == []


def test_the_assets_go_where_an_installed_program_looks_for_them(recipe: str, repository: Path) -> None:
    assert '"core/_assets"' in recipe
    assert '"core/_assets"' in (repository / "pyproject.toml").read_text("utf-8")


def test_nothing_that_the_program_imports_is_left_out(left_out: list[str], repository: Path) -> None:
    trees = [ast.parse(path.read_text("utf-8")) for folder in ("core", "fer_desktop") for path in _sources(folder)]
    names = {
        alias.name for tree in trees for step in ast.walk(tree) if isinstance(step, ast.Import) for alias in step.names
    }
    names |= {step.module or "" for tree in trees for step in ast.walk(tree) if isinstance(step, ast.ImportFrom)}
    tops = {name.partition(".")[0] for name in names}
    assert tops & set(left_out) == EXTRAS
    assert not names & set(left_out)


@pytest.mark.slow
def test_the_program_runs_without_what_is_left_out(left_out: list[str], repository: Path, tmp_path: Path) -> None:
    given = repr([str(repository / "packaging" / "no_pyplot.py"), *left_out])
    words = [sys.executable, "-c", PROGRAM, given, "analyze", "--demo", "--out", str(tmp_path)]
    done = subprocess.run(words, cwd=repository, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo.clips.csv").stat().st_size > 1000


def _sources(folder: str) -> list[Path]:
    """But for what belongs to `fer-train`, which is left out as a whole."""
    there = Path(__file__).resolve().parents[2] / folder
    return sorted(path for path in there.rglob("*.py") if path.parent.name != "offline")

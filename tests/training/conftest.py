"""A small study for the tests of the offline commands: made once, copied by whoever changes something in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.lab import RECIPE, Done, Lab
from support.small_study import encoder_file, study
from training.cli import main

FerTrain = Callable[..., Done]


@pytest.fixture
def fer_train(capsys: pytest.CaptureFixture[str]) -> FerTrain:
    """Runs a command in this process."""

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def made_lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The study itself, which nobody may change."""
    made = Lab(tmp_path_factory.mktemp("lab"))
    study(made.folder, subjects=3)
    encoder_file(made.folder / "encoder", resolution=32, depth=1)
    made.recipe.write_text(RECIPE)
    for arguments in (made.extract, made.fit, made.evaluate):
        assert main(arguments) == 0
    return made


@pytest.fixture
def lab(made_lab: Lab, tmp_path: Path) -> Lab:
    """One's own copy of it."""
    folder = tmp_path / "lab"
    shutil.copytree(made_lab.folder, folder)
    record = folder / "run" / "run.json"
    record.write_text(record.read_text().replace(str(made_lab.folder), str(folder)))
    return Lab(folder)

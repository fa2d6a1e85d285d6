"""The system packages are named in three places; whoever follows one of them must get what the others expect."""

import re
import runpy
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def readme_packages(repository: Path) -> set[str]:
    line = re.search(r"sudo apt-get install (make .*)", (repository / "README.md").read_text(encoding="utf-8"))
    assert line
    return set(line[1].split())


def test_continuous_integration_installs_what_the_readme_says(repository: Path, readme_packages: set[str]) -> None:
    script = (repository / ".ci" / "run").read_text(encoding="utf-8").replace("\\\n", " ")
    line = re.search(r"apt-get install --yes (.*)", script)
    assert line
    assert set(line[1].split()) == readme_packages


def test_the_readme_names_every_package_that_the_check_can_miss(repository: Path, readme_packages: set[str]) -> None:
    check = runpy.run_path(str(repository / "packaging" / "check_system.py"))
    packages = {*check["LIBRARIES"].values(), *check["TEST_PROGRAMS"].values(), check["FONTS"]}
    assert packages | {"make", "python3", "python3-venv"} == readme_packages

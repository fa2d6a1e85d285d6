"""What may be imported where: GPU servers have no screen, no OpenCV, no mediapipe, and start-up must stay light."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "cv2", "mediapipe", "PySide6", "pyqtgraph", "transformers")
QT = ("PySide6", "shiboken6", "pyqtgraph")

# What torch itself imports is torch's affair; these are all the other packages that the program knows.
OTHERS = (
    "cv2",
    "mediapipe",
    "matplotlib",
    "PIL",
    "PySide6",
    "shiboken6",
    "pyqtgraph",
    "platformdirs",
    "rich",
    "psutil",
    "transformers",
    "huggingface_hub",
    "lightning_fabric",
    "sklearn",
    "timm",
)

BLOCK = """
import sys

class Blocked:
    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r} (as on a server)", name=name)

sys.meta_path.insert(0, Blocked(set(sys.argv[1].split(","))))
"""


def run_python(code: str, *arguments: str, cwd: Path) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(module: str, cwd: Path) -> set[str]:
    """The top-level packages in memory after `import module`."""
    code = f"import sys, {module}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(run_python(code, cwd=cwd).split())


@pytest.mark.parametrize(
    "module",
    [
        "core",
        "core.types",
        "core.errors",
        "core.paths",
        "core.model.cards",
        "core.model.files.snapshot",
        "core.model.speed",
        "core.model.store",
        "core.model.vjepa2_library",
        "fer_desktop.app",
        "training.cli",
    ],
)
def test_import_is_light(module: str, repository: Path) -> None:
    assert loaded_by(module, repository).isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "module",
    [
        "core.model",
        "core.voting",
        "core.metrics",
        "core.offline.fit",
        "core.offline.feature_store",
        "core.offline.scores",
    ],
)
def test_servers_need_only_torch_and_numpy(module: str, repository: Path) -> None:
    run_python(f"{BLOCK}\nimport {module}", ",".join(OTHERS), cwd=repository)


def test_a_server_can_load_a_model_and_vote(repository: Path) -> None:
    """Late imports count as well: the names that are meant for servers exist without the rest."""
    names = (
        "from core.model import load_bundle, load_encoder, load_probe\n"
        "from core.voting import RollingVote, majority_vote, posterior_vote\n"
        "from core.metrics import confusion_matrix, unweighted_average_recall, weighted_average_recall\n"
    )
    run_python(f"{BLOCK}\n{names}", ",".join(OTHERS), cwd=repository)


@pytest.mark.parametrize("module", ["core.pipeline", "core.live", "core.capture", "core.face", "fer_desktop.analyze"])
def test_no_qt_below_the_window(module: str, repository: Path) -> None:
    assert loaded_by(module, repository).isdisjoint(QT)


def test_opencv_is_imported_in_one_module_only(repository: Path) -> None:
    importers = [
        path.relative_to(repository).as_posix()
        for folder in ("core", "training", "fer_desktop")
        for path in sorted((repository / folder).rglob("*.py"))
        if any(line.lstrip().startswith(("import cv2", "from cv2")) for line in path.read_text("utf-8").splitlines())
    ]
    assert importers == ["core/cv.py"]

"""Importing OpenCV leaves the rest of the program as it was."""

import os
import subprocess
import sys

PROGRAM = """
import os
from core.cv import cv2
print(os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"), os.environ.get("QT_QPA_FONTDIR"), cv2.getNumThreads())
"""


def run(**environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=clean | environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_opencv_leaves_no_qt_variables_behind_and_uses_one_thread() -> None:
    assert run() == "None None 1"


def test_qt_variables_of_the_person_stay() -> None:
    assert run(QT_QPA_PLATFORM_PLUGIN_PATH="/mine", QT_QPA_FONTDIR="/fonts") == "/mine /fonts 1"


def test_naming_sources_does_not_load_opencv() -> None:
    program = "import sys, core.capture; print('cv2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"

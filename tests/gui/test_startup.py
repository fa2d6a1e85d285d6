"""The window is on screen before anything slow is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, sys
from fer_desktop import gui_main
from fer_desktop.options import LaunchOptions
from fer_desktop.window import MainWindow

def begin(window):  # in place of the slow things
    names = ("torch", "cv2", "mediapipe", "pyqtgraph", "core.live")
    print(json.dumps([name for name in names if name in sys.modules]))
    window.close()

MainWindow.begin = begin
sys.exit(gui_main.run(LaunchOptions("demo:")))
"""


def test_nothing_heavy_is_imported_before_the_window_is_painted(repository: Path, tmp_path: Path):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": str(repository)}
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    assert "Traceback" not in done.stderr

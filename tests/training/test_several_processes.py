"""Several processes train one probe, by the library's own means, and come to the same one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from core.model import load_probe
from support import fits

RECIPE = 'augmentation = "none"\nepochs = 2\nbatch = 4\nsegments = 2\nprecision = "32-true"\n'


@pytest.mark.slow
def test_two_processes_train_the_probe_of_one(tmp_path: Path, repository: Path) -> None:
    there = fits.manifest(tmp_path)
    fits.stored(tmp_path, there)
    (tmp_path / "small.toml").write_text(RECIPE)
    for processes in (1, 2):
        words = ["fit", "manifest.csv", "--recipe", "small.toml", "--fold", "0", "--device", "cpu"]
        words += ["--devices", str(processes), "--run", f"run-{processes}"]
        done = subprocess.run(
            [sys.executable, "-m", "training.cli", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(repository)},
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("training in run-") == 1  # only the first process speaks
    alone, together = (load_probe(tmp_path / f"run-{one}" / "fold-0" / "probe.safetensors") for one in (1, 2))
    for name, tensor in alone.state_dict().items():
        assert torch.allclose(tensor, together.state_dict()[name], atol=2e-4), name

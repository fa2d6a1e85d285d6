"""Servers that train have neither a screen nor the program's other packages: torch and NumPy must do."""

import subprocess
import sys

from support.golden_weights import save_published_encoder, save_published_probe
from support.tiny_models import tiny_encoder, tiny_probe


def test_published_files_load_where_only_torch_and_numpy_are_installed(tmp_path, repository):
    encoder = save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")
    probe = save_published_probe(tiny_probe(), tmp_path / "probe.pth.tar")
    command = [sys.executable, "-c", ON_A_SERVER, str(encoder), str(probe)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=repository)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(1, 3)"


# Takes away every installed package that neither torch nor NumPy asks for, then loads and computes.
ON_A_SERVER = """
import re, sys
from importlib import metadata

def plain(name):
    return re.sub("[-_.]+", "-", name).lower()

def needed_by(name, known):
    known.add(plain(name))
    for requirement in metadata.requires(name) or []:
        other = re.match(r"[\\w.-]+", requirement)[0]
        if "extra ==" not in requirement and plain(other) in installed and plain(other) not in known:
            needed_by(other, known)
    return known

owners = {module: {plain(name) for name in names} for module, names in metadata.packages_distributions().items()}
installed = set.union(*owners.values())
there = needed_by("numpy", needed_by("torch", set()))
absent = {module for module, names in owners.items() if not names & there} - {"core"}
assert {"safetensors", "cv2", "platformdirs", "mediapipe"} <= absent, absent

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
import torch
from core.model import load_encoder, load_probe
encoder, probe = load_encoder(sys.argv[1]), load_probe(sys.argv[2])
print(tuple(probe(encoder(torch.zeros(1, 3, 16, 32, 32))).shape))
"""

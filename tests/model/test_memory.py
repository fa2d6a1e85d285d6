"""Loading takes hardly more memory than the weights: measured in a process of its own."""

import json
import subprocess
import sys

import pytest

from core.model import load_encoder
from core.model.vit import EncoderConfig
from support.golden_weights import save_published_encoder
from support.large_files import write_encoder
from support.tiny_models import tiny_encoder

MEASURE = """
import json, sys, torch
from core.model import load_encoder

def memory(name):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(name))

def ratio(small, large, dtype):
    load_encoder(small, dtype=dtype)  # what is imported and set up on first use is not the model's
    open("/proc/self/clear_refs", "w").write("5")  # the peak begins anew
    before = memory("VmRSS")
    encoder = load_encoder(large, dtype=dtype)
    return (memory("VmHWM") - before) / sum(tensor.nbytes for tensor in encoder.state_dict().values())

print(json.dumps([ratio(small, large, getattr(torch, dtype)) for small, large, dtype in json.loads(sys.argv[1])]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_weights_are_never_held_twice(tmp_path):
    small, large = tmp_path / "small.safetensors", tmp_path / "large.safetensors"
    write_encoder(small, EncoderConfig(32, 192, 1, 3))
    assert write_encoder(large, EncoderConfig(64, 1024, 4, 16)) > 200e6
    small_checkpoint = save_published_encoder(tiny_encoder(), tmp_path / "small.pth.tar")
    checkpoint = save_published_encoder(load_encoder(large), tmp_path / "large.pth.tar")
    cases = [
        (small, large, "float32"),
        (small, large, "bfloat16"),
        (small_checkpoint, checkpoint, "float32"),
    ]
    arguments = [sys.executable, "-c", MEASURE, json.dumps(cases, default=str)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    ratios = json.loads(done.stdout)
    assert len(ratios) == len(cases)
    assert all(0.9 < ratio < 1.3 for ratio in ratios), ratios

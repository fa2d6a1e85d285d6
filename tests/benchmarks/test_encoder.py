"""The encoder's benchmark: a fair yardstick, the right number of operations, and nothing needed but torch and numpy."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
import torch
import torch.nn.functional as F

from benchmarks import encoder_cpu, encoder_gpu
from benchmarks.plain_vit import explicit_attention, plain_tokens
from core.model.vit import EncoderConfig
from support.tiny_models import tiny_encoder

BLOCK = """
import runpy, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"rich", "platformdirs", "safetensors", "cv2", "psutil", "PySide6"}:
            raise ModuleNotFoundError(f"No module named {name!r} (as on a server)", name=name)

sys.meta_path.insert(0, Blocked())
sys.argv = ["encoder.py", "--device", "cuda"]
runpy.run_path("benchmarks/encoder.py", run_name="__main__")
"""


@pytest.mark.parametrize("attention", [explicit_attention, F.scaled_dot_product_attention])
def test_the_yardstick_computes_what_the_program_computes(attention):
    encoder, clip = tiny_encoder(depth=2), torch.randn(2, 3, 16, 32, 32)
    with torch.inference_mode():
        torch.testing.assert_close(plain_tokens(encoder, clip, attention), encoder(clip), rtol=1e-4, atol=1e-4)


def test_every_variant_is_timed_in_every_round_and_begins_in_turn():
    begun = []
    variants = {name: lambda clips, name=name: begun.append(name) or clips for name in "abc"}
    times, tokens = encoder_cpu.in_turn(variants, torch.zeros(1), rounds=2)
    assert "".join(begun) == "abcabcbca"
    assert {name: len(seconds) for name, seconds in times.items()} == {"a": 2, "b": 2, "c": 2}
    assert set(tokens) == set("abc")


@pytest.mark.parametrize(("resolution", "expected"), [(224, 2.38e12), (384, 9.3e12)])
def test_the_operations_of_a_clip_are_those_of_the_formula(resolution, expected):
    config = EncoderConfig(resolution, width=1280, depth=32, heads=16)
    assert encoder_gpu.operations(config, 632e6) == pytest.approx(expected, rel=0.01)


def test_shares_and_times_come_out_of_the_gpu_part(monkeypatch):
    """A CPU and a clock of its own stand in for a GPU, a tiny encoder for the huge one."""
    monkeypatch.setattr(encoder_gpu, "EncoderConfig", lambda resolution, **_: EncoderConfig(resolution, 192, 1, 3))
    monkeypatch.setattr(encoder_gpu, "RESOLUTIONS", (32, 64))
    monkeypatch.setattr(encoder_gpu, "SIDE", 16)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (9, 0))
    event = SimpleNamespace(record=lambda stream: None, synchronize=lambda: None, elapsed_time=lambda end: 1000.0)
    monkeypatch.setattr(torch.cuda, "Event", lambda enable_timing: event)
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: None)
    result = encoder_gpu.measure(torch.device("cpu"), rounds=2)
    assert [row.what for row in result.rows] == [
        f"GPU, ViT-H/16 {resolution}, fp32, {what}"
        for resolution in (32, 64)
        for what in ("batch 8", "one clip, pictures to posterior")
    ]
    assert all(row.met is not None for row in result.rows)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this computer has CUDA")
def test_the_script_runs_where_there_is_nothing_but_torch_and_numpy(repository):
    done = subprocess.run([sys.executable, "-c", BLOCK], cwd=repository, capture_output=True, text=True, timeout=60)
    assert "| GPU, ViT-H/16 | no GPU could be had: " in done.stdout, done.stderr

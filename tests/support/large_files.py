"""Encoder files of any size, written in a second, without a model of that size ever being in memory."""

import json
from pathlib import Path

import numpy as np
import torch

from core.model.vit import Encoder, EncoderConfig

BLOCK = 1 << 20  # bytes of random weights, again and again


def write_encoder(path: Path, config: EncoderConfig) -> int:
    """A .safetensors file of an encoder of that shape, float32; returns the bytes of its weights."""
    with torch.device("meta"):
        shapes = {name: list(tensor.shape) for name, tensor in Encoder(config).state_dict().items()}
    header, end = {}, 0
    for name, shape in shapes.items():
        begin, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    block = np.random.default_rng(0).normal(0, 0.02, BLOCK // 4).astype(np.float32).tobytes()
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for start in range(0, end, BLOCK):
            file.write(block[: end - start])
    return end

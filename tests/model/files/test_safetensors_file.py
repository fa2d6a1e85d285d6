"""Our reader of safetensors takes what the library writes, and refuses what the library refuses."""

import hashlib
import io
import json
import random

import pytest
import torch
from safetensors.torch import load, save

from core.errors import WeightsError
from core.model.files.safetensors_file import DTYPES, MAX_HEADER_BYTES, SafetensorsFile
from support.memory import at_most


def read(content: bytes, names=None, *, hashed: bool = False):
    file = SafetensorsFile(io.BytesIO(content), len(content), "here", hashed=hashed)
    tensors = {name: tensor.clone() for name, tensor in file.tensors(file.specs if names is None else names)}
    return tensors, file.digest


def with_header(header: object, numbers: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + numbers


def refusal(content: bytes) -> str:
    with pytest.raises(WeightsError, match="not in safetensors form") as caught:
        read(content)
    return str(caught.value)


@pytest.fixture
def tensors():
    made = {name.lower(): torch.arange(6).reshape(2, 3).to(dtype) for name, dtype in DTYPES.items()}
    return made | {"one": torch.tensor(3.5), "none": torch.zeros(0, 4)}


def test_every_kind_of_tensor_is_read_as_the_library_reads_it(tensors):
    content = save(tensors, metadata={"format": "pt"})
    found, _ = read(content)
    assert set(found) == set(tensors)
    for name, tensor in load(content).items():
        assert found[name].dtype == tensor.dtype
        assert found[name].shape == tensor.shape
        assert raw(found[name]) == raw(tensor)


def raw(tensor: torch.Tensor) -> bytes:
    return tensor.reshape(-1).view(torch.uint8).numpy().tobytes()


def test_the_digest_is_the_files_also_when_only_a_part_is_wanted(tensors):
    content = save(tensors)
    found, digest = read(content, ["one"], hashed=True)
    assert set(found) == {"one"}
    assert digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        ([], b""),
        ({"a": 3}, b""),
        ({"a": {"dtype": "F32", "shape": [1]}}, bytes(4)),
        ({"a": {"dtype": "F31", "shape": [1], "data_offsets": [0, 4]}}, bytes(4)),
        ({"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}, bytes(4)),
        ({"a": {"dtype": "F32", "shape": [True], "data_offsets": [0, 4]}}, bytes(4)),
        ({"a": {"dtype": "F32", "shape": [1.0], "data_offsets": [0, 4]}}, bytes(4)),
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}, bytes(4)),
        ({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, bytes(3)),
        ({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, bytes(5)),
        ({"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}, bytes(8)),
        ({"a": {"dtype": "F32", "shape": [1 << 40, 1 << 40], "data_offsets": [0, 4]}}, bytes(4)),
        ({n: {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]} for n in "ab"}, bytes(4)),
        (
            b'{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
            b"",
        ),
        (b"[" * 200_000, b""),
        (b'{"a":' + b"9" * 5000 + b"}", b""),
        (b"\xff\xfe{}", b""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_header_that_does_not_describe_the_rest_of_the_file_is_refused(header, numbers):
    assert len(refusal(with_header(header, numbers))) < 1000


def test_a_huge_header_is_refused_before_it_is_read():
    header = b" " * (MAX_HEADER_BYTES + 1)
    content = with_header(header)
    with at_most(1 << 20):
        assert "its header would be" in refusal(content)
    assert "its header would be" in refusal((1 << 62).to_bytes(8, "little") + b"{}")


def test_whatever_is_damaged_the_library_would_not_have_taken_it_either(tensors):
    """Flips bytes in the header: either both refuse, or both read the same."""
    content, chance = save(tensors), random.Random(0)
    length = 8 + int.from_bytes(content[:8], "little")
    for _ in range(300):
        damaged = bytearray(content)
        damaged[chance.randrange(length)] = chance.randrange(32, 127)
        try:
            expected = load(bytes(damaged))
        except Exception:  # the library's own reasons are many
            refusal(bytes(damaged))
        else:
            try:
                found, _ = read(bytes(damaged))
            except WeightsError:
                continue  # stricter than the library is fine
            assert {name: tuple(tensor.shape) for name, tensor in found.items()} == {
                name: tuple(tensor.shape) for name, tensor in expected.items()
            }

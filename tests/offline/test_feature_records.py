"""What numbers go through when they become bytes, what a key says, and what a log takes."""

from dataclasses import replace

import pytest
import torch

from core.offline.feature_records import FeatureKey, Log, begin_checksum, decode, encode, storable

KEY = FeatureKey(
    encoder_sha256="e" * 64,
    encoder="vit-h",
    precision="bf16",
    view="face",
    margin=1.5,
    resolution=224,
    clip_rule="as-run",
    augmentation="paper",
    segments=2,
    seed=7,
    grid=(2, 3, 5),
    width=6,
    dtype="bf16",
)
FLOATING = (torch.float64, torch.float32, torch.float16, torch.bfloat16)


def there_and_back(tokens: torch.Tensor, dtype: str) -> torch.Tensor:
    record = bytearray().join(encode(tokens, dtype))
    segments, count, width = tokens.shape
    assert len(record) == replace(KEY, segments=segments, grid=(1, 1, count), width=width, dtype=dtype).record_bytes
    return decode(memoryview(record), tuple(tokens.shape), dtype)


@pytest.mark.parametrize("floating", FLOATING)
def test_bf16_is_the_nearest_bfloat16(floating: torch.dtype) -> None:
    tokens = torch.randn(2, 700, 6).to(floating)
    back = there_and_back(tokens, "bf16")
    assert back.dtype == torch.bfloat16
    assert torch.equal(back, tokens.to(torch.bfloat16))


@pytest.mark.parametrize("floating", FLOATING)
def test_int8_errs_by_half_a_step_of_each_token(floating: torch.dtype) -> None:
    magnitudes = torch.logspace(-4, 4, 700).view(1, -1, 1)  # of the tokens; in float16 some of them vanish
    tokens = (torch.randn(2, 700, 6) * magnitudes).to(floating)
    back = there_and_back(tokens, "int8")
    assert back.dtype == torch.bfloat16
    peak = tokens.double().abs().amax(dim=-1, keepdim=True)
    rounding = 2.0**-8 * back.double().abs()  # of the result to bfloat16
    assert ((back.double() - tokens.double()).abs() <= peak / 254 * 1.0001 + rounding * 1.01).all()
    assert torch.equal(
        back.double().abs().amax(dim=-1, keepdim=True), peak.bfloat16().double()
    )  # the peak itself stays


def test_int8_is_number_times_scale_in_float32_rounded_once() -> None:
    tokens = torch.randn(2, 700, 6)
    numbers, scales = encode(tokens, "int8")
    exact = torch.frombuffer(bytearray(numbers), dtype=torch.int8).view(2, 700, 6).float()
    exact *= torch.frombuffer(bytearray(scales), dtype=torch.float32).view(2, 700, 1)
    assert torch.equal(there_and_back(tokens, "int8"), exact.to(torch.bfloat16))


def test_tokens_of_zeros_and_of_hardly_more_stay_finite() -> None:
    tokens = torch.zeros(1, 3, 6)
    tokens[0, 1] = 1e-45  # the smallest float32; a 127th of it is nothing
    tokens[0, 2, 0] = torch.finfo(torch.bfloat16).max
    back = there_and_back(tokens, "int8")
    assert back.isfinite().all()
    assert not back[0, 0].any()
    assert back[0, 2, 0] == torch.finfo(torch.bfloat16).max


def test_scales_are_read_wherever_they_begin() -> None:
    tokens = torch.randn(1, 3, 5)  # 15 numbers, and then a float32
    assert torch.allclose(there_and_back(tokens, "int8").float(), tokens, atol=0.05)


@pytest.mark.parametrize("dtype", ["bf16", "int8"])
def test_tokens_may_lie_in_memory_in_any_order_and_be_differentiable(dtype: str) -> None:
    tokens = torch.randn(6, 40, 2, requires_grad=True).permute(2, 1, 0)
    assert torch.equal(there_and_back(tokens, dtype), there_and_back(tokens.detach().clone(), dtype))


@pytest.mark.parametrize("dtype", ["bf16", "int8"])
def test_what_was_decoded_has_memory_of_its_own(dtype: str) -> None:
    record = bytearray().join(encode(torch.ones(1, 2, 4), dtype))
    back = decode(memoryview(record), (1, 2, 4), dtype)
    record[:] = bytes(len(record))
    assert torch.equal(back, torch.ones(1, 2, 4, dtype=torch.bfloat16))


@pytest.mark.parametrize("floating", FLOATING)
@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_one_bad_number_is_found(floating: torch.dtype, number: float) -> None:
    tokens = torch.randn(2, 700, 6).to(floating)
    assert storable(tokens)
    tokens[1, 699, 3] = number
    assert not storable(tokens)


def test_what_bfloat16_would_make_infinite_is_found() -> None:
    assert not storable(torch.full((1, 1, 1), 3.4e38))
    assert not storable(torch.full((1, 1, 1), -1e300, dtype=torch.float64))


def test_a_key_knows_its_sizes() -> None:
    assert KEY.tokens == 30
    assert KEY.shape == (2, 30, 6)
    assert KEY.record_bytes == 2 * 30 * 6 * 2
    assert replace(KEY, dtype="int8").record_bytes == 2 * 30 * 6 + 2 * 30 * 4


@pytest.mark.parametrize(
    "entry",
    [{"dtype": "fp8"}, {"grid": (2, 3)}, {"grid": (2, 3, 0)}, {"segments": 0}, {"width": -1}, {"resolution": 0}],
)
def test_a_key_of_nothing_is_no_key(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"stored as|positive"):
        replace(KEY, **entry)


def test_a_key_survives_being_written() -> None:
    assert FeatureKey.from_json(KEY.to_json()) == KEY
    centre = replace(KEY, view="centre", margin=None)
    assert FeatureKey.from_json(centre.to_json()) == centre


@pytest.mark.parametrize(
    "entry",
    [
        {"seed": "7"},
        {"seed": True},
        {"view": None},
        {"margin": "1.5"},
        {"margin": float("nan")},
        {"grid": [2, 3, 5.0]},
        {"grid": 30},
        {"colour": "red"},
    ],
)
def test_a_written_key_that_makes_no_sense_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        FeatureKey.from_json(KEY.to_json() | entry)


def test_keys_say_where_they_differ() -> None:
    asked = replace(KEY, encoder_sha256="f" * 64, margin=None, grid=(2, 1, 1), clip_rule="paper", seed=8)
    assert KEY.against(asked) == (
        "encoder vit-h (eeeeeeeeeeee) there, vit-h (ffffffffffff) asked for, margin 1.5 there, none asked for, "
        "clip rule as-run there, paper asked for, seed 7 there, 8 asked for, grid 2 x 3 x 5 there, 2 x 1 x 1 asked for"
    )


def test_an_encoder_is_known_by_its_digest_and_not_by_its_name() -> None:
    renamed = replace(KEY, encoder="huge.pth.tar")
    assert renamed == KEY
    assert KEY.against(renamed) == ""


@pytest.mark.parametrize("name", FeatureKey.__slots__)
def test_keys_that_differ_in_anything_else_are_different(name: str) -> None:
    value = getattr(KEY, name)
    others = {"dtype": "int8", "grid": (2, 3, 4)}
    other = others.get(name, f"{value}x" if isinstance(value, str) else None if name == "margin" else value)
    asked = replace(KEY, **{name: other + 1 if isinstance(other, int) else other})
    assert (asked == KEY) == (name == "encoder")
    assert bool(KEY.against(asked)) == (name != "encoder")


def test_a_log_follows_what_was_added_and_dropped() -> None:
    log = Log()
    for video, view in (("a", 0), ("a", 1), ("b", 0)):
        log.take(log.added(video, view, begin_checksum(video, view)))
    log.take(log.dropped("a", 0))
    log.take(log.added("a", 0, 5))
    log.take(log.dropped("b", 0))
    assert {video: sorted(views) for video, views in log.places.items()} == {"a": [0, 1]}
    assert log.places["a"][0] == (3, 5)
    assert log.count == 4


def log_lines() -> list[bytes]:
    log, lines = Log(), []
    for video in "abc":
        lines.append(log.added(video, 0, 1))
        log.take(lines[-1])
    return lines


@pytest.mark.parametrize("end", [b"{", b"\n", b"\0\0\0\0\n", b"[1]\n", b'{"record": 3}\n', b"[" * 5000 + b"\n"])
def test_a_last_line_that_is_not_whole_is_left_out(end: bytes) -> None:
    log = Log([*log_lines(), end])
    assert log.count == 3
    assert log.size == sum(map(len, log_lines()))


def test_a_last_line_that_lacks_its_end_only_is_left_out() -> None:
    first, second, third = log_lines()
    assert Log([first, second, third[:-1]]).count == 2


@pytest.mark.parametrize(
    "line",
    [
        b"\0\0\n",
        b"null\n",
        log_lines()[0],
        log_lines()[2].replace(b"2", b"7"),
        b'{"dropped": 1, "video": "a", "view": 0}\n',
        b'{"dropped": 0, "video": "z", "view": 0}\n',
        b'{"record": 1, "video": 5, "view": 0, "crc32": "00000001"}\n',
        b'{"record": 1, "video": "b", "view": "0", "crc32": "00000001"}\n',
        b'{"record": 1, "video": "b", "view": 0, "crc32": 1}\n',
    ],
)
def test_a_line_in_the_middle_that_makes_no_sense_is_named(line: bytes) -> None:
    first, second, _ = log_lines()
    with pytest.raises(ValueError, match=r"^line 2$"):
        Log([first, line, second])


def test_what_is_not_there_cannot_be_dropped() -> None:
    with pytest.raises(ValueError, match="not in the store"):
        Log(log_lines()).dropped("a", 1)

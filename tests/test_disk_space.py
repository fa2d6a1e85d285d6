"""How much longer a disk lasts."""

import os
from pathlib import Path

import pytest

from core.disk_space import RATE_OVER_S, Space, SpaceWatch, free_bytes
from support.disks import full_disk

GIGABYTE = 10**9


def test_a_disk_lasts_as_long_as_what_is_really_written_lets_it(tmp_path: Path) -> None:
    watch = SpaceWatch(tmp_path, lambda _folder: 10 * GIGABYTE)
    first, second = watch.look(100.0, 0), watch.look(102.0, 4_000_000)
    assert first is not None
    assert second is not None
    assert (first.rate, first.seconds) == (0.0, float("inf"))
    assert (second.rate, second.seconds) == (2_000_000.0, 5000.0)
    assert not second.scarce


def test_the_rate_is_that_of_the_last_half_minute(tmp_path: Path) -> None:
    watch = SpaceWatch(tmp_path, lambda _folder: GIGABYTE)
    for second in range(200):
        space = watch.look(float(second), 1_000_000 * min(second, 100))
    assert space is not None
    assert space.rate == 0
    assert len(watch._written) <= RATE_OVER_S + 2


@pytest.mark.parametrize(
    ("free", "rate", "scarce", "no_video", "over"),
    [
        (600_000_000, 0.0, False, False, False),
        (499_000_000, 0.0, True, False, False),
        (2 * GIGABYTE, 4_000_000.0, True, False, False),  # eight minutes of a fast video
        (2 * GIGABYTE, 70_000_000.0, True, True, False),
        (99_000_000, 0.0, True, True, False),
        (1_999_999, 0.0, True, True, True),
    ],
)
def test_what_happens_when(free: int, rate: float, scarce: bool, no_video: bool, over: bool) -> None:
    space = Space(free, rate)
    assert (space.scarce, space.too_little_for_video, space.too_little) == (scarce, no_video, over)


def test_a_system_that_does_not_say_is_no_reason_to_stop(tmp_path: Path) -> None:
    def refuse(_folder: Path) -> int:
        raise OSError("the share is gone")

    assert SpaceWatch(tmp_path, refuse).look(0.0, 0) is None


def test_the_room_of_a_folder_that_is_not_there_yet_is_that_of_its_disk(tmp_path: Path) -> None:
    with full_disk(tmp_path, "1m"):
        assert free_bytes(tmp_path / "not" / "yet") == 2**20
        (tmp_path / "half").write_bytes(os.urandom(2**19))
        assert free_bytes(tmp_path) == 2**19

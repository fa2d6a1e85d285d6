"""What holds for every format that is data and not a picture: whole or not at all, at any size."""

import tracemalloc
from importlib import import_module
from pathlib import Path

import pytest

from core.errors import Cancelled, OutputError
from core.exports import export, format_named
from support import disks
from support.sessions import make_session

DATA = ("csv", "csv-seconds", "parquet", "jsonl", "elan", "boris")


@pytest.mark.parametrize("name", DATA)
def test_progress_goes_up_to_one(name: str, tmp_path: Path) -> None:
    shares: list[float] = []
    export(make_session(seconds=700, faces=3), name, tmp_path / "a", progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 2
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("at", [0.0, 0.2, 1.0])
@pytest.mark.parametrize("name", DATA)
def test_who_cancels_finds_nothing(name: str, at: float, tmp_path: Path) -> None:
    def cancel(share: float) -> None:
        if share >= at:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(make_session(seconds=700, faces=3), name, tmp_path / "a", progress=cancel)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", DATA)
def test_a_full_disk_is_said_to_be_full_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    with disks.full_disk(tmp_path):
        disks.fill(tmp_path)
        with pytest.raises(OutputError, match="no space left on device"):
            export(make_session(seconds=700, faces=3), name, tmp_path / "a")
        assert [path.name for path in tmp_path.iterdir()] == [disks.FILLER]


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_a_longer_session_needs_no_more_memory(name: str, tmp_path: Path) -> None:
    write = import_module(format_named(name).module).write

    def peak(seconds: float) -> int:
        session = make_session(seconds=seconds, faces=1, gaps=())
        tracemalloc.start()
        try:
            write(session, tmp_path / "a", lambda share: None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(800) < 1.1 * peak(200)  # 6,000 readings and 1,500

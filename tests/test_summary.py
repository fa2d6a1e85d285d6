"""The summary of a video: its verdicts are those of the clips, and it is written whole or not at all."""

import csv
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.errors import OutputError
from core.session import SessionWriter
from core.summary import Tally, circumstances, results, write_summary
from core.types import Frame, Reading, SourceInfo, Status
from support import disks

LABELS = ("angry", "happy", "sad")
INFO = SourceInfo("a.mp4", "file", 640, 480, 25.0, 100)


def reading(posterior: Sequence[float] | None, *, face_id: int | None = 1, clip_index: int = 0) -> Reading:
    values = None if posterior is None else np.array(posterior, np.float32)
    status = Status.NO_FACE if posterior is None else Status.SCORED
    start = clip_index * 4 / 30
    return Reading(clip_index, status, face_id, None, start, start + 2.1, 0, 63, None, values, values, 0.01)


def tally(*readings: Reading) -> Tally:
    result = Tally(LABELS)
    result.add(readings)
    return result


def test_pbv_and_mv_may_disagree_and_both_are_told() -> None:
    overall = tally(reading([0.4, 0.6, 0]), reading([0.4, 0.6, 0]), reading([1, 0, 0])).overall()
    assert overall["pbv"] == {"label": "angry", "posterior": {"angry": 0.6, "happy": 0.4, "sad": 0.0}}
    assert overall["mv"] == {"label": "happy", "shares": {"angry": 0.333333, "happy": 0.666667, "sad": 0.0}}


def test_each_face_has_verdicts_of_its_own_and_all_clips_count_for_the_whole() -> None:
    first, second = reading([1, 0, 0], face_id=1), reading([0, 0, 1], face_id=2)
    both = tally(second, first, second)
    assert [(face["face_id"], face["clips_scored"], face["pbv"]["label"]) for face in both.faces()] == [
        (1, 1, "angry"),
        (2, 2, "sad"),
    ]
    assert both.overall()["pbv"]["posterior"] == {"angry": 0.333333, "happy": 0.0, "sad": 0.666667}


def test_a_face_says_from_when_to_when_it_was_scored() -> None:
    (face,) = tally(reading([1, 0, 0], clip_index=3), reading([1, 0, 0], clip_index=6)).faces()
    assert (face["first_s"], face["last_s"]) == (0.4, 2.9)


def test_the_centre_view_has_no_faces_but_a_verdict() -> None:
    whole = tally(reading([0, 1, 0], face_id=None))
    assert whole.faces() == []
    assert whole.overall()["pbv"]["label"] == "happy"


def test_a_video_without_a_scored_clip_has_no_verdict() -> None:
    summary = results(tally(reading(None, face_id=None), reading(None, face_id=None)), INFO)
    assert (summary["pbv"], summary["mv"], summary["faces"]) == (None, None, [])
    assert (summary["clips_scored"], summary["clips_not_scored"]) == (0, {"no_face": 2})


def test_the_duration_ends_with_the_last_frame() -> None:
    seen = Tally(LABELS)
    for index in range(50):
        seen.see(Frame(np.zeros((1, 1, 3), np.uint8), index, 0.2 + index / 25))
    source = results(seen, INFO)["source"]
    assert (source["duration_s"], source["frames_decoded"], source["frames_announced"]) == (2.0, 50, 100)


def test_an_unknown_frame_rate_is_null_not_zero() -> None:
    source = results(Tally(LABELS), SourceInfo("a", "file", 1, 1, 0.0))["source"]
    assert (source["fps"], source["duration_s"]) == (None, 0.0)


def test_summary_and_csv_agree(tmp_path: Path) -> None:
    posteriors = np.random.default_rng(7).dirichlet(np.ones(3), size=200)
    readings = [reading(row, face_id=1 + index % 2, clip_index=index) for index, row in enumerate(posteriors)]
    session = SessionWriter(tmp_path / "a.csv", labels=LABELS, source="a", bundle="b", encoder_sha256="e")
    session.write(readings)
    with session.close().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    summary = results(tally(*readings), INFO)
    means = {label: np.mean([float(row[f"p_{label}"]) for row in rows]) for label in LABELS}
    assert summary["pbv"]["posterior"] == pytest.approx(means, abs=1e-6)
    votes = {label: np.mean([row["label_clip"] == label for row in rows]) for label in LABELS}
    assert summary["mv"]["shares"] == pytest.approx(votes, abs=1e-6)
    assert summary["clips_scored"] == len(rows)


def test_the_circumstances_name_the_time_and_the_versions() -> None:
    started = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    said = circumstances(started, started + timedelta(seconds=1.5))
    assert (said["started_utc"], said["seconds_taken"]) == ("2026-11-21T05:00:00.000Z", 1.5)
    assert {"fer_desktop", "python", "torch", "numpy"} <= said["versions"].keys()
    assert None not in said["versions"].values()


def test_a_summary_is_utf8_json_even_for_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    names = ["näme 表情.mp4", os.fsdecode(b"caf\xe9.mp4")]
    path = write_summary(tmp_path / "a.summary.json", {"names": names})
    assert json.loads(path.read_bytes().decode("utf-8")) == {"summary_version": 1, "names": names}
    assert "表情" in path.read_text(encoding="utf-8")


def test_a_summary_is_overwritten_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "a.summary.json"
    path.write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        write_summary(path, {})
    assert path.read_text() == "precious"
    assert json.loads(write_summary(path, {}, force=True).read_text()) == {"summary_version": 1}


def test_a_full_disk_leaves_the_old_summary_whole_and_no_half_one(tmp_path: Path) -> None:
    with disks.full_disk(tmp_path):
        path = write_summary(tmp_path / "a.summary.json", {"old": True})
        disks.fill(tmp_path)
        with pytest.raises(OutputError, match="no space left on device"):
            write_summary(path, {"text": "x" * 10_000}, force=True)
        assert json.loads(path.read_text())["old"]
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.summary.json", disks.FILLER]

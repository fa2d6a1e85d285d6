"""`fer-desktop analyze`: what it writes, what it refuses, and that a run cut short loses nothing."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fer_desktop.analysis
from core.capture.synthetic import FailingSource, SyntheticSource
from core.errors import SourceError
from fer_desktop.analyze import plan
from fer_desktop.app import main
from fer_desktop.interruption import Interruption
from support import disks
from support.small_inputs import tiny_bundle, video

LABELS = ("angry", "happy", "sad")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny.ferbundle")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


Analyze = Callable[..., int]


@pytest.fixture
def analyze(bundle: Path, out: Path) -> Analyze:
    """Runs the command on the tiny bundle and returns its exit code."""

    def run(*arguments: object) -> int:
        return main(["analyze", "--out", str(out), "--bundle", str(bundle), "--device", "cpu", *map(str, arguments)])

    return run


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def summary(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_video_gives_a_csv_and_a_summary(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    assert analyze(video(tmp_path / "näme 1.avi", 100), "--hop", 8) == 0
    assert names(out) == ["näme 1.clips.csv", "näme 1.summary.json"]
    clips = rows(out / "näme 1.clips.csv")
    assert [int(row["first_frame"]) for row in clips] == [0, 8, 16, 24, 32]
    assert [int(row["last_frame"]) for row in clips] == [63, 71, 79, 87, 95]
    assert {(row["source"], row["bundle"], row["captured_at_utc"]) for row in clips} == {("näme 1.avi", "'=tiny", "")}


def test_the_summary_says_what_was_analysed_and_how(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    analyze(video(tmp_path / "a.avi", 100), "--hop", 8, "--window", "all")
    said, clips = summary(out / "a.summary.json"), rows(out / "a.clips.csv")
    known = {"name": "a.avi", "kind": "file", "width": 64, "height": 48, "fps": 30.0, "duration_s": 3.333}
    assert said["source"] == known | {"frames_decoded": 100, "frames_announced": 100}
    assert (said["complete"], said["error"], said["warnings"]) == (True, None, [])
    assert (said["clips_file"], said["session_id"]) == ("a.clips.csv", clips[0]["session_id"])
    assert (said["clips_scored"], said["clips_not_scored"], said["faces"]) == (len(clips), {}, [])
    assert said["encoder"] == {"name": "tiny-encoder", "sha256": clips[0]["encoder_sha256"]}
    assert said["bundle"]["name"] == "=tiny"
    assert said["settings"].items() >= {"hop": 8, "window": None, "device": "cpu", "view": "centre"}.items()
    assert said["started_utc"] < said["finished_utc"]
    assert said["path"] == str(tmp_path / "a.avi")


def test_the_data_dictionary_explains_every_entry_of_the_summary(
    analyze: Analyze, tmp_path: Path, out: Path, repository: Path
) -> None:
    analyze(video(tmp_path / "a.avi", 70))
    said = summary(out / "a.summary.json")
    text = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8").split("## Summary")[1]
    assert [name for name in (*said, *said["source"], *said["settings"]) if f"`{name}`" not in text] == []


def test_verdicts_can_be_recomputed_from_the_csv(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    analyze(video(tmp_path / "a.avi", 120), "--hop", 1)
    said, clips = summary(out / "a.summary.json"), rows(out / "a.clips.csv")
    posterior = {label: np.mean([float(row[f"p_{label}"]) for row in clips]) for label in LABELS}
    assert said["pbv"]["posterior"] == pytest.approx(posterior, abs=1e-6)
    assert said["pbv"]["label"] == max(posterior, key=lambda label: posterior[label])
    shares = {label: np.mean([row["label_clip"] == label for row in clips]) for label in LABELS}
    assert said["mv"]["shares"] == pytest.approx(shares, abs=1e-6)


def test_a_run_is_repeatable(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    source = video(tmp_path / "a.avi", 90)
    analyze(source)
    first = rows(out / "a.clips.csv")
    analyze(source, "--force")
    changing = {"session_id": "", "latency_ms": ""}
    assert [row | changing for row in rows(out / "a.clips.csv")] == [row | changing for row in first]


def test_a_single_frame_is_a_clip(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    assert analyze(video(tmp_path / "a.avi", 1)) == 0
    (row,) = rows(out / "a.clips.csv")
    assert (row["first_frame"], row["last_frame"], row["status"]) == ("0", "0", "scored")


def test_a_slow_video_still_gives_clips_of_two_seconds(analyze: Analyze, tmp_path: Path, out: Path) -> None:
    analyze(video(tmp_path / "a.avi", 60, fps=12.5))
    row = rows(out / "a.clips.csv")[0]
    assert float(row["clip_end_s"]) - float(row["clip_start_s"]) == pytest.approx(63 / 30, abs=0.08)


def test_equal_stems_get_numbers_and_a_video_named_twice_runs_once(tmp_path: Path) -> None:
    videos = [str(tmp_path / name) for name in ("a.mp4", "a.mov", "b/A.avi", "a-2.mp4", "a.mp4", "b/../a.mp4")]
    (tmp_path / "b").mkdir()
    jobs = plan(videos, tmp_path)
    assert [job.clips.name for job in jobs] == [f"{stem}.clips.csv" for stem in ("a", "a-2", "A-3", "a-2-2")]
    assert jobs[1].summary.name == "a-2.summary.json"


BROKEN: dict[str, Callable[[Path], object]] = {
    "missing.mp4": lambda path: None,
    "empty.mp4": lambda path: path.touch(),
    "text.mp4": lambda path: path.write_text("this is not a video\n" * 100),
    "folder.mp4": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_input_is_named_and_the_others_are_done(
    name: str, analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BROKEN[name](tmp_path / name)
    assert analyze(tmp_path / name, video(tmp_path / "good.avi", 70)) == 3
    assert names(out) == ["good.clips.csv", "good.summary.json"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{tmp_path / name}: failed: ")
    assert "Traceback" not in lines[0]
    assert lines[1].startswith(f"{tmp_path / 'good.avi'}: ")


def test_a_truncated_video_is_done_with_a_warning(
    analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = video(tmp_path / "whole.avi", 200).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    assert analyze(tmp_path / "cut.avi") == 0
    said = summary(out / "cut.summary.json")
    assert (said["complete"], said["error"]) == (True, None)
    assert 64 <= said["source"]["frames_decoded"] < 200
    (warning,) = said["warnings"]
    assert f"{tmp_path / 'cut.avi'}: warning: {warning}" in capsys.readouterr().err.splitlines()


def test_an_address_is_no_video_file(analyze: Analyze, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert analyze("http://127.0.0.1:9/stream.mjpg") == 3
    assert "fer-desktop --url" in capsys.readouterr().err
    assert names(out) == []


@pytest.mark.parametrize("existing", ["a.clips.csv", "a.clips.partial.csv", "a.summary.json"])
def test_results_are_replaced_only_by_force(
    existing: str, analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = video(tmp_path / "a.avi", 70)
    out.mkdir()
    (out / existing).write_text("precious")
    assert analyze(source) == 3
    assert "--force" in capsys.readouterr().err
    assert (out / existing).read_text() == "precious"
    assert names(out) == [existing]
    assert analyze(source, "--force") == 0
    assert names(out) == ["a.clips.csv", "a.summary.json"]


def test_an_unknown_device_is_a_usage_error(
    analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert analyze(video(tmp_path / "a.avi", 70), "--device", "abacus") == 2
    assert 'the device "abacus" is not there' in capsys.readouterr().err
    assert names(out) == []


def test_a_bundle_that_does_not_load_fails_once_before_anything_starts(
    analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert analyze("a.avi", "b.avi", "--bundle", tmp_path / "nothing") == 3
    assert capsys.readouterr().err.count("there is no such bundle") == 1
    assert names(out) == []


def test_a_file_in_the_place_of_the_folder_is_said_once(
    analyze: Analyze, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.write_text("precious")
    assert analyze("a.avi", "b.avi") == 3
    assert capsys.readouterr().err == (
        f"fer-desktop analyze: {out}: cannot write into this folder (file exists). Choose another --out\n"
    )
    assert out.read_text() == "precious"


def test_a_read_only_folder_is_said_once(
    analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    with disks.read_only_folder(out):
        assert analyze("a.avi", "b.avi") == 3
    assert capsys.readouterr().err.count("cannot write into this folder") == 1


def test_a_disk_that_fills_up_keeps_the_clips_that_fitted(
    analyze: Analyze, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = video(tmp_path / "a.avi", 300)
    out.mkdir()
    with disks.full_disk(out, "16k"):
        assert analyze(source, "--hop", 1) == 3
        assert names(out) == ["a.clips.partial.csv"]
        kept = rows(out / "a.clips.partial.csv")
    assert len(kept) > 20
    assert [int(row["clip_index"]) for row in kept] == list(range(len(kept)))
    said = capsys.readouterr().err
    assert "no space left on device" in said
    assert f"the clips so far are in {out / 'a.clips.partial.csv'}" in said


def breaks_off(after: int) -> FailingSource:
    """A file that cannot be read any further after some frames, as a failing disk would make it."""
    pictures = SyntheticSource([np.full((48, 64, 3), 99, np.uint8)], frames=1000, name="broken.mp4")
    return FailingSource(pictures, after=after, error=SourceError("the file cannot be read any further"))


def test_a_video_that_breaks_off_is_finished_with_what_there_is_and_counts_as_failed(
    analyze: Analyze, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fer_desktop.analysis, "open_input", lambda _: breaks_off(100))
    assert analyze("broken.mp4") == 3
    assert names(out) == ["broken.clips.csv", "broken.summary.json"]
    said = summary(out / "broken.summary.json")
    assert (said["complete"], said["source"]["frames_decoded"]) == (False, 100)
    assert "cannot be read any further" in said["error"]
    assert said["clips_scored"] == len(rows(out / "broken.clips.csv")) == 10
    assert "broken.mp4: failed: the file cannot be read any further" in capsys.readouterr().err


def test_a_video_that_breaks_at_once_leaves_nothing(
    analyze: Analyze, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fer_desktop.analysis, "open_input", lambda _: breaks_off(0))
    assert analyze("broken.mp4") == 3
    assert names(out) == []


def test_the_demo_is_analysed_without_a_camera_or_a_file(analyze: Analyze, out: Path) -> None:
    assert analyze("--demo", "--hop", 30) == 0
    said, clips = summary(out / "demo.summary.json"), rows(out / "demo.clips.csv")
    assert (said["source"]["frames_decoded"], said["path"]) == (300, None)
    assert len(clips) == said["clips_scored"] == 8
    assert all(0 <= float(row["latency_ms"]) < 60_000 for row in clips)


@pytest.fixture
def running(bundle: Path, tmp_path: Path, out: Path, repository: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, in the middle of the first of two videos."""
    long = video(tmp_path / "long.avi", 6000)
    inputs = [str(long), str(shutil.copy(long, tmp_path / "second.avi"))]
    options = ["--out", str(out), "--bundle", str(bundle), "--device", "cpu", "--hop", "1"]
    start = [sys.executable, "-m", "fer_desktop.app", "analyze", *inputs, *options]
    with subprocess.Popen(start, cwd=repository, stderr=subprocess.PIPE, text=True) as process:
        partial = out / "long.clips.partial.csv"
        while process.poll() is None and not (partial.exists() and partial.stat().st_size > 3000):
            time.sleep(0.02)
        assert process.poll() is None, process.stderr and process.stderr.read()
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_where_its_clips_are(
    number: signal.Signals, running: subprocess.Popen[str], tmp_path: Path, out: Path
) -> None:
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert names(out) == ["long.clips.partial.csv"]
    assert f"the clips so far are in {out / 'long.clips.partial.csv'}" in said
    assert "Traceback" not in said
    kept = rows(out / "long.clips.partial.csv")
    assert [int(row["clip_index"]) for row in kept] == list(range(len(kept)))


def test_a_killed_run_leaves_a_readable_partial_file(running: subprocess.Popen[str], out: Path) -> None:
    running.kill()
    running.wait(30)
    assert names(out) == ["long.clips.partial.csv"]
    kept = rows(out / "long.clips.partial.csv")
    assert None not in kept[-1].values()
    assert [int(row["clip_index"]) for row in kept] == list(range(len(kept)))


def test_the_first_interruption_waits_for_the_end_of_a_step_and_the_second_does_not() -> None:
    with Interruption() as interruption:
        interruption.check()
        interruption.patient = True
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interruption.check()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)


def test_while_a_bundle_loads_an_interruption_is_obeyed_at_once() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Interruption(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before


def test_qt_is_never_imported_and_no_display_is_needed(bundle: Path, tmp_path: Path, repository: Path) -> None:
    source = video(tmp_path / "a.avi", 70)
    code = (
        "import sys; from fer_desktop.app import main; "
        f"code = main(['analyze', {str(source)!r}, '--out', {str(tmp_path)!r}, '--bundle', {str(bundle)!r}]); "
        "sys.exit(code or any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in screen}
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_each_face_of_a_real_video_has_its_rows_and_its_verdict(shared: Path, out: Path) -> None:
    source = shared / "videos" / "pyfeat" / "face_noface.mov"
    assert main(["analyze", str(source), "--out", str(out), "--device", "cpu", "--hop", "12"]) == 0
    said, clips = summary(out / "face_noface.summary.json"), rows(out / "face_noface.clips.csv")
    scored = [row for row in clips if row["status"] == "scored"]
    assert said["clips_scored"] == len(scored) > 0
    assert said["clips_not_scored"] == {"no_face": len(clips) - len(scored)}
    assert said["clips_not_scored"]["no_face"] > 0
    assert {str(face["face_id"]) for face in said["faces"]} == {row["face_id"] for row in scored}
    assert sum(face["clips_scored"] for face in said["faces"]) == len(scored)
    assert all(row["box_x"] and float(row["box_w"]) == float(row["box_h"]) for row in scored)


def test_a_video_without_a_face_has_no_verdict(shared: Path, out: Path) -> None:
    source = shared / "videos" / "pyfeat" / "no_face.mp4"
    assert main(["analyze", str(source), "--out", str(out), "--device", "cpu", "--hop", "12"]) == 0
    said = summary(out / "no_face.summary.json")
    assert (said["pbv"], said["mv"], said["clips_scored"], said["faces"]) == (None, None, 0, [])
    assert {row["status"] for row in rows(out / "no_face.clips.csv")} == {"no_face"}

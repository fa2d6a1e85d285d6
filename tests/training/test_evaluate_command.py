"""`fer-train evaluate`: every held-out video once, whatever happens, and no number that belongs to something else."""

import json
import shutil
import signal

import pytest

from core.errors import DataError
from core.model.store.file_lock import file_lock
from support.lab import replaced, rows_of
from support.small_study import encoder_file
from support.stopped_command import stopped

INTERRUPTED = "fer-train evaluate: interrupted; the same command goes on where this one stopped\n"
TABLES = ("predictions.csv", "clips.csv", "evaluation.json")


@pytest.fixture(autouse=True)
def _no_pictures(monkeypatch):
    """As where matplotlib is not installed: drawing takes longer than all the rest."""

    def missing():
        raise DataError("pictures need matplotlib")

    monkeypatch.setattr("training.plots.prove_matplotlib", missing)


def anew(lab):
    """As if nothing had been evaluated yet."""
    for name in (*TABLES, "clips.partial.jsonl", "confusion.png", "reliability.png"):
        (lab.run / name).unlink()


def said_of(lab, fer_train, *more):
    """What it says when it cannot do it."""
    done = fer_train(*lab.evaluate, *more)
    assert (done.code, done.out) == (3, "")
    return done.err


def test_json_alone_stands_on_stdout_and_is_what_is_kept(lab, fer_train):
    anew(lab)
    done = fer_train(*lab.evaluate, "--json")
    found = json.loads(done.out, parse_constant=pytest.fail)
    kept = json.loads((lab.run / "evaluation.json").read_text())
    assert done.code == 0
    assert found == {name: kept[name] for name in found}
    assert (found["scores"]["videos"], found["cost"]["videos"], found["problems"]) == (9, 9, [])
    assert not (lab.run / "confusion.png").exists()
    assert found["cost"]["clips"] == 18


def test_the_second_time_nothing_is_scored(lab, fer_train):
    before = [(lab.run / name).read_bytes() for name in (*TABLES, "clips.partial.jsonl")]
    done = fer_train(*lab.evaluate)
    assert done.code == 0
    assert "9 videos are scored already" in done.err
    assert "scoring" not in done.err
    # The measured cost is that of the first time.
    assert [(lab.run / name).read_bytes() for name in (*TABLES, "clips.partial.jsonl")] == before


def test_only_the_videos_of_a_new_probe_are_scored_again(lab, fer_train):
    shutil.copy(lab.run / "fold-2" / "probe.safetensors", lab.run / "fold-1")
    hint = "what was evaluated here before differs in probes. Move it away, or replace it with --force"
    assert hint in said_of(lab, fer_train)
    done = fer_train(*lab.evaluate, "--force", "--json")
    assert done.code == 0
    assert "6 videos are scored already" in done.err
    assert json.loads(done.out)["cost"]["videos"] == 3
    assert "9 videos are scored already" in fer_train(*lab.evaluate).err


def test_probes_of_more_folds_are_welcome(lab, fer_train):
    anew(lab)
    aside = lab.folder / "aside"
    (lab.run / "fold-1").rename(aside)
    done = fer_train(*lab.evaluate, "--json")
    assert "note: not trained yet and left out: folds 1" in done.err
    assert list(json.loads(done.out)["scores"]["by_fold"]) == ["0", "2"]
    aside.rename(lab.run / "fold-1")
    done = fer_train(*lab.evaluate, "--json")
    assert done.code == 0
    assert "6 videos are scored already" in done.err
    assert list(json.loads(done.out)["scores"]["by_fold"]) == ["0", "1", "2"]
    hint = "what was evaluated here before differs in probes"
    (lab.run / "fold-1").rename(aside)
    assert hint in said_of(lab, fer_train)


def test_another_precision_replaces_nothing_unasked(lab, fer_train):
    for name in ("evaluation.json", "clips.partial.jsonl"):
        said = said_of(lab, fer_train, "--precision", "bf16")
        assert f"{lab.run / name}: what was evaluated here before differs in precision. Move it away" in said
        (lab.run / name).rename(lab.folder / name)
    assert fer_train(*lab.evaluate, "--precision", "bf16").code == 0
    assert fer_train(*lab.evaluate, "--force").code == 0


def test_unusable_videos_are_told_and_left_out(lab, fer_train):
    anew(lab)
    gone, broken = (lab.folder / row[0] for row in rows_of(lab.manifest)[1:3])
    kept = gone.read_bytes()
    gone.unlink()
    broken.write_bytes(b"no video")
    done = fer_train(*lab.evaluate, "--json")
    found = json.loads(done.out)
    assert (done.code, found["scores"]["videos"]) == (3, 7)
    assert [one["path"] for one in found["problems"]] == [str(gone), str(broken)]
    assert f"fer-train evaluate: {gone}: there is no such file. Put it back" in done.err
    assert f"fer-train evaluate: {broken}: the video was changed since the manifest was made" in done.err
    assert "fer-train evaluate: 2 video(s) left out" in done.err
    gone.write_bytes(kept)
    done = fer_train(*lab.evaluate, "--json")
    assert (done.code, json.loads(done.out)["scores"]["videos"]) == (3, 8)


def test_without_a_single_video_there_are_no_numbers(lab, fer_train):
    anew(lab)
    for one in lab.folder.glob("*.avi"):
        one.unlink()
    said = said_of(lab, fer_train)
    assert "9 video(s) left out" in said
    assert f"{lab.run}: not a single video could be evaluated. What stands above says why" in said
    assert not (lab.run / "evaluation.json").exists()


def test_nothing_is_evaluated_before_it_is_trained(lab, tmp_path, fer_train):
    for place in (tmp_path / "none", tmp_path, lab.recipe):
        done = fer_train(*replaced(lab.evaluate, run=place))
        assert done.code == 3
        assert f"{place}: there is no training in this folder. Train one with fer-train fit" in done.err
    for fold in (0, 1, 2):
        (lab.run / f"fold-{fold}" / "probe.safetensors").unlink()
    assert f"{lab.run}: no fold is trained yet. Train them with fer-train fit" in said_of(lab, fer_train)


def test_a_manifest_that_was_moved_with_its_videos_is_given(lab, tmp_path, fer_train):
    moved = lab.folder.rename(tmp_path / "elsewhere")
    run = ["--run", moved / lab.run.name, "--encoder", moved / "encoder" / lab.encoder.name]
    assert fer_train("evaluate", *run, "--manifest", moved / lab.manifest.name).code == 0


def test_the_manifest_must_be_the_one_that_was_trained_on(lab, fer_train):
    with lab.manifest.open("a") as file:
        file.write("\n")
    hint = "Say with --manifest where it is now, put it back as it was, or fit again into another --run"
    assert f"the manifest was changed since the probes were trained. {hint}" in said_of(lab, fer_train)
    lab.manifest.unlink()
    assert f"{lab.manifest}: the manifest of this training is gone. {hint}" in said_of(lab, fer_train)


def test_the_encoder_must_be_the_one_that_was_trained_with(lab, tmp_path, fer_train):
    lab.encoder.rename(tmp_path / "moved.safetensors")
    hint = "the encoder that was used is not there any more. Say with --encoder where it is now"
    assert f"{lab.encoder}: {hint}" in said_of(lab, fer_train)
    other = encoder_file(lab.encoder.parent, resolution=32, depth=1, seed=1)
    said = "this is another encoder than the one that was used before: SHA-256 "
    assert f"{other}: {said}" in said_of(lab, fer_train)
    assert fer_train(*lab.evaluate, "--encoder", tmp_path / "moved.safetensors").code == 0


@pytest.mark.parametrize("content", ["", "[]", '{"made_with": [], "cost": [0]}', "[" * 5000])
def test_a_damaged_evaluation_is_made_again(content, lab, fer_train):
    before = (lab.run / "predictions.csv").read_bytes()
    (lab.run / "evaluation.json").write_text(content)
    assert fer_train(*lab.evaluate).code == 0
    assert json.loads((lab.run / "evaluation.json").read_text())["scores"]["videos"] == 9
    assert (lab.run / "predictions.csv").read_bytes() == before


def test_an_evaluation_of_something_else_stays(lab, fer_train):
    (lab.run / "evaluation.json").write_text('{"made_with": {"probes": []}}')
    assert "differs in manifest_sha256, encoder_sha256, labels, " in said_of(lab, fer_train)


DAMAGED = (
    "x",
    "{}",
    "[]",
    "[" * 5000,
    '{"sha256": "a", "fold": 0, "starts": [0], "posteriors": [[0.5, 0.5]]}',  # there are three classes
    '{"sha256": "a", "fold": 0, "starts": [0], "posteriors": [[0.5, 0.5, 0.5]]}',
    '{"sha256": "a", "fold": 0, "starts": [0], "posteriors": [[1.5, -0.5, 0.0]]}',
    '{"sha256": "a", "fold": 0, "starts": [0, 1], "posteriors": [[0.5, 0.5, 0.0]]}',
    '{"sha256": "a", "fold": 0, "starts": [1e99], "posteriors": [[0.5, 0.5, 0.0]]}',
    '{"sha256": "a", "fold": 0, "starts": [], "posteriors": []}',
)


def test_damaged_clips_are_named(lab, fer_train):
    log = lab.run / "clips.partial.jsonl"
    good = log.read_text()
    for line in DAMAGED:
        log.write_text(f"{good}{line}\n")
        said = said_of(lab, fer_train)
        assert f"{log}: the file of clips that were scored before is damaged. Remove it; the evaluation then" in said
    log.unlink()
    assert fer_train(*lab.evaluate).code == 0


def test_two_at_once_are_one_too_many(lab, fer_train):
    with file_lock(lab.run / ".lock"):
        said = said_of(lab, fer_train)
    assert f"{lab.run}: another fer-train is at work in this folder. Wait until it is done" in said


def test_neither_kill_nor_ctrl_c_loses_or_doubles_anything(lab, fer_train):
    expected = [(lab.run / name).read_bytes() for name in TABLES[:2]]
    lines = (lab.run / "clips.partial.jsonl").read_text().splitlines()
    anew(lab)
    add = "core.offline.evaluation_log:EvaluationLog.add"
    assert stopped(add, 2, signal.SIGKILL, lab.evaluate)[0] == -signal.SIGKILL
    with (lab.run / "clips.partial.jsonl").open("a") as file:
        file.write(lines[5][:50])  # as a kill in the middle of a line leaves it
    code, said = stopped(add, 2, signal.SIGINT, lab.evaluate)
    assert code == 130
    assert "2 videos are scored already" in said
    assert said.endswith(INTERRUPTED)
    done = fer_train(*lab.evaluate)
    assert done.code == 0
    assert "4 videos are scored already" in done.err
    assert [(lab.run / name).read_bytes() for name in TABLES[:2]] == expected
    assert (lab.run / "clips.partial.jsonl").read_text().splitlines() == lines

"""`fer-train reproduce`: the whole chain in one command, of which nothing is done twice."""

import shutil
from pathlib import Path

import pytest

from core.model import load_bundle
from support.lab import RECIPE
from support.motion_videos import ravdess_videos
from support.small_study import encoder_file

STEPS = ("index", "extract", "fit", "evaluate", "export")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """videos: of three actors, one in each of three published folds; encoder/tiny.safetensors; small.toml."""
    folder = tmp_path_factory.mktemp("data")
    ravdess_videos(folder / "videos", actors=(2, 3, 10))
    encoder_file(folder / "encoder", resolution=32, depth=1)
    (folder / "small.toml").write_text(RECIPE)
    return folder


def reproduce(data: Path, out: Path, *more: object) -> list[object]:
    given = ["--encoder", data / "encoder/tiny.safetensors", "--recipe", data / "small.toml", "--device", "cpu"]
    return ["reproduce", "ravdess", "--data", data / "videos", "--out", out, *given, *more]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def steps(said: str) -> list[str]:
    return [line.split()[2] for line in said.splitlines() if line.startswith("$ fer-train ")]


def test_it_goes_from_videos_to_a_bundle_and_does_nothing_twice(data, tmp_path, fer_train):
    out = tmp_path / "out"
    done = fer_train(*reproduce(data, out))
    assert done.code == 3  # most of RAVDESS is missing
    assert done.err.index("About 24 videos. Features: 0.6 MB. ") < done.err.index("$ fer-train index ravdess ")
    assert steps(done.err) == list(STEPS)
    bundle = out / "ravdess-small-ensemble.ferbundle"
    assert load_bundle(bundle).labels == ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")
    made = files(out)
    assert made["run/predictions.csv"].count(b"\n") == 1 + 24

    again = fer_train(*reproduce(data, out))
    assert again.code == 3  # they are still missing
    assert "note: videos were missing or left out when the data set was indexed" in again.err
    assert steps(again.err) == list(STEPS)
    assert again.err.count("done already: ") == 2
    assert f"done already: {out / 'manifest.csv'} is there" in again.err
    assert f"done already: {bundle} is there" in again.err
    assert "all of it is there already" in again.err
    assert "(0 trained now)" in again.out
    assert "24 videos are scored already" in again.err
    assert files(out) == made


def test_a_folder_is_about_one_data_set_as_it_was(data, tmp_path, fer_train):
    out = tmp_path / "out"
    assert fer_train(*reproduce(data, out)).code == 3
    more = tmp_path / "more"
    shutil.copytree(data / "videos", more)
    extra = next(more.rglob("*.avi"))
    shutil.copy(extra, extra.with_name("02-01-01-01-02-02-24.avi"))
    words = reproduce(data, out)
    words[words.index("--data") + 1] = more
    done = fer_train(*words)
    assert done.code == 3
    assert "other videos were reproduced here (data: " in done.err
    assert "videos: 24 then, 25 now). Choose another --out" in done.err
    other = fer_train("reproduce", "crema-d", *reproduce(data, out)[2:])
    assert "(dataset: ravdess then, crema-d now)" in other.err


def test_a_bundle_of_probes_that_are_gone_is_not_taken_for_the_new_ones(data, tmp_path, fer_train):
    out = tmp_path / "out"
    assert fer_train(*reproduce(data, out)).code == 3
    shutil.rmtree(out / "run")
    recipe = data / "other.toml"
    recipe.write_text((data / "small.toml").read_text() + "seed = 0\n")
    words = reproduce(data, out)
    (out / "ravdess-small-ensemble.ferbundle").rename(out / "kept")
    assert fer_train(*words).code == 3
    (out / "kept").rename(out / "ravdess-small-ensemble.ferbundle")
    assert fer_train(*words).code == 3  # the same seed gives the same probes
    shutil.copy(out / "run/fold-0/probe.safetensors", out / "run/fold-1/probe.safetensors")
    assert fer_train("evaluate", "--run", out / "run", "--force").code == 0
    done = fer_train(*words)
    assert "the bundle that is there is of another training. Move it away" in done.err


def test_after_an_interruption_it_goes_on(data, tmp_path, fer_train, monkeypatch):
    from training import reproduce_command

    call = reproduce_command._call

    def interrupted(name: str, arguments: list[str]) -> int:
        if name == "fit":
            raise KeyboardInterrupt
        return call(name, arguments)

    monkeypatch.setattr("training.reproduce_command._call", interrupted)
    done = fer_train(*reproduce(data, tmp_path))
    assert done.code == 130
    assert steps(done.err) == ["index", "extract", "fit"]
    features = (tmp_path / "features" / "features.bin").read_bytes()
    monkeypatch.undo()
    shutil.move(data / "encoder", data / "moved")  # which every step must be told
    try:
        given = ["--encoder", data / "moved/tiny.safetensors"]
        assert fer_train(*reproduce(data, tmp_path), *given, "--fold", "best").code == 3  # as above
    finally:
        shutil.move(data / "moved", data / "encoder")
    assert (tmp_path / "features" / "features.bin").read_bytes() == features
    assert (tmp_path / "ravdess-small-best.ferbundle").is_file()


def test_a_dry_run_only_says_how_large_and_how_long(data, tmp_path, fer_train):
    out = tmp_path / "out"
    done = fer_train(*reproduce(data, out), "--dry-run", "--budget", "100kb", "--views", "3")
    assert (done.code, done.out) == (0, "")
    assert "About 24 videos. Features: 1.8 MB (kept within 0.1 MB). Encoding them: 0:00:0" in done.err
    assert "training 5 probes: " in done.err
    assert steps(done.err) == []
    assert list(out.iterdir()) == []


def test_a_fold_that_is_not_published_is_refused_before_the_work(data, tmp_path, fer_train):
    done = fer_train(*reproduce(data, tmp_path / "out"), "--fold", "5")
    assert done.code == 2
    assert "--fold 5: the folds of ravdess are 0, 1, 2, 3, 4" in done.err
    assert not (tmp_path / "out").exists()


def test_without_videos_or_a_place_it_ends_with_a_reason(data, tmp_path, fer_train):
    done = fer_train(*reproduce(data, data / "small.toml"))
    assert done.code == 3
    assert f"{data / 'small.toml'}: the folder cannot be made (file exists). Choose another --out" in done.err
    for folder, what in ((tmp_path / "none", "there is no such folder"), (tmp_path, "there are no RAVDESS videos")):
        done = fer_train(*reproduce(data, tmp_path / "out"), "--data", folder)
        assert done.code == 3
        assert f"fer-train reproduce: {folder}: {what}" in done.err

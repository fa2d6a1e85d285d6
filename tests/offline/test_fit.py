"""Training of a probe: what it learns, where it stops, and that an interruption changes nothing."""

import csv
import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from core.errors import Cancelled, DataError, OutputError
from core.model import load_probe
from core.model.progress import Task
from core.offline.checkpoint import Checkpoint
from core.offline.fit import FoldData, _batches, _groups, prove_same
from core.offline.manifest import Manifest, Video
from core.offline.probes import new_probe
from core.offline.run_folder import Run, begin_run, read_run
from core.offline.token_sources import StoredTokens
from support import fits
from support.small_study import CPU, RECIPE


@pytest.fixture
def there(tmp_path: Path) -> Manifest:
    return fits.manifest(tmp_path)


def probe_bytes(run: Run) -> bytes:
    return run.probe(0).read_bytes()


@pytest.mark.parametrize("probe", ["attentive", "attentive-mlp3", "linear"])
@pytest.mark.parametrize("attend", ["joint", "single"])
def test_every_probe_learns_what_is_in_the_features(probe: str, attend: str, there: Manifest, tmp_path: Path) -> None:
    recipe = replace(RECIPE, probe=probe, attend=attend, epochs=8, learning_rate=3e-3)
    run = fits.run_of(tmp_path / "run", there, recipe)
    curve = fits.fit(run, there, fits.stored(tmp_path, there))
    assert curve[-1].train_loss < 0.5 * curve[0].train_loss
    assert curve[-1].held_out_accuracy >= 0.9  # of a subject that was never seen
    assert load_probe(run.probe(0)).linear.out_features == 3


def test_the_curve_is_a_table_with_a_row_for_each_epoch(there: Manifest, tmp_path: Path) -> None:
    run = fits.run_of(tmp_path / "run", there)
    curve = fits.fit(run, there, fits.stored(tmp_path, there))
    rows = list(csv.DictReader((run.fold(0) / "curve.csv").read_text().splitlines()))
    assert [int(row["epoch"]) for row in rows] == [1, 2, 3]
    assert float(rows[1]["train_loss"]) == pytest.approx(curve[1].train_loss, rel=1e-6)
    assert float(rows[-1]["learning_rate"]) == 0.0
    assert float(rows[-1]["weight_decay"]) == pytest.approx(1e-6)
    assert all(0 <= float(row["data_wait"]) <= 1 for row in rows)


class _Stop:
    """Cancels after so many steps."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("steps", [1, 4, 6, 8])
def test_an_interrupted_training_ends_with_the_very_same_probe(steps: int, there: Manifest, tmp_path: Path) -> None:
    store = fits.stored(tmp_path, there, views=2)
    straight, broken = (fits.run_of(tmp_path / name, there, views=2) for name in ("straight", "broken"))
    expected = fits.fit(straight, there, store)
    with pytest.raises(Cancelled):
        fits.fit(broken, there, store, Task("training", None, cancel=_Stop(steps), unit="steps"))
    assert not broken.probe(0).exists()
    curve = fits.fit(broken, there, store)
    assert [row.train_loss for row in curve] == [row.train_loss for row in expected]
    assert probe_bytes(broken) == probe_bytes(straight)


def test_the_seed_decides_everything(there: Manifest, tmp_path: Path) -> None:
    store = fits.stored(tmp_path, there)
    seeds = {"a": 1, "b": 1, "c": 2}
    runs = [fits.run_of(tmp_path / name, there, replace(RECIPE, seed=seed)) for name, seed in seeds.items()]
    for run in runs:
        fits.fit(run, there, store)
    assert probe_bytes(runs[0]) == probe_bytes(runs[1]) != probe_bytes(runs[2])


def test_a_loss_that_is_no_number_stops_with_what_to_do(there: Manifest, tmp_path: Path) -> None:
    run = fits.run_of(tmp_path / "run", there, replace(RECIPE, learning_rate=1e30, clip_norm=1e30))
    with pytest.raises(DataError, match=r"not a number any more at step \d+.*smaller learning_rate"):
        fits.fit(run, there, fits.stored(tmp_path, there))
    assert not run.probe(0).exists()


def test_features_that_are_no_numbers_are_named(there: Manifest, tmp_path: Path) -> None:
    class Broken(StoredTokens):
        def tokens(self, videos: tuple[Video, ...], epoch: int) -> torch.Tensor:
            found = super().tokens(videos, epoch)
            if bad := [place for place, video in enumerate(videos) if video.path.name == "1-sad-2.avi"]:
                found[bad[0], 1, 3, 5] = math.nan
            return found

    run = fits.run_of(tmp_path / "run", there)
    with pytest.raises(DataError, match=r"1-sad-2\.avi: the features of this video are not numbers"):
        fits.fit(run, there, Broken(fits.stored(tmp_path, there), 1))


def test_what_is_missing_in_the_store_is_named(there: Manifest, tmp_path: Path) -> None:
    run, store = fits.run_of(tmp_path / "run", there), fits.stored(tmp_path, there)
    stranger = replace(there, videos=(*there.videos, replace(there.videos[-1], sha256="cd" * 32)))
    with pytest.raises(DataError, match="extract"):
        fits.fit(run, stranger, store)


def test_a_checkpoint_that_would_run_code_is_refused(there: Manifest, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple:
            return Path.touch, (tmp_path / "ran",)

    run = fits.run_of(tmp_path / "run", there)
    run.fold(0).mkdir()
    (run.fold(0) / "checkpoint.pt").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(DataError, match=r"checkpoint\.pt: the checkpoint is damaged"):
        fits.fit(run, there, fits.stored(tmp_path, there))
    assert not (tmp_path / "ran").exists()


def test_a_checkpoint_of_another_training_is_refused(there: Manifest, tmp_path: Path) -> None:
    store = fits.stored(tmp_path, there)
    one, other = fits.run_of(tmp_path / "one", there), fits.run_of(tmp_path / "other", there, replace(RECIPE, seed=5))
    fits.fit(one, there, store)
    other.fold(0).mkdir()
    (other.fold(0) / "checkpoint.pt").write_bytes((one.fold(0) / "checkpoint.pt").read_bytes())
    with pytest.raises(DataError, match="of another training"):
        fits.fit(other, there, store)


def test_a_fold_that_would_be_trained_on_other_videos_now_is_named(there: Manifest, tmp_path: Path) -> None:
    run, store = fits.run_of(tmp_path / "run", there), fits.stored(tmp_path, there)
    without = replace(there, videos=there.videos[:-1])
    fits.fit(run, without, store)
    before = FoldData(0, without.training(0), ())
    prove_same(run, before)
    with pytest.raises(DataError, match=r"fold-0: fold 0 was trained on other videos .*11 videos then, 12 now"):
        prove_same(run, replace(before, train=there.training(0)))


def test_every_fold_begins_with_a_scale_of_its_own(tmp_path: Path) -> None:
    """One scaler serves the whole process: what the fold before has left in it would decide which steps are skipped."""
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    fabric = SimpleNamespace(strategy=SimpleNamespace(precision=SimpleNamespace(scaler=scaler)), device=CPU)
    assert Checkpoint(tmp_path / "none.pt", "", fabric, None, None).load() == []
    assert scaler.get_scale() == torch.amp.GradScaler("cpu").get_scale() != 1024.0


def test_processes_that_begin_at_once_agree(there: Manifest, tmp_path: Path) -> None:
    run = replace(fits.run_of(tmp_path / "first", there), folder=tmp_path / "run")
    for _ in range(10):
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(begin_run, [run] * 5))
        assert read_run(run.folder) == run
        (run.folder / "run.json").unlink()


def test_a_run_folder_holds_one_training(there: Manifest, tmp_path: Path) -> None:
    run = fits.run_of(tmp_path / "run", there)
    begin_run(run)  # the same again is fine
    assert read_run(tmp_path / "run") == run
    with pytest.raises(DataError, match=r"another training .*recipe epochs: 3 there, 9 asked for"):
        begin_run(replace(run, recipe=replace(run.recipe, epochs=9)))
    with pytest.raises(DataError, match="features precision: fp32 there, bf16 asked for"):
        begin_run(replace(run, key=replace(run.key, precision="bf16")))
    with pytest.raises(DataError, match="features heads: 3 there, 6 asked for"):
        begin_run(replace(run, key=replace(run.key, heads=6)))
    with pytest.raises(DataError, match="precision: 32-true there, 16-mixed asked for"):
        begin_run(replace(run, precision="16-mixed"))
    begin_run(replace(run, key=replace(run.key, encoder="elsewhere")))
    begin_run(replace(run, recipe=replace(run.recipe, name="renamed")))
    with pytest.raises(OutputError, match="something else in this folder"):
        begin_run(replace(run, folder=tmp_path))


def test_biases_norms_and_what_is_never_applied_do_not_decay() -> None:
    probe = new_probe("attentive", 192, 3, 3, seed=0)
    names = {id(parameter): name for name, parameter in probe.named_parameters()}
    decayed, plain = ([names[id(one)] for one in group["params"]] for group in _groups(probe, RECIPE))
    assert {name.rpartition(".")[2] for name in decayed} == {"weight", "query_tokens"}
    assert all(name.endswith("bias") or ".norm" in name for name in plain)
    assert not any("xattn.proj" in name for name in decayed + plain)
    assert len(decayed) + len(plain) == len(names) - 2


def test_every_process_gets_its_share_of_every_step() -> None:
    videos = [Video(Path(str(number)), "", "", "happy", 0) for number in range(10)]
    recipe = replace(RECIPE, batch=4)
    alone = list(_batches(videos, recipe, 7, 0, 1))
    first, second = (list(_batches(videos, recipe, 7, rank, 2)) for rank in (0, 1))
    assert [len(batch) for batch in alone] == [4, 4, 2]
    assert {video for batch in alone for video in batch} == set(videos)
    for whole, one, other in zip(alone, first, second, strict=True):
        assert len(one) == len(other)
        assert set(one) | set(other) == set(whole)
    odd = list(_batches(videos[:9], recipe, 7, 1, 2))
    assert [len(batch) for batch in odd] == [2, 2, 1]  # the last video of the first process has a partner, too


def test_every_view_is_seen_in_turn(there: Manifest, tmp_path: Path) -> None:
    store = fits.stored(tmp_path, there, views=3)
    source, video = StoredTokens(store, 3), there.videos[0]
    seen = [source.tokens([video], epoch)[0] for epoch in range(6)]
    views = {view: store.read(video.sha256, view) for view in range(3)}
    assert all(torch.equal(seen[epoch], seen[epoch + 3]) for epoch in range(3))
    assert all(any(torch.equal(one, view) for one in seen) for view in views.values())

"""Features: the right clips, once, whatever happens in between."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.clips.sampling import training_clips
from core.errors import Cancelled, DataError
from core.model.computation import Computation
from core.model.device import OutOfMemory
from core.model.pooling import pool_tokens
from core.offline.extraction import ClipEncoder, extract, feature_key, largest_within, unusable
from core.offline.feature_store import FeatureStore
from core.offline.manifest import Manifest
from core.offline.video_clips import Cut, TrainingFrames
from support.motion_videos import video
from support.small_study import key_of, small_encoder, study, views_of


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return study(tmp_path_factory.mktemp("study"), subjects=2)


def features(store: FeatureStore, manifest: Manifest, views: int = 1) -> torch.Tensor:
    return torch.stack([store.read(one.sha256, view) for one in manifest.videos for view in range(views)])


def test_features_are_the_tokens_of_the_published_training_clips(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    views = views_of(encoder)
    with FeatureStore.writing(tmp_path / "store", key_of(encoder, views)) as store:
        assert extract(manifest.videos, 1, views, computation, store) == []
        one = manifest.videos[3]
        frames = TrainingFrames(one.path, Cut("centre", 64), training_clips, 66)
        inputs = computation.inputs([frames.clip(indices) for indices in training_clips(66)], "centre", 64)
        with torch.inference_mode():
            expected = computation.encoder(inputs)
        assert torch.allclose(store.read(one.sha256, 0).float(), expected, atol=0.02)


def test_neither_order_nor_threads_nor_interruptions_change_a_number(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    views = views_of(encoder, augmentation="paper", clip_rule="paper")
    key = key_of(encoder, views)
    with FeatureStore.writing(tmp_path / "straight", key) as store:
        extract(manifest.videos, 2, views, computation, store)
        straight = features(store, manifest, views=2)
    cancel = threading.Event()
    with FeatureStore.writing(tmp_path / "pieces", key) as store:
        backwards = manifest.videos[::-1]
        with pytest.raises(Cancelled):
            extract(backwards, 2, views, computation, store, threads=3, progress=lambda _: cancel.set(), cancel=cancel)
        assert 0 < len(store) < 12
    with FeatureStore.writing(tmp_path / "pieces", key) as store:
        extract(backwards, 2, views, computation, store, threads=3)
        assert torch.equal(features(store, manifest, views=2), straight)
    assert not torch.equal(straight[0], straight[1])  # two views of one video


def test_a_video_that_cannot_be_used_is_told_and_the_others_are_not_lost(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    views = views_of(encoder)
    gone, other, good = manifest.videos[:3]
    gone = replace(gone, path=tmp_path / "gone.avi")
    changed = replace(other, path=video(tmp_path / "changed.avi", 7, subject=9))
    with FeatureStore.writing(tmp_path / "store", key_of(encoder, views)) as store:
        problems = extract([gone, changed, good], 1, views, computation, store)
        assert store.videos() == {good.sha256}
    assert [one for one, _ in problems] == [gone, changed]
    assert "there is no such file" in str(problems[0][1])
    assert "was changed since the manifest was made" in str(problems[1][1])
    assert [one for one, _ in unusable([gone, changed, good], views)] == [gone, changed]


def test_a_wrong_number_of_frames_in_the_manifest_does_no_harm(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    views, one = views_of(encoder), manifest.videos[0]
    for name, frames in (("right", 66), ("wrong", 12)):
        with FeatureStore.writing(tmp_path / name, key_of(encoder, views)) as store:
            extract([replace(one, frames=frames)], 1, views, computation, store)
    right, wrong = (FeatureStore.open(tmp_path / name).read(one.sha256, 0) for name in ("right", "wrong"))
    assert torch.equal(right, wrong)


def test_features_that_are_no_numbers_are_refused(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    computation.encoder.norm.weight.data.fill_(float("inf"))
    views = views_of(encoder)
    with FeatureStore.writing(tmp_path / "store", key_of(encoder, views)) as store:
        problems = extract(manifest.videos[:1], 1, views, computation, store)
        assert len(store) == 0
    assert "not finite" in str(problems[0][1])


def test_pooled_features_are_means_of_the_tokens(tmp_path: Path) -> None:
    _, computation = small_encoder(tmp_path)
    clips = torch.randn(3, 3, 16, 64, 64)
    whole = ClipEncoder(computation, (8, 4, 4))(clips)
    assert torch.allclose(ClipEncoder(computation, (8, 2, 2))(clips), pool_tokens(whole, (8, 4, 4), 2), atol=1e-6)


def test_where_memory_runs_out_fewer_clips_are_encoded_at_once(tmp_path: Path) -> None:
    _, computation = small_encoder(tmp_path)
    clips = torch.randn(6, 3, 16, 64, 64)
    expected = ClipEncoder(computation, (8, 4, 4))(clips)
    narrow = _Narrow(computation, room=2)
    encode = ClipEncoder(narrow, (8, 4, 4))
    assert torch.allclose(encode(clips), expected, atol=1e-5)
    assert narrow.sizes == [6, 4, 2, 2, 2]
    encode(clips)
    assert narrow.sizes[5:] == [2, 2, 2]  # what was too much once is not tried again
    with pytest.raises(OutOfMemory):
        ClipEncoder(_Narrow(computation, room=0), (8, 4, 4))(clips)


class _Narrow(Computation):
    """A device on which only so many clips fit: what no machine for tests has."""

    def __init__(self, computation: Computation, room: int) -> None:
        super().__init__(computation.encoder, computation.device, computation.precision)
        self.room, self.sizes = room, []

    def tokens(self, inputs: torch.Tensor) -> torch.Tensor:
        self.sizes.append(len(inputs))
        if len(inputs) > self.room:
            raise OutOfMemory("the device ran out of memory", where=self.device)
        return super().tokens(inputs)


def test_the_budget_decides_what_is_kept(tmp_path: Path) -> None:
    encoder, _ = small_encoder(tmp_path)
    key = feature_key(encoder, views_of(encoder), "fp32")
    whole = key.record_bytes
    chosen = [largest_within(key, encoder, 10, round(10 * whole * share), set()) for share in (1, 0.6, 0.3, 0.1, 0.04)]
    assert [(one.grid[1], one.dtype) for one in chosen] == [
        *((4, "bf16"), (4, "int8"), (2, "bf16"), (1, "bf16"), (1, "int8"))
    ]
    assert largest_within(key, encoder, 10, round(3 * whole), {"dtype"}).grid == (8, 2, 2)
    with pytest.raises(DataError, match="do not fit into the budget"):
        largest_within(key, encoder, 10, 1000, set())
    with pytest.raises(DataError, match="do not fit into the budget"):
        largest_within(key, encoder, 10, 6 * whole, {"dtype", "pool"})

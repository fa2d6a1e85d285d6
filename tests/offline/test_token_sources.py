"""Training with the encoder in the loop: fresh views in every epoch, and an encoder that stays as it is."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.errors import DataError
from core.model.progress import Task
from core.offline.feature_store import FeatureStore
from core.offline.fit import FoldData, fit_fold
from core.offline.manifest import Manifest
from core.offline.run_folder import begin_run, new_run
from core.offline.token_sources import FreshTokens, StoredTokens
from support import fits
from support.small_study import key_of, small_encoder, study, views_of


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return study(tmp_path_factory.mktemp("study"), subjects=2)


def test_online_training_changes_no_bit_of_the_encoder(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    before = {name: tensor.clone() for name, tensor in computation.encoder.state_dict().items()}
    views = views_of(encoder, augmentation="paper", epochs=2, batch=2)
    key = key_of(encoder, views)
    run = new_run(tmp_path / "run", manifest, views.recipe, key, 0, "32-true")
    begin_run(run)
    source = FreshTokens(views, computation, key.grid, threads=2)
    curve = fit_fold(fits.fabric(), run, FoldData(0, manifest.training(0), ()), source, Task("training", None))
    assert len(curve) == 2
    assert run.probe(0).exists()
    after = computation.encoder.state_dict()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    assert all(parameter.grad is None for parameter in computation.encoder.parameters())


def test_every_epoch_has_views_of_its_own_and_the_same_ones_again(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    views = views_of(encoder, augmentation="paper")
    source = FreshTokens(views, computation, encoder.config.grid, threads=2)
    videos = manifest.videos[:2]
    first, second = source.tokens(videos, 0), source.tokens(videos, 1)
    assert first.shape == (2, 8, 128, 192)
    assert not torch.allclose(first, second, atol=1e-3)
    assert torch.equal(source.tokens(videos, 1), second)
    assert torch.equal(source.tokens(videos[::-1], 0), first.flip(0))


def test_the_store_holds_what_the_first_epochs_would_have_made(manifest: Manifest, tmp_path: Path) -> None:
    from core.offline.extraction import extract

    encoder, computation = small_encoder(tmp_path)
    views = views_of(encoder, augmentation="paper")
    with FeatureStore.writing(tmp_path / "store", key_of(encoder, views)) as store:
        extract(manifest.videos[:1], 2, views, computation, store)
        fresh = FreshTokens(views, computation, encoder.config.grid)
        for view in (0, 1):
            made = fresh.tokens(manifest.videos[:1], view)[0]
            assert torch.equal(store.read(manifest.videos[0].sha256, view), made.bfloat16())
    stored = StoredTokens(store, 2).tokens(manifest.videos[:1], 0)
    assert stored.shape == (1, 8, 128, 192)


def test_a_video_that_is_gone_stops_an_online_training_with_its_name(manifest: Manifest, tmp_path: Path) -> None:
    encoder, computation = small_encoder(tmp_path)
    source = FreshTokens(views_of(encoder), computation, encoder.config.grid)
    gone = replace(manifest.videos[0], path=tmp_path / "gone.avi")
    with pytest.raises(DataError, match=r"gone\.avi: there is no such file"):
        source.tokens([gone], 0)

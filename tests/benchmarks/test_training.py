"""The training benchmark's arithmetic: as many passes of the encoder as are really made."""

from pathlib import Path

from benchmarks.training import encoder_passes
from core.model.computation import Computation
from core.model.progress import Task
from core.offline.extraction import extract
from core.offline.feature_store import FeatureStore
from core.offline.fit import FoldData, fit_fold
from core.offline.run_folder import new_run
from core.offline.token_sources import FreshTokens
from support import fits
from support.small_study import key_of, small_encoder, study, views_of


def test_passes_of_the_encoder_are_as_many_as_are_counted(tmp_path: Path) -> None:
    manifest = study(tmp_path / "study", subjects=3, labels=("happy", "sad"))
    encoder, computation = small_encoder(tmp_path)
    counted = _Counting(computation)
    views = views_of(encoder, epochs=2, segments=3)
    key = key_of(encoder, views)
    with FeatureStore.writing(tmp_path / "store", key) as store:
        extract(manifest.videos, 1, views, counted, store)
    assert counted.clips == 3 * 6
    counted.clips = 0
    run = new_run(tmp_path / "run", manifest, views.recipe, key, 0, "32-true")
    for fold in manifest.folds:
        data = FoldData(fold, manifest.training(fold), ())
        fit_fold(fits.fabric(), run, data, FreshTokens(views, counted, key.grid), Task("training", None))
    assert counted.clips == encoder_passes(videos=6, folds=3, epochs=2, segments=3) == 72


class _Counting(Computation):
    def __init__(self, computation: Computation) -> None:
        super().__init__(computation.encoder, computation.device, computation.precision)
        self.clips = 0

    def tokens(self, inputs):
        self.clips += len(inputs)
        return super().tokens(inputs)

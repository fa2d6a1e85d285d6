"""The training loop: how often it waits for features, and what it keeps in memory. Run in a process of its own."""

import hashlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import child
from benchmarks.table import Result, Row

BUSY, GROWTH_MB = 0.8, 20.0
SIZES = (100, 400)  # videos
EPOCHS = 3


def measure(environment: Mapping[str, str]) -> Result:
    """A row for the waiting, one for memory, and one for reading alone."""
    small, large = (child.run("benchmarks.training_loop", n, environment=environment, timeout=1800) for n in SIZES)
    busy = 1 - large["data_wait"]
    growth = large["rss_mb"] - small["rss_mb"]
    rows = [
        Row("Training loop: busy", f"{busy:.1%} of the time", f"≥ {BUSY:.0%}", busy >= BUSY),
        Row(
            f"Training loop: memory, {SIZES[1]} videos against {SIZES[0]}",
            f"{growth:+.1f} MB ({large['store_mb']:.0f} MB of features against {small['store_mb']:.0f})",
            f"≤ {GROWTH_MB:.0f} MB",
            growth <= GROWTH_MB,
        ),
        Row("Reading features alone", f"{large['read_mb_per_s']:.0f} MB/s (ViT-H/16 224: 32 MB a video and view)"),
    ]
    note = (
        f"Training loop: {SIZES[1]} videos of made-up features as a small encoder gives them (8 clips, 288 tokens "
        f"of 192, bf16), attentive probe, joint, batch 8, fp32 on the CPU, epoch {EPOCHS}. Memory: resident "
        "set of the process at the end of training. Reading: when the files are in the system's cache."
    )
    return Result(rows, [note])


def run(videos: int) -> dict[str, float]:
    """Trains on so many made-up videos."""
    import psutil
    import torch
    from lightning_fabric import Fabric

    from core.model.progress import Task
    from core.offline.feature_store import FeatureKey, FeatureStore
    from core.offline.fit import FoldData, fit_fold
    from core.offline.manifest import Manifest, Video
    from core.offline.recipe import Recipe
    from core.offline.run_folder import new_run
    from core.offline.token_sources import StoredTokens

    recipe = Recipe("benchmark", augmentation="none", epochs=EPOCHS, precision="32-true")
    key = FeatureKey("ab" * 32, "", "fp32", "centre", None, 96, "as-run", "none", 8, 0, (8, 6, 6), 192, "bf16", 3)
    labels = ("angry", "happy", "sad", "fear")
    with TemporaryDirectory(prefix="fer-bench-") as folder:
        there = [
            Video(Path(str(n)), "", str(n), labels[n % 4], n % 2, sha256=hashlib.sha256(b"%d" % n).hexdigest())
            for n in range(videos)
        ]
        with FeatureStore.writing(Path(folder, "features"), key) as store:
            for video in there:
                store.append(video.sha256, 0, torch.randn(key.shape))
        store = FeatureStore.open(Path(folder, "features"))
        manifest = Manifest(Path(folder, "manifest.csv"), tuple(there), "")
        training = new_run(Path(folder, "run"), manifest, recipe, key, 1, "32-true")
        fabric = Fabric(accelerator="cpu", devices=1)
        fabric.launch()
        curve = fit_fold(
            fabric, training, FoldData(0, tuple(there), ()), StoredTokens(store, 1), Task("training", None)
        )
        rss = psutil.Process().memory_info().rss / 1e6
        began = time.perf_counter()
        for video in there:
            store.read(video.sha256, 0)
        seconds = time.perf_counter() - began
    return {
        "data_wait": curve[-1].data_wait,
        "rss_mb": rss,
        "store_mb": videos * key.record_bytes / 1e6,
        "read_mb_per_s": videos * key.record_bytes / 1e6 / seconds,
    }


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))

"""The frame indices that the public code picks, for every video length that the reference lists."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.clips.sampling import evaluation_clips, training_clips


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict]:
    return json.loads((shared / "reference/goldens/clip_sampling.json").read_text())


def test_evaluation_clips_equal_the_public_code(cases: list[dict]) -> None:
    for case in cases:
        clips = evaluation_clips(case["num_frames"])
        assert len(clips) == case["evaluation_clip_count"]
        if case["evaluation_clips"] is not None:
            np.testing.assert_array_equal(clips, case["evaluation_clips"], err_msg=f"{case['num_frames']} frames")


def test_evaluation_indices_are_listed_for_short_and_long_videos(cases: list[dict]) -> None:
    lengths = {case["num_frames"] for case in cases if case["evaluation_clips"] is not None}
    assert min(lengths) < 64 < max(lengths)


@pytest.mark.parametrize(("column", "seed"), [("train_8_segments_seed_None", None), ("train_8_segments_seed_0", 0)])
def test_training_clips_equal_the_public_code(cases: list[dict], column: str, seed: int | None) -> None:
    for case in cases:
        rng = None if seed is None else np.random.RandomState(seed)
        clips = training_clips(case["num_frames"], rng=rng)
        # The public code yields -1 for a 1-frame video, a bug; its only frame is 0.
        expected = np.zeros((8, 16)) if case["num_frames"] == 1 else case[column]
        np.testing.assert_array_equal(clips, expected, err_msg=f"{case['num_frames']} frames")

"""Clips of files: which frames, and that they are cut as everywhere else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from core.clips.sampling import evaluation_clips, random_clips, training_clips
from core.clips.transform import centre_view, normalised
from core.errors import DataError, SourceError
from core.offline.video_clips import Cut, TrainingFrames, every_clip
from core.pipeline import Pipeline
from support.small_inputs import video
from support.tiny_predictors import predictor

CENTRE = Cut("centre", 32)


def pictures(path: Path) -> np.ndarray:
    source, frames = VideoFile(path), []
    while frame := source.read():
        frames.append(frame.image)
    source.close()
    return np.stack(frames)


@pytest.mark.parametrize("rule", ["as-run", "paper"])
@pytest.mark.parametrize("frames", [1, 8, 60, 61, 64, 65, 70])
def test_every_clip_of_the_rule_is_there_once_and_in_order(rule: str, frames: int, tmp_path: Path) -> None:
    path = video(tmp_path / "video.avi", frames)
    whole = pictures(path)
    assert len(whole) == frames
    expected = evaluation_clips(frames, rule)
    clips = list(every_clip(path, CENTRE, rule))
    assert [clip.start for clip in clips] == list(range(len(expected)))
    for clip, indices in zip(clips, expected, strict=True):
        assert np.array_equal(normalised(clip.images), centre_view(whole[indices], 32))


def test_training_clips_are_the_chosen_frames_even_when_the_count_was_wrong(tmp_path: Path) -> None:
    path = video(tmp_path / "video.avi", 90)
    whole = pictures(path)
    for expected in (90, 80, 0):
        frames = TrainingFrames(path, CENTRE, training_clips, expected)
        assert frames.count == 90
        assert np.array_equal(frames.clips, training_clips(90))
        assert np.array_equal(frames.clip(frames.clips[3]), whole[frames.clips[3]])


def test_random_clips_start_anywhere_and_stay_inside() -> None:
    clips = random_clips(100, 200, np.random.RandomState(0))
    assert set(clips[:, 0]) == set(range(40))
    assert (np.diff(clips) == 4).all()
    assert random_clips(30, 2)[1].tolist() == [0, 4, 8, 12, 16, 20, 24, 28, *[29] * 8]
    assert random_clips(69, 3)[:, 0].tolist() == [0, 4, 8]


def test_the_face_view_is_the_one_of_the_window(shared: Path) -> None:
    """Crops of the same face with the same box, as the pipeline gives them to the encoder."""
    path = shared / "videos/crema_d/1001_DFA_ANG_XX.flv"
    scored: list[np.ndarray] = []
    model = predictor(resolution=32)
    model.posteriors = lambda clips: scored.extend(clips) or np.full((len(clips), 3), 1 / 3, np.float32)
    source = VideoFile(path)
    pipeline = Pipeline(model, source.info, hop=1)
    while frame := source.read():
        pipeline.ingest(frame)
        pipeline.poll()
    pipeline.close()
    source.close()
    clips = list(every_clip(path, Cut("face", 32, model.card.margin), "as-run"))
    assert len(clips) > 1
    assert {clip.face_id for clip in clips} == {1}
    for mine, live in zip(clips, scored, strict=False):
        assert np.array_equal(mine.images, live)


def test_a_video_without_a_face_cannot_train_a_face_view(shared: Path) -> None:
    with pytest.raises(DataError, match="no face was found"):
        TrainingFrames(shared / "videos/pyfeat/no_face.mp4", Cut("face", 32), training_clips, 95)


def test_a_face_in_training_is_cut_out_as_in_evaluation(shared: Path) -> None:
    path, how = shared / "videos/crema_d/1001_DFA_HAP_XX.flv", Cut("face", 64)
    evaluated = next(every_clip(path, how, "as-run"))
    frames = TrainingFrames(path, how, evaluation_clips, 66)
    assert np.array_equal(frames.clip(frames.clips[0]), evaluated.images)


def test_a_file_that_is_no_video_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(SourceError, match="no video in this file"):
        next(every_clip(tmp_path / "text.mp4", replace(CENTRE), "paper"))

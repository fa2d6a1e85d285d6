"""The one path: frames in, readings out."""

from contextlib import closing

import numpy as np
import pytest

from core.capture import open_source
from core.capture.synthetic import SyntheticSource
from core.clips.sampling import clip_offsets, evaluation_clips
from core.face.geometry import square_box
from core.model import Predictor, load_bundle
from core.pipeline import Pipeline
from core.types import Frame, Reading, SourceInfo, Status
from core.voting import posterior_vote
from support.small_inputs import tiny_bundle


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Predictor:
    """A real predictor of the whole picture, small enough for hundreds of clips."""
    return load_bundle(tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny"))


@pytest.fixture(scope="module")
def starter() -> Predictor:
    return load_bundle("starter")


def in_turn(pipeline: Pipeline, source) -> list[Reading]:
    readings = []
    while (frame := source.read()) is not None:
        pipeline.ingest(frame)
        readings += pipeline.poll()
    return readings + pipeline.finish()


def noise(index: int) -> np.ndarray:
    return np.random.default_rng(index).integers(0, 256, (24, 32, 3), dtype=np.uint8)


def analysed(predictor: Predictor, path, **settings) -> list[Reading]:
    with closing(open_source(path)) as source, closing(Pipeline(predictor, source.info, **settings)) as pipeline:
        return in_turn(pipeline, source)


def test_hop_one_gives_the_published_clips_and_their_posteriors(centre):
    source = SyntheticSource(noise, fps=29.97, frames=80)
    readings = in_turn(Pipeline(centre, source.info, hop=1), source)

    published = evaluation_clips(80)
    frames = [noise(index) for index in range(80)]
    expected = centre.posteriors([np.stack([frames[index] for index in clip]) for clip in published])
    assert [reading.first_frame for reading in readings[: len(published)]] == list(published[:, 0])
    assert [reading.last_frame for reading in readings[: len(published)]] == list(published[:, -1])
    ours = np.stack([reading.posterior for reading in readings[: len(published)]])
    assert np.abs(ours - expected).max() < 1e-5


@pytest.mark.parametrize("fps", [5, 12.5, 15, 23.976, 30, 60, 240])
def test_clips_cover_the_same_time_at_every_frame_rate(centre, fps):
    source = SyntheticSource(noise, fps=fps, frames=int(4 * fps))
    readings = in_turn(Pipeline(centre, source.info, hop=15), source)
    tolerance = 0.5 / min(fps, 60) + 0.02
    assert len(readings) >= 3
    for reading in readings:
        assert reading.end - reading.start == pytest.approx(63 / 30, abs=2 * tolerance)
    starts = [reading.start for reading in readings]
    assert starts == pytest.approx([index * 0.5 for index in range(len(starts))], abs=tolerance)


def test_the_vote_is_the_posterior_vote_of_the_last_clips(centre):
    source = SyntheticSource(noise, fps=30, frames=120)
    readings = in_turn(Pipeline(centre, source.info, hop=4, window=3), source)
    posteriors = np.stack([reading.posterior for reading in readings])
    for index, reading in enumerate(readings):
        assert reading.vote == pytest.approx(posterior_vote(posteriors[max(0, index - 2) : index + 1]), abs=1e-6)


def test_hop_and_window_change_while_running(centre):
    source = SyntheticSource(noise, fps=30, frames=200)
    pipeline = Pipeline(centre, source.info, hop=4, window=8)
    readings: list[Reading] = []
    while (frame := source.read()) is not None:
        if frame.index == 100:
            pipeline.hop, pipeline.window = 10, None
        pipeline.ingest(frame)
        readings += pipeline.poll()
    steps = np.diff([reading.first_frame for reading in readings])
    assert set(steps[:8]) == {4}
    assert set(steps[10:]) == {10}
    with pytest.raises(ValueError, match="window"):
        pipeline.window = 0
    with pytest.raises(ValueError, match="hop"):
        pipeline.hop = 0


def test_a_slow_model_skips_clips_and_counts_them(centre):
    source = SyntheticSource(noise, fps=30, frames=160)
    pipeline = Pipeline(centre, source.info, hop=4)
    readings: list[Reading] = []
    while (frame := source.read()) is not None:
        pipeline.ingest(frame)
        if frame.index % 20 == 19:  # the model is ready only now and then
            readings += pipeline.poll()
    assert all(frame.last_frame >= 63 for frame in readings)
    assert pipeline.skipped > 0
    assert readings[-1].clip_index + 1 == len(readings) + pipeline.skipped
    assert 159 - readings[-1].last_frame < 4  # the newest complete clip, not the oldest one waiting


@pytest.mark.parametrize("frames", [1, 2, 17, 63])
def test_a_video_shorter_than_a_clip_is_scored_once_by_the_padding_rule(centre, frames):
    source = SyntheticSource(noise, fps=30, frames=frames)
    readings = in_turn(Pipeline(centre, source.info), source)
    clip = np.stack([noise(index) for index in evaluation_clips(frames)[0]])
    assert len(readings) == 1
    assert readings[0].posterior == pytest.approx(centre.posteriors([clip])[0], abs=1e-5)


def test_a_new_resolution_never_mixes_with_the_old_one(centre):
    info = SourceInfo("camera", "camera", 32, 24, 30)
    pipeline = Pipeline(centre, info)
    readings: list[Reading] = []
    for index in range(200):
        size = (24, 32, 3) if index < 100 else (48, 64, 3)
        pipeline.ingest(Frame(np.zeros(size, np.uint8), index, index / 30))
        readings += pipeline.poll()
    assert all(reading.last_frame < 100 or reading.first_frame >= 100 for reading in readings)
    assert readings[-1].last_frame > 190


def test_a_scene_that_was_away_for_long_starts_a_new_vote(centre):
    pipeline = Pipeline(centre, SourceInfo("camera", "camera", 32, 24, 30), window=None)
    readings: list[Reading] = []
    for index in range(160):
        gap = 0.0 if index < 80 else 5.0  # the camera was unplugged
        pipeline.ingest(Frame(noise(index), index, index / 30 + gap))
        readings += pipeline.poll()
    first_after = next(reading for reading in readings if reading.first_frame >= 80)
    assert first_after.vote == pytest.approx(first_after.posterior)
    assert not any(reading.first_frame < 80 <= reading.last_frame for reading in readings)


def test_a_run_is_repeatable(starter, shared):
    path = shared / "videos/pyfeat/single_face.mp4"
    first, second = analysed(starter, path), analysed(starter, path)
    assert len(first) == len(second) > 0
    for one, other in zip(first, second, strict=True):
        assert (one.box, one.start, one.end, one.face_id) == (other.box, other.start, other.end, other.face_id)
        assert np.array_equal(one.posterior, other.posterior)


def test_a_video_without_a_face_gives_no_reading_at_all(starter, shared):
    readings = analysed(starter, shared / "videos/pyfeat/no_face.mp4")
    assert readings
    assert {reading.status for reading in readings} == {Status.NO_FACE}
    assert all(reading.posterior is None and reading.face_id is None for reading in readings)


def test_faces_that_leave_stop_being_scored(starter, shared):
    readings = analysed(starter, shared / "videos/pyfeat/face_noface.mov")
    scored = [reading for reading in readings if reading.status is Status.SCORED]
    assert scored
    assert readings[-1].status is Status.NO_FACE
    assert max(reading.end for reading in scored) < 5.0  # the cartoon begins before


def test_a_clip_is_cut_with_one_steady_square_in_source_pixels(starter, shared):
    path = shared / "videos/openwillis/baseline.mp4"  # 1920 wide: smaller in the ring
    with closing(open_source(path)) as source, closing(Pipeline(starter, source.info)) as pipeline:
        boxes, readings = {}, []
        while (frame := source.read()) is not None:
            boxes[frame.index] = [face.box for face in pipeline.ingest(frame)]
            readings += pipeline.poll()
    reading = readings[-1]
    used = [boxes[reading.first_frame + offset] for offset in clip_offsets()]
    expected = square_box([found[0] for found in used if found], starter.card.margin)
    assert reading.box.w == reading.box.h == pytest.approx(expected.w, rel=0.01)
    assert reading.box.x == pytest.approx(expected.x, abs=3)
    assert reading.box.y == pytest.approx(expected.y, abs=3)


@pytest.mark.parametrize("frames", [1, 2])
def test_a_face_in_a_video_of_one_or_two_frames_is_scored(starter, shared, frames):
    with closing(open_source(shared / "videos/pyfeat/single_face.mp4")) as video:
        pictures = [video.read().image for _ in range(frames)]
    source = SyntheticSource(pictures)
    with closing(Pipeline(starter, source.info)) as pipeline:
        readings = in_turn(pipeline, source)
    assert [reading.status for reading in readings] == [Status.SCORED]


def test_an_interruption_is_crossed_by_no_clip_and_begins_the_votes_anew(centre):
    pipeline = Pipeline(centre, SourceInfo("camera", "camera", 32, 24, 30), window=None)
    readings: list[Reading] = []
    for index in range(170):
        if index == 80:
            pipeline.interrupt()  # the computer slept: the time stamps show nothing of it
        pipeline.ingest(Frame(noise(index), index, index / 30))
        readings += pipeline.poll()
    first_after = next(reading for reading in readings if reading.first_frame >= 80)
    assert first_after.first_frame == 80
    assert first_after.vote == pytest.approx(first_after.posterior)
    assert not any(reading.first_frame < 80 <= reading.last_frame for reading in readings)


@pytest.mark.parametrize(("kind", "tries"), [("file", 2), ("camera", 1)])
def test_a_clip_that_fails_is_tried_again_only_in_a_file(centre, monkeypatch, kind, tries):
    pipeline = Pipeline(centre, SourceInfo("source", kind, 32, 24, 30))
    failures = []

    def fail(clips):
        failures.append(clips)
        raise ZeroDivisionError

    for index in range(64):
        pipeline.ingest(Frame(noise(index), index, index / 30))
    monkeypatch.setattr(centre, "posteriors", fail)
    for _ in range(tries):
        with pytest.raises(ZeroDivisionError):
            pipeline.poll()
    assert len(failures) == tries
    assert pipeline.poll() == []  # it is passed over
    assert pipeline.scoring_since is None


def test_a_file_s_clip_that_failed_once_is_not_lost(centre, monkeypatch):
    pipeline = Pipeline(centre, SourceInfo("source", "file", 32, 24, 30))
    for index in range(64):
        pipeline.ingest(Frame(noise(index), index, index / 30))
    with monkeypatch.context() as context:
        context.setattr(centre, "posteriors", lambda clips: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pipeline.poll()
    assert [reading.clip_index for reading in pipeline.poll()] == [0]


def test_clips_that_are_scored_together_give_the_same_readings(starter, shared, monkeypatch):
    path = shared / "videos/pyfeat/face_noface.mov"
    alone = analysed(starter, path, hop=8)
    sizes, whole = [], Predictor.posteriors
    monkeypatch.setattr(Predictor, "posteriors", lambda self, clips: [sizes.append(len(clips)), whole(self, clips)][1])
    together = analysed(starter, path, hop=8, batch=3)
    assert len(sizes) < len(alone)
    assert [(one.clip_index, one.status, one.face_id) for one in together] == [
        (one.clip_index, one.status, one.face_id) for one in alone
    ]
    for one, other in zip(together, alone, strict=True):
        if one.posterior is not None:
            assert one.posterior == pytest.approx(other.posterior, abs=1e-5)
            assert one.vote == pytest.approx(other.vote, abs=1e-5)

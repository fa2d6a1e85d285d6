"""From overlapping clips to stretches of time that do not overlap."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.exports.label_runs import LabelRun, label_runs, on_the_video
from core.sessions.record import Session
from core.types import Reading
from support.sessions import LABELS, make_session, no_face, scored, with_readings

HOP_S = 4 / 30
NOTHING = make_session(seconds=0)


def runs_of(*readings: Reading, session: Session = NOTHING) -> list[tuple[str, int, int]]:
    """(label, begin_ms, end_ms) of each run."""
    runs = label_runs(with_readings(session, readings))
    return [(LABELS[run.label], run.begin_ms, run.end_ms) for run in runs]


def at_hop(first: int, *labels: str, face_id: int | None = 1) -> list[Reading]:
    """Readings of clips one hop apart, from position `first` of the grid on."""
    return [scored(clip, clip * HOP_S, label, face_id=face_id) for clip, label in enumerate(labels, first)]


def test_a_run_reaches_half_a_hop_beyond_the_centres_of_its_clips() -> None:
    # centres at 1.050, 1.183, 1.317 s
    assert runs_of(*at_hop(0, "happy", "happy", "happy")) == [("happy", 983, 1383)]


def test_where_the_label_changes_one_run_begins_where_the_other_ends() -> None:
    assert runs_of(*at_hop(0, "happy", "happy", "sad", "happy")) == [
        ("happy", 983, 1250),
        ("sad", 1250, 1383),
        ("happy", 1383, 1517),
    ]


def test_a_clip_without_a_face_interrupts_a_run() -> None:
    readings = [*at_hop(0, "happy"), no_face(1, HOP_S), *at_hop(2, "happy")]
    assert runs_of(*readings) == [("happy", 983, 1117), ("happy", 1250, 1383)]


def test_a_face_that_is_away_while_another_stays_has_a_gap() -> None:
    other = at_hop(0, "sad", "sad", "sad", face_id=2)
    readings = [other[0], *at_hop(0, "happy"), other[1], other[2], *at_hop(2, "happy")]
    assert runs_of(*readings)[:2] == [("happy", 983, 1117), ("happy", 1250, 1383)]


def test_clips_that_a_slow_model_skipped_now_and_then_leave_gaps() -> None:
    assert len(runs_of(*at_hop(0, "happy", "happy", "happy"), *at_hop(5, "happy", "happy", "happy"))) == 2


def test_nothing_bridges_a_pause() -> None:
    late = [scored(2, 30.0, "happy"), scored(3, 30.0 + HOP_S, "happy")]  # the grid begins anew: the next position
    assert runs_of(*at_hop(0, "happy", "happy"), *late) == [("happy", 983, 1250), ("happy", 30983, 31250)]


def test_a_hop_that_was_made_longer_on_the_way_leaves_no_gaps() -> None:
    slow = [scored(2 + step, 2 * HOP_S + step * 0.4, "happy") for step in range(3)]
    assert len(runs_of(*at_hop(0, "happy", "happy"), *slow)) == 1


def test_clips_that_fall_between_the_frames_of_a_slow_video_leave_no_gaps() -> None:
    at_12_5_fps = [scored(clip, clip / 30, "happy") for clip in (0, 2, 4, 7, 9, 12, 14)]
    assert len(runs_of(*at_12_5_fps)) == 1


def test_where_the_hop_is_longer_than_a_clip_what_nobody_looked_at_stays_empty() -> None:
    session = replace(NOTHING, info=replace(NOTHING.info, settings={"hop": 120}))
    sparse = [scored(clip, clip * 4.0, "happy") for clip in range(2)]
    assert runs_of(*sparse, session=session) == [("happy", 0, 2100), ("happy", 4000, 6100)]


def test_a_video_of_one_picture_has_a_run_within_its_length() -> None:
    one = with_readings(NOTHING, [scored(0, 0.0, "sad", end=0.0)])
    one = replace(one, info=replace(one.info, duration_s=1 / 30))
    assert label_runs(one) == [LabelRun(1, LABELS.index("sad"), 0, 17, 1)]


def test_faces_have_runs_of_their_own_and_the_centre_view_has_those_of_nobody() -> None:
    readings = [*at_hop(0, "happy", "happy"), *at_hop(0, "sad", "sad", face_id=7)]
    both = label_runs(with_readings(NOTHING, sorted(readings, key=lambda one: one.start)))
    assert [(run.face_id, LABELS[run.label], run.readings) for run in both] == [(1, "happy", 2), (7, "sad", 2)]
    (whole,) = label_runs(with_readings(NOTHING, at_hop(0, "fear", face_id=None)))
    assert whole.face_id == 0


def test_the_label_is_the_votes_and_not_the_clips() -> None:
    reading = scored(0, 0.0, "happy")
    other = scored(0, 0.0, "sad")
    assert runs_of(replace(reading, vote=other.vote)) == [("sad", 983, 1117)]


def test_a_session_without_readings_has_no_runs() -> None:
    assert label_runs(NOTHING) == []


def test_on_the_clock_of_a_video_that_began_later_what_was_before_it_is_left_out() -> None:
    runs = [LabelRun(1, 0, 500, 900, 3), LabelRun(1, 1, 900, 2000, 8), LabelRun(1, 2, 2500, 2600, 1)]
    session = make_session(seconds=3, video_s=1.25)
    assert [(run.begin_ms, run.end_ms) for run in on_the_video(session, runs)] == [(0, 750), (1250, 1350)]
    assert on_the_video(make_session(seconds=3, video_s=1.25, path=""), runs) == runs


@st.composite
def any_readings(draw: st.DrawFn) -> list[Reading]:
    """Clips of any length at any distance, out of order, of two faces."""
    steps = draw(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 4), st.floats(0, 2.2)), max_size=30))
    readings, clip, start = [], 0, 0.0
    for skipped, apart, length in steps:
        clip, start = clip + skipped, start + apart
        label, face = draw(st.sampled_from(LABELS[:3])), draw(st.integers(1, 2))
        readings.append(scored(clip, start, label, end=start + length, face_id=face))
    return draw(st.permutations(readings))


@given(any_readings(), st.sampled_from([None, 1, 4, 90]))
def test_runs_never_overlap_never_leave_the_session_and_say_what_was_read(
    readings: list[Reading], hop: int | None
) -> None:
    session = with_readings(NOTHING, readings)
    session = replace(session, info=replace(session.info, settings={"hop": hop}))
    runs = label_runs(session)
    for run in runs:
        assert 0 <= run.begin_ms < run.end_ms <= round(session.info.duration_s * 1000)
        centres = [
            (one.start + one.end) * 500
            for one in readings
            if one.face_id == run.face_id and int(one.vote.argmax()) == run.label  # type: ignore[union-attr]
        ]
        inside = [centre for centre in centres if run.begin_ms - 1 <= centre <= run.end_ms + 1]
        assert len(inside) >= run.readings
        # Whatever happened, no run goes on where two clips do not even touch.
        assert all(after - before <= 2201 for before, after in pairwise(sorted(inside)))
    for face in (1, 2):
        of_face = [run for run in runs if run.face_id == face]
        assert all(before.end_ms <= after.begin_ms for before, after in pairwise(of_face))

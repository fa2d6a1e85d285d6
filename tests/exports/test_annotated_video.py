"""The annotated video: every picture at its time, its sound, and on each what the session says at that moment."""

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from core.capture import open_source
from core.capture.video_file import VideoFile
from core.errors import Cancelled, OutputError, SourceError
from core.exports import export
from core.exports.annotations import Annotator
from core.model import load_bundle
from core.pipeline import Pipeline
from core.sessions.record import FaceTracks, Session, table_of
from core.types import Frame
from support.disks import full_disk
from support.memory import at_most
from support.open_files import refuse_what_is_open
from support.sessions import make_session
from support.videos import make_video, run_ffmpeg

H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast")
GREY = np.full((360, 640, 3), 128, np.uint8)


def session_of(video: Path, *, seconds: float = 4.0, **changes: object) -> Session:
    """A session of this video; its faces have nothing to do with what is to be seen in it."""
    given = {"faces": 1, "gaps": (), "tracks": True} | changes
    session = make_session(path=str(video), seconds=seconds, **given)  # type: ignore[arg-type]
    return replace(session, info=replace(session.info, digest=hashlib.sha256(video.read_bytes()).hexdigest()))


def annotated(video: Path, session: Session | None = None, **changes: object) -> Path:
    return export(session or session_of(video, **changes), "video", video.with_name("result.mp4"), force=True)


def frames_of(video: Path) -> list[Frame]:
    with closing(VideoFile(video)) as source:
        return list(iter(source.read, None))


def with_sound(path: Path, *sound: object, picture: Sequence[object] = (), late: Sequence[object] = ()) -> Path:
    """Two seconds of pictures, and a tone that changes all the time. late: options of the tone's input."""
    tone = "aevalsrc='0.5*sin(2*PI*(300+200*t)*t)':sample_rate=44100:duration=2"
    pattern = "testsrc=size=320x240:rate=30:duration=2"
    streams = ("-f", "lavfi", *picture, "-i", pattern, "-f", "lavfi", *late, "-i", tone)
    run_ffmpeg(*streams, *H264, *sound, path)
    return path


def sound_of(video: Path) -> tuple[float, np.ndarray]:
    """When the sound begins, in seconds from the first picture, and its samples (n,), one channel."""
    with av.open(str(video)) as source:
        first_s = next(source.decode(video=0)).time
    with av.open(str(video)) as source:
        resampler, pieces, begins = av.AudioResampler("flt", "mono", 44100), [], None
        for frame in source.decode(audio=0):
            begins = frame.time if begins is None else begins
            pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    return begins - first_s, np.concatenate(pieces)


def packets_of(video: Path) -> list[bytes]:
    with av.open(str(video)) as source:
        return [bytes(packet) for packet in source.demux(audio=0) if packet.size]


def lag(video: Path, result: Path) -> float:
    """By how many seconds the same sound comes later in the second file, both counted from their first pictures."""
    (began, one), (begins, other) = sound_of(video), sound_of(result)
    length = min(len(one), len(other))
    spectra = [np.fft.rfft(samples[:length], 2 * length) for samples in (one, other)]
    best = int(np.argmax(np.fft.irfft(spectra[1] * spectra[0].conj())))  # where they are most alike
    return (best - 2 * length if best > length else best) / 44100 + begins - began


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(H, W) of the largest difference of the three colours."""
    return np.abs(one.astype(int) - other.astype(int)).max(axis=2)


def test_every_picture_is_there_at_its_time_although_the_rate_varies(tmp_path):
    video = tmp_path / "varying.mp4"
    pattern = "testsrc=size=320x240:rate=30:duration=3,select='lt(n,30)+not(mod(n,4))*gt(n,44)'"
    run_ffmpeg("-f", "lavfi", "-i", pattern, "-vsync", "vfr", *H264, video)
    before, after = frames_of(video), frames_of(annotated(video))
    assert [frame.time for frame in after] == pytest.approx([frame.time for frame in before], abs=0.001)
    assert len(after) == 41
    assert np.diff([frame.time for frame in after]).max() > 0.4  # the half second without a picture
    for one, other in zip(before, after, strict=True):
        assert np.median(difference(one.image, other.image)) < 12  # the same picture, but for what is drawn


def test_it_begins_with_its_index_and_is_h264_that_everything_plays(tmp_path):
    result = annotated(make_video(tmp_path / "video.mp4", size=(320, 240), frames=20, options=H264))
    with av.open(str(result)) as made:
        stream = made.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.duration * stream.time_base) == pytest.approx(20 / 30, abs=0.002)  # the last one is seen
    content = result.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("size", "expected"),
    [((640, 360), (640, 360)), ((321, 241), (322, 242)), ((176, 144), (352, 288)), ((64, 48), (320, 240))],
)
def test_sizes_stay_unless_they_are_odd_or_too_small_for_letters(tmp_path, size, expected):
    result = annotated(make_video(tmp_path / "video.avi", size=size, frames=3, options=("-c:v", "mjpeg")))
    assert {frame.image.shape[1::-1] for frame in frames_of(result)} == {expected}


def test_a_turned_video_is_upright_and_has_no_tag(tmp_path):
    plain = make_video(tmp_path / "plain.mp4", size=(640, 320), frames=5, options=H264)
    turned = tmp_path / "turned.mp4"
    run_ffmpeg("-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned)
    result = annotated(turned)
    with av.open(str(result)) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (320, 640)
    before, after = frames_of(turned), frames_of(result)
    assert np.median(difference(before[0].image, after[0].image)) < 12


@pytest.mark.parametrize(("turned", "expected"), [(False, "16/15"), (True, "15/16")])
def test_pixels_that_are_not_square_stay_so(tmp_path, turned, expected):
    options = (*H264, "-aspect", "16:12")
    video = make_video(tmp_path / "tape.mp4", size=(360, 288), frames=3, options=options)
    if turned:
        run_ffmpeg("-i", video, "-c", "copy", "-metadata:s:v:0", "rotate=90", tmp_path / "turned.mp4")
        video = tmp_path / "turned.mp4"
    with av.open(str(annotated(video))) as made:
        assert str(made.streams.video[0].sample_aspect_ratio) == expected


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "aac"), ("a.mp4", "libmp3lame"), ("a.mkv", "libopus"), ("a.ts", "aac"), ("a.flv", "aac")],
)
def test_sound_that_mp4_takes_is_copied(tmp_path, name, codec):
    video = with_sound(tmp_path / name, "-c:a", codec)
    result = annotated(video)
    copied, original = packets_of(result), packets_of(video)
    if name.endswith(".ts"):  # its packets have headers that mp4 puts elsewhere
        original = [packet[7:] for packet in original]
    assert copied == original
    assert lag(video, result) == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize(("name", "codec"), [("a.avi", "pcm_s16le"), ("a.mkv", "libvorbis"), ("a.mov", "pcm_u8")])
def test_other_sound_becomes_aac_of_the_same_length(tmp_path, name, codec):
    video = with_sound(tmp_path / name, "-c:a", codec)
    result = annotated(video)
    with av.open(str(result)) as made:
        assert made.streams.audio[0].codec_context.name == "aac"
    assert lag(video, result) == pytest.approx(0, abs=0.001)
    (_, heard), (_, sounded) = sound_of(result), sound_of(video)
    assert len(heard) == pytest.approx(len(sounded), abs=2 * 1024)  # AAC comes in pieces of 1024


@pytest.mark.parametrize("codec", ["aac", "pcm_s16le"])
@pytest.mark.parametrize("late", [{"late": ("-itsoffset", 0.5)}, {"picture": ("-itsoffset", 0.5)}])
def test_sound_that_begins_at_another_time_stays_in_time(tmp_path, codec, late):
    video = with_sound(tmp_path / "shifted.mkv", "-c:a", codec, **late)
    result = annotated(video)
    assert abs(sound_of(video)[0]) == pytest.approx(0.5, abs=0.05)
    assert lag(video, result) == pytest.approx(0, abs=0.001)


def test_a_video_without_sound_stays_silent(tmp_path):
    result = annotated(make_video(tmp_path / "silent.mp4", frames=5, options=H264))
    with av.open(str(result)) as made:
        assert not made.streams.audio


def test_the_box_is_drawn_where_the_face_was_tracked_and_in_the_colour_of_the_vote(tmp_path):
    video = make_video(tmp_path / "video.mp4", size=(640, 360), frames=100, options=H264)
    session = session_of(video)
    session = replace(
        session, tracks=FaceTracks(np.array([90]), np.array([1]), np.array([[400, 200, 80, 80]], np.float32))
    )
    before, after = frames_of(video), frames_of(annotated(video, session))
    changed = [difference(one.image, other.image) > 60 for one, other in zip(before, after, strict=True)]
    assert changed[90][210:270, 398:403].any(axis=1).all()  # its left edge
    assert not changed[90][210:270, 410:470].any()  # nothing covers the face itself
    assert not changed[89][180:290, 380:500].any()  # nobody was tracked in the picture before


def test_pictures_recorded_beside_a_session_have_the_sessions_time(tmp_path):
    video = tmp_path / "recorded.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "color=c=gray:size=640x360:rate=30", "-frames:v", 31, *H264, video)
    session = make_session(kind="camera", path=str(video), faces=1, gaps=(), video_s=4.0)
    frames, after = frames_of(video), frames_of(annotated(video, session))
    expected = Annotator(session, 640, 360).draw(frames[30].image, 30, 5.0)
    assert (difference(after[30].image, expected) > 60).mean() < 0.002
    at_another_time = Annotator(session, 640, 360).draw(frames[30].image, 30, 1.0)
    assert (difference(after[30].image, at_another_time) > 60).mean() > 0.01


def test_progress_grows_to_the_end(tmp_path):
    told = []
    video = make_video(tmp_path / "video.mp4", frames=10, options=H264)
    export(session_of(video), "video", tmp_path / "result.mp4", progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(set(told)) >= 10


def test_a_cancelled_export_leaves_nothing_and_holds_no_file(tmp_path, monkeypatch):
    video = with_sound(tmp_path / "video.mp4", "-c:a", "aac")
    refuse_what_is_open(monkeypatch)

    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(session_of(video), "video", tmp_path / "result.mp4", progress=stop)
    assert [file.name for file in tmp_path.iterdir()] == ["video.mp4"]
    video.unlink()


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    video = make_video(tmp_path / "video.mp4", size=(640, 360), frames=60, options=H264)
    small = tmp_path / "small"
    small.mkdir()
    with full_disk(small, "16k"):
        with pytest.raises(OutputError, match="no space left on device"):
            export(session_of(video), "video", small / "result.mp4")
        assert not list(small.iterdir())


def test_a_video_that_is_gone_is_said(tmp_path):
    video = make_video(tmp_path / "video.mp4", frames=3, options=H264)
    session = session_of(video)
    video.unlink()
    with pytest.raises(SourceError, match=r"the video of this session is not there") as caught:
        annotated(video, session)
    assert str(video) in str(caught.value)


def test_another_video_under_the_same_name_is_refused_unless_the_old_one_is_unknown(tmp_path):
    video = make_video(tmp_path / "video.mp4", frames=3, options=H264)
    session = session_of(video)
    make_video(video, frames=4, options=H264)
    with pytest.raises(SourceError, match="another file than the one that was analysed"):
        annotated(video, session)
    unknown = replace(session, info=replace(session.info, digest=""))
    assert len(frames_of(annotated(video, unknown))) == 4


def test_a_session_without_pictures_says_so(tmp_path):
    with pytest.raises(SourceError, match="no pictures of this session were kept"):
        export(make_session(kind="camera"), "video", tmp_path / "result.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("changes", [{"seconds": 0}, {"faces": 0}, {"view": "centre"}])
def test_a_session_without_faces_or_readings_still_gives_a_video(tmp_path, changes):
    video = make_video(tmp_path / "video.mp4", frames=5, options=H264)
    assert len(frames_of(annotated(video, **changes))) == 5


def test_pictures_are_not_gathered(tmp_path):
    video = make_video(tmp_path / "video.mp4", size=(640, 360), frames=150, options=H264)  # 100 MB of pictures
    session = session_of(video)
    annotated(video, session)  # fonts and libraries are in memory now
    with at_most(12_000_000):
        annotated(video, session)


def test_a_real_face_has_its_box_and_bars(shared, tmp_path):
    """The whole way: a recording, the starter bundle, tracks, votes."""
    video, readings, tracks = shared / "videos/pyfeat/single_face.mp4", [], []
    with closing(open_source(video)) as source, closing(Pipeline(load_bundle("starter"), source.info)) as pipeline:
        while (frame := source.read()) is not None:
            tracks += [(frame.index, face) for face in pipeline.ingest(frame)]
            readings += pipeline.poll()
        readings += pipeline.finish()
        labels = pipeline._predictor.labels
    session = make_session(path=str(video), faces=0, labels=labels)
    boxes = np.array([(face.box.x, face.box.y, face.box.w, face.box.h) for _, face in tracks], np.float32)
    numbers = np.array([face.face_id for _, face in tracks], np.int32)
    seen = FaceTracks(np.array([index for index, _ in tracks], np.int64), numbers, boxes)
    session = replace(session, info=replace(session.info, digest=""), readings=table_of(readings, labels), tracks=seen)
    result = export(session, "video", tmp_path / "result.mp4")
    before, after = frames_of(video), frames_of(result)
    assert [frame.time for frame in after] == pytest.approx([frame.time for frame in before], abs=0.001)
    assert packets_of(result) == packets_of(video)
    ((face, (left, top, width, height)),) = seen.at(70)
    assert face == 1
    changed = difference(before[70].image, after[70].image) > 60
    middle = slice(int(top + 0.2 * height), int(top + 0.8 * height))
    assert changed[middle, int(left) - 2 : int(left) + 5].any(axis=1).mean() > 0.9
    assert not changed[middle, int(left + 0.2 * width) : int(left + 0.8 * width)].any()

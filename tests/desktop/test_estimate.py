"""How long an analysis takes, before it begins."""

import pytest

from core.model import load_bundle
from core.model.speed import Speed, SpeedBook, setting_of
from core.types import SourceInfo
from fer_desktop.app import main
from fer_desktop.estimate import estimate, known_speed, shown_time
from support.small_inputs import tiny_bundle, video

MINUTE = SourceInfo("talk.mp4", "file", 640, 480, 30.0, 1800)


def test_a_slow_encoder_says_how_long_it_will_take():
    said = estimate(MINUTE, Speed(4.0), hop=4, view="face")
    assert said == (
        "about 30 min for 60 s of video with one face "
        "(this encoder needs 4 s for a clip here; a larger --hop is faster)"
    )
    assert estimate(MINUTE, Speed(4.0), hop=40, view="face").startswith("about 3 min")
    assert estimate(MINUTE, Speed(4.0, 8, 2.0), hop=4, view="face").startswith("about 15 min")


def test_faces_count_only_where_they_are_looked_for():
    assert estimate(MINUTE, Speed(4.0), hop=4, view="centre").startswith("about 30 min for 60 s of video (")


@pytest.mark.parametrize(
    "info", [SourceInfo("stream", "file", 640, 480, 30.0, None), SourceInfo("odd.avi", "file", 640, 480, 0.0, 1800)]
)
def test_nothing_is_said_of_a_video_whose_length_nobody_knows(info):
    assert estimate(info, Speed(4.0), hop=4, view="face") == ""


def test_nothing_is_said_when_it_is_faster_than_the_video():
    assert estimate(MINUTE, Speed(0.1), hop=4, view="face") == ""


def test_that_a_large_encoder_is_measured_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("core.model.precision.SMALL", 0)
    said: list[str] = []
    for _ in range(2):
        known_speed(load_bundle(tiny_bundle(tmp_path / f"tiny{len(said)}")), said.append)
    assert said == ["measuring how fast the encoder tiny-encoder is here, this once"]


def test_what_a_live_run_has_learnt_of_a_cpu_is_not_measured_again(tmp_path):
    predictor = load_bundle(tiny_bundle(tmp_path / "tiny"))
    SpeedBook().add(setting_of(predictor), Speed(2.0))
    assert known_speed(predictor, pytest.fail) == Speed(2.0)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (99.4, "99 s"), (100, "2 min"), (5000, "83 min"), (12_000, "3 h 20 min")]
)
def test_times_are_as_exact_as_they_can_be_known(seconds, said):
    assert shown_time(seconds) == said


def test_the_command_measures_an_encoder_once_and_says_what_a_video_will_take(tmp_path, monkeypatch, capsys):
    calls = []

    def slow(predictor):
        calls.append(predictor.card.name)
        return Speed(2.0, 1, 2.0)

    monkeypatch.setattr("core.model.speed.measure", slow)
    arguments = ["--out", str(tmp_path / "out"), "--bundle", str(tiny_bundle(tmp_path / "tiny")), "--device", "cpu"]
    path = str(video(tmp_path / "a.avi", 70))
    for force in ([], ["--force"]):
        assert main(["analyze", path, *arguments, *force]) == 0
        said = capsys.readouterr().err
        assert "about 35 s for 2 s of video (" in said
    assert calls == ["=tiny"]
    assert len(SpeedBook().path.read_text().splitlines()) > 5

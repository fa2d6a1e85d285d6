"""The strip at the bottom says how fast everything is."""

from core.live import Stats
from fer_desktop.widgets.status_strip import StatusStrip


def stats(**changes: object) -> Stats:
    known = {"capture_fps": 29.97, "clips_per_s": 7.46, "latency": 0.0846, "latency_p95": 0.2, "frames": 300}
    rest = {"readings": 75, "skipped": 3, "device": "cpu", "encoder": "starter-encoder"}
    return Stats(**(known | rest | changes))  # type: ignore[arg-type]


def test_numbers_have_their_units(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_stats(stats())
    assert strip.texts() == {
        "capture": "30.0 fps",
        "clips": "7.5/s",
        "latency": "85 ms",
        "skipped": "3",
        "device": "CPU",
        "encoder": "starter-encoder",
    }


def test_the_device_says_its_precision_and_why_it_is_the_one(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_computing("bf16", "no CUDA GPU: this torch is built for the CPU only")
    strip.show_stats(stats())
    assert strip.texts()["device"] == "CPU · bf16"
    device = next(label for label in strip.values() if label.text() == "CPU · bf16")
    device.resize(200, 20)
    assert "built for the CPU only" in device.toolTip()
    strip.clear()
    assert strip.texts()["device"] == "–"


def test_clips_that_are_rarer_than_the_rate_can_see_are_told_in_seconds(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_stats(stats(clips_per_s=0.0, reading_every=7.52))
    assert strip.texts()["clips"] == "one in 7.5 s"
    clips = next(label for label in strip.values() if label.text() == "one in 7.5 s")
    strip.resize(1024, 24)
    strip.show()
    assert clips.shown_text() == clips.text()


def test_what_is_not_known_is_a_dash(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_stats(stats(capture_fps=0.0, clips_per_s=0.0, latency=None, skipped=0, device="", encoder=""))
    assert set(strip.texts().values()) == {"–", "0"}
    strip.clear()
    assert set(strip.texts().values()) == {"–"}


def test_large_numbers_are_not_cut_off(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.resize(1024, 24)
    strip.show()
    strip.show_stats(stats(capture_fps=240.0, clips_per_s=120.0, latency=9.999, skipped=99999))
    qtbot.waitUntil(lambda: strip.values()[-1].width() > 40)  # the layout follows with the next event
    for label in strip.values():
        assert label.shown_text() == label.text()

"""Another bundle or device while a run goes on: chosen in a picker, and taken back when it cannot be used."""

import numpy as np
import pytest

from core.model.precision import native_bf16
from fer_desktop.player import Activity
from fer_desktop.settings import Settings
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle


@pytest.fixture
def running_window(open_window, qtbot):
    """A window on a loopback camera, with its first readings."""
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        window = open_window(server.url)
        qtbot.waitUntil(lambda: window.live.panel.bars.winner is not None, timeout=30_000)
        yield window


def test_the_session_goes_on_with_another_bundle(running_window, qtbot, tmp_path):
    window = running_window
    frames = window.player.stats().frames
    other = str(tiny_bundle(tmp_path / "other", labels=("fear", "calm")))
    window.open_bundle(other)
    qtbot.waitUntil(lambda: window.live.panel.bars.labels == ("fear", "calm"), timeout=30_000)
    assert window.player.activity is Activity.RUNNING
    assert window.player.stats().frames > frames  # the same run: a new one would count anew
    assert window.tool_bar.bundle.chosen == "other"
    qtbot.waitUntil(lambda: window.run_display.events.counts["switched"] == 1)  # told right after the new labels


def test_a_bundle_that_cannot_be_used_is_told_and_the_old_one_stays_chosen(running_window, qtbot, tmp_path):
    window = running_window
    before = window.choice.bundle
    broken = tmp_path / "broken.ferbundle"
    broken.write_text("no zip")
    window.open_bundle(str(broken))
    assert window.tool_bar.bundle.chosen == "broken.ferbundle"
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=30_000)
    (banner,) = window.banners.banners()
    assert banner.kind == "error"
    assert banner.title.startswith("“broken.ferbundle” cannot be used: ")
    assert banner.title.endswith("goes on")
    assert banner.buttons()[0].text() == "Details"
    assert window.choice.bundle == before
    assert window.tool_bar.bundle.chosen == "tiny"
    assert Settings(tmp_path / "settings.ini").bundle == before
    assert window.player.activity is Activity.RUNNING
    readings = window.player.stats().readings
    qtbot.waitUntil(lambda: window.player.stats().readings > readings, timeout=10_000)


def test_a_device_is_switched_to_while_running(running_window, qtbot, tmp_path):
    window = running_window
    window.menus.devices.pick("auto")
    qtbot.waitUntil(lambda: window.run_display.events.counts["switched"] == 1, timeout=30_000)
    assert window.tool_bar.device.chosen == "Automatic"
    assert Settings(tmp_path / "settings.ini").device == "auto"
    assert window.player.activity is Activity.RUNNING


@pytest.mark.skipif(not native_bf16(), reason="this processor has no bf16")
def test_a_precision_is_switched_to_while_running_and_remembered(running_window, qtbot, tmp_path):
    window = running_window
    assert window.menus.precisions.values == ["auto", "fp32", "bf16", "fp16", "int8"]
    window.menus.precisions.pick("bf16")
    qtbot.waitUntil(lambda: window.status.texts()["device"] == "CPU · bf16", timeout=30_000)
    assert Settings(tmp_path / "settings.ini").precision == "bf16"


def test_a_precision_that_the_device_lacks_is_taken_back(running_window, qtbot):
    window = running_window
    window.choose_precision("fp16")  # as it was remembered from another device; the menu does not offer it
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=30_000)
    assert window.choice.precision == "auto"
    assert window.player.activity is Activity.RUNNING


def test_a_bundle_that_was_chosen_before_the_run_began_is_the_one_that_stays(open_window, qtbot, tmp_path):
    window = open_window()
    window.player._loaded = False  # as in the first seconds of the program
    window.open_source("demo:")
    assert window.player.activity is Activity.PREPARING
    other = str(tiny_bundle(tmp_path / "other", labels=("fear", "calm")))
    window.open_bundle(other)
    window.choice.take_back()  # what follows when a later one cannot be used
    assert window.choice.bundle == other


def test_a_device_that_cannot_be_used_does_not_make_the_bundle_of_the_command_line_the_remembered_one(
    open_window, tmp_path
):
    window = open_window()
    settings = Settings(tmp_path / "settings.ini")
    window.choose_device("cuda:7")
    window.choice.take_back()
    assert (window.choice.device, settings.device, settings.bundle) == ("cpu", "cpu", "starter")


def test_nothing_that_cannot_be_done_is_offered(open_window):
    window = open_window()
    for name in ("start", "record", "record-options", "pause", "freeze", "next-face", "name-face"):
        assert not window.actions_[name].isEnabled(), name
    window.open_source("demo:")
    for name in ("start", "record", "record-options", "freeze", "next-face", "name-face"):
        assert window.actions_[name].isEnabled(), name

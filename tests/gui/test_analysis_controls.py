"""The controls of hop and vote say what is chosen and what is really done."""

import pytest

from fer_desktop.widgets.analysis_controls import AnalysisControls


@pytest.fixture
def controls(qtbot) -> AnalysisControls:
    widget = AnalysisControls(4, 8)
    qtbot.addWidget(widget)
    return widget


def test_a_slow_encoder_leaves_the_choice_alone_and_says_what_it_does(controls):
    assert controls.pace == "frames (7.5/s)"
    controls.show_effect(126)
    assert (controls.hop, controls.hop_in_effect) == (4, 126)
    assert controls.pace == "frames: slowed to 0.2/s"
    assert "every 126 frames" in controls.hop_box.toolTip()


def test_when_the_run_is_over_the_choice_counts_again(controls):
    controls.show_effect(126)
    controls.show_effect(0)
    assert (controls.hop_in_effect, controls.pace) == (4, "frames (7.5/s)")
    assert "1 to 60" in controls.hop_box.toolTip()


def test_a_longer_hop_than_the_encoder_needs_is_what_is_done(controls):
    controls.show_effect(12)
    controls.hop_box.setValue(30)
    assert (controls.hop_in_effect, controls.pace) == (30, "frames (1.0/s)")

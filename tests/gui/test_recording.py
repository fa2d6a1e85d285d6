"""What a person sees of a recording, and what the buttons do, with the real recorder and real files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton, QVBoxLayout, QWidget

from core.recording_plan import Notice, RecordingPlan
from fer_desktop import recording
from fer_desktop.actions import Actions
from fer_desktop.recorder import Recorder, RecordingState
from fer_desktop.recording import Recording
from fer_desktop.settings import Settings
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.record_bar import RecordBar
from fer_desktop.widgets.recording_strip import RecordingStrip
from fer_desktop.widgets.tool_bar import ToolBar
from support.recordings import INFO, PLENTY, Card, reading


class Desk(QWidget):
    """The parts of the window that have to do with recording."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.left = PLENTY
        self.recorder = Recorder(self, free=lambda _folder: self.left)
        self.bar = ToolBar(Actions(self), *(QMenu(self) for _ in range(3)))
        self.bar.record.setEnabled(True)
        self.strip, self.banners = RecordingStrip(), BannerArea()
        self.recording = Recording(self.recorder, self.bar, self.strip, self.banners, settings)
        self.row = self.recording.row
        column = QVBoxLayout(self)
        for part in (self.bar, self.row, self.banners, self.strip):
            column.addWidget(part)

    def run(self) -> None:
        """A run has begun."""
        self.recorder.take_session(INFO, Card())


@pytest.fixture
def settings(tmp_path: Path, recordings: Path) -> Settings:
    made = Settings(tmp_path / "settings.ini")
    made.recording_folder = recordings
    return made


@pytest.fixture
def desk(qtbot, settings: Settings) -> Iterator[Desk]:
    made = Desk(settings)
    made.resize(1024, 300)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.recorder.end_session()
    made.recorder.stop()
    assert made.recorder.wait(5)
    made.close()
    made.deleteLater()


def notes(folder: Path) -> list[dict]:
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.session.json")]
    return sorted(found, key=lambda one: one["started_utc"])


def type_into(qtbot, row: RecordBar, name: str, subject: str) -> None:
    row._name.setText(name)
    row._subject.setText(subject)


def test_one_press_records_the_scores_only(desk, qtbot, recordings):
    desk.run()
    desk.bar.record.click()
    assert desk.strip.isVisible()
    assert "● Recording 0:00" in desk.strip.text
    assert "Video" not in desk.strip.text
    desk.recorder.take_readings([reading(0)])
    qtbot.waitUntil(lambda: "1 row" in desk.strip.text)
    assert str(recordings) in desk.strip.text
    assert "free" in desk.strip.text
    desk.bar.record.click()
    assert not desk.strip.isVisible()
    qtbot.waitUntil(lambda: bool(desk.banners.banners()))
    assert [path.suffix for path in sorted(recordings.iterdir())] == [".csv", ".json"]
    assert desk.banners.banners()[0].title == "1 row recorded"


def test_what_the_row_says_holds_for_one_recording_and_the_next_keeps_no_video(desk, qtbot, recordings, settings):
    desk.run()
    desk.recording.ask()
    assert desk.row.isVisible()
    type_into(qtbot, desk.row, "Pilot", "P01")
    desk.row._video.setChecked(True)
    qtbot.keyClick(desk.row._subject, Qt.Key.Key_Return)
    assert not desk.row.isVisible()
    assert desk.bar.record.isChecked()
    qtbot.waitUntil(lambda: "Video is kept" in desk.strip.text)
    desk.recorder.take_readings([reading(0)])
    desk.strip.stop.click()
    qtbot.waitUntil(lambda: len(desk.banners.banners()) == 1)
    desk.bar.record.click()  # the next one, without any details
    desk.recorder.take_readings([reading(1)])
    desk.bar.record.click()
    assert desk.recorder.wait(5)
    assert [(said["name"], said["subject"]) for said in notes(recordings)] == [("Pilot", "P01"), ("", "")]
    assert [said["video"] is None for said in notes(recordings)] == [False, True]
    assert not any("video" in key for key in settings.store.allKeys())  # nor after the next start
    desk.recording.ask()
    assert (desk.row.name, desk.row.subject, desk.row.video) == ("", "", False)


def test_record_takes_what_the_open_row_says(desk, recordings):
    desk.run()
    desk.recording.ask()
    type_into(None, desk.row, "", "P02")
    desk.bar.record.click()
    assert not desk.row.isVisible()
    desk.recorder.take_readings([reading(0)])
    desk.recorder.stop()
    assert desk.recorder.wait(5)
    assert notes(recordings)[0]["subject"] == "P02"


def test_the_keyboard_goes_through_what_can_be_chosen_before_it_comes_to_start(desk, qtbot):
    desk.activateWindow()
    desk.recording.ask()
    row, reached = desk.row, []
    qtbot.waitUntil(lambda: row._name.hasFocus())
    for _ in range(6):
        reached.append(desk.focusWidget())
        qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_Tab)
    assert reached == [row._name, row._subject, row._video, row._change, row._record, row._cancel]


def test_cancelling_the_row_records_nothing(desk):
    desk.run()
    desk.recording.ask()
    desk.row._cancel.click()
    assert not desk.row.isVisible()
    assert desk.recorder.state is RecordingState.OFF


def test_the_row_says_how_much_room_there_is(desk, qtbot, recordings):
    desk.recording.ask()
    qtbot.waitUntil(lambda: "free" in desk.row._space.text())
    assert desk.row._folder.text() == str(recordings)


def test_a_recording_is_paused_and_goes_on(desk, qtbot):
    states = []
    desk.recording.state_changed.connect(states.append)
    desk.run()
    desk.bar.record.click()
    qtbot.waitUntil(lambda: desk.recorder.path is not None)
    desk.strip.pause.click()
    assert "Paused" in desk.strip.text
    assert desk.strip.pause.text() == "Go on"
    desk.recording.toggle_pause()
    assert "● Recording" in desk.strip.text
    assert desk.strip.pause.text() == "Pause"
    desk.strip.stop.click()
    qtbot.waitUntil(lambda: bool(states) and states[-1] is RecordingState.OFF)
    assert RecordingState.PAUSED in states


def test_before_the_run_it_is_ready_and_does_not_look_like_recording(desk):
    desk.bar.record.click()
    assert "○ Ready to record" in desk.strip.text
    assert desk.bar.record.text() == "Ready to record"
    assert desk.bar.record.property("kind") != "record"  # the red one
    assert desk.strip._state.property("kind") != "danger"
    assert not desk.strip.pause.isEnabled()
    assert desk.recording.may_close()
    desk.run()
    desk.recording.refresh()
    assert desk.strip.pause.isEnabled()
    desk.recording._show_state()
    assert (desk.bar.record.text(), desk.bar.record.property("kind")) == ("Recording", "record")
    assert desk.strip._state.property("kind") == "danger"


def test_little_room_is_said_in_the_strip_and_in_a_message(desk, qtbot):
    desk.left = 300_000_000
    desk.run()
    desk.bar.record.click()
    qtbot.waitUntil(lambda: bool(desk.banners.banners()))
    assert "almost full: 300.0 MB free" in desk.banners.banners()[0].title
    desk.recording.refresh()
    assert "Only 300.0 MB free" in desk.strip.text


def test_a_video_that_cannot_go_on_is_said(desk, qtbot, settings):
    desk.left = 50_000_000
    desk.run()
    desk.recording.ask()
    desk.row._video.setChecked(True)
    desk.bar.record.click()
    qtbot.waitUntil(lambda: any("video" in banner.title for banner in desk.banners.banners()))
    desk.recording.refresh()
    assert "Video is kept" not in desk.strip.text
    assert desk.bar.record.isChecked()
    desk.recorder.noticed.emit(Notice.ROWS_LOST, None)
    qtbot.waitUntil(lambda: any("too slow" in banner.title for banner in desk.banners.banners()))


def test_a_disk_that_fills_up_has_one_message_with_the_figure_of_now(desk, qtbot, recordings):
    desk.left = 300_000_000
    desk.run()
    desk.recording.ask()
    desk.row._video.setChecked(True)
    desk.bar.record.click()
    desk.recorder.take_readings([reading(0)])
    qtbot.waitUntil(lambda: bool(desk.banners.banners()))
    desk.left = 50_000_000
    qtbot.waitUntil(lambda: "not kept any longer" in desk.banners.banners()[0].title)
    qtbot.waitUntil(lambda: "almost full: 50.0 MB free" in desk.banners.banners()[0].text)
    desk.left = 40_000_000
    qtbot.waitUntil(lambda: "almost full: 40.0 MB free" in desk.banners.banners()[0].text)
    assert len(desk.banners.banners()) == 1
    desk.left = 1_000_000
    qtbot.waitUntil(lambda: desk.banners.banners()[0].kind == "error")
    (banner,) = desk.banners.banners()
    assert "has ended: the disk is almost full" in banner.title
    assert "is kept" in banner.text
    assert "Free some space" in banner.text
    assert Path(banner.where).is_file()


def test_a_recording_that_fails_leaves_no_success_of_another_one_beside_it(desk, qtbot, settings, tmp_path):
    desk.run()
    desk.bar.record.click()
    desk.recorder.take_readings([reading(0)])
    desk.bar.record.click()
    qtbot.waitUntil(lambda: bool(desk.banners.banners()))
    assert desk.banners.banners()[0].kind == "saved"
    (tmp_path / "a file").touch()
    settings.recording_folder = tmp_path / "a file" / "no folder"
    desk.bar.record.click()
    qtbot.waitUntil(lambda: bool(desk.banners.banners()))
    (banner,) = desk.banners.banners()
    assert (banner.kind, banner.title[:20]) == ("error", "Nothing is recorded:")
    desk.recorder.finished.emit(tmp_path / "one.csv", 3)
    qtbot.waitUntil(lambda: desk.banners.banners()[0].kind == "saved")
    assert len(desk.banners.banners()) == 1


def test_pictures_that_were_left_out_are_said(desk):
    desk.strip.show_video(True, 12)
    assert "Video is kept, 12 picture" in desk.strip.text
    desk.strip.show_video(True)
    assert "left out" not in desk.strip.text


def test_closing_asks_once_and_keep_going_keeps_going(desk, qtbot):
    confirmed = []
    desk.recording.close_confirmed.connect(lambda: confirmed.append(True))
    desk.run()
    desk.bar.record.click()
    desk.recorder.take_readings([reading(0)])
    qtbot.waitUntil(lambda: desk.recorder.rows == 1)
    assert not desk.recording.may_close()
    assert not desk.recording.may_close()
    (box,) = desk.findChildren(QMessageBox)
    assert "1 row" in box.informativeText()
    assert box.defaultButton().text() == "Keep going"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.findChildren(QMessageBox))
    assert desk.recorder.state is RecordingState.RECORDING
    assert confirmed == []


def test_closing_can_stop_the_recording_first(desk, qtbot, recordings):
    confirmed = []
    desk.recording.close_confirmed.connect(lambda: confirmed.append(desk.recording.may_close()))
    desk.run()
    desk.bar.record.click()
    desk.recorder.take_readings([reading(0)])
    assert not desk.recording.may_close()
    (box,) = desk.findChildren(QMessageBox)
    next(button for button in box.findChildren(QPushButton) if "Stop recording" in button.text()).click()
    assert confirmed == [True]
    assert desk.recorder.wait(5)
    assert len(list(recordings.glob("*.csv"))) == 1
    qtbot.waitUntil(lambda: not desk.findChildren(QMessageBox))


def test_too_little_room_told_after_the_end_is_not_taken_for_something_else(desk, qtbot):
    desk.recorder.noticed.emit(Notice.SPACE, None)
    qtbot.wait(20)
    assert not desk.banners.banners()


def test_a_name_given_to_a_face_in_the_window_is_in_the_notes(open_window, recordings):
    window = open_window()
    recorder = window.player.recorder
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(recordings))
    recorder.take_readings([replace(reading(0), face_id=1)])
    window.live.names.give(1, "Ada")
    recorder.end_session()
    assert recorder.wait(5)
    assert notes(recordings)[0]["faces"] == {"1": "Ada"}


def test_wherever_another_folder_is_chosen_everything_says_so(open_window, tmp_path, monkeypatch):
    window, wanted = open_window(), []
    monkeypatch.setattr(recording, "choose_folder", lambda _window, _title, _folder, then: then(wanted[-1]))
    window.recording_control.ask()
    row = window.recording_control.row
    for name, ask in (("one", window.actions_["recording-folder"].trigger), ("two", row.folder_asked.emit)):
        wanted.append(tmp_path / name)
        ask()
        assert row._folder.text() == str(tmp_path / name)
        assert f"\u2060{name}" in window.terms.files.text
        assert window._settings.recording_folder == tmp_path / name


def test_the_question_is_withdrawn_when_the_recording_ends_by_itself(desk, qtbot):
    confirmed = []
    desk.recording.close_confirmed.connect(lambda: confirmed.append(True))
    desk.run()
    desk.bar.record.click()
    desk.recorder.take_readings([reading(0)])
    assert not desk.recording.may_close()
    desk.recorder.end_session()
    qtbot.waitUntil(lambda: not desk.findChildren(QMessageBox))
    assert desk.isVisible()
    assert confirmed == []
    assert desk.recording.may_close()

"""What happens to a run is told once and counted."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from core.live.events import Event, EventKind
from fer_desktop.devices import DeviceFinder, device_name, precision_name
from fer_desktop.event_notes import EventNotes
from fer_desktop.widgets import note_strip
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.note_strip import NoteStrip


@dataclass
class Shown:
    notes: EventNotes
    banners: BannerArea
    strip: NoteStrip

    def happen(self, kind: EventKind, message: str, error: BaseException | None = None) -> None:
        self.notes.show(Event(kind, message, datetime.now(UTC), error))


@pytest.fixture
def shown(qtbot) -> Shown:
    banners, strip = BannerArea(), NoteStrip()
    qtbot.addWidget(banners)
    qtbot.addWidget(strip)
    return Shown(EventNotes(banners, strip, banners), banners, strip)


def test_news_is_a_line_that_does_not_pile_up(shown):
    for _ in range(3):
        shown.happen(EventKind.BACK, "The camera is back")
    assert shown.strip.text == "The camera is back (3 times so far)"
    assert not shown.banners.banners()
    shown.happen(EventKind.SLEPT, "The computer slept")
    assert shown.strip.text == "The computer slept"
    shown.strip.hide()


def test_a_fault_has_its_details_and_is_shown_once_however_often_it_happens(shown):
    for number in range(5):
        shown.happen(EventKind.FAULT, "The face tracker failed and was started anew", ValueError(f"number {number}"))
    (banner,) = shown.banners.banners()
    assert banner.text == "5 times so far"
    (details,) = banner.findChildren(QPlainTextEdit)
    assert "number 4" in details.toPlainText()
    assert shown.notes.counts["fault"] == 5


def test_a_bundle_that_was_refused_is_no_news_any_more_when_another_is_in_use(shown):
    for name in ("a", "b"):
        shown.happen(EventKind.SWITCH_FAILED, f"“{name}” cannot be used: it is empty. Starter goes on")
    (banner,) = shown.banners.banners()
    assert (banner.title, banner.text) == ("“b” cannot be used: it is empty. Starter goes on", "")
    shown.happen(EventKind.FAULT, "The face tracker failed")
    shown.happen(EventKind.SWITCHED, "Other is in use now, on cpu")
    assert [banner.topic for banner in shown.banners.banners()] == ["fault"]
    shown.strip.hide()


def test_how_slow_an_encoder_is_stays_until_another_one_is_in_use(shown):
    shown.happen(EventKind.SPEED, "this encoder gives one reading every 4.2 s here")
    shown.happen(EventKind.SPEED, "this encoder gives one reading every 2.1 s here")
    (banner,) = shown.banners.banners()
    assert banner.title == "This encoder gives one reading every 2.1 s here"
    assert banner.text.startswith("A smaller encoder")
    shown.happen(EventKind.SWITCHED, "Starter is in use now, on cpu")
    assert not shown.banners.banners()
    shown.strip.hide()


def test_what_the_page_shows_anyway_is_only_counted(shown):
    shown.happen(EventKind.LOST, "The camera is gone")
    shown.happen(EventKind.BUSY, "The encoder is busy")
    assert not shown.banners.banners()
    assert not shown.strip.isVisible()
    assert shown.notes.counts == {"lost": 1, "busy": 1}


def test_a_note_goes_by_itself_although_the_window_was_minimised(qtbot, monkeypatch):
    monkeypatch.setattr(note_strip, "SHOWN_MS", 100)
    strip = NoteStrip()
    qtbot.addWidget(strip)
    strip.show_note("news")
    strip.showMinimized()
    strip.showNormal()
    qtbot.waitUntil(lambda: not strip.isVisible(), timeout=2_000)


def test_the_devices_of_this_computer_are_offered(open_window, qtbot):
    window = open_window()
    finder = window.findChild(DeviceFinder)
    qtbot.waitUntil(lambda: finder.wait(0), timeout=60_000)
    assert window.menus.devices.values[:1] == ["auto"]
    assert "cpu" in window.menus.devices.values
    assert window.tool_bar.device.chosen == device_name("cpu")


def test_precisions_that_the_chosen_device_lacks_cannot_be_chosen(open_window):
    window = open_window()
    found = {"auto": ("fp32", "bf16", "fp16"), "cpu": ("fp32", "int8"), "cuda": ("fp32", "bf16", "fp16")}
    window.findChild(DeviceFinder).found.emit(found)

    def offered() -> list[str]:
        return [action.text() for action in window.menus.precisions.actions() if action.isEnabled()]

    assert offered() == [precision_name(name) for name in ("auto", "fp32", "int8")]
    window.choose_device("cuda")
    assert offered() == [precision_name(name) for name in ("auto", "fp32", "bf16", "fp16")]


def test_devices_have_names_that_a_person_understands():
    assert [device_name(name) for name in ("auto", "cuda:1", "tpu")] == ["Automatic", "Graphics card (CUDA) 1", "tpu"]

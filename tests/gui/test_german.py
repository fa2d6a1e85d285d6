"""The window in German, the first language that it was translated into."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenuBar

from core.errors import SourceError
from core.text import text
from fer_desktop.language import ENGLISH, install
from fer_desktop.valence import VALENCE
from fer_desktop.widgets.emotion_bars import COMPACT, EmotionBars
from support.layout import ambiguous, cut_off


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install(qapp, "de")
    yield
    install(qapp, ENGLISH)


@pytest.mark.usefixtures("german")
def test_menus_and_buttons_are_german(open_window):
    window = open_window()
    titles = [action.text().replace("&", "") for action in window.findChild(QMenuBar).actions()]
    assert titles == ["Datei", "Quelle", "Auswertung", "Ansicht", "Aufzeichnung", "Hilfe"]
    names = [choice.accessibleName() for choice in (window.welcome.video, window.welcome.demo, window.welcome.camera)]
    assert names == ["Video öffnen", "Demo ausprobieren", "Kamera verwenden"]
    assert window.actions_["record"].text() == "&Aufzeichnen"
    assert "Strg+R" in window.actions_["record"].toolTip()


@pytest.mark.usefixtures("german")
def test_an_error_of_core_is_told_in_german(open_window):
    window = open_window()
    error = SourceError("there is no such file", where="a.mp4", hint="Check the name and the folder")
    banner = window.banners.show_error(error)
    assert (banner.title, banner.text) == ("Diese Datei gibt es nicht.", "Prüfen Sie Name und Ordner.")
    banner = window.banners.show_error(SourceError(text("{name} is missing from the bundle", name="card.json")))
    assert banner.title == "Card.json fehlt im Bundle."


@pytest.mark.usefixtures("german")
def test_qts_own_dialogs_are_german(open_window, qtbot):
    window = open_window()
    window.welcome.video.click()
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.windowTitle() == "Videos öffnen"
    assert "Abbrechen" in dialog.labelText(QFileDialog.DialogLabel.Reject)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


@pytest.mark.usefixtures("german")
def test_a_run_speaks_german(open_window, qtbot):
    window = open_window("demo:")
    qtbot.waitUntil(lambda: window.status.texts()["encoder"] != "–", timeout=20_000)
    assert window.tool_bar.start.text() == "Stoppen"
    assert window.windowTitle() == "Demo – FER Desktop"


@pytest.mark.usefixtures("german")
def test_every_emotion_is_named_in_full_on_the_smallest_card(qtbot):
    bars = EmotionBars(COMPACT)
    qtbot.addWidget(bars)
    bars.set_labels(VALENCE)
    bars.resize(160, 180)  # two cards side by side in the smallest window
    bars.show()
    assert "Überraschung" in bars.name_texts()
    assert not [name for name in bars.name_texts() if name.endswith("…")]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_letter_opens_two_things(open_window, qapp, language):
    install(qapp, language)
    try:
        assert ambiguous(open_window()) == []
    finally:
        install(qapp, ENGLISH)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_german_fits(open_window, qtbot, size):
    window = open_window()
    window.resize(*size)
    pages = [window.pages.widget(number) for number in range(window.pages.count())]
    window.status.show()
    window.address_bar.ask()
    for page in pages:
        window.pages.setCurrentWidget(page)
        qtbot.wait(20)
        assert cut_off(window) == [], type(page).__name__


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("asked", ["stream", "record-options", "timing", "all-faces"])
def test_a_german_run_fits_into_the_smallest_window(open_window, qtbot, asked):
    window = open_window("demo:")
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: window.status.texts()["encoder"] != "–", timeout=20_000)
    window.actions_[asked].trigger()
    qtbot.wait(100)
    assert cut_off(window) == []

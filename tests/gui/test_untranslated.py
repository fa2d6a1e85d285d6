"""Nothing that a person can read bypasses the translation, and there is room for longer words."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from core.errors import SourceError
from core.text import text
from fer_desktop.language import LANGUAGES
from fer_desktop.window import MainWindow
from support.layout import cut_off
from support.pseudo import PseudoTranslator, bare_english, longer, marked, texts

# Names are the same in every language: the program's, the bundles', and every language's own.
LICENCES = ("Apache 2.0", "MIT", "CC BY-NC 4.0")
NAMES = frozenset(
    {"FER Desktop", "V-JEPA", "ViT", "Demo", "Starter", "starter-encoder", "tiny-encoder", "tiny"}
    | {*LICENCES, *LANGUAGES.values()}
)


def speaking(application: QApplication, change: Callable[[str], str]) -> Iterator[None]:
    translator = PseudoTranslator(change)
    application.installTranslator(translator)
    yield
    application.removeTranslator(translator)


@pytest.fixture
def marked_texts(qapp: QApplication) -> Iterator[None]:
    """The language in which every translated text is marked."""
    yield from speaking(qapp, marked)


@pytest.fixture
def longer_texts(qapp: QApplication) -> Iterator[None]:
    """The language in which every translated text is longer."""
    yield from speaking(qapp, longer)


def untranslated(window: MainWindow) -> list[str]:
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()  # some are filled only now
    return sorted({f"{where}: {what}" for where, what in texts(window) if bare_english(what, NAMES)})


@pytest.mark.usefixtures("marked_texts")
def test_every_text_of_a_fresh_window_is_translated(open_window):
    window = open_window()
    window.encoders.show("vitl16")
    assert untranslated(window) == []


@pytest.mark.usefixtures("marked_texts")
def test_every_text_of_a_run_is_translated(open_window, qtbot):
    window = open_window("demo:")
    qtbot.waitUntil(lambda: window.status.texts()["encoder"] != "–", timeout=20_000)
    window.tool_bar.record.click()
    window.banners.show_error(SourceError(text("camera {number} is busy", number=2), hint="Plug it in again"))
    window.banners.show_error(ValueError("a bug"))
    qtbot.wait(100)
    assert untranslated(window) == []
    window.player.stop()
    assert untranslated(window) == []


@pytest.mark.usefixtures("longer_texts")
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_there_is_room_for_longer_words(open_window, qtbot, size):
    window = open_window()
    window.resize(*size)
    window.status.show()
    for number in range(window.pages.count()):
        window.pages.setCurrentIndex(number)
        qtbot.wait(20)
        assert cut_off(window) == []

"""Which language a person gets, and how core's sentences come out in it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from core.paths import asset
from core.text import text
from fer_desktop.language import ENGLISH, LANGUAGES, choose, install, translated
from fer_desktop.space_words import size_text
from fer_desktop.widgets.timing_panel import milliseconds
from fer_desktop.wording import clips_text, keys_text, number, rows_text

FOREIGN = {
    "there is no such file": "die Datei gibt es nicht",
    "{reason}: camera {number}": "Kamera {number}: {reason}",
}


class _Foreign(QTranslator):
    """Knows the sentences above, and nothing else."""

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        return FOREIGN.get(source) if context == "core" else None


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], str]]:
    """Installs a language for one test."""
    yield lambda wanted: install(qapp, wanted)
    install(qapp, ENGLISH)


@pytest.fixture
def foreign(qapp: QApplication) -> Iterator[None]:
    translator = _Foreign()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("wanted", "system", "code"),
    [
        ("de", ["en-US"], "de"),
        ("en", ["de-DE"], "en"),
        ("system", ["de-AT", "de", "en"], "de"),
        ("system", ["fr-FR", "de", "en"], "de"),
        ("system", ["en_GB", "de"], "en"),
        ("system", ["fr-FR", "ja"], "en"),
        ("system", ["C"], "en"),
        ("system", [], "en"),
        ("klingon", ["de"], "de"),
    ],
)
def test_the_wanted_language_else_the_systems_first_that_there_is(wanted, system, code):
    assert choose(wanted, system) == code


def test_there_is_a_file_for_every_language():
    for code in LANGUAGES:
        assert (asset("translations") / f"fer_desktop_{code}.qm").is_file()


def test_english_has_its_plurals():
    assert [clips_text(number) for number in (0, 1, 2)] == ["0 clips", "1 clip", "2 clips"]
    assert [rows_text(number) for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_the_buttons_of_qts_own_dialogs_are_translated_as_well(speak):
    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        return box.button(QDialogButtonBox.StandardButton.Cancel).text()

    assert "Cancel" in cancel()
    assert speak("de") == "de"
    assert "Abbrechen" in cancel()
    assert speak("en") == "en"
    assert "Cancel" in cancel()


def test_keys_are_called_what_the_keyboard_says(speak):
    assert [keys_text(keys) for keys in ("Ctrl+R", "Space", "Return")] == ["Ctrl+R", "Space", "Enter"]
    speak("de")
    assert [keys_text(keys) for keys in ("Ctrl+R", "Space", "Return")] == ["Strg+R", "Leertaste", "Eingabetaste"]


def test_numbers_are_written_as_the_language_does(speak):
    speak("de")
    assert (number(7.5), number(1250.0, 0), size_text(12_300_000_000)) == ("7,5", "1250", "12,3 GB")
    assert milliseconds(0.0042) == "4,2\N{NO-BREAK SPACE}ms"
    speak("en")
    assert (number(7.5), number(1250.0, 0), size_text(12_300_000_000)) == ("7.5", "1250", "12.3 GB")


def test_a_language_replaces_the_one_before(qapp, speak):
    speak("de")
    translators = len(qapp.findChildren(QTranslator))
    speak("en")
    speak("de")
    assert len(qapp.findChildren(QTranslator)) == translators


@pytest.mark.usefixtures("foreign")
def test_a_sentence_of_core_is_translated_with_its_values():
    reason = text("there is no such file")
    assert translated("there is no such file") == "die Datei gibt es nicht"
    assert translated(reason) == "die Datei gibt es nicht"
    sentence = text("{reason}: camera {number}", reason=reason, number=2)
    assert sentence == "there is no such file: camera 2"
    assert translated(sentence) == "Kamera 2: die Datei gibt es nicht"


@pytest.mark.usefixtures("foreign")
def test_what_nobody_translated_stays_as_it_is():
    assert translated("CUDA error: device-side assert") == "CUDA error: device-side assert"
    assert translated(text("{a} of {b}", a="{", b="there is no such file")) == "{ of there is no such file"
    assert translated("a name that is no Unicode: \udcff") == "a name that is no Unicode: \udcff"
    assert translated(text("in {file}", file="\udcff")) == "in \udcff"
    assert translated("") == ""


def test_numbers_in_a_sentence_of_core_are_written_as_the_language_does(speak):
    speak("de")
    slow = text("this encoder gives one reading every {seconds} s here in {precision}", seconds="4.2", precision="bf16")
    assert translated(slow) == "dieser Encoder liefert hier alle 4,2 s einen Schätzwert (bf16)"
    assert translated(text("{size} GB", size="10.4")) == "10,4 GB"
    speak("en")
    assert translated(slow) == slow

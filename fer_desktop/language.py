"""The language of the interface: which there are, which one a person gets, and core's sentences in it."""

import logging
import re
from collections.abc import Iterable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.paths import asset
from core.text import Text
from fer_desktop.wording import number

SYSTEM, ENGLISH = "system", "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""Code and own name of every language that there is. Another one: docs/translating.md."""

_DECIMAL = re.compile(r"\d+\.\d")  # as core writes seconds and gigabytes; no version has so few digits
_OURS = "fer-desktop-translation"  # the object name by which our translators are found again

_log = logging.getLogger(__name__)


def choose(wanted: str, preferred: Iterable[str] | None = None) -> str:
    """The code of the language for someone who wants `wanted`: one of LANGUAGES, or "system".

    preferred: the languages of the system, such as "de-AT", best first; None: asks the system. English when none fits.
    """
    if wanted in LANGUAGES:
        return wanted
    preferred = QLocale.system().uiLanguages() if preferred is None else preferred
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in preferred)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def install(application: QCoreApplication, wanted: str) -> str:
    """Lets everything that is made from now on speak the wanted language; returns its code.

    wanted: "system" or one of LANGUAGES. May be called again: the last one counts. Widgets keep the words they have.
    """
    for old in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(old)
        shiboken6.delete(old)
    code = choose(wanted)
    system = QLocale.system()
    QLocale.setDefault(system if system.name().partition("_")[0] == code else QLocale(code))  # how numbers are written
    # The one installed last is asked first. English is always there: its file holds the plurals ("1 clip").
    for language in dict.fromkeys((ENGLISH, code)):
        _add(application, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), f"qtbase_{language}")
        _add(application, asset("translations"), f"fer_desktop_{language}")
    return code


def translated(message: str) -> str:
    """A sentence of core (`core.text.Text` or a plain literal) in the language of the interface.

    What has no translation, such as the message of a library, comes back as it is.
    """
    if not isinstance(message, Text):
        return _look_up(message)
    values = {name: _in_words(value) for name, value in message.values.items()}
    return _look_up(message.template).format(**values)


def _in_words(value: object) -> object:
    if isinstance(value, Text):
        return translated(value)
    return number(float(value)) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value


def _look_up(template: str) -> str:
    try:
        return QCoreApplication.translate("core", template)
    except UnicodeEncodeError:  # a file name that is no Unicode; nothing of ours looks like that
        return template


def _add(application: QCoreApplication, folder: Path, name: str) -> None:
    translator = QTranslator(application)
    translator.setObjectName(_OURS)
    if translator.load(name, str(folder)):
        application.installTranslator(translator)
    else:  # Qt has no file for English, and some builds of it have none at all
        _log.debug("no translation %s in %s", name, folder)
        shiboken6.delete(translator)

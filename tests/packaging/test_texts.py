"""The collector of texts finds what is to be translated, and says what it cannot find."""

import runpy
from pathlib import Path

import pytest

ERRORS = """
class FerError(Exception): ...
class SourceError(FerError): ...
"""
CORE = """
HINT = "Choose another"
def fail(what): raise SourceError(what, hint=HINT)
def reason(): return "left" if x else "right"
fail("by parameter")
SourceError("plain", where=f"not {shown}", hint=reason())
SourceError(text("{n} bytes", n=3))
SourceError(f"glued {value}")
ValueError("a bug")
"""
WINDOW = """
class Page(Base):
    def __init__(self):
        self.tr("Open")
        self.tr("%n file(s)", "", count)
        self.tr(name)
        self.other.tr("of another class")
        painter.translate(3, 4)
MARKED = QT_TRANSLATE_NOOP("words", "Marked")
QCoreApplication.translate("words", MARKED)
QCoreApplication.translate("words", "All files")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name, code in {"core/errors.py": ERRORS, "core/source.py": CORE, "fer_desktop/page.py": WINDOW}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(code)
    return tmp_path


@pytest.fixture(scope="module")
def collector(repository: Path) -> dict:
    return runpy.run_path(str(repository / "packaging" / "texts.py"))


def test_sentences_of_core_are_followed_to_where_they_are_written(program, collector):
    found = collector["core_texts"](program)
    assert found.sentences == {"Choose another", "by parameter", "plain", "left", "right", "{n} bytes"}
    assert found.glued == ["core/source.py:8"]


def test_texts_of_the_window_come_with_their_context(program, collector):
    found, lost = collector["interface_texts"](program)
    assert found == {
        ("Page", "Open", False),
        ("Page", "%n file(s)", True),
        ("words", "Marked", False),
        ("words", "All files", False),
    }
    assert lost == ["fer_desktop/page.py:6", "fer_desktop/page.py:7"]

"""Brings assets/translations up to date: collects every text from the code (.ts) and compiles the translations (.qm).

python packaging/translations.py           `make translations` runs it; docs/translating.md says what comes next
"""

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

from texts import core_texts, interface_texts

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
PLURALS_ONLY = "fer_desktop_en.ts"  # the code is in English: all that its file has to say is "1 clip", "2 clips"


def main() -> int:
    """Returns 1 when a text could not be collected, after doing all the rest."""
    core = core_texts(ROOT)
    marked, lost = interface_texts(ROOT)
    marked |= {("core", sentence, False) for sentence in core.sentences}
    with tempfile.TemporaryDirectory() as folder:
        # lupdate merges; it does not read our code, because it silently passes over half of what Python can write.
        calls = Path(folder) / "calls.py"
        calls.write_text("".join(map(_call, sorted(marked))), encoding="utf-8")
        for ts in sorted(FOLDER.glob("*.ts")):
            plurals = ["-pluralonly"] if ts.name == PLURALS_ONLY else []
            _run("pyside6-lupdate", ["-locations", "none", "-no-obsolete", *plurals, calls, "-ts", ts])
            _run("pyside6-lrelease", [ts, "-qm", ts.with_suffix(".qm")])
    for place in sorted(core.glued):
        print(f"{place}: not collected: values go into a message by core.text.text(...)", file=sys.stderr)
    for place in sorted(lost):
        print(f"{place}: not collected: only self.tr(literal) and translate(literal, literal) are", file=sys.stderr)
    return 1 if core.glued or lost else 0


def _call(marked: tuple[str, str, bool]) -> str:
    """A line of Python as lupdate understands it."""
    context, text, plural = marked
    return f"translate({_quoted(context)}, {_quoted(text)}{', None, 1' if plural else ''})\n"


def _quoted(text: str) -> str:
    """A literal with the plain escapes only."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, arguments: Iterable[object]) -> None:
    program = shutil.which(tool, path=sysconfig.get_path("scripts"))
    if program is None:
        sys.exit(f"{tool} is missing from {sysconfig.get_path('scripts')}: it comes with PySide6")
    subprocess.run([program, *map(str, arguments)], check=True)


if __name__ == "__main__":
    sys.exit(main())

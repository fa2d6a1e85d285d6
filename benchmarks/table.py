"""The one table that all measurements end in: on the terminal, and as Markdown for docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_HEADS = ("What", "Measured", "Target", "Met")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    target: "" for a figure that only informs. met: None when there is no target, or it cannot be judged by this run.
    """

    what: str
    measured: str
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, str, str, str]:
        """The texts under the table's heads."""
        return self.what, self.measured, self.target or "–", {True: "yes", False: "NO", None: "–"}[self.met]


@dataclass(frozen=True, slots=True)
class Result:
    """What one measurement gives: its rows, and what a reader must know to understand them. failed: there is none."""

    rows: Sequence[Row]
    notes: Sequence[str] = ()
    failed: bool = field(default=False, kw_only=True)


def show(console: "Console", machine: Sequence[tuple[str, str]], results: Sequence[Result]) -> None:
    """Prints machine, table and notes."""
    from rich.table import Table  # late: benchmarks/encoder.py runs where there is no rich

    for name, value in machine:
        console.print(f"[bold]{name}[/]: {value}", highlight=False)
    table = Table(*_HEADS, show_lines=False)
    colours = {True: "green", False: "bold red", None: ""}
    for number, result in enumerate(results):
        if number:
            table.add_section()
        for row in result.rows:
            table.add_row(*row.cells(), style=colours[row.met])
    console.print(table)
    for note in _notes(results):
        console.print(f"- {note}", highlight=False, markup=False)


def markdown(machine: Sequence[tuple[str, str]], results: Sequence[Result]) -> str:
    """The same as Markdown."""
    lines = [f"- {name}: {value}" for name, value in machine]
    lines += ["", f"| {' | '.join(_HEADS)} |", "|---" * len(_HEADS) + "|"]
    lines += [f"| {' | '.join(_escaped(cell) for cell in row.cells())} |" for result in results for row in result.rows]
    lines += ["", *(f"- {note}" for note in _notes(results))]
    return "\n".join(lines) + "\n"


def _notes(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(note for result in results for note in result.notes))


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")

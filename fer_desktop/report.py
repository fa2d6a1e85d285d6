"""What a terminal shows of a running analysis: a progress bar with the time left, and one line per result."""

from contextlib import suppress

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class _Console(Console):
    """A terminal that may go away (`2>&1 | head`): the work goes on without it."""

    def on_broken_pipe(self) -> None:
        self.quiet = True


class Report:
    """Lines on stderr, with a progress bar below them while a video runs; no bar where stderr is not a terminal.

    Use it as a context manager: the bar is drawn by a thread that ends with it.
    """

    def __init__(self) -> None:
        console = _Console(stderr=True, highlight=False)
        name = TextColumn("{task.description}", markup=False)  # a file name may look like markup: [red].mp4
        columns = (name, BarColumn(), MofNCompleteColumn(), TextColumn("frames, left"), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> "Report":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, name: str, frames: int | None) -> None:
        """Starts the bar of the next video; frames: how many it announces, None when nobody knows."""
        self.end()
        self._task = self._progress.add_task(name, total=frames)

    def advance(self) -> None:
        """One more frame is done."""
        if self._task is not None:
            self._progress.advance(self._task)

    def end(self) -> None:
        """Takes the bar away."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None

    def line(self, text: str) -> None:
        """Says something in a line of its own, however long."""
        with suppress(OSError):  # a full disk behind stderr is no reason to stop
            self._progress.console.print(text, markup=False, soft_wrap=True)

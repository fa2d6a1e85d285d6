"""What a terminal shows of long work: lines, and a bar with rate and time left."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from core.model.store.installed import size_text

if TYPE_CHECKING:
    from core.model.progress import Progress


LINE_EVERY_S = 30.0  # where there is no bar


class _Console(Console):
    """A terminal that may go away (`2>&1 | head`): the work goes on without it."""

    def on_broken_pipe(self) -> None:
        self.quiet = True


class _Figures(ProgressColumn):
    """How much is done, how fast, and how long it still takes, as the work itself counts it."""

    def render(self, task: Task) -> Text:
        figures: Progress | None = task.fields["figures"]
        return Text("" if figures is None else progress_text(figures), no_wrap=True)


class Terminal:
    """Lines on stderr, with a bar below them while something long goes on; no bar where stderr is not a terminal.

    Use it as a context manager: the bar is drawn by a thread that ends with it.
    """

    def __init__(self) -> None:
        console = _Console(stderr=True, highlight=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), _Figures())
        self._bar = Bar(
            *columns, console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False
        )
        self._task = self._bar.add_task("", total=None, visible=False, figures=None)
        self._stage, self._said = "", 0.0

    def __enter__(self) -> "Terminal":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, figures: "Progress") -> None:
        """How far the work is. Without a bar, every new stage is a line, and then one every half minute."""
        now = time.monotonic()
        if figures.stage != self._stage:
            self._stage, self._said = figures.stage, now
            if self._bar.disable:
                self.line(f"{figures.stage} ...")
        elif self._bar.disable and now - self._said >= LINE_EVERY_S:
            self._said = now
            self.line(f"{figures.stage}: {progress_text(figures)}")
        self._bar.update(
            self._task,
            description=figures.stage,
            completed=figures.done,
            total=figures.total,
            visible=True,
            figures=figures,
        )

    def line(self, text: str) -> None:
        """Says something in a line of its own, however long."""
        with suppress(OSError):  # a full disk behind stderr is no reason to stop
            self._bar.console.print(text, markup=False, soft_wrap=True)


def progress_text(figures: "Progress") -> str:
    """ "1.2 GB of 5.1 GB, 11.3 MB/s, 0:05:44 left"; what nobody knows is left out."""
    if figures.unit == "bytes":
        done, total, rate = size_text(figures.done), size_text(figures.total or 0), size_text(round(figures.rate))
    else:
        done, total, rate = f"{figures.done:,}", f"{figures.total:,} {figures.unit}", f"{figures.rate:.3g}"
    parts = [done if figures.total is None else f"{done} of {total}"]
    if figures.rate > 0:
        parts.append(f"{rate}/s")
    if figures.seconds_left is not None:
        parts.append(f"{timedelta(seconds=round(figures.seconds_left))} left")
    return ", ".join(parts)


@contextmanager
def cancelled_by_signals() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets, so that the work can stop in good order; a second one raises."""
    asked = threading.Event()

    def arrive(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    # A background job that was told to ignore Ctrl-C goes on ignoring it.
    numbers = [one for one in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(one) != signal.SIG_IGN]
    before = {number: signal.signal(number, arrive) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

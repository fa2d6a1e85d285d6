"""Work done ahead of whoever needs it, in threads, and never further ahead than there is room for."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_POLL_S = 0.1  # how long a full queue keeps a thread from seeing that it is to stop


@contextmanager
def ahead(
    jobs: Iterable[Job], new_worker: Callable[[], Callable[[Job], Iterator[Result]]], *, threads: int, room: int
) -> Iterator[Iterator[tuple[Job, Result | Exception]]]:
    """Gives each job's results as they come, with the job; what a job raises comes in the place of its next result.

    new_worker: called once in each thread; what it returns does one job after the other. room: results that may wait.
    With one thread, everything comes in order. At the end of the block the threads stop, after the result in work.
    """
    results: queue.Queue[tuple[Job, Result | Exception] | Exception | None] = queue.Queue(room)
    todo, turn, stop = iter(jobs), threading.Lock(), threading.Event()

    def put(item: tuple[Job, Result | Exception] | Exception | None) -> None:
        while not stop.is_set():
            try:
                results.put(item, timeout=_POLL_S)
                return
            except queue.Full:
                continue

    def work() -> None:
        try:
            worker = new_worker()
            while not stop.is_set():
                with turn:
                    job = next(todo, None)
                if job is None:
                    break
                try:
                    for result in worker(job):
                        put((job, result))
                        if stop.is_set():
                            return
                except Exception as error:
                    put((job, error))
        except Exception as error:  # no worker could be made, or no next job: nothing goes on
            put(error)
        finally:
            put(None)

    def given() -> Iterator[tuple[Job, Result | Exception]]:
        running = threads
        while running:
            item = results.get()
            if item is None:
                running -= 1
            elif isinstance(item, Exception):
                raise item
            else:
                yield item

    workers = [threading.Thread(target=work, name=f"ahead-{number}") for number in range(threads)]
    for thread in workers:
        thread.start()
    try:
        yield given()
    finally:
        stop.set()
        for thread in workers:
            thread.join()

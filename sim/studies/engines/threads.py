"""Replications on threads of this process: nothing has to start, but Python's own lock is shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from threading import Event

from sim.studies.engines.base import Batch, Closing, Done, Failed, Work
from sim.studies.engines.work import compile_here, evaluate

POLL_S = 0.1
"""How often it is looked whether to stop, while nothing comes."""
Came = Done | Failed | BaseException | None


class Threads(Closing):
    """The engine of threads: two give 1.2 to 1.75 of one (the compiled kernel releases the lock, Python does not).

    Parameters
    ----------
    jobs : int
        Number of threads.
    work : callable
        What is done with a batch.
    """

    def __init__(self, jobs: int, work: Work = evaluate) -> None:
        self.jobs = jobs
        self._work = work

    def run(self, batches: Iterable[Batch], stop: Event) -> Iterator[Done | Failed]:
        """Live batches and yield what comes out; see `Engine.run`."""
        if self._work is evaluate:
            compile_here()
        source = iter(batches)
        came: Queue[Came] = Queue(2 * self.jobs)  # who runs ahead of the reader waits: memory stays flat
        drop, running = Event(), 0
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                while True:
                    if stop.is_set():
                        drop.set()
                    while running < self.jobs and not drop.is_set() and (batch := next(source, None)) is not None:
                        pool.submit(self._live, batch, drop, came)
                        running += 1
                    if not running:
                        return
                    try:
                        what = came.get(timeout=POLL_S)
                    except Empty:
                        continue
                    if what is None or isinstance(what, BaseException):
                        running -= 1
                    if isinstance(what, BaseException):
                        raise what
                    if what is not None:
                        yield what
            finally:
                drop.set()
                while running:
                    running -= not isinstance(came.get(), (Done, Failed))

    def _live(self, batch: Batch, drop: Event, came: Queue[Came]) -> None:
        """Put what comes out of a batch where the reader finds it; at the end None, or the error."""
        try:
            for out in self._work(batch, drop):
                came.put(out if isinstance(out, Failed) else Done(batch, [out]))
        except BaseException as error:
            came.put(error)
        else:
            came.put(None)

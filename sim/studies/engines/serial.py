"""One replication after the other, in this thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Event

from sim.studies.engines.base import Batch, Closing, Done, Failed, Work
from sim.studies.engines.work import compile_here, evaluate


class Serial(Closing):
    """The engine without workers: nothing starts, nothing is sent, and memory holds one replication.

    Parameters
    ----------
    work : callable
        What is done with a batch.
    """

    jobs = 1

    def __init__(self, work: Work = evaluate) -> None:
        self._work = work

    def run(self, batches: Iterable[Batch], stop: Event) -> Iterator[Done | Failed]:
        """Live batches and yield what comes out; see `Engine.run`."""
        source = iter(batches)
        if self._work is evaluate:
            compile_here()
        while not stop.is_set() and (batch := next(source, None)) is not None:
            for came in self._work(batch, stop):
                yield came if isinstance(came, Failed) else Done(batch, [came])

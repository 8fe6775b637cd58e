"""Replications in processes of their own, started once and kept.

Why not a pool of a library: the pools of `concurrent.futures` and `loky` break as a whole when one worker dies, and do
not tell whose batch it was; `multiprocessing.Pool` waits for ever. All of them, and `multiprocessing` itself, run the
user's script again in each worker, which needs a guard that nobody thinks of. Here each worker is a plain process with
a pipe: a death is seen as the end of its pipe, and concerns its batch alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from queue import Empty, Queue
from threading import Event
from time import monotonic
from typing import Any
from weakref import finalize

from sim.errors import EngineError, reason
from sim.i18n import say
from sim.studies.engines.base import Batch, Closing, Done, Failed, Row, Work
from sim.studies.engines.child import Child, Gone
from sim.studies.engines.work import compile_once, evaluate
from sim.studies.engines.worker import Word

POLL_S = 0.1
"""How often it is looked whether to stop, while nothing comes."""
AHEAD = 2
"""Batches that a worker holds: the one it does, and the next."""
SETTLE_S = 10.0
"""How long a worker may take to drop what it does; a day of the largest place takes a tenth of a second."""
DEATHS = 10
"""So many in a row, or three a worker, without a single row between them: the machine cannot do it."""


class Processes(Closing):
    """The engine of processes on this machine.

    A worker that dies takes nothing with it but the replication in hand: its rows are there already, what was left of
    its batch is tried once more at the end, replication by replication, with nothing else running. Who kills his
    worker then is a failure.

    Parameters
    ----------
    jobs : int
        Most workers; as many are started as there are batches for.
    work : callable
        What is done with a batch; pickled by its name, so that workers can import it.
    """

    def __init__(self, jobs: int, work: Work = evaluate) -> None:
        self.jobs = jobs
        self._work = work
        self._came: Queue[tuple[Child, Any]] = Queue(2 * jobs)  # who runs ahead of the reader waits: memory stays flat
        self._children: list[Child] = []
        self._deaths = 0
        self._close = finalize(self, _end, self._children, self._came)

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers."""
        return [child.pid for child in self._children]

    def close(self) -> None:
        """Let the workers go, also in the middle of work."""
        _end(self._children, self._came)

    def run(self, batches: Iterable[Batch], stop: Event) -> Iterator[Done | Failed]:
        """Live batches and yield what comes out, row by row; see `Engine.run`."""
        if self._work is evaluate and not self._children:
            compile_once()
        killed: list[tuple[Batch, str]] = []
        self._deaths = 0
        try:
            yield from self._share(iter(batches), stop, self.jobs, killed)
            for batch, _ in killed:
                for number in batch.replications:
                    again: list[tuple[Batch, str]] = []
                    yield from self._share(iter([replace(batch, replications=(number,))]), stop, 1, again)
                    for _, why in again:
                        yield Failed(batch, number, say("engines.died_twice", why=why))
        finally:
            self._settle()

    def _share(
        self, source: Iterator[Batch], stop: Event, jobs: int, killed: list[tuple[Batch, str]]
    ) -> Iterator[Done | Failed]:
        """Deal batches out to so many workers until all have ended; add what a dead worker had begun to `killed`."""
        back: deque[Batch] = deque()  # what a dead worker had not begun
        told = False
        while True:
            if stop.is_set() and not told:
                told = True
                for child in self._children:
                    child.tell(Word.STOP)
            while not told and self._room(jobs):
                batch = back.popleft() if back else next(source, None)
                if batch is None:
                    break
                self._give(batch, jobs)
            if not any(child.batches for child in self._children):
                return
            try:
                child, what = self._came.get(timeout=POLL_S)
            except Empty:
                continue
            if child not in self._children:
                continue  # it was ended; its last words come late
            if isinstance(what, Gone):
                begun = self._bury(child, what, back)
                if begun is not None:
                    killed.append((begun, what.why))
            else:
                yield from self._heard(child, what)
                del what

    def _heard(self, child: Child, what: Any) -> Iterator[Done | Failed]:
        if isinstance(what, (Row, Failed)):
            self._deaths = 0
            child.lived.add(what.replication)
            yield what if isinstance(what, Failed) else Done(child.batches[0], [what])
        elif what is Word.READY:
            child.ready = True
        elif what is Word.ENDED:
            child.batches.popleft()
            child.lived.clear()
        else:
            raise what

    def _room(self, jobs: int) -> bool:
        """Whether another batch can be dealt out; alone means alone, so nothing waits behind a single one."""
        held = sum(len(child.batches) for child in self._children)
        return held < (jobs * AHEAD if jobs > 1 or self.jobs == 1 else 1)

    def _give(self, batch: Batch, jobs: int) -> None:
        """Give a batch to the worker that holds least, or to a new one if all that are there have work."""
        child = min(self._children, key=lambda child: len(child.batches), default=None)
        if child is None or (child.batches and len(self._children) < jobs):
            try:
                child = Child(self._work, self._came)
            except OSError as error:
                raise EngineError(say("engines.no_process", why=reason(error))) from error
            self._children.append(child)
        child.batches.append(batch)
        child.tell(batch)

    def _bury(self, child: Child, gone: Gone, back: deque[Batch]) -> Batch | None:
        """Take a dead worker out; what it had not begun goes back, what was left of what it had begun is returned.

        Raises
        ------
        EngineError
            If it died as it started, or if workers die again and again.
        """
        self._children.remove(child)
        child.end()
        if not child.ready:
            last = f": {gone.last}" if gone.last else ""
            raise EngineError(say("engines.died_at_start", why=gone.why, last=last))
        if not child.batches:
            return None
        self._deaths += 1
        if self._deaths >= max(DEATHS, 3 * self.jobs):
            raise EngineError(say("engines.died", n=self._deaths, why=gone.why))
        first, *rest = child.batches
        back.extend(rest)
        left = tuple(number for number in first.replications if number not in child.lived)
        return replace(first, replications=left) if left else None

    def _settle(self) -> None:
        """Leave every worker idle, for the next run; who does not drop what it does is ended."""
        busy = [child for child in self._children if child.batches]
        for child in busy:
            child.tell(Word.STOP)
        until = monotonic() + SETTLE_S
        while any(child.batches for child in busy) and monotonic() < until:
            with suppress(Empty):
                child, what = self._came.get(timeout=POLL_S)
                if isinstance(what, Gone):
                    child.batches.clear()
                elif what is Word.ENDED:
                    child.batches.popleft()
                elif what is Word.READY:
                    child.ready = True
        for child in list(self._children):
            child.lived.clear()
            if child.batches or not child.alive:
                child.end()
                self._children.remove(child)
            else:
                child.tell(Word.GO)


def _end(children: list[Child], came: Queue[tuple[Child, Any]]) -> None:
    """End all workers; also called when the program ends without a close."""
    for child in children:
        child.end()
    while any(child.talks for child in children):  # who listens to them may wait for room
        with suppress(Empty):
            came.get(timeout=POLL_S)
    children.clear()
    with suppress(Empty):
        while True:
            came.get_nowait()

"""Replications on a Dask cluster: on this machine, on a scheduler that is there already, or one that is handed in.

Dask is an extra; this file alone imports it, when such an engine is made.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

import dask
from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker

from sim.errors import EngineError, Refused
from sim.i18n import say
from sim.studies.engines.base import Batch, Closing, Done, Failed, Row, Work
from sim.studies.engines.child import ONE_THREAD
from sim.studies.engines.dask_task import halt, live_batch
from sim.studies.engines.work import compile_once, evaluate

POLL_S = 0.1
"""How often it is looked whether to stop, while nothing comes."""
COUNT_S = 5.0
"""How often workers are counted: a cluster may grow or shrink."""
DROP_S = 10.0
"""How long running batches may take to come back once they shall stop; then they are given up."""
AHEAD = 2
"""Batches for each worker: the one it does, and the next."""
HALT_S = 1.0
"""How often workers are told to stop."""
WORKERS_S = 60.0
"""How long the first worker of a scheduler that is there already is waited for."""
LOST_S = 10.0
"""How long a scheduler that does not answer is waited for."""
HERE_ONLY = "127.0.0.1:0"
"""Where Dask serves its pages, which it always does: without it, on all networks and one port for all."""
SETTINGS = {
    "distributed.scheduler.worker-saturation": 1.0,  # a worker gets no more than it can do
    "distributed.scheduler.allowed-failures": 1,  # a batch that kills two workers is not given to a third
    "distributed.comm.timeouts.connect": f"{LOST_S:g}s",
    "distributed.admin.log-length": 0,
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(ONE_THREAD, "1"),
}


def local(jobs: int) -> LocalCluster:
    """Start a cluster of so many processes on this machine, which nobody else can reach."""
    return LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=HERE_ONLY,
        worker_dashboard_address=HERE_ONLY,
        scheduler_kwargs={"dashboard": False},
        memory_limit=0,  # we hold no data there; a limit would only end workers
        silence_logs=logging.CRITICAL,
    )


class Dask(Closing):
    """The engine of a Dask cluster.

    Every batch is a task of its own (`pure=False`). Its rows are taken and let go at once: one whose worker dies
    before that is lived again by Dask, and comes once. A batch that killed two workers is tried once more at the end,
    replication by replication, with nothing else running.

    Parameters
    ----------
    jobs : int
        Workers to ask for.
    work : callable
        What is done with a batch.
    scheduler_file : str
        File of a scheduler that is there already; its workers are used.
    cluster : callable
        Given `jobs`, makes a cluster; default one on this machine.

    Raises
    ------
    EngineError
        If there is no such scheduler.
    """

    def __init__(
        self,
        jobs: int,
        work: Work = evaluate,
        scheduler_file: str = "",
        cluster: Callable[[int], Any] = local,
    ) -> None:
        self.jobs = self._asked = jobs
        self._work = work
        self._cluster: Any = None
        self._held = ExitStack()
        try:
            self._held.enter_context(dask.config.set(SETTINGS))
            self._held.callback(_quiet())
            if scheduler_file:
                self._client = _client_of(scheduler_file)
            else:
                if cluster is local and work is evaluate:
                    compile_once()
                self._cluster = cluster(jobs)
                self._held.callback(self._close_cluster)
                self._client = Client(self._cluster, timeout=LOST_S)
            self._held.callback(self._close_client)
        except BaseException:
            self._held.close()
            raise

    def close(self) -> None:
        """Let the workers go, also in the middle of work; those of a scheduler that was there stay."""
        self._held.close()

    def _close_client(self) -> None:
        with suppress(Exception):  # the scheduler may be gone
            self._client.close(timeout=2.0)

    def _close_cluster(self) -> None:
        with suppress(Exception):
            self._cluster.close(timeout=LOST_S)

    def run(self, batches: Iterable[Batch], stop: Event) -> Iterator[Done | Failed]:
        """Live batches and yield what comes out; see `Engine.run`."""
        killed: list[Batch] = []
        yield from self._share(iter(batches), stop, killed)
        for batch in killed:
            for number in batch.replications:
                again: list[Batch] = []
                yield from self._share(iter([replace(batch, replications=(number,))]), stop, again)
                for one in again:
                    yield Failed(one, number, say("engines.died_each_time"))

    def _share(self, source: Iterator[Batch], stop: Event, killed: list[Batch]) -> Iterator[Done | Failed]:
        """Keep the workers busy until all batches have ended; add those that killed their workers to `killed`."""
        tasks = _Tasks(self._client, self._work)
        counted, until = -COUNT_S, 0.0
        try:
            while True:
                now = time.monotonic()
                if stop.is_set():
                    until = until or now + DROP_S
                    tasks.halt()
                    if now > until:
                        return
                elif now - counted > COUNT_S:
                    counted = now
                    self._count()
                while (
                    not stop.is_set() and len(tasks) < AHEAD * self.jobs and (batch := next(source, None)) is not None
                ):
                    tasks.submit(batch)
                if not len(tasks):
                    return
                ended = tasks.ended()
                if ended is None:
                    _look(self._client)
                    continue
                future, batch = ended
                try:
                    came = future.result(timeout=POLL_S)
                except TimeoutError:  # its worker died before we took the rows: it is lived again
                    tasks.wait_for(future, batch)
                    continue
                except KilledWorker:
                    killed.append(batch)
                    continue
                except Exception as error:
                    if not future.cancelled():
                        _look(self._client)
                        why = f"{type(error).__name__}: {error}"
                        raise EngineError(say("engines.no_batch", why=why)) from error
                    raise _lost() from error
                future.release()
                yield from _told(batch, came)
                del came
        finally:
            tasks.drop()

    def _count(self) -> None:
        """Count the workers, so that as many batches wait as they need; ask again for those whose time was over."""
        with suppress(Exception):
            self.jobs = max(1, sum(self._client.nthreads().values()))
            if self._cluster is not None:
                self._cluster.scale(self._asked)


class _Tasks:
    """Batches that the cluster holds."""

    def __init__(self, client: Client, work: Work) -> None:
        self._client, self._work, self._run = client, work, uuid.uuid4().hex
        self._held: dict[str, tuple[Future, Batch]] = {}
        self._ended: SimpleQueue[str] = SimpleQueue()
        self._halted = -HALT_S

    def __len__(self) -> int:
        return len(self._held)

    def submit(self, batch: Batch) -> None:
        """Hand a batch to the cluster."""
        key = f"govsim-{uuid.uuid4().hex}"
        try:
            future = self._client.submit(live_batch, self._work, batch, self._run, pure=False, key=key)
        except Exception as error:
            raise _lost() from error
        self.wait_for(future, batch)

    def wait_for(self, future: Future, batch: Batch) -> None:
        """Hear of the end of a batch."""
        self._held[future.key] = future, batch
        future.add_done_callback(lambda done: self._ended.put(done.key))

    def ended(self) -> tuple[Future, Batch] | None:
        """Take one that has ended, if there is one before long."""
        try:
            return self._held.pop(self._ended.get(timeout=POLL_S))
        except Empty:
            return None

    def halt(self) -> None:
        """Tell the workers to drop what they do, again and again, as others may join."""
        now = time.monotonic()
        if now - self._halted >= HALT_S:
            self._halted = now
            # beside: a worker that dies just now would be waited for
            Thread(target=_tell_all, args=(self._client, self._run), daemon=True).start()

    def drop(self) -> None:
        """Give up what has not ended."""
        if self._held:
            self.halt()
        for future, _ in self._held.values():
            future.release()  # cancel() would wait for a scheduler that is gone


def _tell_all(client: Client, run: str) -> None:
    with suppress(Exception):  # who is not there needs not stop
        client.run(halt, run, on_error="ignore")


def _look(client: Client) -> None:
    """See that the scheduler is there.

    Raises
    ------
    EngineError
        If it is gone.
    """
    comm = client.scheduler_comm
    if client.status != "running" or comm is None or comm.comm.closed():
        raise _lost()


def _told(batch: Batch, came: list[Row | Failed] | Refused) -> Iterator[Done | Failed]:
    if isinstance(came, Refused):
        raise came
    rows = [row for row in came if isinstance(row, Row)]
    if rows:
        yield Done(batch, rows)
    yield from [what for what in came if isinstance(what, Failed)]


def _lost() -> EngineError:
    return EngineError(say("engines.gone"))


def _client_of(scheduler_file: str) -> Client:
    """Reach a scheduler that is there.

    Raises
    ------
    EngineError
        If its file cannot be read, or nobody answers.
    """
    if not os.path.isfile(scheduler_file):  # Dask would wait for it without a word
        raise EngineError(say("engines.no_file", file=scheduler_file))
    try:
        client = Client(scheduler_file=scheduler_file, timeout=LOST_S)
    except Exception as error:
        raise EngineError(say("engines.no_answer", file=scheduler_file, why=type(error).__name__)) from error
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError as error:
        client.close(timeout=2.0)
        raise EngineError(say("engines.no_workers", file=scheduler_file)) from error
    return client


def _quiet() -> Callable[[], None]:
    """Keep Dask's own messages from the screen; return what undoes it."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def undo() -> None:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)

    return undo

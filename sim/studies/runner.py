"""Fill a study folder: live the tasks that are missing, on whatever engine, and write each within seconds.

Order, time, stops, failures and the store are kept here; an engine only evaluates.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from sim.errors import OtherCode
from sim.i18n import say
from sim.store.asks import Ask
from sim.store.code import identity
from sim.store.commit import commit
from sim.store.folder import FLUSH_S, ShardWriter, StudyFolder, cells_table, replace_text
from sim.store.rows import Lived, run_row, with_task
from sim.store.tasks import Task
from sim.store.writers import Writer, alive
from sim.studies.costs import cost_rows
from sim.studies.engines.base import Batch, Done, Engine, Failed, Row
from sim.studies.engines.memory import give_back, peak_mb
from sim.version import VERSION

Progress = Callable[[int, int], None]
"""Told how many tasks are there, and of how many."""
BATCH_S = 5.0
"""Work that one batch holds."""
ROUNDS = 4
"""Batches that each worker gets at least, so that the last ones end together."""


@dataclass(frozen=True, slots=True)
class How:
    """How tasks are lived.

    Attributes
    ----------
    jobs : int
        Replications at a time.
    budget_s : float
        Wall time after which no new task is begun, s.
    join : bool
        Share the work with a process that writes there already.
    shard : tuple of int, optional
        (i, n): every n-th task from the i-th, for arrays of jobs.
    anew : bool
        Whether results of other code are left aside and all is lived again.
    """

    jobs: int = 1
    budget_s: float = float("inf")
    join: bool = False
    shard: tuple[int, int] | None = None
    anew: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of filling a folder.

    Attributes
    ----------
    asked, there, lived : int
        Tasks asked for; there at the end; of them lived now.
    failed : dict task -> str
        What was told of tasks that failed.
    stopped, unfinished : bool
        Whether it was told to stop; whether its time was used up.
    cpu_s, wall_s, peak_mb : float
        CPU of the tasks lived now; wall time; peak memory of this process and of each worker, added up.
    damaged : list of str
        Shards that could not be read.
    """

    asked: int
    there: int = 0
    lived: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    stopped: bool = False
    unfinished: bool = False
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0
    damaged: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every task is there."""
        return self.there == self.asked


def refuse_other_code(path: Path, ask: Ask) -> None:
    """See that what is there of a question was lived by this code.

    Raises
    ------
    OtherCode
        If tasks of it were lived by other code that is not known to give the same bits.
    """
    folder, code = StudyFolder(path), identity()
    own, cells = folder.same_codes(code), {*ask.cells.values(), *(task.cell for task in ask.drawn_tasks)}
    table = folder.table("runs", columns=["task", "cell", "replication", "code", "version", "commit", "cpu_s"])
    if table is None:
        return
    rows = [row for row in table.to_pylist() if row["cell"] in cells]
    others = [row for row in rows if row["code"] not in own]
    there = {(row["cell"], row["replication"]) for row in rows if row["code"] in own}
    others = [row for row in others if (row["cell"], row["replication"]) not in there]
    if not others:
        return
    last = others[-1]
    cpu_s = sum(row["cpu_s"] for row in others)
    raise OtherCode(
        say(
            "studies.other_code",
            path=path,
            n=len(others),
            other=last["code"],
            version=last["version"],
            commit=last["commit"] or say("studies.unknown"),
            code=code,
            cpu_s=cpu_s,
        )
    )


def fill(
    path: Path,
    own: Writer,
    ask: Ask,
    engine: Engine,
    how: How,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Live what is missing of a question and add it to a folder.

    Parameters
    ----------
    path : Path
        The study folder.
    own : Writer
        Who writes, see `writing`.
    ask : Ask
    engine : Engine
        Lives the tasks.
    how : How
    stop : Event, optional
        Set to drop the tasks in hand at their next day; what had finished is kept.
    progress : callable, optional
    """
    stop = stop or threading.Event()
    started = time.monotonic()
    work = _Work(StudyFolder(path), ask, how, own)
    outcome = Outcome(work.asked, there=work.asked - len(work.missing))
    if progress is not None:
        progress(outcome.there, outcome.asked)
    if work.missing:
        writer = ShardWriter(path, own, FLUSH_S)
        try:
            writer.add({"cells": cells_table(work.trees.items())})
            for result in engine.run(work.batches(stop, started), stop):
                if isinstance(result, Done):
                    _keep(result, work, writer, outcome)
                else:
                    _note_failure(path, result, work, outcome)
                if progress is not None:
                    progress(outcome.there, outcome.asked)
        finally:
            writer.close()
        give_back()
        work.look_again()
    outcome.stopped = stop.is_set()
    outcome.there = work.asked - len(work.missing)
    outcome.unfinished = work.out_of_time and not outcome.complete
    outcome.damaged = work.folder.damaged
    work.peak_mb[platform.node(), os.getpid()] = peak_mb()
    outcome.peak_mb = sum(work.peak_mb.values())
    outcome.wall_s = time.monotonic() - started
    return outcome


class _Work:
    """The tasks of a question that are missing, in the order in which they are lived."""

    def __init__(self, folder: StudyFolder, ask: Ask, how: How, own: Writer) -> None:
        self.folder, self.ask, self.how = folder, ask, how
        self.code = identity()
        self.codes = folder.same_codes(self.code)
        self.trees = {ask.cells[label]: tree for label, tree in ask.trees.items()}
        self.config = {ask.cells[label]: config for label, config in ask.arms.items()}
        # replication by replication, so that what is there when it stops is paired; and before any draw
        all_tasks = [(cell, k) for k in range(ask.replications) for cell in self.trees]
        self.drawn = {task.cell for task in ask.drawn_tasks}
        all_tasks += dict.fromkeys((task.cell, task.draw) for task in ask.drawn_tasks)
        self.trees |= {task.cell: task.tree for task in ask.drawn_tasks}
        self.config |= {task.cell: task.config for task in ask.drawn_tasks}
        if how.shard is not None:
            all_tasks = all_tasks[how.shard[0] :: how.shard[1]]
        self.all = all_tasks
        self.asked = len(all_tasks)
        self.missing: set[tuple[str, int]] = set()
        self.look_again()
        self.waiting: dict[str, deque[int]] = {}
        order = [task for task in all_tasks if task in self.missing]
        if how.join and len(alive(folder.path, own)) == 1:
            order.reverse()  # two meet in the middle
        elif how.join:
            Random(own.name).shuffle(order)  # or all who share the work would live the same tasks at the same time
        for cell, k in order:
            self.waiting.setdefault(cell, deque()).append(k)
        self.cpu_s = 0.0
        self.peak_mb: dict[tuple[str, int], float] = {}
        self.out_of_time = False

    def look_again(self) -> None:
        """See what is missing; others may have added to the folder."""
        self.looked = time.monotonic()
        there = self.folder.there(self.codes)
        left = {kind: kept for kind in self.ask.tables if (kept := self.folder.lost(kind)) is not None}

        def holds(cell: str, k: int) -> bool:
            found, (tables, case_rows) = there.get((cell, k)), self.kept_of(cell, k)
            return (
                found is not None
                and found.holds(tables, case_rows)
                and all(found.task in left[kind] for kind in tables if kind in left)
            )

        self.missing = {(cell, k) for cell, k in self.all if not holds(cell, k)}

    def kept_of(self, cell: str, replication: int) -> tuple[tuple[str, ...], int]:
        """Tables and most cases that are kept of a task: of a draw its measures alone; the map is the same in all."""
        if cell in self.drawn:
            return (), 0
        tables = tuple(t for t in self.ask.tables if t != "map" or replication == 0)
        return tables, self.ask.cases_of(replication)

    def batches(self, stop: threading.Event, started: float) -> Iterator[Batch]:
        """Hand out the tasks, several replications of a cell at a time, the cells in turn; draws at the end."""
        for drawn in (False, True):
            waiting = {cell: numbers for cell, numbers in self.waiting.items() if (cell in self.drawn) == drawn}
            yield from self._in_turn(waiting, stop, started)

    def _in_turn(self, waiting: dict[str, deque[int]], stop: threading.Event, started: float) -> Iterator[Batch]:
        left = sum(map(len, waiting.values()))
        while left and not stop.is_set():
            most = max(1, min(self._fits(), left // (self.how.jobs * ROUNDS)))
            for cell, numbers in waiting.items():
                if stop.is_set():
                    return
                now = time.monotonic()
                if now - started > self.how.budget_s:
                    self.out_of_time = True
                    return
                taken = [numbers.popleft() for _ in range(min(most, len(numbers)))]
                left -= len(taken)
                if self.how.join or now - self.looked > FLUSH_S:  # others may have joined since
                    self.look_again()
                yield from self._batches_of(cell, [k for k in taken if (cell, k) in self.missing])

    def _batches_of(self, cell: str, numbers: list[int]) -> Iterator[Batch]:
        """Put those together of which the same tables are kept."""
        for kind, group in groupby(numbers, lambda k: self.kept_of(cell, k)):
            yield Batch(self.trees[cell], tuple(group), self.code, *kind)

    def _fits(self) -> int:
        """Replications that make up one batch, by what they took so far."""
        return max(1, int(BATCH_S / self.cpu_s)) if self.cpu_s > 0.0 else 1


def _keep(done: Done, work: _Work, writer: ShardWriter, outcome: Outcome) -> None:
    for row in done.rows:
        task = Task(done.batch.tree, row.replication, done.batch.code)
        tables, run = _rows(row, task, done.batch, work)
        if (task.cell, row.replication) in work.missing:
            outcome.there += 1
            work.missing.discard((task.cell, row.replication))
        outcome.lived += 1
        outcome.cpu_s += row.cpu_s
        where = row.host, row.process
        work.peak_mb[where] = max(work.peak_mb.get(where, 0.0), row.peak_mb)
        work.cpu_s = outcome.cpu_s / outcome.lived
        (work.folder.path / "failed" / f"{task.id}.json").unlink(missing_ok=True)
        writer.add(tables, run)


def _rows(row: Row, task: Task, batch: Batch, work: _Work) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Tables of a task by kind, and its row of ``runs``."""
    lived = Lived(
        task=task.id, cell=task.cell, replication=row.replication, code=task.code, commit=commit(),
        version=VERSION, host=row.host, cpu_s=row.cpu_s, peak_mb=row.peak_mb,
        tables=tuple(batch.tables), case_rows=batch.case_rows,
    )  # fmt: skip
    found = {name: with_task(table, task.id, row.replication) for name, table in row.tables.items()}
    if row.costs:
        found["costs"] = with_task(cost_rows(work.config[task.cell], row.costs), task.id, row.replication)
    return found, run_row(lived, row.measures, row.ledger)


def _note_failure(path: Path, failed: Failed, work: _Work, outcome: Outcome) -> None:
    task = Task(failed.batch.tree, failed.replication, failed.batch.code)
    drawn = ((one.arm, one.cell) for one in work.ask.drawn_tasks)
    label = next((name for name, cell in (*work.ask.cells.items(), *drawn) if cell == task.cell), task.cell)
    outcome.failed[task.id] = failed.told
    told = {
        "arm": label, "cell": task.cell, "replication": failed.replication, "code": task.code,
        "told": failed.told, "trace": failed.trace,
    }  # fmt: skip
    replace_text(path / "failed" / f"{task.id}.json", json.dumps(told, ensure_ascii=False, indent=1))

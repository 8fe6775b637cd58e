"""All engines on real tasks: equal bits, failures told, stops heard within a day."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from sim.config.run import load
from sim.district import District
from sim.errors import EngineError, InvariantError, Refused
from sim.kernel_cache import place
from sim.store.code import identity
from sim.studies.engines.base import Batch, Done, Failed, Row
from sim.studies.engines.memory import peak_mb
from sim.studies.engines.processes import Processes
from sim.studies.engines.serial import Serial
from sim.studies.engines.threads import Threads
from sim.studies.engines.work import compile_here, compile_once, evaluate
from sim.studies.replication import live
from tests.studies.engines.equal import TABLES, assert_equal_bits, content, serial, tree, work
from tests.studies.engines.works import as_told


def test_threads_give_equal_bits() -> None:
    """As do processes and Dask, see their own files, where their workers have been started."""
    with Threads(2) as engine:
        assert_equal_bits(engine)


def test_a_row_is_the_replication() -> None:
    assert set(serial()) == {(batch.tree, k) for batch in work() for k in batch.replications}
    lived = live(load("demo", ["dual_report"], days=12, warmup_days=2), 2, 100)
    numbers, ledger, costs, tables = serial()[work()[1].tree, 2]
    assert numbers == {name: float(value).hex() for name, value in lived.measures.items()}
    assert ledger == lived.ledger
    assert costs == lived.costs
    assert tables == {name: content(table) for name, table in lived.tables.items()}


def test_what_a_row_says_of_itself() -> None:
    (row,) = evaluate(Batch(tree(), (4,), tables=("daily",)), threading.Event())
    assert isinstance(row, Row)
    assert (row.replication, list(row.tables)) == (4, ["daily"])
    assert 0.0 < row.cpu_s < 10.0
    assert row.host
    assert 50.0 < row.peak_mb <= peak_mb() < 5000.0


def test_other_code_is_refused() -> None:
    with pytest.raises(Refused, match=f"has code {identity()}, and was sent tasks of code deadbeef"):
        list(evaluate(Batch(tree(), (0,), "deadbeef"), threading.Event()))


@pytest.mark.parametrize("make", [Serial, partial(Threads, 2)], ids=["serial", "threads"])
def test_an_error_is_told_and_the_others_go_on(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(config: Any, number: int, *rest: Any, **more: Any) -> Any:
        if number == 1:
            raise InvariantError("a case was lost\nin community 3")
        if number == 2:
            raise ZeroDivisionError("division by zero")
        return live(config, number, *rest, **more)

    monkeypatch.setattr("sim.studies.engines.work.live", broken)
    with make() as engine:
        came = list(engine.run([Batch(tree(), (0, 1, 2, 3))], threading.Event()))
    assert [what.rows[0].replication for what in came if isinstance(what, Done)] == [0, 3]
    failures = [what for what in came if isinstance(what, Failed)]
    assert [(f.replication, f.told) for f in failures] == [
        (1, "a case was lost"),
        (2, "ZeroDivisionError: division by zero"),
    ]
    assert "in broken" in failures[0].trace


def test_a_configuration_that_cannot_be_read_fails_in_each_replication() -> None:
    said = json.loads(tree())
    said["dayz"] = 3
    came = list(Serial().run([Batch(json.dumps(said), (5, 6))], threading.Event()))
    assert [what.replication for what in came if isinstance(what, Failed)] == [5, 6]
    assert isinstance(came[0], Failed)
    assert came[0].told.startswith("1 problem in what was asked")


@pytest.mark.parametrize("make", [Serial, partial(Threads, 1)], ids=["serial", "threads"])
def test_a_stop_is_heard_within_a_day(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, days = threading.Event(), []

    def day(self: District) -> None:
        days.append(threading.current_thread())
        if len(days) == 15:  # the third day of the second replication
            stop.set()
            time.sleep(0.3)  # until the reader has looked
        plain(self)

    plain = District.live_day
    with make() as engine:
        compile_here()
        monkeypatch.setattr(District, "live_day", day)
        came = list(engine.run((Batch(tree(), (k, k + 1)) for k in range(0, 100, 2)), stop))
    assert len(days) == 15
    assert [what.rows[0].replication for what in came if isinstance(what, Done)] == [0]


def test_threads_take_batches_as_they_are_needed_and_drop_them_when_nobody_reads_on() -> None:
    taken = []

    def endless() -> Iterator[Batch]:
        for at in range(10**9):
            taken.append(at)
            yield Batch("slow", (at,))

    with Threads(2, as_told) as engine:
        run = engine.run(endless(), threading.Event())
        for _ in range(4):
            next(run)
        run.close()
        assert len(taken) <= 6
        assert threading.active_count() < 20
        with pytest.raises(Refused):
            list(engine.run([Batch("refusing", (1,)), Batch("slow", (1, 2))], threading.Event()))


@pytest.mark.slow
def test_memory_stays_flat_over_many_replications() -> None:
    """A replication that stayed would hold its world and its cases: 5 MB each here."""
    with Processes(1) as engine:
        batch = Batch(tree(days=40), tuple(range(24)), tables=TABLES, case_rows=10**6)
        peaks = [what.rows[0].peak_mb for what in engine.run([batch], threading.Event()) if isinstance(what, Done)]
    assert len(peaks) == 24
    assert peaks[-1] - peaks[5] < 20.0


def test_compiled_functions_are_on_disk_before_workers_start(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_here()
    asked = []
    monkeypatch.setattr("sim.studies.engines.work.compile_here", lambda: asked.append(1))
    folder = place().folder
    assert folder is not None
    compile_once()
    assert not asked
    monkeypatch.setattr("pathlib.Path.glob", lambda self, pattern: iter(()))
    compile_once()
    assert asked


def test_a_lost_engine_is_an_error_of_govsim() -> None:
    assert issubclass(Refused, EngineError)

"""Worker processes: who dies takes only what he was at, nothing comes twice, nobody outlives the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from sim.errors import EngineError, Refused
from sim.studies.engines.base import Batch, Done, Failed, Row
from sim.studies.engines.child import how_ended
from sim.studies.engines.processes import Processes
from tests.studies.engines.equal import assert_equal_bits
from tests.studies.engines.works import HEAVY_MB, as_told

posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """An engine that is kept from test to test, as it is from run to run; a worker that is missing is started anew."""
    with Processes(2, as_told) as engine:
        yield engine


def batches(does: str, count: int, size: int = 5) -> list[Batch]:
    return [Batch(does, tuple(range(at, at + size))) for at in range(0, count * size, size)]


def lived(came: Iterable[Done | Failed]) -> list[Row]:
    return [row for what in came if isinstance(what, Done) for row in what.rows]


def numbers(rows: Iterable[Row]) -> list[int]:
    return sorted(row.replication for row in rows)


def gone(pid: int, within_s: float = 5.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_every_task_comes_once_and_both_workers_share_them(two: Processes) -> None:
    rows = lived(two.run(batches("slow", 4), threading.Event()))
    assert numbers(rows) == list(range(20))
    assert {row.measures["pid"] for row in rows} == set(two.pids)
    assert len(two.pids) == 2


@pytest.mark.slow
def test_they_give_the_bits_of_one_task_after_the_other(two: Processes) -> None:
    assert_equal_bits(two)


def test_workers_are_kept_from_run_to_run_and_no_more_start_than_there_are_batches() -> None:
    with Processes(2, as_told) as engine:
        assert numbers(lived(engine.run(batches("quick", 1), threading.Event()))) == [0, 1, 2, 3, 4]
        first = engine.pids
        assert len(first) == 1
        assert lived(engine.run([], threading.Event())) == []
        again = lived(engine.run(batches("quick", 1), threading.Event()))
        assert {row.measures["pid"] for row in again} == set(first)


def test_rows_come_as_they_are_lived_and_batches_are_taken_as_they_are_needed(two: Processes) -> None:
    taken = []

    def endless() -> Iterator[Batch]:
        for at in range(10**9):
            taken.append(at)
            yield Batch("slow", (at,))

    run = two.run(endless(), threading.Event())
    for _ in range(4):
        next(run)
    run.close()
    assert len(taken) <= 4 + 2 * 2
    # and what was given up does not come into the next run
    assert numbers(lived(two.run([Batch("quick", (7,))], threading.Event()))) == [7]


@posix
def test_one_of_two_workers_killed_in_the_middle(two: Processes) -> None:
    rows: list[Row] = []
    for what in two.run(batches("slow", 6), threading.Event()):
        assert isinstance(what, Done)
        rows += what.rows
        if len(rows) == 7:
            killed = two.pids[0]
            os.kill(killed, signal.SIGKILL)
    assert numbers(rows) == list(range(30))
    assert len({row.measures["pid"] for row in rows}) > 2
    assert killed not in two.pids


def test_who_kills_his_worker_is_tried_once_more_alone_and_then_told(two: Processes) -> None:
    work = [*batches("quick", 3), Batch("bad", (1, 2, 3, 4, 5)), Batch("slow", (50, 51))]
    came = list(two.run(work, threading.Event()))
    failures = [what for what in came if isinstance(what, Failed)]
    assert [(what.batch.tree, what.replication) for what in failures] == [("bad", 3)]
    assert failures[0].told == "its worker died twice (exit code 9)"
    assert numbers(lived(came)) == sorted([*range(15), 1, 2, 4, 5, 50, 51])
    assert came.index(failures[0]) >= len(came) - 3  # at the end, so that nothing else ran


def test_where_no_worker_lives_the_run_ends_in_clear_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.studies.engines.processes.DEATHS", 3)  # of ten each would cost a start of Python
    with Processes(1, as_told) as engine:
        with pytest.raises(EngineError, match=r"3 worker processes died .*exit code 9.*kept"):
            list(engine.run(batches("deadly", 40), threading.Event()))
        assert numbers(lived(engine.run(batches("quick", 1), threading.Event()))) == [0, 1, 2, 3, 4]


@posix
def test_a_worker_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'no numpy here' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with Processes(1, as_told) as engine:
        with pytest.raises(EngineError, match=r"died as it started \(exit code 1\): no numpy here"):
            list(engine.run(batches("quick", 1), threading.Event()))
        monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
        with pytest.raises(EngineError, match="no worker process can be started: there is no such file"):
            list(engine.run(batches("quick", 1), threading.Event()))


def test_a_refusal_is_raised(two: Processes) -> None:
    with pytest.raises(Refused, match="other code"):
        list(two.run(batches("refusing", 3), threading.Event()))


def test_what_a_library_prints_is_no_reply(two: Processes) -> None:
    assert numbers(lived(two.run(batches("talkative", 2), threading.Event()))) == list(range(10))


def test_a_stop_drops_what_runs_and_keeps_what_had_finished(two: Processes) -> None:
    stop = threading.Event()
    rows: list[Row] = []
    for what in two.run(batches("slow", 1000), stop):
        assert isinstance(what, Done)
        rows += what.rows
        if len(rows) == 3:
            stop.set()
            stopped = time.monotonic()
    assert time.monotonic() - stopped < 3.0
    assert 3 <= len(rows) <= 8
    assert len(numbers(rows)) == len(set(numbers(rows)))
    assert len(lived(two.run(batches("slow", 1), threading.Event()))) == 5  # the next run is not stopped


@posix
def test_the_terminals_signals_are_the_parents_business(two: Processes) -> None:
    rows: list[Row] = []
    heard = False
    for what in two.run(batches("slow", 2), threading.Event()):
        rows += lived([what])
        if not heard and len({row.measures["pid"] for row in rows}) == 2:  # one that starts may not ignore them yet
            heard = True
            for pid in two.pids:
                assert os.getsid(pid) != os.getsid(0)
                for name in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                    os.kill(pid, name)
    assert heard
    assert numbers(rows) == list(range(10))
    assert {row.measures["pid"] for row in rows} == set(two.pids)


@posix
def test_closing_ends_workers_in_the_middle_of_work() -> None:
    engine = Processes(1, as_told)
    run = engine.run([Batch("quick", (1,)), Batch("deaf", (2,))], threading.Event())
    next(run)
    (pid,) = engine.pids
    engine.close()
    assert gone(pid)
    run.close()
    engine.close()


@posix
def test_a_worker_that_does_not_hear_the_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.studies.engines.processes.SETTLE_S", 0.3)
    with Processes(1, as_told) as engine:
        run = engine.run([Batch("quick", (1,)), Batch("deaf", (2,))], threading.Event())
        next(run)
        time.sleep(0.3)  # now it is deaf
        (pid,) = engine.pids
        run.close()
        assert gone(pid)
        assert numbers(lived(engine.run(batches("quick", 1), threading.Event()))) == [0, 1, 2, 3, 4]


def test_memory_of_a_worker_does_not_grow_with_what_it_has_done() -> None:
    with Processes(1, as_told) as engine:
        peaks = [row.measures["peak_mb"] for row in lived(engine.run(batches("heavy", 8, 4), threading.Event()))]
    assert len(peaks) == 32
    assert peaks[-1] - peaks[3] < 2 * HEAVY_MB


SCRIPT = """
import sys, threading
from sim.studies.engines.base import Batch
from tests.studies.engines.works import as_told
if sys.argv[1] == "processes":
    from sim.studies.engines.processes import Processes
    engine = Processes(2, as_told)
else:
    from sim.studies.engines.on_dask import Dask
    engine = Dask(2, as_told)
pids = set()
for what in engine.run([Batch("slow", (k,)) for k in range(10**6)], threading.Event()):
    pids.add(int(what.rows[0].measures["pid"]))
    if len(pids) == 2:
        print(*pids, flush=True)
"""


def workers_of_a_killed_program(tmp_path: Path, engine: str, guarded: bool = False) -> list[int]:
    """Start a program, kill it once its workers work, and tell their process ids."""
    script = tmp_path / "program.py"
    body = "if __name__ == '__main__':" + SCRIPT.replace("\n", "\n    ") if guarded else SCRIPT
    script.write_text(body)
    env = {**os.environ, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen([sys.executable, str(script), engine], stdout=subprocess.PIPE, text=True, env=env) as program:
        assert program.stdout is not None
        pids = [int(word) for word in program.stdout.readline().split()]
        program.kill()
    return pids


@posix
def test_workers_go_when_their_program_is_killed(tmp_path: Path) -> None:
    """The program has no ``if __name__ == "__main__"``: no worker runs it again."""
    pids = workers_of_a_killed_program(tmp_path, "processes")
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize(
    ("code", "words"),
    [(3, "exit code 3"), (-9, "killed by SIGKILL; out of memory?"), (-11, "killed by SIGSEGV"), (None, "it is there")],
)
def test_how_a_process_ended_in_words(code: int | None, words: str) -> None:
    assert how_ended(code).startswith(words)

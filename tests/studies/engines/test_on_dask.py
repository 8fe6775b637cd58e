"""The same promises kept by Dask: on this machine, with a scheduler that is there already, and through SLURM."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.errors import EngineError, Refused
from sim.studies.engines.base import Batch, Done, Failed, Row
from sim.studies.engines.settings import read_engine
from tests.studies.engines.equal import assert_equal_bits
from tests.studies.engines.test_processes import batches, gone, lived, numbers, posix, workers_of_a_killed_program
from tests.studies.engines.works import as_told

pytest.importorskip("distributed")
pytest.importorskip("dask_jobqueue")
from sim.studies.engines import on_dask
from sim.studies.engines.on_dask import SETTINGS, Dask

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def two() -> Iterator[Dask]:
    with Dask(2, as_told) as engine:
        yield engine


def test_it_gives_the_bits_of_one_task_after_the_other(two: Dask) -> None:
    assert_equal_bits(two)


@posix
def test_one_of_two_workers_killed_in_the_middle(two: Dask) -> None:
    rows: list[Row] = []
    for what in two.run(batches("slow", 8, 3), threading.Event()):
        assert isinstance(what, Done)
        if not rows:
            os.kill(int(what.rows[0].measures["pid"]), signal.SIGKILL)
        rows += what.rows
    assert numbers(rows) == list(range(24))


def test_who_kills_his_workers_is_tried_once_more_alone_and_then_told(two: Dask) -> None:
    came = list(two.run([Batch("bad", (1, 2, 3)), *batches("quick", 3)], threading.Event()))
    failures = [what for what in came if isinstance(what, Failed)]
    assert [(what.batch.tree, what.replication) for what in failures] == [("bad", 3)]
    assert "died each time" in failures[0].told
    assert numbers(lived(came)) == sorted([*range(15), 1, 2])


def test_a_stop_drops_what_runs_and_keeps_what_had_finished(two: Dask) -> None:
    stop = threading.Event()
    came = []
    for what in two.run(batches("slow", 1000), stop):
        came.append(what)
        if len(came) == 2:
            stop.set()
    rows = lived(came)
    assert 10 <= len(rows) <= 50
    assert len(set(numbers(rows))) == len(rows)
    assert len(lived(two.run(batches("slow", 1), threading.Event()))) == 5  # the next run is not stopped


def test_a_refusal_is_raised(two: Dask) -> None:
    with pytest.raises(Refused, match="other code"):
        list(two.run(batches("refusing", 1), threading.Event()))


@posix
def test_workers_go_when_their_program_is_killed(tmp_path: Path) -> None:
    pids = workers_of_a_killed_program(tmp_path, "dask", guarded=True)
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start parts of a cluster, which meet at the file ``scheduler.json``."""
    started = []

    def one(part: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--no-dashboard", *more]
        command += ["--scheduler-file", "scheduler.json", "--dashboard-address", "127.0.0.1:0"]
        env = {**os.environ, "PYTHONPATH": os.getcwd()}
        started.append(subprocess.Popen(command, env=env, cwd=tmp_path, stderr=subprocess.DEVNULL))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def test_a_scheduler_that_goes_is_told_in_clear_words(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "scheduler.json"
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
    until = time.monotonic() + 60.0
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    monkeypatch.setattr(on_dask, "WORKERS_S", 0.1)  # by its name another would be met: test_make imports it anew
    with pytest.raises(EngineError, match="has no workers; one is started by: dask worker"):
        Dask(1, as_told, scheduler_file=str(file))
    start("worker", "--no-nanny", "--nthreads", "1")
    monkeypatch.setattr(on_dask, "WORKERS_S", 60.0)
    monkeypatch.setattr(on_dask, "LOST_S", 1.0)
    monkeypatch.setitem(SETTINGS, "distributed.comm.timeouts.connect", "1s")
    rows: list[Row] = []
    with Dask(1, as_told, scheduler_file=str(file)) as engine:
        run = engine.run(batches("slow", 1000), threading.Event())
        rows += lived([next(run)])
        scheduler.kill()
        with pytest.raises(EngineError, match="is gone; what had finished is kept"):  # noqa: PT012
            for what in run:
                rows += lived([what])
    assert len(rows) >= 5
    assert len(set(numbers(rows))) == len(rows)
    with pytest.raises(EngineError, match="nobody answers"):
        Dask(1, as_told, scheduler_file=str(file))


def test_a_scheduler_file_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(EngineError, match=r"no file nothing\.json; it is written by: dask scheduler"):
        Dask(1, as_told, scheduler_file="nothing.json")


@posix
def test_slurm_with_a_stand_in_for_sbatch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is over, as when its time is up, is followed by another."""
    from sim.studies.engines.slurm import slurm

    settings = read_engine({"name": "slurm", "host": "127.0.0.1", "queue": "long", "directives": "--qos=low -x n1"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="no sbatch here"):
        slurm(settings)
    stand_in(
        tmp_path / "sbatch",
        f'cp "$1" {tmp_path}/job; setsid bash {tmp_path}/job >{tmp_path}/log 2>&1 & echo "Submitted batch job $!"',
    )
    stand_in(tmp_path / "scancel", 'kill -- -"$1"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("PYTHONPATH", os.getcwd())
    with Dask(1, as_told, cluster=slurm(settings)) as engine:
        rows = lived(engine.run(batches("slow", 2), threading.Event()))
    assert numbers(rows) == list(range(10))
    job = (tmp_path / "job").read_text()
    for line in ("#SBATCH -p long", "#SBATCH -t 04:00:00", "#SBATCH --qos=low", "export OMP_NUM_THREADS=1"):
        assert line in job
    assert gone(int(rows[0].measures["pid"]), 10.0)


def stand_in(file: Path, does: str) -> None:
    file.write_text(f"#!/bin/bash\n{does}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)

"""Engines by name, their settings, and what is told where one cannot be had."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.errors import ConfigError
from sim.parameters.param import describe, problems_of_declaration
from sim.studies.engines.make import cores, make_engine
from sim.studies.engines.processes import Processes
from sim.studies.engines.serial import Serial
from sim.studies.engines.settings import ENGINES, EngineSettings, read_engine
from sim.studies.engines.threads import Threads


@pytest.mark.parametrize(
    ("name", "jobs", "work_s", "kind"),
    [
        ("auto", 1, 100.0, Serial),
        ("auto", 2, 1.9, Serial),
        ("auto", 2, 2.0, Processes),
        ("auto", 2, None, Processes),
        ("processes", 1, 0.1, Processes),
        ("serial", 2, 100.0, Serial),
        ("threads", 2, None, Threads),
    ],
)
def test_which_engine_is_made(name: str, jobs: int, work_s: float | None, kind: type) -> None:
    with make_engine(name, jobs, work_s=work_s) as engine:
        assert type(engine) is kind
        assert engine.jobs == (1 if kind is Serial else jobs)


def test_no_jobs_is_one_a_core() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
    assert make_engine("threads").jobs == cores()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "dsk"}, "engine: there is no engine dsk(.|\n)*auto, serial(.|\n)*did you mean dask"),
        ({"name": "dask", "schedulerfile": "f"}, r"engine\.schedulerfile: (.|\n)*did you mean scheduler_file"),
        ({"name": "processes", "scheduler_file": "f"}, r"engine=processes does not read it(.|\n)*engine=dask"),
        ({"name": "dask", "walltime": "1:00:00"}, r"engine\.walltime: engine=dask does not read it(.|\n)*engine=slurm"),
        ({"name": "slurm", "memory_gb": "much"}, r"engine\.memory_gb: found 'much'"),
        ({"name": "dsk", "memory_gb": -1}, "2 problems"),
        ({"name": ["dask"]}, r"there is no engine \['dask'\]"),
    ],
)
def test_what_is_wrong_with_an_engine_is_told(said: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_engine(said)


def test_a_name_alone_is_enough() -> None:
    assert read_engine("threads") == EngineSettings(name="threads")
    assert read_engine({}) == EngineSettings()
    assert read_engine({"name": "dask", "scheduler_file": "s.json"}).scheduler_file == "s.json"


def test_every_setting_is_declared_in_full() -> None:
    infos = describe("engine", EngineSettings)
    assert not problems_of_declaration(infos)
    assert all(info.zh for info in infos)
    assert infos[0].allowed == ENGINES


@pytest.mark.parametrize(("name", "lacks"), [("dask", "distributed"), ("slurm", "dask_jobqueue")])
def test_a_missing_extra_is_told_with_the_command(name: str, lacks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("on_dask", "slurm"):
        monkeypatch.delitem(sys.modules, f"sim.studies.engines.{module}", raising=False)
    monkeypatch.setitem(sys.modules, lacks, None)
    if name == "dask":
        monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ConfigError, match=rf"engine={name} needs dask(.|\n)*pip install 'govsim\[dask\]'"):
        make_engine(name, 2)


def test_no_dask_is_imported_unless_it_is_asked_for() -> None:
    code = "import sys, sim.studies.engines.make; print([m for m in ('dask', 'distributed') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"

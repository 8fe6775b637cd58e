"""Where results go: tried before the first day; a disk that fills later is told of, and what was written stays."""

from __future__ import annotations

import errno
import json
import os
import runpy
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import sim.store.folder
from sim.cli import guarded, main
from sim.cli.arguments import names_quoted
from sim.config.run import RunConfig
from sim.store.writers import writing
from sim.studies.engines import work
from sim.studies.loading import load
from sim.studies.replication import Replication

ROOT = Path(__file__).parents[2]
SHORT = ["place=demo", "days=3", "replications=1"]


@pytest.fixture
def no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a day is lived."""

    def lived(*asked: Any, **said: Any) -> None:
        raise AssertionError("a day was lived")

    for name in ("asking.fill", "engines.work.live"):
        monkeypatch.setattr(f"sim.studies.{name}", lived)


@pytest.mark.usefixtures("no_day")
@pytest.mark.parametrize(
    "asked",
    [["run"], ["run", "-m", "seed=1,2"], ["run", "into=x"], ["compare", "baseline", "dual_report"], ["demo"]],
    ids=" ".join,
)
def test_an_impossible_folder_is_found_before_the_first_day(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").touch()
    assert main([*asked, "days=3", "results_dir=file/x"]) == 2
    said = capsys.readouterr().err
    assert "results_dir: nothing can be written to" in said
    assert f"{tmp_path / 'file'} is a file, not a folder" in said
    assert "1 problem in" in said
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.usefixtures("no_day")
def test_a_name_that_is_too_long_is_a_problem_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "days=3", f"results_dir={'a' * 260}"]) == 2
    said = capsys.readouterr().err
    assert "1 problem in" in said
    assert "results_dir: nothing can be written to" in said
    assert "the name is too long" in said


@pytest.mark.usefixtures("no_day")
@pytest.mark.parametrize("asked", [["run"], ["compare", "baseline", "dual_report"]], ids=" ".join)
def test_folder_and_settings_are_told_together(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").touch()
    assert main([*asked, "seed=-1", "results_dir=file"]) == 2
    said = capsys.readouterr().err
    assert "2 problems" in said
    assert "seed:" in said
    assert "file is a file" in said


@pytest.mark.usefixtures("no_day")
def test_a_refused_run_leaves_no_folder(tmp_path: Path) -> None:
    assert main(["run", "seed=-1", "results_dir=new"]) == 2
    assert main(["run", "--cfg", "job", "results_dir=/proc/nope"]) == 0  # runs nothing, so writes nothing
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("home", ["home", "家 (1)", "it's"])
def test_the_home_folder_and_chinese_names(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / home))
    assert main(["run", *SHORT, "results_dir=~/结果", "into=试点"]) == 0
    assert main(["run", "-m", *SHORT, "results_dir=$HOME/more", "seed=1,2"]) == 0
    assert [p.name for p in tmp_path.iterdir()] == [home]
    assert len(load(tmp_path / home / "结果" / "试点").runs) == 1
    assert len(load(tmp_path / home / "more" / "demo").runs) == 2


def test_only_what_hydra_cannot_read_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, "/home/li")
    same = ["results_dir=a/b-c", "results_dir='~/x'", "results_dir=a,b", "seed=~", "run", "into=[a]", "results_dir="]
    assert names_quoted(same) == same
    assert names_quoted(["results_dir=~/x", "into=试点", "results_dir=a b\\"]) == [
        "results_dir=/home/li/x", "into='试点'", "results_dir='a b\\\\'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        ["run"],
        ["run", "--json"],
        ["run", "-m", "seed=1,2"],
        ["compare", "baseline", "dual_report"],
        ["demo", "pairs=1"],
    ],
    ids=" ".join,
)
def test_a_disk_that_fills_while_days_are_lived(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *SHORT, "seed=7"]) == 0
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.parquet")}
    days = [] if asked[0] == "demo" else ["replications=1"]
    monkeypatch.setattr("sim.report.plots.make_figures", lambda *_, **__: SimpleNamespace(files=[]))  # seconds of demo
    capsys.readouterr()
    write, room = sim.store.folder.write_shard, [1]

    def full(path: Path, table: object) -> None:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        room.pop()
        write(path, table)  # type: ignore[arg-type]

    with monkeypatch.context() as disk:
        disk.setattr("sim.store.folder.write_shard", full)
        assert main([*asked, "place=demo", "days=3", *days, "jobs=1"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{Path('results', 'demo')} cannot be written to: the disk is full." in said.err
    assert "the same command goes on" in said.err
    assert "Traceback" not in said.err
    assert before.items() <= {p: p.read_bytes() for p in tmp_path.rglob("*.parquet")}.items()
    assert main([*asked, "place=demo", "days=3", *days, "jobs=1"]) == 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [(["run", "seed=${nope}"], "Interpolation key 'nope'"), (["run", "hydra.mode=foo"], "hydra.mode=foo"),
     (["run", "hydra.run.dir=file/x"], "which govsim sets itself")],
)  # fmt: skip
def test_errors_of_hydra_are_told_in_words(asked: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").touch()
    before = dict(os.environ)
    assert main([*asked, *SHORT]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert "HYDRA_FULL_ERROR" not in said
    assert dict(os.environ) == before


def test_an_error_in_a_task_is_told_with_what_is_there_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, calls = work.live, list[int]()

    def lived(config: RunConfig, number: int, *asked: Any, **said: Any) -> Replication:
        calls.append(number)
        if config.run.seed == 1 and number == 1:
            raise MemoryError
        return whole(config, number, *asked, **said)

    asked = ["run", "-m", "place=demo", "days=3", "replications=3", "jobs=1", "seed=1,2"]
    with monkeypatch.context() as short:
        short.setattr(work, "live", lived)
        assert main(asked) == 3
    said = capsys.readouterr()
    assert "1 of 6 tasks failed (MemoryError" in said.err
    assert f"govsim resume {Path('results', 'demo')}" in said.err
    assert "Traceback" not in said.err
    assert "seed" in said.out  # what is there
    assert sorted(calls) == [0, 0, 1, 1, 2, 2]
    assert len(list(Path("results/demo/failed").iterdir())) == 1
    assert main(asked) == 0
    assert len(load("results/demo").runs) == 6
    assert not list(Path("results/demo/failed").iterdir())


def test_time_that_is_used_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *SHORT, "jobs=1", "budget=0.000001s"]) == 5
    said = capsys.readouterr().err
    assert "0 of 1" in said
    assert f"govsim resume {Path('results', 'demo')}" in said
    assert main(["run", *SHORT, "jobs=1", "budget=1h"]) == 0


def test_a_folder_that_another_process_writes_into(capsys: pytest.CaptureFixture[str]) -> None:
    with writing(Path("results/demo")):
        assert main(["run", *SHORT]) == 6
        said = capsys.readouterr().err
        assert f"process {os.getpid()}" in said
        assert "--join" in said
        assert main(["run", *SHORT, "--join"]) == 0


def test_results_of_other_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *SHORT]) == 0
    for name in ("runner", "results", "answers", "engines.work"):
        monkeypatch.setattr(f"sim.studies.{name}.identity", lambda: "bbbbbbbb")
    capsys.readouterr()
    assert main(["run", *SHORT]) == 7
    said = capsys.readouterr()
    assert "this is code bbbbbbbb" in said.err
    assert "--anew" in said.err
    assert said.out == ""
    assert main(["run", *SHORT, "--anew", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["replications"] == 1


def test_figures_that_cannot_be_written_are_refused_before_they_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *SHORT]) == 0
    folder = load(tmp_path / "results" / "demo").answer
    (folder / "figures").touch()
    monkeypatch.setattr("sim.report.plots.make_figures", None)
    assert main(["plot", str(folder)]) == 2
    assert main(["plot", "results/demo"]) == 2
    assert "figures is a file, not a folder" in capsys.readouterr().err


@pytest.mark.usefixtures("no_day")
@pytest.mark.parametrize(("name", "asked"), [("all_levers", ["--out", "file/x"]), ("publish", ["xialu_grids"])])
def test_experiments_try_their_folder_first(
    name: str, asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").touch()
    Path("results").touch()
    monkeypatch.setattr(sys, "argv", [name, *asked])
    job = runpy.run_path(str(ROOT / "experiments" / f"{name}.py"))["main"]
    assert guarded(name, job) == 2
    assert "is a file, not a folder" in capsys.readouterr().err


def test_a_port_that_is_taken_is_found_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("solara")
    monkeypatch.setattr("sim.viewer.launch.serve", lambda *asked, **said: print("served"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["viz", "--port", port]) == 2
        assert f"nothing can listen on 127.0.0.1 at {port}" in capsys.readouterr().err
    assert main(["viz", "--host", "nowhere.invalid", "--port", port]) == 2
    assert "--host: 'nowhere.invalid' is not an address" in capsys.readouterr().err
    assert main(["viz", "--port", port]) == 0
    assert "served" in capsys.readouterr().out

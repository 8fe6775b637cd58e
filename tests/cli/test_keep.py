"""Where results go: tried before the first day, told of when they cannot be saved after the last."""

from __future__ import annotations

import errno
import json
import os
import runpy
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.cli import guarded, main
from sim.cli.arguments import names_quoted

ROOT = Path(__file__).parents[2]
SHORT = ["place=demo", "days=3", "replications=1"]


@pytest.fixture
def no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a day is lived."""

    def lived(*asked: Any, **said: Any) -> None:
        raise AssertionError("a day was lived")

    monkeypatch.setattr("sim.study.engine.run_each", lived)


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
    assert len(list((tmp_path / home / "结果" / "试点").iterdir())) == 1
    assert len(list((tmp_path / home / "more" / "demo").iterdir())) == 2


def test_only_what_hydra_cannot_read_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, "/home/li")
    same = ["results_dir=a/b-c", "results_dir='~/x'", "results_dir=a,b", "seed=~", "run", "into=[a]", "results_dir="]
    assert names_quoted(same) == same
    assert names_quoted(["results_dir=~/x", "into=试点", "results_dir=a b\\"]) == [
        "results_dir=/home/li/x", "into='试点'", "results_dir='a b\\\\'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "printed"),
    [(["run"], "closed on time"), (["run", "--by", "community"], "community"), (["run", "--json"], '"run_dir": null'),
     (["compare", "baseline", "dual_report"], "against baseline"), (["demo", "pairs=1"], "against baseline")],
)  # fmt: skip
def test_a_disk_that_fills_after_the_days_were_lived(
    asked: list[str],
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", *SHORT, "seed=7"]) == 0
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    capsys.readouterr()

    def full(path: Path, parts: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("sim.results._write_table", full)
    days = [] if asked[0] == "demo" else ["replications=1"]
    assert main([*asked, "place=demo", "days=3", *days]) == 1
    said = capsys.readouterr()
    assert printed in said.out
    if "--json" in asked:
        assert json.loads(said.out)["measures"]
    else:
        assert "Not written: it could not be saved" in said.out
    assert "could not be saved in" in said.err
    assert "the disk is full" in said.err
    assert "Traceback" not in said.err
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


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


def test_an_error_in_a_job_ends_a_sweep_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = []

    def lived(*asked: Any, **said: Any) -> None:
        calls.append(asked)
        raise MemoryError

    monkeypatch.setattr("sim.study.engine.run_each", lived)
    assert main(["run", "-m", *SHORT, "seed=1,2"]) == 1
    assert "not enough memory" in capsys.readouterr().err
    assert len(calls) == 1


def test_figures_that_cannot_be_written_are_refused_before_they_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *SHORT]) == 0
    [folder] = (tmp_path / "results" / "demo").iterdir()
    (folder / "figures").touch()
    monkeypatch.setattr("sim.report.plots.make_figures", None)
    assert main(["plot", str(folder)]) == 2
    assert "figures is a file, not a folder" in capsys.readouterr().err


@pytest.mark.usefixtures("no_day")
@pytest.mark.parametrize(("name", "flags"), [("all_levers", ["--out", "file/x"]), ("xialu_grids", ["--pairs", "2"])])
def test_experiments_try_their_folder_first(
    name: str, flags: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").touch()
    Path("results").touch()
    monkeypatch.setattr(sys, "argv", [name, *flags])
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

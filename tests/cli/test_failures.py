"""Whatever goes wrong reaches a person in words, with the exit code that says whose fault it is."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hydra.errors import ConfigCompositionException
from omegaconf import OmegaConf

import sim
from sim.cli import guarded
from sim.errors import ConfigError, Interrupted, InvariantError, PlaceError, Problem, ResultError


def raising(error: BaseException) -> Callable[[], int]:
    def job() -> int:
        raise error

    return job


def of_import() -> int:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt as stopped:
        raise ImportError("numpy could not be loaded") from stopped


def of_yaml() -> int:
    yaml.safe_load("a: [1")
    return 0


def of_omegaconf() -> int:
    OmegaConf.to_container(OmegaConf.create({"seed": "${nope}"}), resolve=True)
    return 0


def of_table() -> int:
    pq.read_table(pa.BufferReader(b"no table"))
    return 0


def of_depth() -> int:
    return of_depth()


SYSTEM = "as the system says it"
TOLD = [
    (raising(ConfigError([Problem("seed", "is odd")])), 2, "seed: is odd"),
    (raising(PlaceError("no homes")), 2, "no homes"),
    (raising(ResultError("not a run folder")), 1, "not a run folder"),
    (raising(KeyboardInterrupt()), 130, "interrupted"),
    (raising(Interrupted()), 130, "interrupted"),
    (of_import, 130, "interrupted"),
    (raising(ModuleNotFoundError("No module named 'mesa'")), 1, "No module named 'mesa'"),
    (raising(FileNotFoundError(errno.ENOENT, SYSTEM, "x/y")), 2, "x/y: there is no such file or folder"),
    (raising(PermissionError(errno.EACCES, SYSTEM, "x")), 2, "x: permission is denied"),
    (raising(NotADirectoryError(errno.ENOTDIR, SYSTEM, b"x")), 2, "x: a part of the path is a file"),
    (raising(OSError(errno.ENAMETOOLONG, SYSTEM, "x")), 2, "x: the name is too long"),
    (raising(OSError(errno.ENOSPC, SYSTEM, "x")), 1, "x: the disk is full"),
    (raising(OSError(errno.ENOSPC, "Error writing bytes to file. Detail: ...")), 1, "the disk is full"),
    (raising(OSError(errno.EADDRINUSE, "Address already in use")), 1, "Address already in use"),
    (raising(FileNotFoundError(errno.ENOENT, "No usable temporary directory")), 1, "No usable temporary directory"),
    (raising(FileNotFoundError(errno.ENOENT, SYSTEM, str(Path(sim.__file__).with_name("configs")))), 1, "install"),
    (raising(OSError("nothing more is known")), 1, "nothing more is known"),
    (raising(ConfigCompositionException("Error merging override\nmore for programmers")), 2, "Error merging override"),
    (of_omegaconf, 2, "seed: Interpolation key 'nope' not found"),
    (of_yaml, 2, "a YAML file cannot be read"),
    (lambda: len(b"\xff".decode()), 2, "cannot be read as UTF-8"),
    (lambda: len(json.loads("{")), 1, "a JSON file is damaged"),
    (of_table, 1, "a table of a run folder cannot be read"),
    (raising(MemoryError()), 1, "not enough memory"),
    (of_depth, 2, "nested too deeply"),
    (raising(RuntimeError("can't start new thread")), 1, "jobs=1"),
    (raising(SystemExit(3)), 3, ""),
    (raising(SystemExit()), 0, ""),
    (raising(SystemExit("a reason")), 1, ""),
]


@pytest.mark.parametrize(("job", "code", "words"), TOLD)
def test_errors_are_told_in_words(
    job: Callable[[], int], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded("govsim run", job) == code
    said = capsys.readouterr()
    assert words in said.err
    assert not words or said.err.startswith("govsim run: ")
    assert "Traceback" not in said.err
    assert SYSTEM not in said.err
    assert len(said.err.splitlines()) <= 2
    assert said.out == ""
    assert "fault of govsim" not in said.err


@pytest.mark.skipif(os.name != "posix", reason="Windows removes no folder that somebody is in")
def test_a_working_folder_that_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert guarded("govsim", lambda: len(os.getcwd())) == 2
    monkeypatch.chdir(tmp_path)
    assert "no longer exists" in capsys.readouterr().err


@pytest.mark.parametrize("error", [ZeroDivisionError("by\nnought"), InvariantError("hours are lost")])
def test_a_fault_of_ours_goes_to_a_file(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert guarded("govsim run", raising(error)) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert f"{type(error).__name__}: {' '.join(str(error).split())}\n" in said
    [file] = tmp_path.glob("govsim-fault-*.txt")
    assert str(file) in said
    assert "Please report" in said
    text = file.read_text(encoding="utf-8")
    assert "raise error" in text
    assert sim.__version__ in text


def test_a_fault_of_ours_where_no_file_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert guarded("govsim", raising(ZeroDivisionError("by nought"))) == 1
    assert "GOVSIM_TRACEBACK=1" in capsys.readouterr().err


def test_a_traceback_is_shown_to_who_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVSIM_TRACEBACK", "1")
    assert guarded("govsim", raising(OSError(errno.ENOSPC, SYSTEM, "x"))) == 1
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.endswith("govsim: x: the disk is full\n")

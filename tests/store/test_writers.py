"""Heartbeats: a second writer is told to wait or shares the work; the dead hold nobody up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.errors import FolderInUse
from sim.store.writers import DEAD_AFTER_S, alive, this_process, writing


def _other(folder: Path, *, pid: int, host: str = "another", beat: float | None = None, started: float = 1.0) -> None:
    (folder / "writers").mkdir(parents=True, exist_ok=True)
    told = {"host": host, "pid": pid, "started": started, "beat": time.time() if beat is None else beat}
    (folder / "writers" / f"{host}-{pid}.json").write_text(json.dumps(told), encoding="utf-8")


def test_a_live_writer_is_waited_for_and_named(tmp_path: Path) -> None:
    _other(tmp_path, pid=4711)
    with pytest.raises(FolderInUse, match="process 4711 on another") as told, writing(tmp_path):
        pass
    assert told.value.exit_code == 6
    assert "--join" in str(told.value)


def test_the_one_refused_leaves_no_heartbeat(tmp_path: Path) -> None:
    _other(tmp_path, pid=4711)
    with pytest.raises(FolderInUse), writing(tmp_path):
        pass
    assert [w.pid for w in alive(tmp_path)] == [4711]


def test_whoever_joins_shares(tmp_path: Path) -> None:
    _other(tmp_path, pid=4711)
    with writing(tmp_path, join=True) as own:
        assert {w.pid for w in alive(tmp_path)} == {4711, own.pid}


def test_silence_is_death(tmp_path: Path) -> None:
    _other(tmp_path, pid=4711, beat=time.time() - DEAD_AFTER_S - 1.0)
    with writing(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="elsewhere only silence tells that a process has died")
def test_a_process_of_this_machine_that_is_gone_is_dead_at_once(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    _other(tmp_path, pid=gone.pid, host=this_process().host)
    with writing(tmp_path):
        pass


def test_of_two_that_begin_together_the_later_one_goes(tmp_path: Path) -> None:
    _other(tmp_path, pid=4711, started=time.time() + 100.0)
    with writing(tmp_path):
        pass


def test_nothing_stays_behind(tmp_path: Path) -> None:
    with writing(tmp_path):
        assert (tmp_path / "writers").is_dir()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_heartbeat_is_nobody(tmp_path: Path) -> None:
    (tmp_path / "writers").mkdir()
    (tmp_path / "writers" / "x.json").write_text("{", encoding="utf-8")
    assert alive(tmp_path) == []

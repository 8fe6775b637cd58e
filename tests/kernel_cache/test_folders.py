"""Where nothing can be kept, all runs on, and the user is told once; old folders are thrown away."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from sim import kernel_cache
from sim.kernel_cache import FEW, HERE, prune
from tests.kernel_cache.kept import lines, loaded


def nothing_can_be_made_in(folder: Path) -> None:
    folder.parent.write_text("a file in place of the folder")


def test_an_unwritable_folder_means_a_temporary_one(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    nothing_can_be_made_in(folder)
    beside = set(HERE.rglob("*.nb?"))
    assert [loaded(), loaded()] == [False, True]
    (line,) = lines(caplog)
    other = kernel_cache.place().folder
    assert other is not None
    assert str(folder) in line
    assert str(other) in line
    assert len(list(other.iterdir())) == 1
    assert other.parent.stat().st_mode & 0o077 == 0
    assert set(HERE.rglob("*.nb?")) == beside  # numba's own cache would write here, and answer from here


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="one temporary folder for all users")
@pytest.mark.parametrize("taken", ["by all", "by another", "by a link", "by a file"])
def test_a_temporary_folder_of_somebody_else_is_not_used(
    folder: Path, caplog: pytest.LogCaptureFixture, taken: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nothing_can_be_made_in(folder)
    if taken == "by another":
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    trap = tmp_path / "temporary" / f"govsim-{os.getuid()}"
    if taken == "by a file":
        trap.write_text("")
    elif taken == "by a link":
        trap.symlink_to(tmp_path)
    else:
        trap.mkdir()
        trap.chmod(0o777 if taken == "by all" else 0o700)
    assert [loaded(), loaded()] == [False, False]
    (line,) = lines(caplog)
    assert "every start makes them anew" in line
    assert taken == "by a link" or trap.is_file() or not list(trap.iterdir())


def test_a_relative_cache_folder_is_not_made_where_one_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kernel_cache, "usual_folder", lambda: Path("~/.cache/govsim"))
    monkeypatch.chdir(tmp_path)
    loaded()
    assert not Path("~").exists()


def test_a_full_disk_stops_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel_cache.place()

    def full(path: Path, whole: bytes) -> int:
        with path.open("wb") as file:
            file.write(whole[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert [loaded(), loaded()] == [False, False]
    assert not list(folder.iterdir())
    (line,) = lines(caplog)
    assert os.strerror(errno.ENOSPC) in line
    assert [loaded(), loaded()] == [False, True]


def test_old_folders_are_thrown_away_but_the_newest_and_those_in_use(tmp_path: Path) -> None:
    now = time.time()
    for days in range(1, FEW + 5):
        made = tmp_path / f"{days:016x}"
        made.mkdir()
        (made / "file.nbc").write_text("")
        os.utime(made, (now - 86400.0 * days - 60.0,) * 2)
    (tmp_path / "notes").mkdir()
    os.utime(tmp_path / "notes", (0, 0))
    (tmp_path / ("a" * 16)).symlink_to(tmp_path / "notes")
    mine = tmp_path / ("f" * 16)
    mine.mkdir()
    prune(mine)
    kept = {f"{days:016x}" for days in range(1, FEW)}
    assert {path.name for path in tmp_path.iterdir()} == kept | {"f" * 16, "notes", "a" * 16}
    for path in tmp_path.iterdir():
        os.utime(path, (now, now))
    for days in range(20, 40):  # all of them used a minute ago
        (tmp_path / f"{days:016x}").mkdir()
    prune(mine)
    assert len(list(tmp_path.iterdir())) == len(kept) + 3 + 20

"""A folder is tried before anything runs; what is wrong is said, and nothing is left behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.writable import TRIAL_BYTES, folder_problem, try_folder

posix = pytest.mark.skipif(os.name != "posix", reason="links and names as POSIX has them")


@pytest.mark.parametrize("name", ["new", "a/b/c", "here", "here/deeper", "结果/试点", "a/../b", "~tilde", "x y"])
def test_what_can_be_written_is_tried_and_left_as_it_was(name: str, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "old").write_text("kept")
    assert folder_problem(tmp_path / name) is None
    try_folder(tmp_path / name)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["here", "here/old"]


def test_a_bare_name_is_tried_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_problem("results") is None
    assert folder_problem("~nobody-of-that-name") is None
    assert not list(tmp_path.iterdir())


@posix
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("file", "file is a file, not a folder"),
        ("file/below", "file is a file, not a folder"),
        ("dangling", "dangling is a link that leads nowhere"),
        ("dangling/below", "dangling is a link that leads nowhere"),
        ("circle", "a link that leads nowhere"),
        ("n" * 260, "the name is too long"),
        ("结" * 90, "the name is too long"),
        ("/".join(["n" * 200] * 25), "the name is too long"),
        ("a\0b", "embedded null"),
    ],
)
def test_what_is_impossible_is_told(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    before = sorted(tmp_path.iterdir())
    problem = folder_problem(tmp_path / name, "--out")
    assert problem is not None
    assert problem.where == "--out"
    assert why in problem.found
    assert "can be made and written" in problem.allowed
    assert len(problem.found) < 80 + len(str(tmp_path)) + 150
    assert sorted(tmp_path.iterdir()) == before
    with pytest.raises(ConfigError, match="--out"):
        try_folder(tmp_path / name, "--out")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has /proc")
def test_a_place_that_takes_no_folders() -> None:
    assert "no folder can be made in /proc" in str(folder_problem("/proc/nope/x"))


@posix
def test_a_folder_that_was_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "no longer exists" in str(folder_problem("results"))
    assert folder_problem(tmp_path / "results") is None
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "can only be read"), (errno.EDQUOT, "share of the disk"),
     (errno.EACCES, "permission is denied"), (errno.EIO, "reports a fault")],
)  # fmt: skip
@pytest.mark.parametrize("call", ["mkdir", "fsync"])
def test_what_the_disk_refuses(
    call: str, number: int, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*asked: object) -> None:
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(os, call, refuse)
    assert why in str(folder_problem(tmp_path / "new"))
    assert not list(tmp_path.iterdir())


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "permission is denied" in str(folder_problem(tmp_path / "new"))
    finally:
        tmp_path.chmod(0o700)


def test_two_runs_that_start_together_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other run may make the very folder while it is tried: the trial neither sees nor removes it."""
    sizes = []

    def meanwhile(number: int) -> None:
        sizes.append(os.fstat(number).st_size)
        (tmp_path / "results" / "demo").mkdir(parents=True)

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert folder_problem(tmp_path / "results" / "demo") is None
    assert (tmp_path / "results" / "demo").is_dir()
    assert sizes == [TRIAL_BYTES]


def test_what_the_shell_has_left_is_not_made_into_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("HMOE", raising=False)
    meant = f"did you mean {tmp_path / 'home' / 'x'}?"
    for typed in ("~/x", "$HOME/x", "${HOME}/x"):
        problem = folder_problem(typed)
        assert problem is not None
        assert typed in problem.found
        assert problem.hint.replace("/", os.sep) == meant
    assert "no such variable is set" in str(folder_problem("$HMOE/x"))
    assert folder_problem("cost_5$") is None
    assert not list(tmp_path.iterdir())

"""govsim doctor tries the cache of compiled functions instead of looking at it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim import kernel_cache
from sim.cli.doctor import compiled_kernel
from tests.empty_cache import folder

__all__ = ["folder"]


def test_a_cache_that_works(folder: Path) -> None:
    good, _, remark = compiled_kernel()
    assert (good, remark) == (True, f"works, made now and loaded again from {folder}, 1 function")
    good, _, remark = compiled_kernel()
    assert (good, remark) == (True, f"works, loaded from {folder}, 1 function")


def test_a_damaged_cache(folder: Path) -> None:
    compiled_kernel()
    (file,) = folder.iterdir()
    os.truncate(file, 10)
    good, _, remark = compiled_kernel()
    assert good is True
    assert remark.startswith("works, 1 damaged thrown away, to be made anew, in ")
    assert compiled_kernel()[2].startswith("works, loaded from ")


def test_a_temporary_cache(folder: Path) -> None:
    folder.parent.write_text("")
    good, _, remark = compiled_kernel()
    assert good is None
    assert "a temporary folder" in remark
    assert f"{folder} cannot be written" in remark


def test_no_cache_at_all(folder: Path, tmp_path: Path) -> None:
    folder.parent.write_text("")
    (tmp_path / "temporary").rmdir()
    good, _, remark = compiled_kernel()
    assert good is False
    assert "made anew at every start" in remark


def test_a_cache_that_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kernel_cache, "seal", full)
    good, _, remark = compiled_kernel()
    assert good is False
    assert "No space left on device" in remark


def test_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    good, _, remark = compiled_kernel()
    assert good is None
    assert remark.startswith("switched off")

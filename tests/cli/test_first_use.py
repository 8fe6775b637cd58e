"""The first use says once how long it compiles and where that is kept; the next ones say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import jit, kernel_cache
from sim.cli.first_use import KERNEL, compile_once
from sim.config.run import load
from sim.district import District


def at(folder: Path | None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keep compiled functions elsewhere; return the days that are lived."""
    lived: list[int] = []
    monkeypatch.setattr(kernel_cache, "place", lambda: kernel_cache.Place(folder, Path("usual")))
    monkeypatch.setattr(District, "live", lambda self, days: lived.append(days))
    return lived


@pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")
def test_said_where_nothing_is_kept_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lived = at(tmp_path, monkeypatch)
    compile_once()
    assert lived == [2]
    line = f"govsim: compiling the model, about half a minute, once; kept in {tmp_path}\n"
    assert capsys.readouterr() == ("", line)
    (tmp_path / KERNEL.replace("*", "0" * 16)).touch()
    compile_once()
    assert lived == [2]
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")
def test_said_each_time_where_nothing_can_be_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lived = at(None, monkeypatch)
    compile_once()
    compile_once()
    assert lived == [2, 2]
    assert capsys.readouterr().err.count("at every start") == 2


def test_plain_python_compiles_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lived = at(None, monkeypatch)
    monkeypatch.setattr(jit, "enabled", lambda: False)
    compile_once()
    assert (lived, capsys.readouterr().err) == ([], "")


@pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")
def test_the_file_that_is_looked_for_is_the_one_that_is_made() -> None:
    """A kernel that is moved or renamed would be announced at every start."""
    District(load("demo", days=2, warmup_days=0)).live(2)
    folder = kernel_cache.place().folder
    assert folder is not None
    assert list(folder.glob(KERNEL))

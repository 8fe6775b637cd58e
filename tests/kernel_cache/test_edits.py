"""An edit of the sources counts at once: no stale function answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import kernel_cache
from sim.kernel_cache import HERE, digest, sources
from tests.kernel_cache.kept import loaded


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Take a copy of the hashed sources for the package."""
    for name, text in sources().items():
        file = tmp_path / "sim" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    monkeypatch.setattr(kernel_cache, "HERE", tmp_path / "sim")
    sources.cache_clear()
    yield tmp_path / "sim"
    monkeypatch.undo()
    sources.cache_clear()


def test_any_edit_gives_another_folder(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {digest()}
    files = list(sources())
    assert len(files) > 20
    for name in files:
        with (copied / name).open("a") as file:
            file.write("#")
        sources.cache_clear()
        assert digest() not in before
        before.add(digest())
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert digest() not in before
    monkeypatch.delenv("NUMBA_BOUNDSCHECK")
    assert digest() in before
    monkeypatch.setattr("numba.__version__", "0.0")
    assert digest() not in before


def test_sources_that_cannot_be_read_mean_that_nothing_is_kept(copied: Path, folder: Path) -> None:
    shutil.rmtree(copied)
    sources.cache_clear()
    assert [loaded(), loaded()] == [False, False]


FAR = """from sim.jit import compiled
from sim.rng import one

@compiled
def two():
    return one() + one()
"""


def answer(root: Path, **environment: str) -> tuple[str, str]:
    """Ask a process of its own what two ones are."""
    code = "from sim.mechanisms.far import two; print(two(), sum(two.stats.cache_hits.values()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120, check=True,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )  # fmt: skip
    return done.stdout.strip(), done.stderr


@pytest.mark.slow
def test_an_edit_counts_at_once_where_the_cache_cannot_be_written(tmp_path: Path) -> None:
    """Numba's own cache answers with the old sum here, from ``__pycache__``."""
    package = tmp_path / "sim"
    package.mkdir()
    for name in kernel_cache.SOURCES:
        if (HERE / name).is_dir():
            (package / name).mkdir(parents=True)
        else:
            (package / name).parent.mkdir(exist_ok=True)
            shutil.copy(HERE / name, package / name)
    shutil.copytree(HERE / "i18n", package / "i18n")  # what is said on stderr
    (package / "__init__.py").write_text("")
    (package / "mechanisms" / "far.py").write_text(FAR)
    rng = package / "rng.py"
    rng.write_text("from sim.jit import compiled\n\n@compiled\ndef one():\n    return 1\n")
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    where = {
        "XDG_CACHE_HOME": str(tmp_path / "file"),
        "HOME": str(tmp_path / "file"),
        "TMPDIR": str(tmp_path / "temporary"),
    }
    told, line = answer(tmp_path, **where)
    assert told == "2 0"
    assert line.startswith("govsim: compiled functions cannot be kept in ")
    assert line.count("\n") == 1
    rng.write_text(rng.read_text().replace("1", "1 + 2"))  # of another length: Python tells sources by size and second
    assert answer(tmp_path, **where)[0] == "6 0"
    assert not list(package.rglob("*.nb?"))

"""A cache of compiled functions of one's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import jit, kernel_cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep compiled functions in an empty folder, as a process that has just started."""
    if not jit.enabled():
        pytest.skip("nothing is compiled")
    usual = tmp_path / "cache" / "0123456789abcdef"
    monkeypatch.setattr(kernel_cache, "usual_folder", lambda: usual)
    monkeypatch.setattr(kernel_cache, "said", {})
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    kernel_cache.place.cache_clear()
    yield usual
    kernel_cache.place.cache_clear()

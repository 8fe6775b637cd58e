"""Every experiment states its question, design and answer, and runs a few days."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from sim.study.engine import run_arms

FILES = sorted((Path(__file__).parents[1] / "experiments").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_it_tells_and_it_runs(path: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert all(word in (module.__doc__ or "") for word in ("Question", "Design", "Answer"))
    for arms in module.designs("demo", pairs=2, days=3).values():
        run = run_arms(arms)
        assert all(len(replications) == 2 for replications in run.replications)


def test_there_are_experiments() -> None:
    assert FILES

"""A small comparison in a folder, made once and copied to where a test may change it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.studies.results import Results
from tests.studies.folders import asked, question

OTHER = "bbbbbbbb"
"""An identity that no code has."""


def made_in(root: Path, replications: int = 2, levers: tuple[str, ...] = ("dual_report",), **said: Any) -> Results:
    """Ask a small question with tables, into ``root/demo``."""
    return asked(question(replications, levers, tables=True, **said), root / "demo")[0]


def copied(results: Results, name: str = "demo") -> Path:
    """Copy a study folder to ``results/NAME`` of the folder that the test runs in."""
    return Path(shutil.copytree(results.path, Path("results") / name))


@contextmanager
def as_other_code(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be other code for a while."""
    with patch.context() as other:
        for name in ("runner", "results", "answers", "folders", "verify", "engines.work"):
            other.setattr(f"sim.studies.{name}.identity", lambda: OTHER)
        yield


def no_day(patch: pytest.MonkeyPatch) -> None:
    """Fail where a day is lived."""

    def lived(*asked: Any, **said: Any) -> None:
        raise AssertionError("a day was lived")

    patch.setattr("sim.studies.engines.work.live", lived)

"""What the tests of the brief share: one small comparison, with draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.brief.brief import Brief
from sim.brief.made import brief_of
from sim.cli import main
from sim.studies.results import results_of

ARMS = ["baseline", "dual_report", "small=dual_report:active_share=0.05"]
WORDS = ["place=demo", "pairs=2", "days=60", "warmup_days=10", "jobs=1"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study folder: three arms of the demonstration, sixty days."""
    made = tmp_path_factory.mktemp("brief")
    assert main(["compare", *ARMS, *WORDS, f"results_dir={made}"]) == 0
    return made / "demo"


@pytest.fixture(scope="session")
def brief(folder: Path) -> Brief:
    return brief_of(results_of(folder))

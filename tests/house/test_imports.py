"""What is imported when: a district lives without what tables, figures and the command line need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("hydra", "matplotlib", "mesa", "networkx", "omegaconf", "pandas", "pyarrow", "rich", "solara",
         "scipy.sparse", "scipy.special", "scipy.stats")  # fmt: skip

LIVED = """
import sim
from sim.config.run import load
from sim.district import District
from sim.measures import View, measure_all
config = load("demo", ["dual_report", "grid_redivision"], days=2, warmup_days=0)
district = District(config).live(2)
measure_all(View(district.world, district.recorder, 0))
"""
ANSWERED = "import sim.cli.run, sim.cli.answer, sim.cli.by_area, sim.cli.compose, sim.cli.keep, sim.cli.terminal"


@pytest.mark.parametrize(
    ("done", "never"),
    [
        (LIVED, HEAVY),
        # Student's t alone is taken of SciPy: scipy.stats takes a second
        (ANSWERED, ("scipy.stats", "scipy.sparse", "rich.progress", "matplotlib", "mesa", "solara")),
    ],
    ids=["a district that lives", "an answer on the command line"],
)
def test_is_not_imported(done: str, never: tuple[str, ...]) -> None:
    asked = f"import json, sys\n{done}\nprint(json.dumps(sorted(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(json.loads(said.stdout)).isdisjoint(never)

"""A run folder small enough to work out by hand: six cells, four weeks, two replications."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.config.run import load
from sim.i18n import Bilingual
from sim.measures import MEASURES
from sim.report.origin import Origin
from sim.report.style import Page
from sim.studies.old_results import OldResults, old_results
from tests.old_folders import write_old

DAYS, WARMUP = 30, 7
X, Y = np.array([0, 1, 2, 0, 1, 2]), np.array([0, 0, 0, 1, 1, 1])
COMMUNITY = np.array([0, 0, 1, 0, 0, 1])
"""Two columns of cells, and one."""
AFTER = np.array([0, 1, 2, 0, 1, 2])
"""A grid for every column, in all arms but the first."""
CASES_PER_CELL = (12, 12, 12, 12, 12, 3)
"""In each replication; of the last cell too few."""

Build = Callable[..., OldResults]


def response_h(arm: int, replication: int, day: int) -> float:
    """Mean response of a day: each week an hour more, replications two hours apart, later arms three hours less."""
    return 20.0 + day // 7 + 2.0 * replication - 3.0 * arm


def runs(arms: Sequence[str], replications: int) -> pd.DataFrame:
    """Measures: 100 in the first arm; later ones -4, -5, ... by replication."""
    rows: list[dict[str, Any]] = []
    for a, arm in enumerate(arms):
        for r in range(replications):
            values = dict.fromkeys(MEASURES, 100.0 + 3.0 * r - a * (4.0 + r))
            rows.append({"arm": arm, "replication": r, **values})
    return pd.DataFrame(rows)


def daily(arms: Sequence[str], replications: int, days: int) -> pd.DataFrame:
    rows = [
        (arm, r, day, level, 0, response_h(a, r, day) if level == "district" else -99.0)
        for a, arm in enumerate(arms)
        for r in range(replications)
        for day in range(days)
        for level in ("district", "community")
    ]
    return pd.DataFrame(rows, columns=["arm", "replication", "day", "level", "id", "response_h"])


def cases(arms: Sequence[str], replications: int) -> pd.DataFrame:
    """Cases wait 1, 2, 3 ... hours plus ten per cell, an hour less in each later arm; one is open, one was early."""
    rows = []
    for a, arm in enumerate(arms):
        for r in range(replications):
            for cell, n in enumerate(CASES_PER_CELL):
                accepted = 24.0 * WARMUP + np.arange(n)
                waits = 1.0 + np.arange(n) + 10.0 * cell + 0.5 * r + (n - 1.0) * (cell == 5) - a
                rows += [
                    (arm, r, cell, t, t + w, t + w + 5.0) for t, w in zip(accepted, np.maximum(waits, 0), strict=True)
                ]
            rows.append((arm, r, 0, 24.0 * 20, np.nan, np.nan))  # open at the end
            rows.append((arm, r, 0, 24.0, 500.0, 600.0))  # accepted in the warm-up
    columns = ["arm", "replication", "cell", "t_accept_h", "t_contact_h", "t_close_h"]
    return pd.DataFrame(rows, columns=columns)


def lattice(arms: Sequence[str]) -> pd.DataFrame:
    frames = [
        pd.DataFrame({"arm": arm, "replication": 0, "cell": np.arange(6), "x": X, "y": Y, "community": COMMUNITY,
                      "grid_at_start": COMMUNITY, "grid": AFTER if a else COMMUNITY})
        for a, arm in enumerate(arms)
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Write such a folder; frames and entries of the manifest may be replaced."""

    def make(
        arms: Sequence[str] = ("baseline", "dual_report"), replications: int = 2, days: int = DAYS,
        frames: dict[str, pd.DataFrame] | None = None, **told: Any,
    ) -> OldResults:  # fmt: skip
        made = {
            "runs": runs(arms, replications),
            "daily": daily(arms, replications, days),
            "cases": cases(arms, replications),
            "map": lattice(arms),
            **(frames or {}),
        }
        manifest = {
            "place": "demo", "days": days, "warmup_days": WARMUP, "seed": 4, "complete": True,
            "replications": {arm: list(range(replications)) for arm in arms}, **told,
        }  # fmt: skip
        folder: Path = tmp_path_factory.mktemp("run")
        return old_results(write_old(folder, dict.fromkeys(arms, load("demo")), made, manifest, [*arms, "place=demo"]))

    return make


@pytest.fixture(scope="session")
def two_arms(build: Build) -> OldResults:
    return build()


@pytest.fixture(scope="session")
def one_arm(build: Build) -> OldResults:
    return build(arms=("baseline",))


def page_of(saved: OldResults, lang: str = "en") -> Page:
    return Page(Origin.of(saved), lang, {"dual_report": "双报到", "grid_redivision": "网格重划"})


@pytest.fixture(scope="session")
def page() -> Callable[..., Page]:
    return page_of


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw empty figures: for tests of which files are written, not of what is in them."""
    from sim.report import kinds, plots

    def empty(_: OldResults, page: Page) -> Figure:
        figure = page.figure((2.0, 1.0), Bilingual("empty", "空"))
        figure.subplots()
        return figure

    for module in (kinds, plots):
        monkeypatch.setattr(module, "FIGURES", dict.fromkeys(kinds.OLD_ONES, empty))

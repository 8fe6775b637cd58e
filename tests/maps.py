"""A map that is no lattice: five cells drawn by hand, in metres."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.config.run import RunConfig, load
from sim.geography.areas import Geography
from sim.geography.cells import USUAL_CELL_M, Cells, Metric
from sim.state.places import draw_map

A, B, C, D = (0.0, 0.0), (120.0, 0.0), (200.0, 0.0), (300.0, 0.0)
E, F, G = (0.0, 100.0), (100.0, 100.0), (200.0, 100.0)
I, J, K, L = (0.0, 200.0), (100.0, 200.0), (200.0, 200.0), (300.0, 200.0)  # noqa: E741
CELLS = [(A, B, F, E), (E, F, J, I), (F, G, K, J), (B, C, G, F), (C, D, L, K, G)]
"""Four of four corners around F, two of which touch there only, and a long one beside two of them."""
EDGES = [(0, 1), (0, 3), (1, 2), (2, 3), (2, 4), (3, 4)]
MIDDLES = [(54.0, 48.0), (50.0, 150.0), (150.0, 150.0), (152.0, 52.0), (250.0, 100.0)]
AREAS = [11_000.0, 10_000.0, 10_000.0, 9_000.0, 20_000.0]


def five_cells(metric: Metric = Metric.STRAIGHT) -> Cells:
    x, y = np.array(MIDDLES).T
    return Cells(
        x=x.copy(), y=y.copy(), area=np.array(AREAS), edges=np.array(EDGES, np.int32),
        corners=np.array([corner for cell in CELLS for corner in cell]),
        corner_first=np.concatenate([[0], np.cumsum([len(cell) for cell in CELLS])]),
        unit=1.0 / USUAL_CELL_M, metric=metric,
    )  # fmt: skip


def hamlet_config(*levers: str, **said: Any) -> RunConfig:
    """A place of as many cells: 1,300 residents in two communities of one street."""
    counts = {
        "population": 1300, "households_per_cell": 100.0, "density_sd": 0.0, "streets": 1, "communities": 2,
        "grids": 3, "grids_after": 0, "workers": 3, "part_time_workers": 0, "compounds": 2, "owners_committees": 0,
        "reporting_members": 20,
    }  # fmt: skip
    return load("demo", list(levers), days=30, **{f"place.{name}": n for name, n in counts.items()}, **said)


def hamlet() -> Geography:
    """The five cells with as many people in each; communities are 0 to 2 and 3 to 4."""
    drawn, halves = draw_map(hamlet_config().place), np.array([0, 0, 0, 1, 1], np.int32)
    return replace(drawn, cells=five_cells(), community=halves, compound=halves, old=drawn.old[[0, 0, 0, 4, 4]])

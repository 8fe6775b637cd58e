"""Maps that are no lattices: five cells drawn by hand, in metres, and random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.spatial import Delaunay

from sim.config.run import RunConfig, load
from sim.geography.areas import Geography
from sim.geography.cells import USUAL_CELL_M, Cells, Metric
from sim.geography.cuts import share_out
from sim.geography.shapes import squares
from sim.geography.surveyed import Survey
from sim.geography.trees import connected_cut, within
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


def random_survey(seed: int, cells: int = 60, communities: int = 3, grids: int = 7) -> Survey:
    """A real map of random cells, which touch where a triangulation joins their middles; drawn as small squares."""
    drawn = np.random.default_rng(seed)
    middle = drawn.random((cells, 2)) * (2000.0, 1500.0)
    triangles = Delaunay(middle).simplices
    edges = np.unique(np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0).astype(np.int32)
    ones = np.ones(cells)
    community = connected_cut(edges, ones, communities)
    grid = np.zeros(cells, np.int64)
    per = share_out(grids, np.bincount(community), least=1)
    for m in range(communities):
        own = np.flatnonzero(community == m)
        grid[own] = per[:m].sum() + connected_cut(within(edges, own, cells), ones[own], int(per[m]))
    order = np.lexsort((grid, community))
    rank = np.argsort(order)
    made = Cells(
        x=middle[order, 0], y=middle[order, 1], area=np.full(cells, 40.0**2), edges=rank[edges].astype(np.int32),
        corners=squares(middle[order] / 40.0) * 40.0, corner_first=4 * np.arange(cells + 1), unit=1.0 / USUAL_CELL_M,
        walk=False,
    )  # fmt: skip
    return Survey(
        made, drawn.integers(20, 200, cells).astype(np.float64), community[order].astype(np.int32),
        grid[order].astype(np.int32), np.zeros(communities, np.int32),
        tuple(f"滨江{m + 1}社区" for m in range(communities)), ("滨江街道",),
        tuple(f"{g + 1}号网格" for g in range(grids)), {"counted": True},
    )  # fmt: skip

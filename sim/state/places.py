"""A place: how many people, streets, communities, grids and workers, and the map made from it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from sim.errors import PlaceError
from sim.fate import Decision
from sim.geography.areas import Geography, Grids
from sim.geography.cuts import balanced_cuts, share_out
from sim.geography.lattice import lattice
from sim.jit import compiled
from sim.params import REQUIRED, param
from sim.rng import exp, normal_quantile, uniforms
from sim.types import Array, Floats, Ints, Rows

PLACE_SOURCE = "the place's own file says where each number comes from"


def _count(default: Any, unit: str, most: float, doc: str, zh: str, least: float = 1) -> Any:
    return param(default, unit, basis="choice", source=PLACE_SOURCE, doc=doc, zh=zh, allowed=(least, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The numbers of a place, as written in ``configs/place/NAME.yaml``.

    Its name and its eight key numbers have no default: those of another place would pass for its own.

    ``sources`` says for each number ``basis: evidence ids, remark``. Its keys that begin with ``told.`` name what
    the article tells besides, which is no number of the place.
    """

    name: str
    title: str = ""
    title_zh: str = ""
    population: int = _count(REQUIRED, "persons", 5e7, "residents", "常住人口", least=20)
    household_size: float = param(
        2.6, "persons", basis="sourced", source="X010", low=2.3, high=3.0, allowed=(1.0, 6.0),
        doc="mean size of a household", zh="户均人口",
    )  # fmt: skip
    households_per_cell: float = param(
        100.0, "households", basis="assumed", source="assumption: a block of the lattice", low=20.0, high=200.0,
        allowed=(1.0, 1000.0), doc="households of a cell of the map", zh="每格户数",
    )  # fmt: skip
    streets: int = _count(REQUIRED, "streets", 5000, "street offices", "街道")
    communities: int = _count(REQUIRED, "communities", 100000, "residents' committees", "社区")
    grids: int = _count(REQUIRED, "grids", 1e6, "grids, over all department layers", "网格（各层合计）")
    grids_after: int = _count(
        0, "grids", 1e6, "grids after the reform the article tells of; 0 not told", "改革后网格数，0 为未提及", least=0
    )
    workers: int = _count(REQUIRED, "persons", 1e6, "full-time grid workers", "专职网格员")
    part_time_workers: int = _count(
        0,
        "persons",
        1e6,
        "building heads and other part-time grid staff, beside the full-time ones",
        "楼栋长等非专职网格员",
        least=0,
    )
    part_time_fte: float = param(
        0.15, "full-time posts", basis="assumed", source="assumption: about an hour a day; E075 counts heads, NOT FTE",
        low=0.05, high=0.5, allowed=(0.0, 1.0), doc="full-time posts that a part-time worker stands for",
        zh="非专职折算",
    )  # fmt: skip
    layers: int = _count(
        1, "layers", 24, "department nets that lie over each other; 1 = one net for all", "部门网格层数"
    )
    layer_reading: str = param(
        "overlapping", "word", basis="choice", source="E023 can be read in two ways", allowed=("overlapping", "areas"),
        doc="layered grids: each department covers the map with its own net, or all grids are areas side by side",
        zh="分层网格的读法",
    )  # fmt: skip
    compounds: int = _count(REQUIRED, "compounds", 1e6, "residential compounds", "住宅小区")
    managed_share: float = param(
        0.7, "share", basis="assumed", source="assumption: no article says how many compounds have a firm", low=0.3,
        high=1.0, allowed=(0.0, 1.0), doc="compounds with a property firm", zh="有物业小区占比",
    )  # fmt: skip
    owners_committees: int = _count(REQUIRED, "committees", 1e6, "owners' committees", "业主委员会", least=0)
    reporting_members: int = _count(
        REQUIRED, "persons", 1e7, "in-service members who report to communities", "报到在职党员", least=0
    )
    old_share: float = param(
        0.4, "share", basis="assumed", source="assumption: E002 renews old communities, their share is not given",
        low=0.2, high=0.7, allowed=(0.0, 1.0), doc="compounds built before 2000", zh="老旧小区占比",
    )  # fmt: skip
    elder_share: float = param(
        0.187, "share", basis="assumed", source="assumption: near the national share of the 2020 census", low=0.15,
        high=0.25, allowed=(0.0, 0.9),
        doc="residents of 60 and older", zh="60 岁以上占比",
    )  # fmt: skip
    child_share: float = param(
        0.18, "share", basis="assumed", source="assumption: near the national share of the 2020 census", low=0.12,
        high=0.22, allowed=(0.0, 0.9), doc="residents under 15", zh="15 岁以下占比",
    )  # fmt: skip
    density_sd: float = param(
        0.25, "log-sd", basis="assumed", source="assumption: blocks differ", low=0.0, high=0.6,
        allowed=(0.0, 2.0), doc="spread of the number of residents between cells", zh="人口密度离散",
    )  # fmt: skip
    app_share: float = param(
        0.45, "share", basis="assumed", source="assumption: users of the reporting app or the grid's group chat",
        low=0.2,
        high=0.8, allowed=(0.0, 1.0), doc="residents other than children with a digital channel", zh="数字渠道用户占比",
    )  # fmt: skip
    elder_alone_share: float = param(
        0.12, "share", basis="assumed", source="assumption: no article counts elders living alone", low=0.05, high=0.25,
        allowed=(0.0, 1.0), doc="elders who live alone", zh="独居老人占比",
    )  # fmt: skip
    disabled_share: float = param(
        0.025, "share", basis="assumed", source="assumption: registered disability", low=0.01, high=0.06,
        allowed=(0.0, 0.5), doc="residents with a disability", zh="残疾人占比",
    )  # fmt: skip
    left_behind_share: float = param(
        0.02, "share", basis="assumed", source="assumption: urban district", low=0.0, high=0.1, allowed=(0.0, 0.5),
        doc="children whose parents work elsewhere", zh="留守儿童占比",
    )  # fmt: skip
    resident_member_share: float = param(
        0.0447, "share", basis="derived", source="X025 less X026", low=0.03, high=0.08, allowed=(0.0, 1.0),
        doc="party members among residents who are not in service", zh="居民党员占比",
    )  # fmt: skip
    map_seed: int = param(
        1,
        "seed",
        basis="choice",
        source=PLACE_SOURCE,
        allowed=(0, 2**31),
        doc="draws the synthetic map and people",
        zh="地图种子",
    )
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def n_cells(self) -> int:
        """Cells of the map."""
        return max(1, round(self.population / (self.household_size * self.households_per_cell)))

    @property
    def cell_side(self) -> float:
        """Side of a cell in sides of a usual one, of 100 households; smaller cells are passed sooner."""
        return float(np.sqrt(self.households_per_cell / 100.0))

    @property
    def n_compounds(self) -> int:
        """Compounds on the map: at least one in each community, at most one in each cell."""
        return min(max(self.compounds, self.communities), self.n_cells)

    @property
    def managed_compounds(self) -> int:
        """Compounds with a property firm at the start."""
        return round(self.managed_share * self.n_compounds)


KEY_NUMBERS = tuple(f.name for f in fields(Place) if "param" in f.metadata and f.default is REQUIRED)
"""What every place must say of itself."""

KEEP_FATE = (
    "grids", "grids_after", "workers", "part_time_workers", "part_time_fte", "layers", "layer_reading", "managed_share",
    "owners_committees", "reporting_members", "app_share", "resident_member_share",
)  # fmt: skip
"""Numbers on which no problem depends that arises: two places that differ in these alone have the same residents with
the same problems. All others shift fate: who lives where, and what befalls them, is drawn anew."""


def _sub_areas(parent: Array, n_parents: int, weights: Floats, per_parent: Ints) -> tuple[Rows, Rows]:
    """Cut each parent area (a stretch of the walk) into contiguous parts of equal weight.

    Returns
    -------
    area of each cell [C], parent of each area [areas]
    """
    parents = np.repeat(np.arange(n_parents, dtype=np.int32), per_parent)
    first = np.concatenate([[0], np.cumsum(per_parent)])
    by_parent, start = _members(parent, n_parents)
    ordered = weights[by_parent]
    cut = np.zeros(len(parent), np.int32)
    for p in range(n_parents):
        own = slice(start[p], start[p + 1])
        cut[own] = first[p] + balanced_cuts(ordered[own], int(per_parent[p]))
    of_cell = np.empty_like(cut)
    of_cell[by_parent] = cut
    return of_cell, parents


def _members(area: Array, n: int) -> tuple[Ints, Ints]:
    """Cells by area: those of area a are cells[start[a]:start[a + 1]], in the order of the walk."""
    start = np.concatenate([[0], np.cumsum(np.bincount(area, minlength=n))])
    return np.argsort(area, kind="stable"), start


def draw_map(place: Place) -> Geography:
    """Draw a synthetic map with the place's counts.

    Cells of a lattice follow a walk on which neighbours stay together; streets, communities and
    compounds are stretches of it. Density varies between cells (lognormal, ``density_sd``).

    Raises
    ------
    PlaceError
        If there are more areas than cells to make them of.
    """
    n_cells = place.n_cells
    if n_cells < place.communities:
        raise PlaceError(
            f"{place.name}: {place.communities} communities need at least as many cells, but {place.population} "
            f"persons make {n_cells} cells of {place.households_per_cell:g} households; "
            f"lower place.households_per_cell"
        )
    u = uniforms(0x6D61, place.map_seed, 0, n_cells, 0, int(Decision.PLACE), 0)
    density = _densities(u[:, 0].copy(), place.density_sd)
    residents = share_out(place.population, density, least=1)
    ones = residents.astype(np.float64)

    whole = np.zeros(n_cells, np.int32)
    communities_of_street = share_out(place.communities, np.ones(place.streets), least=1)
    street, _ = _sub_areas(whole, 1, ones, np.array([place.streets]))
    street = _enough_cells(street, communities_of_street, place)
    community, street_of_community = _sub_areas(street, place.streets, ones, communities_of_street)
    cells_of = np.bincount(community, minlength=place.communities)
    n_compounds = place.n_compounds
    compounds_of = _capped(n_compounds, np.bincount(community, ones, place.communities), cells_of)
    compound, community_of_compound = _sub_areas(community, place.communities, ones, compounds_of)
    v = uniforms(0x6D61, place.map_seed, 0, n_compounds, 1, int(Decision.PLACE), 0)
    return Geography(
        cells=lattice(n_cells, place.cell_side),
        households=np.maximum(1, np.round(residents / place.household_size)).astype(np.int64),
        residents=residents,
        resident_first=np.concatenate([[0], np.cumsum(residents)]),
        community=community,
        compound=compound,
        old=(v[:, 0] < place.old_share)[compound],
        street_of_community=street_of_community,
        community_of_compound=community_of_compound,
        community_names=[f"C{m + 1:02d}" for m in range(place.communities)],
        street_names=[f"S{s + 1}" for s in range(place.streets)],
        weights=ones,
    )


@compiled
def _densities(u, spread):
    """Turn uniform numbers into lognormal ones with median 1, in place."""
    for i in range(len(u)):
        u[i] = exp(spread * normal_quantile(u[i]))
    return u


def _enough_cells(street: Rows, communities: Ints, place: Place) -> Rows:
    """Check that every street has a cell for each of its communities; else cut by count of cells."""
    if np.all(np.bincount(street, minlength=place.streets) >= communities):
        return street
    return np.repeat(np.arange(place.streets), share_out(len(street), communities, least=1)).astype(np.int32)


def _capped(total: int, weights: Array, most: Ints) -> Ints:
    """Split `total` by weight with at least one and at most `most` each."""
    parts = np.minimum(share_out(total, weights, least=1), most)
    while (missing := total - int(parts.sum())) > 0:
        room = np.flatnonzero(parts < most)
        if len(room) == 0:
            raise PlaceError(f"{total} areas do not fit into {int(most.sum())} cells; lower place.households_per_cell")
        lightest = room[np.argsort(-(weights[room] / parts[room]), kind="stable")][:missing]
        parts[lightest] += 1
    return parts


def draw_grids(geography: Geography, n: int, name: str = "place") -> Grids:
    """Cut the communities into n grids of about equal numbers of residents.

    Raises
    ------
    PlaceError
        If there are fewer grids than communities or more grids than cells.
    """
    if not geography.n_communities <= n <= geography.n_cells:
        raise PlaceError(
            f"{name}: {n} grids cannot be drawn; there must be at least one per community "
            f"({geography.n_communities}) and at most one per cell ({geography.n_cells}; lower "
            f"place.households_per_cell for more cells)"
        )
    cells_of = np.bincount(geography.community, minlength=geography.n_communities)
    per = _capped(n, geography.by_community(geography.weights), cells_of)
    of_cell, community = _sub_areas(geography.community, geography.n_communities, geography.weights, per)
    return Grids(of_cell, community)


def draw_wide_grids(geography: Geography, n: int, shift: float) -> Grids:
    """Cut the whole map into n areas across community borders, as the net of one department does.

    Parameters
    ----------
    n : int
        Areas wanted; fewer if there are not enough cells.
    shift : float
        -0.5..0.5 of an area: moves the cuts, so that the nets of two departments do not coincide.
    """
    n = min(max(n, 1), geography.n_cells)
    middle = np.cumsum(geography.weights) - geography.weights / 2
    stretch = np.clip(np.floor(middle / geography.weights.sum() * n + shift), 0, n - 1)
    of_cell = np.unique(stretch, return_inverse=True)[1].astype(np.int32)
    cells, start = _members(of_cell, int(of_cell.max()) + 1)
    centre = cells[(start[:-1] + start[1:]) // 2]
    return Grids(of_cell, geography.community[centre])

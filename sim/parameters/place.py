"""A place: how many people, streets, communities, grids and workers there are."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from math import sqrt
from typing import Any

from sim.parameters.param import REQUIRED, param

PLACE_SOURCE = "choice: the place's own file says where each number comes from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The numbers of a place, as written in ``configs/place/NAME.yaml``.

    Its name and its eight key numbers have no default: those of another place would pass for its own.

    ``sources`` says for each number ``basis: evidence ids, remark``. Its keys that begin with ``told.`` name what
    the article tells besides, which is no number of the place.

    ``map`` is the file of a real map, as ``govsim import map`` writes it, ``map_sha256`` its hash (or the first digits
    of it), ``map_cells`` how many cells it has; all three are empty where the map is drawn.
    """

    name: str
    title: str = ""
    title_zh: str = ""
    population: int = param(REQUIRED, "persons", source=PLACE_SOURCE, allowed=(20, 5e7), doc="residents", zh="常住人口")
    household_size: float = param(
        2.6, "persons", source="sourced: X010", plausible=(2.3, 3.0), allowed=(1.0, 6.0), prior="fixed",
        doc="mean size of a household", zh="户均人口",
    )  # fmt: skip
    households_per_cell: float = param(
        100.0, "households", source="assumed: a block of the lattice", plausible=(20.0, 200.0), allowed=(1.0, 1000.0),
        prior="fixed", doc="households of a cell of the map", zh="每格户数",
    )  # fmt: skip
    streets: int = param(REQUIRED, "streets", source=PLACE_SOURCE, allowed=(1, 5000), doc="street offices", zh="街道")
    communities: int = param(
        REQUIRED, "communities", source=PLACE_SOURCE, allowed=(1, 100000), doc="residents' committees", zh="社区"
    )
    grids: int = param(
        REQUIRED, "grids", source=PLACE_SOURCE, allowed=(1, 1e6), doc="grids, over all department layers",
        zh="网格（各层合计）",
    )  # fmt: skip
    grids_after: int = param(
        0, "grids", source=PLACE_SOURCE, allowed=(0, 1e6),
        doc="grids after the reform the article tells of; 0 not told", zh="改革后网格数，0为未提及",
    )  # fmt: skip
    workers: int = param(
        REQUIRED, "persons", source=PLACE_SOURCE, allowed=(1, 1e6), doc="full-time grid workers", zh="专职网格员"
    )
    part_time_workers: int = param(
        0, "persons", source=PLACE_SOURCE, allowed=(0, 1e6),
        doc="building heads and other part-time grid staff, beside the full-time ones", zh="楼栋长等非专职网格员",
    )  # fmt: skip
    part_time_fte: float = param(
        0.15, "full-time posts", source="assumed: about an hour a day; E075 counts heads, NOT FTE",
        plausible=(0.05, 0.5), allowed=(0.0, 1.0), doc="full-time posts that a part-time worker stands for",
        zh="非专职折算",
    )  # fmt: skip
    layers: int = param(
        1, "layers", source=PLACE_SOURCE, allowed=(1, 24),
        doc="department nets that lie over each other; 1 = one net for all", zh="部门网格层数",
    )  # fmt: skip
    layer_reading: str = param(
        "overlapping", "word", source="choice: E023 can be read in two ways", allowed=("overlapping", "areas"),
        doc="layered grids: each department covers the map with its own net, or all grids are areas side by side",
        zh="分层网格的读法",
    )  # fmt: skip
    compounds: int = param(
        REQUIRED, "compounds", source=PLACE_SOURCE, allowed=(1, 1e6), doc="residential compounds", zh="住宅小区"
    )
    managed_share: float = param(
        0.7, "share", source="assumed: no article says how many compounds have a firm", plausible=(0.3, 1.0),
        allowed=(0.0, 1.0), doc="compounds with a property firm", zh="有物业小区占比",
    )  # fmt: skip
    owners_committees: int = param(
        REQUIRED, "committees", source=PLACE_SOURCE, allowed=(0, 1e6), doc="owners' committees", zh="业主委员会"
    )
    reporting_members: int = param(
        REQUIRED, "persons", source=PLACE_SOURCE, allowed=(0, 1e7), doc="in-service members who report to communities",
        zh="报到在职党员",
    )  # fmt: skip
    old_share: float = param(
        0.4, "share", source="assumed: E002 renews old communities, their share is not given", plausible=(0.2, 0.7),
        allowed=(0.0, 1.0), doc="compounds built before 2000", zh="老旧小区占比",
    )  # fmt: skip
    elder_share: float = param(
        0.187, "share", source="assumed: near the national share of the 2020 census", plausible=(0.15, 0.25),
        allowed=(0.0, 0.9), doc="residents of 60 and older", zh="60岁以上占比",
    )  # fmt: skip
    child_share: float = param(
        0.18, "share", source="assumed: near the national share of the 2020 census", plausible=(0.12, 0.22),
        allowed=(0.0, 0.9), doc="residents under 15", zh="15岁以下占比",
    )  # fmt: skip
    density_sd: float = param(
        0.25, "log-sd", source="assumed: blocks differ", plausible=(0.0, 0.6), allowed=(0.0, 2.0),
        doc="spread of the number of residents between cells", zh="人口密度离散",
    )  # fmt: skip
    app_share: float = param(
        0.45, "share", source="assumed: users of the reporting app or the grid's group chat", plausible=(0.2, 0.8),
        allowed=(0.0, 1.0), doc="residents other than children with a digital channel", zh="数字渠道用户占比",
    )  # fmt: skip
    elder_alone_share: float = param(
        0.12, "share", source="assumed: no article counts elders living alone", plausible=(0.05, 0.25),
        allowed=(0.0, 1.0), doc="elders who live alone", zh="独居老人占比",
    )  # fmt: skip
    disabled_share: float = param(
        0.025, "share", source="assumed: registered disability", plausible=(0.01, 0.06), allowed=(0.0, 0.5),
        doc="residents with a disability", zh="残疾人占比",
    )  # fmt: skip
    left_behind_share: float = param(
        0.02, "share", source="assumed: urban district", plausible=(0.0, 0.1), allowed=(0.0, 0.5),
        doc="children whose parents work elsewhere", zh="留守儿童占比",
    )  # fmt: skip
    resident_member_share: float = param(
        0.0447, "share", source="derived: X025 less X026", plausible=(0.03, 0.08), allowed=(0.0, 1.0),
        doc="party members among residents who are not in service", zh="居民党员占比",
    )  # fmt: skip
    map_seed: int = param(
        1, "seed", source=PLACE_SOURCE, allowed=(0, 2**31), doc="draws the synthetic map and people", zh="地图种子"
    )
    map: str = ""
    map_sha256: str = ""
    map_cells: int = 0
    sources: dict[str, str] = field(default_factory=dict, hash=False)

    def scaled(self, by: int) -> Place:
        """The same place so many times smaller: every count is divided and rounded, at least one is left of each.

        What is a size, a share or per head stays, and so does what follows from the counts, such as posts of
        departments and money of communities.
        """
        if by == 1:
            return self
        have = {name: getattr(self, name) for name in COUNTS}
        fewer: dict[str, Any] = {name: max(int(n / by + 0.5), 1) for name, n in have.items() if n > 0}
        return replace(self, **fewer)

    @property
    def n_cells(self) -> int:
        """Cells of the map."""
        return self.map_cells or max(1, round(self.population / (self.household_size * self.households_per_cell)))

    @property
    def cell_side(self) -> float:
        """Side of a cell in sides of a usual one, of 100 households; smaller cells are passed sooner."""
        return sqrt(self.households_per_cell / 100.0)

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

COUNTS = (
    "population", "streets", "communities", "grids", "grids_after", "workers", "part_time_workers", "compounds",
    "owners_committees", "reporting_members",
)  # fmt: skip
"""Numbers that count something in the place."""

KEEP_FATE = (
    "grids", "grids_after", "workers", "part_time_workers", "part_time_fte", "layers", "layer_reading", "managed_share",
    "owners_committees", "reporting_members", "app_share", "resident_member_share",
)  # fmt: skip
"""Numbers on which no problem depends that arises: two places that differ in these alone have the same residents with
the same problems. All others shift fate: who lives where, and what befalls them, is drawn anew."""

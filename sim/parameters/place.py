"""A place: how many people, streets, communities, grids and workers there are."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import sqrt
from typing import Any

from sim.parameters.param import REQUIRED, param

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

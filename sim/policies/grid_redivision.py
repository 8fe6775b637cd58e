"""Grid re-division (网格重划): other boundaries, and as many workers as they need or as there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.counting import count
from sim.errors import PlaceError
from sim.geography.areas import Grids
from sim.geography.partition import balance, merge, read_grids, split
from sim.mechanisms.grid_net import redraw
from sim.params import param
from sim.policies.base import CHOICE, Policy
from sim.state.places import draw_map
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.places import Place
    from sim.state.world import World

MODES = ("split", "merge", "balance", "custom")


@dataclass(frozen=True, slots=True)
class GridRedivision(Policy):
    """Boundaries of the grids are redrawn on one day; workers move with their areas.

    ``split`` halves the heaviest grids until there are as many as wanted; ``merge`` joins the lightest neighbours;
    ``balance`` draws all boundaries anew inside the communities, contiguous and with the heaviest workload as light
    as possible; ``custom`` reads them from a CSV file with columns cell and grid. With ``funding=added``
    every new grid gets its own worker (one grid one worker); ``staff_neutral`` deals out the workers there are again;
    ``budget_neutral`` hires and cuts everybody's hours until the wages are paid for.

    It can fail: the same staff in smaller grids pools less and waits grow; workers must learn their new area.
    """

    name: ClassVar[str] = "grid_redivision"
    name_zh: ClassVar[str] = "网格重划"
    summary: ClassVar[str] = "grids are split, merged, balanced or read from a file, with or without new workers"
    summary_zh: ClassVar[str] = "拆分、合并、均衡或自定义网格，可增配或不增配网格员"
    story_zh: ClassVar[str] = (
        "某日起重划网格边界，网格员随片区走。拆分：把最重的网格一分为二，直到达到目标数；合并：把最轻的相邻网格合并；"
        "均衡：在社区内重画，使最重的网格尽量轻；自定义：读取文件。可能失败：人数不变而网格变小，失去互相补位，等待变长；"
        "网格员要重新熟悉片区。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E070", "E071", "E072", "E101", "E102", "E103", "E104")
    redraws: ClassVar[bool] = True

    mode: str = param(
        "split",
        "word",
        basis="choice",
        source=CHOICE,
        allowed=MODES,
        doc="how boundaries are drawn",
        zh="方式",
    )
    grids: int = param(
        0, "grids", basis="choice", source="E102 for Xialu; 0 = the place's own after-number, else 1.83 times (E103)",
        allowed=(0, 10**6), doc="grids wanted; 0 = as the place's article says", zh="目标网格数",
    )  # fmt: skip
    file: str = param(
        "",
        "path",
        basis="choice",
        source=CHOICE,
        doc="CSV with columns cell, grid for mode custom",
        zh="自定义文件",
    )
    yuan_per_grid: float = param(
        2000.0, "yuan", basis="assumed", source="assumption: survey, signs, equipment", low=500.0, high=10000.0,
        allowed=(0.0, 1e6), doc="one-off cost of a new grid, written off over years_of_use", zh="单个网格划设成本",
    )  # fmt: skip
    years_of_use: float = param(
        5.0, "yr", basis="assumed", source="assumption: boundaries hold for about five years", low=3.0, high=10.0,
        allowed=(0.1, 50.0), doc="over which the one-off cost is written off", zh="摊销年限",
    )  # fmt: skip

    def wanted(self, place: Place) -> int:
        """Number of grids after the redivision."""
        if self.mode == "balance" and self.grids == 0:
            return place.grids
        if self.mode == "merge" and self.grids == 0:
            return max(place.communities, round(place.grids / 1.83))
        return self.grids or place.grids_after or round(1.83 * place.grids)

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Refuse what cannot be drawn in this place."""
        found = []
        if self.ramp_days > 0:
            found.append(
                (
                    "policies.grid_redivision.ramp_days",
                    count(self.ramp_days, "day"),
                    "0 days: boundaries move on one day",
                )
            )
        key = "policies.grid_redivision."
        if place.layers > 1:
            found.append(
                ("policy", f"grid_redivision in {place.name}, whose grids lie in {place.layers} layers",
                 "use layer_integration there, or place.layers=1")
            )  # fmt: skip
        wanted = self.wanted(place)
        if self.mode == "split" and wanted < place.grids:
            found.append(
                (
                    key + "grids",
                    f"{wanted} grids by splitting {place.grids}",
                    f"more than {place.grids} grids",
                )
            )
        if self.mode == "merge" and not place.communities <= wanted <= place.grids:
            found.append(
                (
                    key + "grids",
                    f"{wanted} grids by merging {place.grids}",
                    f"{place.communities}..{place.grids} grids",
                )
            )
        if self.grids == 0 and wanted == place.grids and self.mode in ("split", "merge"):
            found.append(
                (key + "grids", f"none said, and {self.mode} to {wanted} grids is what the place has",
                 f"a number of grids other than {wanted}")
            )  # fmt: skip
        if self.mode == "custom":
            if not Path(self.file).is_file():
                found.append(
                    (key + "file", f"{self.file or 'no file'!r} cannot be read", "a CSV with columns cell, grid")
                )
            else:
                try:
                    read_grids(Path(self.file), draw_map(place))
                except PlaceError as error:
                    found.append((key + "file", str(error), "every cell once, grids in one piece inside a community"))
        return found

    def start(self, world: World, programme: Programme) -> None:
        """Redraw the net."""
        covered = self.covered(world) > 0
        if not covered.any():
            return
        before = world.map.grids
        grids = _keep_uncovered(before, self.draw(world), covered[world.map.community])
        if np.array_equal(grids.of_cell, before.of_cell):
            return
        in_place = int((world.staff.desk >= 0).sum())
        added = 0 if self.funding == "staff_neutral" else max(0, grids.n - in_place)
        redraw(world, grids, added)
        programme.note_grid_posts(added)
        programme.invest(self.yuan_per_grid * max(0, grids.n - before.n), self.years_of_use)

    def draw(self, world: World) -> Grids:
        """Draw the new partition."""
        wanted = self.wanted(world.place)
        load = workload(world)
        if self.mode == "split":
            return split(world.map, world.map.grids, load, wanted)
        if self.mode == "merge":
            return merge(world.map, world.map.grids, load, wanted)
        if self.mode == "balance":
            return balance(world.map, load, wanted)
        return read_grids(Path(self.file), world.map)


def workload(world: World) -> Floats:
    """Expected work of each cell: residents, more where buildings are old; array [C]."""
    factor = np.where(world.map.old, world.settings.needs.old_building_factor, 1.0)
    return np.asarray(world.map.residents * factor, np.float64)


def _keep_uncovered(before: Grids, after: Grids, covered: Array) -> Grids:
    """Take the new grids where the lever is rolled out and the old ones elsewhere."""
    if covered.all():
        return after
    label = np.where(covered, after.of_cell + before.n, before.of_cell)
    present, of_cell = np.unique(label, return_inverse=True)
    community = np.concatenate([before.community, after.community])[present]
    return Grids(of_cell.astype(np.int32), community)

"""Grid re-division (网格重划): other boundaries, and as many workers as they need or as there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.errors import PlaceError, words_of
from sim.geography.areas import Grids
from sim.geography.partition import balance, merge, read_grids, split
from sim.i18n import say
from sim.mechanisms.grid_net import redraw
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.state.places import draw_map
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
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
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E070", "E071", "E072", "E101", "E102", "E103", "E104")
    redraws: ClassVar[bool] = True

    mode: str = param("split", "word", source=CHOICE, allowed=MODES, doc="how boundaries are drawn", zh="方式")
    grids: int = param(
        0, "grids", source="choice: E102 for Xialu; 0 = the place's own after-number, else 1.83 times (E103)",
        allowed=(0, 10**6), doc="grids wanted; 0 = as the place's article says", zh="目标网格数",
    )  # fmt: skip
    file: str = param("", "path", source=CHOICE, doc="CSV with columns cell, grid for mode custom", zh="自定义文件")
    yuan_per_grid: float = param(
        2000.0, "yuan", source="assumed: survey, signs, equipment", plausible=(500.0, 10000.0), allowed=(0.0, 1e6),
        doc="one-off cost of a new grid, written off over years_of_use", zh="单个网格划设成本",
    )  # fmt: skip
    years_of_use: float = param(
        5.0, "yr", source="assumed: boundaries hold for about five years", plausible=(3.0, 10.0), allowed=(0.1, 50.0),
        doc="over which the one-off cost is written off", zh="摊销年限",
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
        found: list[tuple[str, str, str]] = []
        if self.ramp_days > 0:
            found.append(
                (
                    "policies.grid_redivision.ramp_days",
                    say("policies.days", n=self.ramp_days),
                    say("policies.boundary_day"),
                )
            )
        key = "policies.grid_redivision."
        if place.layers > 1:
            found.append(
                ("policy", say("policies.layers", place=place.name, layers=place.layers), say("policies.integrate"))
            )
        wanted = self.wanted(place)
        if self.mode == "split" and wanted < place.grids:
            found.append(
                (
                    key + "grids",
                    say("policies.splitting", n=wanted, now=place.grids),
                    say("policies.more_grids", n=place.grids),
                )
            )
        if self.mode == "merge" and not place.communities <= wanted <= place.grids:
            found.append(
                (
                    key + "grids",
                    say("policies.merging", n=wanted, now=place.grids),
                    say("checks.grids_between", low=place.communities, high=place.grids),
                )
            )
        if self.grids == 0 and wanted == place.grids and self.mode in ("split", "merge"):
            found.append(
                (key + "grids", say("policies.as_is", mode=self.mode, n=wanted), say("policies.other", n=wanted))
            )
        if self.mode == "custom":
            if not Path(self.file).is_file():
                found.append(
                    (
                        key + "file",
                        say("policies.unread", file=repr(self.file or say("policies.no_file"))),
                        say("policies.csv"),
                    )
                )
            else:
                try:
                    read_grids(Path(self.file), draw_map(place))
                except PlaceError as error:
                    found.append((key + "file", words_of(error), say("policies.one_piece")))
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
    both = (*before.names, *after.names) if before.names and after.names else ()
    return Grids(of_cell.astype(np.int32), community, tuple(both[k] for k in present) if both else ())

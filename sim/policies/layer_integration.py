"""Layer integration (多网合一): the nets of many departments become one net of generalists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.geography.areas import Grids
from sim.geography.partition import balance, merge
from sim.i18n import say
from sim.mechanisms.dispatch import p_misroute
from sim.mechanisms.grid_net import redraw
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class LayerIntegration(Policy):
    """The grids of all departments are replaced by one net; every worker takes cases of all of them.

    Cases no longer go to a wrong department's worker. Specialists become generalists: slower at first, learning.
    Staff is neutral by default (all workers go on, several to a grid); ``workers`` sets another number.

    The place says how its layered grids lie before (`place.layer_reading`): ``overlapping`` (each department
    covers the map with its own few cells; integration draws a finer net) or ``areas`` (all grids lie side by
    side; integration merges neighbours).

    It can fail: if generalists stay slower than what pooling and right routing gain, waits grow.
    """

    name: ClassVar[str] = "layer_integration"
    name_zh: ClassVar[str] = "多网合一"
    summary: ClassVar[str] = "the grids of many departments become one net with generalist workers"
    summary_zh: ClassVar[str] = "整合部门网格为一张网，网格员一岗多责"
    story_zh: ClassVar[str] = (
        "各部门的网格合并为一张网，每名网格员一岗多责，案件不再派错部门。专职人员变为全科，起初较慢，逐渐学会。"
        "可能失败：全科效率若长期低于专职，合并带来的派单准确和互相补位不足以弥补，等待变长。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E022", "E023", "E024", "E025", "E026")
    redraws: ClassVar[bool] = True

    grids: int = param(
        0, "grids", source="choice: E025 for Mingshan; 0 = the place's own after-number, else E025/E023",
        allowed=(0, 10**6), doc="grids of the one net; 0 = as the place's article says", zh="整合后网格数",
    )  # fmt: skip
    workers: int = param(
        0, "persons", source=CHOICE, allowed=(0, 10**6), doc="workers afterwards; 0 = as many as before",
        zh="整合后网格员数",
    )  # fmt: skip
    training_yuan: float = param(
        1500.0, "yuan/worker", source="assumed: E026, training for 34 duties", plausible=(300.0, 6000.0),
        allowed=(0.0, 1e6), doc="one-off training of a worker, written off over years_of_use", zh="培训成本",
    )  # fmt: skip
    years_of_use: float = param(
        3.0, "yr", source="assumed: duties change every few years", plausible=(1.0, 5.0), allowed=(0.1, 50.0),
        doc="over which the training is written off", zh="摊销年限",
    )  # fmt: skip

    def wanted(self, place: Place) -> int:
        """Number of grids of the one net."""
        return self.grids or place.grids_after or max(place.communities, round(place.grids * 44 / 213))

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Refuse places that have one net already, and what cannot be drawn."""
        found: list[tuple[str, str, str]] = []
        if self.ramp_days > 0:
            found.append(
                (
                    "policies.layer_integration.ramp_days",
                    say("policies.days", n=self.ramp_days),
                    say("policies.boundary_day"),
                )
            )
        if 0.0 < self.coverage < 1.0:
            found.append(("policies.layer_integration.coverage", f"{self.coverage:g}", say("policies.whole")))
        if self.communities:
            found.append(
                (
                    "policies.layer_integration.communities",
                    say("errors.found", x=list(self.communities)),
                    say("policies.none_named"),
                )
            )
        if place.layers == 1:
            found.append(("policy", say("policies.one_net", place=place.name), say("policies.with_layers")))
        if self.wanted(place) < place.communities:
            found.append(
                (
                    "policies.layer_integration.grids",
                    say("policies.grids_for", n=self.wanted(place), communities=place.communities),
                    say("policies.one_each"),
                )
            )
        return found

    def start(self, world: World, programme: Programme) -> None:
        """Replace the nets."""
        if not self.covered(world).any():
            return
        wanted = self.wanted(world.place)
        load = world.map.residents.astype(np.float64)
        grids: Grids
        if world.place.layer_reading == "areas":
            grids = merge(world.map, world.map.grids, load, wanted)
        else:
            grids = balance(world.map, load, wanted)
        before = int((world.staff.desk >= 0).sum())
        after = before if self.funding == "staff_neutral" else self.workers or before
        redraw(world, grids, after - before, generalist=True, skill=world.settings.workers.generalist_skill)
        programme.note_grid_posts(after - before)
        programme.invest(self.training_yuan * after, self.years_of_use)

    def plan(self, world: World, programme: Programme) -> None:
        """Route every case to the one net: no wrong department is left to go to."""
        dose = (self.dose(world) > 0.0).astype(np.float64)
        gone = p_misroute(1, world.settings.dispatch.misroute_exponent) - world.rules["misroute"].base
        world.rules["misroute"].add(dose, gone)

"""State property firm (国有物业托底): a public firm gives floor service where nobody manages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.i18n import say
from sim.mechanisms.property import open_firms, rank_in_community
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.table import Spec
from sim.types import Array

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class StatePropertyFirm(Policy):
    """A firm owned by the state takes on compounds that have no property firm, one after another.

    From the next morning their property cases go to its crew first, no longer straight to the grid worker. It gives
    floor service, residents pay little, the district the rest. It can fail: for a case that the crew cannot solve
    the new desk is one more to wait at, the firm gets no better than the floor, and the subsidy never ends.
    """

    name: ClassVar[str] = "state_property_firm"
    name_zh: ClassVar[str] = "国有物业托底"
    summary: ClassVar[str] = "a state-owned firm gives floor service in compounds that nobody manages"
    summary_zh: ClassVar[str] = "国有物业公司接管无物业小区，提供兜底服务"
    story_zh: ClassVar[str] = (
        "国有物业公司逐个接管无物业小区，次日起物业诉求先由其维修工处理，不再直接找网格员；居民少缴费，差额由区里补贴。"
        "可能失败：维修工办不了的诉求多等一道；服务只在底线水平；补贴没有尽头。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E076",)
    brings: ClassVar[str] = "managed_share"
    remembers: ClassVar[Spec] = {
        "taken": (np.float64, 0.0),  # compounds taken on
        "households": (np.float64, 0.0),  # in them
    }

    share: float = param(
        0.8, "share", source="assumed: some compounds are too small or do not want it", plausible=(0.3, 1.0),
        allowed=(0.0, 1.0), doc="compounds without a firm that are taken on", zh="接管比例",
    )  # fmt: skip
    effort: float = param(
        0.4, "probability", source="assumed: as property.floor, which it also tends to", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="the firm really solves a case, at first", zh="初始解决率",
    )  # fmt: skip
    subsidy: float = param(
        8.0, "yuan/household/month", source="assumed: 0.1 yuan/m2 and 80 m2", plausible=(3.0, 25.0),
        allowed=(0.0, 1000.0), doc="paid by the district; what residents pay is not counted", zh="户均月补贴",
    )  # fmt: skip
    takeover: float = param(
        80.0, "yuan/household", source="assumed: gates, lamps, files, a room", plausible=(20.0, 400.0),
        allowed=(0.0, 1e5), doc="one-off cost of taking a compound on", zh="户均接管投入",
    )  # fmt: skip
    years_of_use: float = param(
        10.0, "yr", source="assumed: gates and lamps last ten years", plausible=(5.0, 20.0), allowed=(0.1, 100.0),
        doc="over which that is written off", zh="摊销年限",
    )  # fmt: skip
    meeting_h: float = param(
        0.25, "h/week", source="assumed: an hour a month, fees and complaints", plausible=(0.1, 1.0),
        allowed=(0.0, 40.0), doc="community workers' hours with the firm, per compound taken on", zh="社区协调时长",
    )  # fmt: skip

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Refuse a place in which every compound has a firm."""
        if place.managed_compounds < place.n_compounds:
            return []
        told = {"lever": self.name, "place": place.name, "n": place.n_compounds, "share": place.managed_share}
        return [("policy", say("policies.all_have", **told), say("policies.lower"))]

    def plan(self, world: World, programme: Programme) -> None:
        """Pay for what has been taken on."""
        taken = self.memory(world)["taken"]
        if taken.any():
            households = self.memory(world)["households"]
            programme.pay(float(households.sum()) * self.subsidy * 12 / 365.0)
            programme.take_time(taken, self.meeting_h)

    def reflect(self, world: World, programme: Programme) -> None:
        """Take on the compounds whose turn it is; in the evening, so that other levers meet the firm tomorrow."""
        if not self.dose(world).any():
            return
        compounds = self.next_ones(world)
        if len(compounds) == 0:
            return
        firms = world.firms
        rows = open_firms(world, compounds, self.effort)
        m = world.n_communities
        taken, households = self.memory(world)["taken"], self.memory(world)["households"]
        taken += np.bincount(firms.community[rows], minlength=m)
        households += np.bincount(firms.community[rows], firms.n_households[rows], m)
        programme.invest(float(firms.n_households[rows].sum()) * self.takeover, self.years_of_use)

    def next_ones(self, world: World) -> Array:
        """Compounds to take on tonight, in their order; as many in a community as the roll-out has come to."""
        m = world.map
        managed = np.zeros(m.n_compounds, np.bool_)
        managed[world.firms.compound] = True
        free = np.flatnonzero(~managed)
        where = m.community_of_compound[free]
        taken = self.memory(world)["taken"]
        without = np.bincount(where, minlength=m.n_communities) + taken
        wanted = np.floor(self.dose(world) * self.share * without + 0.5) - taken
        return np.asarray(free[rank_in_community(where) < wanted[where]])

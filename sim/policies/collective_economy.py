"""Collective economy (社区集体经济): a community enterprise earns money for the community's repair fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.fate import Decision
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.rng import lognormal, uniforms
from sim.state.table import Spec
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class CollectiveEconomy(Policy):
    """Each community founds an enterprise: it lets rooms, parks cars, sells services to households and firms.

    The district gives the seed money, community workers run it in office hours, and part of what it takes goes into
    the community's repair fund, so that repairs wait less for money. It can fail: some enterprises never earn anything
    until they are given up, and their seed money and hours are lost; and where base funds cover all repairs the income
    only piles up, since communities do not share it.
    """

    name: ClassVar[str] = "collective_economy"
    name_zh: ClassVar[str] = "社区集体经济"
    summary: ClassVar[str] = "community enterprises earn money for their community's repair fund"
    summary_zh: ClassVar[str] = "社区办企业，收益补充本社区维修资金"
    story_zh: ClassVar[str] = (
        "社区兴办集体企业（出租、停车、便民服务等）：区里给启动资金，社区干部用上班时间经营，收入的一部分进入本社区维修资金，"
        "等钱维修的问题减少。可能失败：有的企业始终不赚钱，最后关停，启动资金和干部工时白白投入；"
        "本来经费够用的社区，收益只是越积越多，各社区之间并不调剂。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E038", "E039", "E040")
    remembers: ClassVar[Spec] = {
        "luck": (np.float64, 1.0),  # factor on this year's income
        "founded": (np.float64, 0.0),  # share of the enterprise that is paid for
    }

    coll_income: float = param(
        125000.0, "yuan/yr",
        source="derived: E040: 250,000 yuan in about two years, in the community of E038; two to ten times E039",
        plausible=(0.0, 300000.0), allowed=(0.0, 1e8), doc="what an enterprise that works takes in a year",
        zh="集体年收入",
    )  # fmt: skip
    to_fund: float = param(
        0.25, "share", source="assumed: E040 is revenue; wages, rent and reserves come first", plausible=(0.05, 0.6),
        allowed=(0.0, 1.0), doc="of it paid into the repair fund", zh="用于维修占比",
    )  # fmt: skip
    spread: float = param(
        0.6, "coefficient of variation", source="assumed: good places and good years differ", plausible=(0.2, 1.2),
        allowed=(0.0, 5.0), doc="of income between communities and years", zh="收入差异",
    )  # fmt: skip
    fail_share: float = param(
        0.4, "share", source="assumed: articles tell of those that work", plausible=(0.1, 0.8), allowed=(0.0, 1.0),
        doc="enterprises that never earn anything", zh="经营失败占比",
    )  # fmt: skip
    build_days: int = param(
        365, "days", source="assumed: a year from the first contract to full income", plausible=(90, 1095),
        allowed=(1, 36500), doc="in which income grows from nothing to its level", zh="培育期",
    )  # fmt: skip
    trial_days: int = param(
        540, "days", source="assumed: given up after one and a half years", plausible=(180, 1800), allowed=(1, 36500),
        doc="until an enterprise that earns nothing is given up", zh="亏损坚持期",
    )  # fmt: skip
    seed_yuan: float = param(
        100000.0, "yuan/community", source="assumed: fitting out rooms and a first stock",
        plausible=(20000.0, 500000.0), allowed=(0.0, 1e8), doc="seed money from the district", zh="启动资金",
    )  # fmt: skip
    years_of_use: float = param(
        10.0, "yr", source="assumed: as fittings last", plausible=(3.0, 20.0), allowed=(0.1, 50.0),
        doc="over which seed money is written off, whether the enterprise lives or not", zh="摊销年限",
    )  # fmt: skip
    office_hours: float = param(
        8.0, "h/week", source="assumed: a working day a week of one community worker", plausible=(2.0, 40.0),
        allowed=(0.0, 200.0), doc="community workers' time to run it", zh="每周经营工时",
    )  # fmt: skip

    def fate(self, world: World, year: int) -> Floats:
        """Uniform numbers of each community's enterprise in a year since founding, [M, 4]."""
        found: Floats = uniforms(
            *world.key, 0, world.n_communities, year, int(Decision.ENTERPRISE), world.replication
        )  # fmt: skip
        return found

    def fails(self, world: World) -> Bools:
        """Whether the community's enterprise is one that never earns, [M]."""
        return np.asarray(self.fate(world, 0)[:, 0] < self.fail_share)

    def plan(self, world: World, programme: Programme) -> None:
        """Pay today's part of the year's income into the funds; run those that are not yet given up."""
        dose = self.dose(world)
        if not dose.any():
            return
        passed = world.day - self.start_day
        fails = self.fails(world)
        luck = self.memory(world)["luck"]
        if passed % 365 == 0:
            u = self.fate(world, passed // 365)[:, 1]
            luck[:] = [lognormal(float(v), 1.0, self.spread) for v in u]
        founded = self.memory(world)["founded"]
        new = float(np.maximum(dose - founded, 0.0).sum())
        if new > 0.0:
            programme.invest(new * self.seed_yuan, self.years_of_use)
            founded[:] = np.maximum(founded, dose)
        grown = min(1.0, passed / self.build_days)
        world.rules["gifts_yuan"].add(dose * ~fails, grown * luck * self.to_fund * self.coll_income / 365.0)
        programme.take_time(dose * (~fails | (passed < self.trial_days)), self.office_hours)

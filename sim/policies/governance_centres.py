"""Governance centres (综治中心): one on each of three tiers takes in, hands over and follows up all cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.desks import Office
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class GovernanceCentres(Policy):
    """District, streets and communities each have a centre; every case is entered, sent, watched and followed up there.

    Dispatchers at the district's centre send cases to a desk sooner and spot repeated reports and false alarms.
    Posts at the streets' centres have cases handed over sooner and handle some themselves. Overdue cases are pushed
    up the queue (where `dispatch.supervised` does not see to it anyway). All that is as good as the posts are filled.
    It can fail: everything must be entered into the platform, which takes grid workers' time and community workers'
    hours; and pushing overdue cases makes others wait that are still in time.
    """

    name: ClassVar[str] = "governance_centres"
    name_zh: ClassVar[str] = "综治中心（三级）"
    summary: ClassVar[str] = "centres on three tiers dispatch, merge, hand over and follow up all cases"
    summary_zh: ClassVar[str] = "区、街道、社区三级综治中心统一受理、派单、流转、督办"
    story_zh: ClassVar[str] = (
        "区、街道、社区各设综治中心，案件统一录入、派单、流转、督办：派单更快，重复件和误报更易识别，流转更快，"
        "超期案件被督办，街道中心也直接处理一部分。成效取决于岗位是否到位。"
        "可能失败：样样都要录入平台，占用网格员和社区工作者时间；督办超期件会让未超期的案件等得更久。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E027", "E028", "E112", "E113", "E117", "E118")
    remembers: ClassVar[Spec] = {
        "built": (np.float64, 0.0),  # as far as centres are paid for, 0..1
    }

    dispatch_gain: float = param(
        0.5, "share", source="assumed: X017 shows a hotline in minutes, a grid centre takes hours",
        plausible=(0.1, 0.8), allowed=(0.0, 1.0), doc="time from report to a desk that is saved", zh="派单提速",
    )  # fmt: skip
    handover_gain: float = param(
        0.25, "share", source="assumed: a case is sent on by platform, not by paper", plausible=(0.0, 0.5),
        allowed=(0.0, 1.0), doc="time between two desks that is saved", zh="流转提速",
    )  # fmt: skip
    merge_gain: float = param(
        0.5, "share", source="assumed: half of what was missed is seen when all is in one list", plausible=(0.1, 0.9),
        allowed=(0.0, 1.0), doc="duplicates and false alarms spotted, of those missed before", zh="查重提升",
    )  # fmt: skip
    residents_per_dispatcher: float = param(
        40000.0, "persons", source="assumed: six for Xialu (E117), two a shift", plausible=(15000.0, 100000.0),
        allowed=(1000.0, 1e7), doc="residents for each dispatcher of the district's centre", zh="每名派单员服务人口",
    )  # fmt: skip
    street_posts: float = param(
        2.0, "posts/street", source="assumed: E118 six functions, most posts were there before", plausible=(1.0, 6.0),
        allowed=(0.0, 100.0), doc="new posts at a street's centre", zh="街道中心新增岗位",
    )  # fmt: skip
    wage: float = param(
        60000.0, "yuan/yr", source="assumed: as a grid worker (X036 X037)", plausible=(40000.0, 90000.0),
        allowed=(0.0, 1e6), doc="cost of a post", zh="人力成本",
    )  # fmt: skip
    forms: float = param(
        0.02, "share", source="assumed: ten minutes a day to enter what was done", plausible=(0.0, 0.1),
        allowed=(0.0, 0.5), doc="of grid workers' paid time, added to forms", zh="录入平台工时占比",
    )  # fmt: skip
    hours_a_week: float = param(
        3.0, "h/week", source="assumed: entries, and a weekly meeting on open cases", plausible=(1.0, 10.0),
        allowed=(0.0, 100.0), doc="community workers' hours at the community's centre", zh="社区中心工时",
    )  # fmt: skip
    yuan_per_centre: float = param(
        100000.0, "yuan", source="assumed: screens, terminals; more in the district", plausible=(20000.0, 500000.0),
        allowed=(0.0, 1e8), doc="equipment of a centre, mean of all tiers", zh="中心建设投入",
    )  # fmt: skip
    years_of_use: float = param(
        8.0, "yr", source="assumed: electronics", plausible=(5.0, 15.0), allowed=(0.1, 50.0),
        doc="over which the equipment is written off", zh="摊销年限",
    )  # fmt: skip
    running_yuan: float = param(
        10000.0, "yuan/yr", source="assumed: lines, upkeep, software", plausible=(2000.0, 40000.0), allowed=(0.0, 1e7),
        doc="running cost of a centre", zh="中心年运行费",
    )  # fmt: skip

    def build(self, world: World, programme: Programme, dose: Floats) -> None:
        """Equip the centres that open today, and pay for all that are open: 1 + streets + communities (E117)."""
        m = world.n_communities
        streets = np.bincount(world.map.street_of_community)
        centres = 1.0 + 1.0 / streets[world.map.street_of_community] + 1.0 / m
        built = self.memory(world)["built"]
        new = np.maximum(dose - built, 0.0)
        if new.any():
            programme.invest(float((new * centres).sum()) * self.yuan_per_centre, self.years_of_use)
            built += new
        programme.pay_yearly(dose * centres, self.running_yuan)

    def plan(self, world: World, programme: Programme) -> None:
        """Staff the centres; let cases move as fast as their posts are filled."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, where = world.rules, world.map.street_of_community
        communities = np.bincount(where)[where].astype(np.float64)
        dispatchers = world.map.by_community(world.map.residents) / self.residents_per_dispatcher
        wanted = dispatchers + self.street_posts / communities
        filled = programme.employ(dose * wanted, self.wage, "centre staff")
        manned = filled / np.maximum(wanted, 1e-9)
        rules["dispatch_h"].times(manned, 1.0 - self.dispatch_gain)
        rules["handover_h"].times(manned, 1.0 - self.handover_gain)
        rules["merge"].add(manned, self.merge_gain * (1.0 - rules["merge"].base))
        rules["supervise"].add(manned, 1.0)
        # a street has the mean of its communities' rule
        rules["posts"].add(manned, self.street_posts, at=Office.STREET)
        rules["admin_share"].add(dose, self.forms)
        if world.settings.workers.works_on(world.weekday()):
            hours = world.today.workers * world.settings.workers.hours_per_day * self.forms
            programme.note_hours("grid workers (forms)", float((dose * hours).sum()))
        programme.take_time(dose, self.hours_a_week)
        self.build(world, programme, dose)

"""Service facilities (党群服务中心达标): larger community centres that are open longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net, Office
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

WINDOW = (Category.SERVICES, level_of(Category.SERVICES, Net.COMMUNITY))


@dataclass(frozen=True, slots=True)
class ServiceFacilities(Policy):
    """Community centres grow to a target area, some to twice that, and stay open into the evening.

    The same staff is spread over more hours. Rooms for talks settle a few more enquiries at the window, people who drop
    in tell of problems, volunteers and organisations have a place to meet. ``ramp_days`` of 1,095 is the
    three-year plan of E041, ``coverage`` of 0.27 the ten centres of E107. It can fail: in the day fewer are at the
    counter, so each case takes longer; those who drop in take time; and a large hall is paid for whether anybody comes
    or not.
    """

    name: ClassVar[str] = "service_facilities"
    name_zh: ClassVar[str] = "党群服务中心达标"
    summary: ClassVar[str] = "larger community centres with longer hours, rooms for talks and a place for volunteers"
    summary_zh: ClassVar[str] = "社区党群服务中心面积达标（500/1000平方米）、延时开放"
    story_zh: ClassVar[str] = (
        "社区服务中心扩到达标面积，部分扩到一千平方米，并延长到晚间开放。人员不增，只是分摊到更长的时间；"
        "有了谈话室，窗口能多办成一些咨询；群众来坐坐会顺便反映问题，志愿者和社会组织有了场地。"
        "可能失败：白天窗口人手变薄，单件办理变慢；来访占用时间；场地再大，没人来也要付钱。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E010", "E011", "E012", "E041", "E064", "E065", "E066", "E107")
    remembers: ClassVar[Spec] = {
        "m2": (np.float64, 0.0),  # fitted out
    }

    area: float = param(
        500.0, "m2", source="sourced: E010 E066: more than 500 m2", plausible=(300.0, 800.0), allowed=(0.0, 1e5),
        doc="area that every centre reaches", zh="达标面积",
    )  # fmt: skip
    large_area: float = param(
        1000.0, "m2", source="sourced: E011 E064: more than 1,000 m2", plausible=(700.0, 2000.0), allowed=(0.0, 1e5),
        doc="area of a large centre", zh="示范社区面积",
    )  # fmt: skip
    large_share: float = param(
        0.3, "share", source="sourced: E012: not less than 30 %; E065 reached 38.4 %", plausible=(0.1, 0.5),
        allowed=(0.0, 1.0), doc="of the communities that take part, with a large centre", zh="千平方米社区占比",
    )  # fmt: skip
    area_before: float = param(
        300.0, "m2", source="assumed: a floor of a housing block; no article tells", plausible=(100.0, 500.0),
        allowed=(0.0, 1e5), doc="area of a centre before", zh="原有面积",
    )  # fmt: skip
    longer_h: float = param(
        2.0, "h/day", source="assumed: until people are home from work", plausible=(0.0, 4.0), allowed=(0.0, 6.0),
        doc="hours that a centre stays open longer, with the same staff", zh="延时开放",
    )  # fmt: skip
    report: float = param(
        0.01, "share/100 m2", source="assumed: some of those who drop in tell something", plausible=(0.0, 0.03),
        allowed=(0.0, 0.5), doc="problems told more often, for each 100 m2 more", zh="来访反映",
    )  # fmt: skip
    advice: float = param(
        0.003, "probability/100 m2", source="assumed: a room to sit down and look at papers", plausible=(0.0, 0.01),
        allowed=(0.0, 0.1), doc="enquiries that the window settles more, for each 100 m2 more", zh="咨询办成",
    )  # fmt: skip
    recruit: float = param(
        0.02, "share/100 m2", source="assumed: a place to meet brings some to volunteer", plausible=(0.0, 0.06),
        allowed=(0.0, 1.0), doc="more new volunteers, for each 100 m2 more", zh="志愿者招募",
    )  # fmt: skip
    reception_h: float = param(
        1.0, "h/week/100 m2", source="assumed: bookings, keys, people who want to talk", plausible=(0.3, 3.0),
        allowed=(0.0, 40.0), doc="community workers' hours for rooms and visitors, for each 100 m2 more",
        zh="接待与场地管理工时",
    )  # fmt: skip
    fit_out_yuan: float = param(
        2000.0, "yuan/m2", source="assumed: shell given by the developer, fitted out plainly",
        plausible=(1000.0, 5000.0), allowed=(0.0, 1e5), doc="fitting out", zh="装修费",
    )  # fmt: skip
    life_years: float = param(
        15.0, "yr", source="assumed: until it is done up anew", plausible=(8.0, 30.0), allowed=(0.1, 100.0),
        doc="years over which that is written off", zh="摊销年限",
    )  # fmt: skip
    running_yuan: float = param(
        150.0, "yuan/m2/yr", source="assumed: power, cleaning, a low rent", plausible=(60.0, 400.0), allowed=(0.0, 1e4),
        doc="running cost", zh="运行费",
    )  # fmt: skip

    def gain(self, world: World) -> Floats:
        """Square metres that each community gains when all is built, [M]."""
        covered = self.covered(world)
        among = np.concatenate([[0.0], np.cumsum(covered)]) * self.large_share
        # not less than the share; rounding must not add one
        large = np.diff(np.ceil(among - 1e-9))
        after = self.area + (max(self.large_area, self.area) - self.area) * large
        return covered * np.maximum(after - self.area_before, 0.0)

    def plan(self, world: World, programme: Programme) -> None:
        """Build what is due, keep open longer, and let people in."""
        dose, rules, here = self.dose(world), world.rules, Office.COMMUNITY
        if not dose.any():
            return
        gained = dose * self.gain(world)
        built = self.memory(world)["m2"]
        more = np.maximum(gained - built, 0.0)
        if more.any():
            programme.invest(float(more.sum()) * self.fit_out_yuan, self.life_years)
            built += more
        programme.pay_yearly(gained, self.running_yuan)
        day = rules["closes"].base[:, here] - world.settings.service.office_opens
        longer = dose * self.longer_h
        rules["closes"].add(longer, 1.0, at=here)
        # the hours of the staff are the same, so fewer are there at a time
        rules["time"].times(np.ones(world.n_communities), day / (day + longer), at=here)
        hundreds = gained / 100.0
        rules["report"].times(hundreds, 1.0 + self.report)
        rules["solve"].add(hundreds, self.advice, at=WINDOW)
        rules["recruit"].times(hundreds, 1.0 + self.recruit)
        programme.take_time(hundreds, self.reception_h)

"""Community day care (社区日间照料): a place to spend the day for those who need care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.offices import is_weekday
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class DayCare(Policy):
    """Elders alone, the disabled and left-behind children spend their days at a site in the community.

    Meals, company and a watching eye keep part of the guests' care problems from arising; the staff also call at the
    doors of those who stay at home. It can fail: a site has few places among all who need care, and many do not want
    to come; places beyond those who come do nothing and cost the same, so a site is wasted where few need it.
    """

    name: ClassVar[str] = "day_care"
    name_zh: ClassVar[str] = "社区日间照料"
    summary: ClassVar[str] = "day-care sites keep some care problems of the vulnerable from arising"
    summary_zh: ClassVar[str] = "社区日间照料站点减少困难群体的照护诉求"
    story_zh: ClassVar[str] = (
        "独居老人、残疾人和留守儿童白天到社区站点用餐、有人陪伴照看，部分照护问题不再发生；工作人员也上门看望没来的人。"
        "可能失败：站点床位相对困难群体太少，不少人不愿来；超过愿来人数的床位闲置而费用照付，困难群体少的社区建站是浪费。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E005",)
    remembers: ClassVar[Spec] = {
        "sites": (np.float64, 0.0),  # built
    }

    sites: float = param(
        1.0, "sites/community", source="assumed: one each; E005 has 454 sites in a city, E009 676 rooms of social work",
        plausible=(0.3, 2.0), allowed=(0.0, 100.0), doc="day-care sites of a community", zh="每社区站点数",
    )  # fmt: skip
    places: float = param(
        20.0, "places/site", source="assumed: E005 counts sites, not places; 10 to 40 are usual",
        plausible=(10.0, 40.0), allowed=(0.0, 1000.0), doc="guests that a site has room for", zh="每站点容量",
    )  # fmt: skip
    willing: float = param(
        0.15, "share", source="assumed: most stay at home, many sites stand half empty", plausible=(0.03, 0.4),
        allowed=(0.0, 1.0), doc="of those in need who would come if there is room", zh="愿意入托占比",
    )  # fmt: skip
    effect: float = param(
        0.5, "share", source="assumed: the days, not the nights and week-ends", plausible=(0.2, 0.8),
        allowed=(0.0, 1.0), doc="of a guest's care problems that do not arise", zh="减少照护诉求占比",
    )  # fmt: skip
    staff: float = param(
        1.5, "posts/site", source="assumed: one all day, one for the midday meal", plausible=(1.0, 4.0),
        allowed=(0.1, 50.0), doc="staff of a site", zh="每站点人员",
    )  # fmt: skip
    wage: float = param(
        45000.0, "yuan/yr", source="assumed: three quarters of a grid worker's cost", plausible=(30000.0, 70000.0),
        allowed=(0.0, 1e6), doc="cost of a post", zh="人力成本",
    )  # fmt: skip
    call_h: float = param(
        0.5, "h/day/post", source="assumed: one call in the afternoon", plausible=(0.0, 1.5), allowed=(0.0, 8.0),
        doc="hours of a working day that staff call at people's homes", zh="上门看望时长",
    )  # fmt: skip
    running_yuan: float = param(
        30000.0, "yuan/site/yr", source="assumed: heating and food beyond what guests pay",
        plausible=(10000.0, 100000.0), allowed=(0.0, 1e7), doc="running cost of a site beside staff", zh="站点运行费",
    )  # fmt: skip
    fit_out_yuan: float = param(
        200000.0, "yuan/site", source="assumed: 200 m2 at 1,000 yuan", plausible=(50000.0, 600000.0),
        allowed=(0.0, 1e8), doc="fitting out a site", zh="站点建设费",
    )  # fmt: skip
    life_years: float = param(
        10.0, "yr", source="assumed: until it is done up anew", plausible=(5.0, 20.0), allowed=(0.1, 100.0),
        doc="years over which that is written off", zh="摊销年限",
    )  # fmt: skip

    def guests(self, world: World, sites: Floats) -> Floats:
        """Guests of the sites that are open: no more than places, nor than those in need who would come; [M]."""
        return np.minimum(sites * self.places, self.willing * np.diff(world.rota.first))

    def plan(self, world: World, programme: Programme) -> None:
        """Build what is due, staff it, and spare the guests some of their problems."""
        sites = self.dose(world) * self.sites
        if not sites.any():
            return
        built = self.memory(world)["sites"]
        more = np.maximum(sites - built, 0.0)
        if more.any():
            programme.invest(float(more.sum()) * self.fit_out_yuan, self.life_years)
            built += more
        posts = programme.employ(sites * self.staff, self.wage, "day-care staff")
        guests = self.guests(world, posts / self.staff)
        kept_away = self.effect * guests / np.maximum(np.diff(world.rota.first), 1)
        world.rules["need_vulnerable"].times(np.ones(world.n_communities), 1.0 - kept_away)
        if is_weekday(world.weekday()):
            world.rules["visit_hours"].add(posts, self.call_h)
        programme.pay_yearly(sites, self.running_yuan)

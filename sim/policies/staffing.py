"""Staffing (队伍建设): more grid workers, better trained and better paid, and more people at the streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.geography.cuts import share_out
from sim.mechanisms.grid_net import add_workers
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.desks import Office
from sim.state.table import Spec
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

WEEK = 7
PERSONS = 10000.0
"""Residents to whom numbers of street staff refer."""


@dataclass(frozen=True, slots=True)
class Staffing(Policy):
    """The district recruits grid workers, trains, pays by a ladder of posts and levels, and staffs the streets.

    Recruits go to the grids with most households per worker; they come after a vacancy was advertised, and are slow at
    first. Some of the workers are trained every year, in paid time. On the ladder everybody earns more and fewer
    leave. Part of the new street staff handles cases at the street's centre. With ``funding=staff_neutral`` no grid
    worker is recruited, and street staff are grid workers called up to the street.

    It can fail: where queues are short, more hands find little to shorten, while a raise is paid to everybody for
    ever; recruits are slow and know nobody, and whoever is in a course is not in the grid.
    """

    name: ClassVar[str] = "staffing"
    name_zh: ClassVar[str] = "队伍建设"
    summary: ClassVar[str] = "recruit grid workers, train them, pay by post and level, staff the streets"
    summary_zh: ClassVar[str] = "招聘、培训网格员，实行岗位等级薪酬，充实街道力量"
    story_zh: ClassVar[str] = (
        "招聘网格员补充到负担最重的网格，招聘有周期、新人起初较慢；每年培训一部分人，占用工时；实行三岗十八级薪酬，"
        "人人加薪、离职减少；街道新增人员中一部分在治理中心办件。人员中性时不增网格员，街道人手从网格抽调。"
        "可能失败：排队本来就短，人多也快不了多少，而加薪是对所有人、年年都付；抽调和培训都占用网格时间。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E003", "E004", "E068", "E069", "E075", "E109", "E110")
    remembers: ClassVar[Spec] = {
        "posts": (np.float64, 0.0),  # added so far
    }

    recruits: float = param(
        0.1, "share", source="assumed: E003 E075 count heads, not the share that is new", plausible=(0.02, 0.5),
        allowed=(0.0, 10.0), doc="posts of grid workers added, of those the place has", zh="新增网格员占比",
    )  # fmt: skip
    trained_per_recruit: float = param(
        3.1, "persons", source="derived: E004 E003: 1,000 trained / 320 recruited", plausible=(1.0, 6.0),
        allowed=(0.0, 1000.0), doc="workers trained in a year for each recruit, at most all", zh="每招1人培训人数",
    )  # fmt: skip
    train_gain: float = param(
        0.05, "share", source="assumed: 0-0.15; a course a year keeps what it teaches", plausible=(0.0, 0.15),
        allowed=(0.0, 1.0), doc="speed that a trained worker gains", zh="培训提效",
    )  # fmt: skip
    course_days: int = param(
        60, "days", source="assumed: two months until the first courses are over", plausible=(14, 180),
        allowed=(0, 3650), doc="until what is taught can be used", zh="培训周期",
    )  # fmt: skip
    course_h: float = param(
        24.0, "h/person/yr", source="assumed: three days a year", plausible=(8.0, 80.0), allowed=(0.0, 1000.0),
        doc="paid time of a trained worker that courses take", zh="培训工时",
    )  # fmt: skip
    course_yuan: float = param(
        1200.0, "yuan/person/yr", source="assumed: 400 yuan for a day", plausible=(300.0, 4000.0), allowed=(0.0, 1e6),
        doc="cost of training a worker", zh="人均培训费",
    )  # fmt: skip
    pay_rise: float = param(
        0.08, "share", source="assumed: E069 gives 3 posts and 18 levels and no yuan", plausible=(0.0, 0.3),
        allowed=(0.0, 5.0), doc="mean rise of grid workers' pay by the ladder", zh="平均加薪幅度",
    )  # fmt: skip
    stay: float = param(
        2.0, "per unit", source="assumed: pay and prospects together; separations fall 0.5 to 3", plausible=(0.5, 4.0),
        allowed=(0.0, 20.0), doc="relative fall of leaving per relative rise of pay", zh="离职对薪酬弹性",
    )  # fmt: skip
    street_posts: float = param(
        2.7, "posts/10,000 residents", source="derived: E109 X039: 63 persons / 233,400 residents",
        plausible=(0.5, 5.0), allowed=(0.0, 1000.0), doc="street staff recruited", zh="每万人新增街道人员",
    )  # fmt: skip
    at_centre: float = param(
        0.3, "share", source="assumed: most go to enforcement, works and the office", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="of them who handle cases at the street's centre", zh="办件人员占比",
    )  # fmt: skip
    street_yuan: float = param(
        70000.0, "yuan/yr", source="assumed: a little more than a grid worker", plausible=(50000.0, 120000.0),
        allowed=(0.0, 1e6), doc="yearly cost of a street post", zh="街道人员人力成本",
    )  # fmt: skip

    @property
    def trained(self) -> float:
        """Share of the grid workers who are trained in a year."""
        return min(1.0, self.trained_per_recruit * self.recruits)

    def plan(self, world: World, programme: Programme) -> None:
        """Recruit, train, pay and staff the streets as far as the lever is rolled out."""
        dose = self.dose(world)
        if not dose.any():
            return
        workers, rules = world.settings.workers, world.rules
        people = world.map.by_community(world.map.residents)
        self.recruit(world, programme, dose, people)
        rules["skill"].times(self.trained * self.dose(world, ago=self.course_days), 1.0 + self.train_gain)
        courses = self.course_h * WEEK / 365.0
        rules["away"].add(self.trained * dose, courses / (workers.days_per_week * workers.hours_per_day))
        learners = self.trained * float((dose * world.today.workers).sum())
        programme.pay(learners * self.course_yuan / 365.0)
        programme.note_hours("grid workers", learners * self.course_h / 365.0)
        rules["pay"].add(dose, self.pay_rise)
        rules["leave"].times(dose, max(0.0, 1.0 - self.stay * self.pay_rise))
        self.staff_streets(world, programme, self.dose(world, ago=workers.hiring_days), people)

    def recruit(self, world: World, programme: Programme, dose: Floats, people: Floats) -> None:
        """Add the grid workers' posts that are due today."""
        if self.funding == "staff_neutral":
            return
        have = self.memory(world)["posts"]
        due = np.floor(dose * self.more_posts(world, people) + 1e-9)  # rounding must not lose a post
        new = np.maximum(due - have, 0.0)
        if new.any():
            programme.note_grid_posts(len(add_workers(world, new.astype(np.int64))))
            have += new

    def more_posts(self, world: World, people: Floats) -> Ints:
        """Posts to be added in each community, by residents of the communities covered; array [M]."""
        load = people * self.covered(world)
        share = float(load.sum()) / world.residents.n
        posts = round(self.recruits * world.place.workers * share)
        return share_out(posts, load) if posts > 0 else np.zeros(world.n_communities, np.int64)

    def staff_streets(self, world: World, programme: Programme, dose: Floats, people: Floats) -> None:
        """Seat those of the street staff who handle cases."""
        posts = programme.employ(dose * people * self.street_posts / PERSONS, self.street_yuan, "street staff")
        street = world.map.street_of_community
        # a street has the mean of its communities' rule, so that the sum of their posts must be spread over each
        world.rules["posts"].add(posts * np.bincount(street)[street], self.at_centre, at=int(Office.STREET))

    def reflect(self, world: World, programme: Programme) -> None:
        """Note what the ladder has added to today's wages."""
        present, dose = world.today.workers, self.dose(world)
        if dose.any():
            raised = float((dose * present).sum()) / max(float(present.sum()), 1.0) * world.today.paid
            programme.note_wages(raised * self.pay_rise * world.settings.workers.wage_yuan / 365.0)

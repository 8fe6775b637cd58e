"""Whistle (社区吹哨、部门报到): the community calls all departments that are needed to one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.offices import office_time
from sim.mechanisms.service import LEVELS, level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import N_CATEGORIES, Category
from sim.state.desks import Net, Office
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

WHISTLED = [Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY, Category.DISPUTES, Category.SAFETY]
"""Where the way to the department leads over the street, and somebody must come; not enquiries."""
AT_STREET = [level_of(category, Net.STREET) for category in WHISTLED]
MONTH = 30
AT_DEPARTMENT = np.array([level_of(category, Net.DEPARTMENT) for category in LEVELS])


@dataclass(frozen=True, slots=True)
class Whistle(Policy):
    """The community blows the whistle, and the departments that are needed report to it and handle the case together.

    For a share of the cases that need a department the street is not asked first, the department comes sooner, and
    seldom passes the case on, because all who are needed stand there. The community whistles before it knows for
    sure: as far as it judges badly, it also calls for what the street could have solved. Each joint visit takes
    crews of several departments. It can fail: what they gave in the last month is missing at all departments that are
    whistled for, also for communities that did not whistle; and whistling and hosting takes community workers' hours.
    """

    name: ClassVar[str] = "whistle"
    name_zh: ClassVar[str] = "社区吹哨、部门报到"
    summary: ClassVar[str] = "the community calls the departments to one place instead of sending cases up the chain"
    summary_zh: ClassVar[str] = "社区吹哨，相关部门到场联合处置，不再层层转办"
    story_zh: ClassVar[str] = (
        "对一部分需要部门处理的案件，社区直接吹哨：不先经街道，部门来得更快，需要的人都在场，很少再转办；"
        "但每次到场要几支队伍（各部门的人手都因此减少）。社区吹哨时未必判断准确，街道本可解决的也会被吹上去。"
        "可能失败：几支队伍围着一件事，别处（包括没有吹哨的社区）就缺人；吹哨和接待也占用社区工作者时间。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E027", "X023")
    remembers: ClassVar[Spec] = {
        "away_h": (np.float64, 0.0),  # hours a day that crews are missing, mean of a month
    }

    share: float = param(
        0.3, "share", source="assumed: the hardest; no article counts whistles", plausible=(0.1, 0.8),
        allowed=(0.0, 1.0), doc="cases that need a department for which the community whistles", zh="吹哨占比",
    )  # fmt: skip
    judgement: float = param(
        0.7, "share", source="assumed: between a blind guess (0) and knowing who is needed (1)", plausible=(0.0, 1.0),
        allowed=(0.0, 1.0),
        doc="cases the street can solve for which the community does not whistle although it whistles for others",
        zh="研判准确度",
    )  # fmt: skip
    gain: float = param(
        0.20, "share", source="assumed: X023 gives the sign only, 0-0.4", plausible=(0.0, 0.4), allowed=(0.0, 0.95),
        doc="preparation time saved when departments are whistled for", zh="到场提速",
    )  # fmt: skip
    handoff_left: float = param(
        0.25, "share", source="assumed: now and then somebody who is needed is not there", plausible=(0.0, 0.7),
        allowed=(0.0, 1.0), doc="hand-offs between departments that remain at a joint visit", zh="剩余转办",
    )  # fmt: skip
    crews: float = param(
        2.0, "crews", source="assumed: a second department comes", plausible=(1.5, 5.0), allowed=(1.0, 20.0),
        doc="crews that come to a joint visit", zh="到场队伍数",
    )  # fmt: skip
    hours_a_week: float = param(
        3.0, "h/week", source="assumed: two whistles a week, written, met and followed up", plausible=(1.0, 8.0),
        allowed=(0.0, 100.0), doc="community workers' hours to whistle and to host", zh="社区吹哨工时",
    )  # fmt: skip
    yuan_per_community: float = param(
        3000.0, "yuan/yr", source="assumed: vehicles and liaison", plausible=(0.0, 15000.0), allowed=(0.0, 1e7),
        doc="running cost in a community", zh="运行成本",
    )  # fmt: skip

    def flows(self, world: World) -> tuple[Floats, Floats, Floats]:
        """How the flow of each category that may be whistled parts today; arrays [M, whistled].

        Returns
        -------
        skips : share of the street's cases that are whistled past it
        eased : factor on the street's chance to solve the rest, from which hard cases have been taken
        joint : share of the department's cases that it handles jointly
        """
        whistled = self.dose(world)[:, None] * self.share
        can = world.rules["solve"].base[:, WHISTLED, AT_STREET]
        needless = whistled * (1.0 - self.judgement)
        skips = whistled - (whistled - needless) * can
        eased = (1.0 - needless) / np.maximum(1.0 - skips, 1e-9)
        return skips, eased, skips / np.maximum(1.0 - can * (1.0 - needless), 1e-9)

    def plan(self, world: World, programme: Programme) -> None:
        """Send today's share past the street; let the departments come together."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, everywhere = world.rules, np.ones(world.n_communities)
        skips, eased, together = self.flows(world)
        asked, solve = np.ones((2, *rules["asked"].value.shape))
        asked[:, WHISTLED, AT_STREET] = 1.0 - skips
        solve[:, WHISTLED, AT_STREET] = eased
        joint = np.zeros((world.n_communities, N_CATEGORIES))
        joint[:, WHISTLED] = together
        rules["asked"].times(everywhere, asked)
        rules["solve"].times(everywhere, solve)
        rules["lead"].times(everywhere, 1.0 - joint * self.gain)
        rules["handoff"].times(everywhere, 1.0 - joint * (1.0 - self.handoff_left))
        # crews come from the departments that are whistled for, hours of a working day out of hours of a calendar day
        away_h = float(self.memory(world)["away_h"].sum()) * 7.0 / 5.0
        for category in WHISTLED:
            office_time(world, everywhere, away_h / len(WHISTLED), Office.DEPARTMENT + category)
        programme.take_time(dose, self.hours_a_week)
        programme.pay_yearly(dose, self.yuan_per_community)

    def reflect(self, world: World, programme: Programme) -> None:
        """Count the hours of the crews that came in addition; tomorrow they are missing at their departments."""
        joint = np.zeros((world.n_communities, N_CATEGORIES))
        joint[:, WHISTLED] = self.flows(world)[2]
        cases, rows = world.cases, world.closed_today()
        rows = rows[cases.level[rows] == AT_DEPARTMENT[cases.category[rows]]]
        where = cases.community[rows]
        visits = np.bincount(where, joint[where, cases.category[rows]], world.n_communities)
        today = visits * (self.crews - 1.0) * world.settings.service.department_h
        programme.note_hours("department crews", float(today.sum()))
        away = self.memory(world)["away_h"]
        away += (today - away) / MONTH

"""Social organisations (社会组织购买服务): care and neighbourhood culture, bought as projects that end every year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Helper
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

YEAR = 365


@dataclass(frozen=True, slots=True)
class SocialOrganisations(Policy):
    """Local organisations are paid by the project to look after people and to run activities.

    Their staff take on care cases, and a few disputes and health cases, before the grid worker is asked; activities
    bring neighbours together. Every community buys for a year, on a date of its own, and the projects end
    all at once: until the next tender is awarded nobody comes. It can fail: in that gap all care falls back on the
    grid workers, community workers write tenders and reports instead of seeing residents, and what an organisation
    could not do comes to the grid worker later than without it.
    """

    name: ClassVar[str] = "social_organisations"
    name_zh: ClassVar[str] = "社会组织购买服务"
    summary: ClassVar[str] = "local organisations take on care cases and activities, bought as yearly projects"
    summary_zh: ClassVar[str] = "五社联动：以年度项目购买社会组织的照护与文化服务"
    story_zh: ClassVar[str] = (
        "社区按年度项目向社会组织购买服务：项目人员先于网格员承接照护诉求，也承接少量纠纷和健康诉求；文化活动让邻里熟络。"
        "可能失败：项目一年一签，期满到下次招标之间无人服务，照护又落回网格员；社区工作者要写标书和报告，窗口时间减少；"
        "社会组织办不了的，转到网格员时已经晚了。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E031", "E032", "E058", "E074", "E115")

    organisations: float = param(
        3.49, "organisations/community",
        source="derived: E115 E113: 129 organisations / 37 communities; E058 E065 give 1.41, E074 E071 8.28",
        plausible=(1.41, 8.28), allowed=(0.0, 1000.0), doc="social organisations of a community", zh="每社区社会组织数",
    )  # fmt: skip
    projects_a_year: float = param(
        0.78, "projects/organisation/yr", source="derived: E032 E031: 7 projects / 9 organisations",
        plausible=(0.2, 1.5), allowed=(0.0, 50.0), doc="projects that an organisation is given in a year",
        zh="每组织年项目数",
    )  # fmt: skip
    hours_a_project: float = param(
        400.0, "h/project", source="assumed: two persons for a day each week of the contract",
        plausible=(150.0, 1000.0), allowed=(1.0, 1e5), doc="hours that a project's staff work", zh="单个项目工时",
    )  # fmt: skip
    yuan_a_project: float = param(
        30000.0, "yuan/project", source="assumed: 75 yuan for an hour of staff, overheads included",
        plausible=(10000.0, 100000.0), allowed=(0.0, 1e7), doc="price of a project", zh="单个项目金额",
    )  # fmt: skip
    case_share: float = param(
        0.3, "share", source="assumed: the rest are activities, files and travel", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="of a project's hours given to residents' cases", zh="用于诉求占比",
    )  # fmt: skip
    gap_days: int = param(
        45, "days", source="assumed: budget, notice, bids, award and contract of the next tender", plausible=(14, 120),
        allowed=(0, 364), doc="days a year between two projects", zh="项目空档期",
    )  # fmt: skip
    care: float = param(
        0.6, "share", source="assumed: looking after people is what they are bought for", plausible=(0.3, 0.9),
        allowed=(0.0, 1.0), doc="care cases that they take on when free", zh="照护承接占比",
    )  # fmt: skip
    disputes: float = param(
        0.15, "share", source="assumed: quarrels over noise and dogs, not over property", plausible=(0.0, 0.4),
        allowed=(0.0, 1.0), doc="disputes that they take on when free", zh="纠纷承接占比",
    )  # fmt: skip
    health: float = param(
        0.15, "share", source="assumed: errands and company, not treatment", plausible=(0.0, 0.4), allowed=(0.0, 1.0),
        doc="health cases that they take on when free", zh="健康承接占比",
    )  # fmt: skip
    p_solve: float = param(
        0.85, "probability", source="assumed: trained, so a little better than volunteers", plausible=(0.6, 0.95),
        allowed=(0.0, 1.0), doc="an organisation solves a case taken on", zh="办成概率",
    )  # fmt: skip
    ties: float = param(
        0.03, "share per h/day", source="assumed: dances, courses and feasts reach a few", plausible=(0.0, 0.1),
        allowed=(0.0, 1.0), doc="more ties between neighbours for each daily hour of activities", zh="活动增进邻里往来",
    )  # fmt: skip
    paper_h: float = param(
        1.0, "h/week/project", source="assumed: tender, monthly report, evaluation, audit: 50 h", plausible=(0.3, 3.0),
        allowed=(0.0, 100.0), doc="community workers' hours for a project", zh="招标与验收工时",
    )  # fmt: skip

    def under_contract(self, world: World) -> Floats:
        """1 where projects run today, 0 in the gap after them; communities sign on dates spread over the year; [M]."""
        signed = np.floor(YEAR * np.arange(world.n_communities) / world.n_communities)
        into_the_year = (world.day - self.start_day + signed) % YEAR
        return np.asarray(into_the_year < YEAR - self.gap_days, np.float64)

    def plan(self, world: World, programme: Programme) -> None:
        """Let the projects that run today take on cases; see to the paper all the year."""
        projects = self.dose(world) * self.organisations * self.projects_a_year
        if not projects.any():
            return
        running = self.under_contract(world)
        # a project's hours and its price are spread over the weeks of its contract
        day_h, served = world.settings.workers.hours_per_day * 5.0 / 7.0, YEAR - self.gap_days
        staff = self.hours_a_project / (day_h * served)
        wage = self.yuan_a_project / staff * YEAR / served
        hours = day_h * programme.employ(projects * running * staff, wage, "staff of social organisations")
        there = np.asarray(hours > 0.0, np.float64)
        rules = world.rules
        rules["help_hours"].add(hours, self.case_share, at=Helper.SOCIAL)
        taken = ((Category.CARE, self.care), (Category.DISPUTES, self.disputes), (Category.HEALTH, self.health))
        for category, share in taken:
            rules["match"].add(there, share, at=(category, Helper.SOCIAL))
        rules["help"].add(there, self.p_solve - rules["help"].base[:, Helper.SOCIAL], at=Helper.SOCIAL)
        rules["ties"].times(hours * (1.0 - self.case_share), 1.0 + self.ties)
        programme.take_time(projects, self.paper_h)

"""Volunteer teams (志愿服务队 8+N): volunteers are gathered in teams by trade, and their hours are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Helper

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

TRADES = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY, Category.DISPUTES, Category.CARE)
"""What a team of plumbers, gardeners, lawyers or nurses can do and a single volunteer often cannot."""


@dataclass(frozen=True, slots=True)
class VolunteerTeams(Policy):
    """Every community's volunteers are gathered in eight teams by trade and some more ("8+N").

    Teams are asked for and hold people, so more join and fewer stop; a team of a trade can take on cases that a single
    layman cannot; one team (some call theirs "580", which sounds like "I help you") looks in on elders living
    alone, in hours that went to events before. Community workers run the teams, and hours are counted for credit.

    It can fail: hours are written down for the credit, and rise more than hours given; running teams takes
    community workers' time; membership changes slowly.
    """

    name: ClassVar[str] = "volunteer_teams"
    name_zh: ClassVar[str] = "志愿服务队"
    summary: ClassVar[str] = "volunteers in teams by trade (8+N): more stay, more fits, elders alone are looked in on"
    summary_zh: ClassVar[str] = "“8+N”志愿服务队按专长组队，队伍留人，承接更多事项，上门看望独居老人"
    story_zh: ClassVar[str] = (
        "社区志愿者按专长编成“8+N”支队伍。有队伍就有人邀、有人留，加入的多、退出的少；有专长的队伍能办个人办不了的事；"
        "其中一支（有的叫“580”，谐音“我帮您”，不是数量）用原来办活动的时间看望独居老人。社区工作者负责带队，时长计入积分。"
        "可能失败：为积分而记时长，记录的时长比实际投入涨得快；带队占用社区工作者时间；队伍人数变化很慢。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E021", "E116", "X027", "X028", "X029")

    teams: float = param(
        8.0, "teams/community", source="sourced: E116: 8+N, the N is not counted", plausible=(4.0, 14.0),
        allowed=(0.0, 100.0), doc="teams of a community", zh="每社区队伍数",
    )  # fmt: skip
    recruits: float = param(
        0.04, "share/team", source="assumed: eight teams win a third more", plausible=(0.0, 0.12), allowed=(0.0, 5.0),
        doc="additional new volunteers for each team, of the number that join without", zh="增招比例",
    )  # fmt: skip
    holds: float = param(
        0.04, "per team", source="assumed: a quarter fewer of those in X029 stop", plausible=(0.0, 0.12),
        allowed=(0.0, 5.0), doc="how much a team holds people: leaving is divided by 1 + teams x this", zh="留人作用",
    )  # fmt: skip
    fit: float = param(
        0.01, "share/team", source="assumed: a trade adds a few cases to what laymen can do", plausible=(0.0, 0.03),
        allowed=(0.0, 1.0),
        doc="additional cases a team can take on (environment, facilities, property, disputes, care)",
        zh="增加承接占比",
    )  # fmt: skip
    visit_share: float = param(
        0.1, "share", source="assumed: one team of eight looks in on elders", plausible=(0.0, 0.3), allowed=(0.0, 1.0),
        doc="of all volunteer hours, spent on visits instead of events", zh="探访时长占比",
    )  # fmt: skip
    credit: float = param(
        0.15, "share", source="assumed: X027 is recorded in an app that earns credit", plausible=(0.0, 0.5),
        allowed=(0.0, 5.0), doc="hours written down for credit that nobody gave, of the volunteers' hours",
        zh="积分虚记占比",
    )  # fmt: skip
    office_h: float = param(
        0.5, "h/team/week", source="assumed: a rota, a chat group, the counting of hours", plausible=(0.2, 2.0),
        allowed=(0.0, 40.0), doc="community workers' time to run a team", zh="带队工时",
    )  # fmt: skip
    yuan_per_team: float = param(
        800.0, "yuan/yr", source="assumed: insurance, vests, tools, small gifts for credit", plausible=(200.0, 4000.0),
        allowed=(0.0, 1e6), doc="cost of a team", zh="每队经费",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Run the teams."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, p = world.rules, world.settings.volunteering
        rules["recruit"].times(dose, 1.0 + self.teams * self.recruits)
        rules["attrition"].times(dose, 1.0 / (1.0 + self.teams * self.holds))
        for category in TRADES:
            rules["match"].add(dose, self.teams * self.fit, at=(category, Helper.VOLUNTEER))
        turns = world.people.volunteers * p.turns_per_year / 365.0
        visits = self.visit_share * turns * p.hours_per_turn
        rules["visit_hours"].add(dose, visits)
        rules["paper_hours"].add(dose, self.credit * p.case_share * turns * p.hours_per_turn)
        programme.note_hours("volunteers", float((dose * visits).sum()))
        programme.take_time(dose, self.teams * self.office_h)
        programme.pay_yearly(dose, self.teams * self.yuan_per_team)

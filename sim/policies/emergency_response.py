"""Emergency response (应急突击队、平急转换): trained teams and a switch that is thrown when a surge comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.emergencies import acts, strength
from sim.mechanisms.offices import is_weekday
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Helper, Office
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

TAKEN_ON = (Category.HEALTH, Category.SERVICES)
"""What teams help with: bringing medicine, answering what everybody asks."""


@dataclass(frozen=True, slots=True)
class EmergencyResponse(Policy):
    """Each community keeps an assault team that drills in quiet times; in a surge work teams join it.

    Once the switch is thrown, the teams stand at checkpoints instead of grid workers, help with health and service
    cases, and the community office stays open longer; some days after the surge all goes back. It can fail: throwing
    the switch takes days in which the backlog grows, and in quiet years drills take hours of grid workers and teams
    for a surge that may never come.
    """

    name: ClassVar[str] = "emergency_response"
    name_zh: ClassVar[str] = "应急突击队与平急转换"
    summary: ClassVar[str] = "assault teams drill in quiet times and relieve grid workers and offices in a surge"
    summary_zh: ClassVar[str] = "平时演练，急时突击队顶岗支援、社区延时服务"
    story_zh: ClassVar[str] = (
        "每个社区设一支应急突击队，平时培训演练；突发事件来临时转换为应急状态，工作队一并加入，替网格员值守卡点，协助健康和咨询类事项，"
        "社区办公室延长开放；事件过后数日恢复常态。可能失败：转换需要几天，积压已经形成；平安年份的演练占用网格员和队员时间，"
        "而突发事件可能始终不来。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E029", "E095", "E096")
    remembers: ClassVar[Spec] = {
        "switch": (np.float64, 0.0),  # how far it is thrown, 0..1
    }

    assault_teams: float = param(
        1.0, "per community", source="derived: E096 E113: 37 teams / 37 communities", plausible=(0.5, 2.0),
        allowed=(0.0, 50.0), doc="assault teams, which drill", zh="应急突击队",
    )  # fmt: skip
    work_teams: float = param(
        2.0, "per community", source="derived: E095 E113: 74 teams / 37 communities", plausible=(0.0, 4.0),
        allowed=(0.0, 50.0), doc="community work teams that join in a surge", zh="社区工作队",
    )  # fmt: skip
    members: int = param(
        8, "persons/team", source="assumed: E095 E096 count teams, not people", plausible=(4, 20), allowed=(0, 1000),
        doc="members of a team", zh="每队人数",
    )  # fmt: skip
    hours_a_day: float = param(
        1.0, "h/day", source="assumed: every third member comes for three hours", plausible=(0.3, 4.0),
        allowed=(0.0, 24.0), doc="hours of a member on a day of the surge, on average", zh="应急期人均日工时",
    )  # fmt: skip
    duty_share: float = param(
        0.6, "share", source="assumed: checkpoints and rounds first", plausible=(0.2, 0.9), allowed=(0.0, 1.0),
        doc="of team hours for what grid workers are called away to, as far as needed", zh="顶岗值守占比",
    )  # fmt: skip
    match: float = param(
        0.4, "share", source="assumed: errands and questions that everybody asks", plausible=(0.2, 0.7),
        allowed=(0.0, 1.0), doc="health and service cases that a team member can take on", zh="可承接占比",
    )  # fmt: skip
    longer_h: float = param(
        2.5, "h/day", source="assumed: until eight in the evening", plausible=(0.0, 4.0), allowed=(0.0, 6.0),
        doc="by which the community office stays open longer on working days", zh="延时服务",
    )  # fmt: skip
    switch_days: float = param(
        3.0, "d", source="assumed: notice, roster, equipment", plausible=(1.0, 10.0), allowed=(1.0, 365.0),
        doc="until the switch is thrown", zh="平转急时间",
    )  # fmt: skip
    return_days: float = param(
        7.0, "d", source="assumed: nobody stands down at once", plausible=(1.0, 30.0), allowed=(1.0, 365.0),
        doc="until it is thrown back", zh="急转平时间",
    )  # fmt: skip
    drill_h: float = param(
        16.0, "h/yr", source="assumed: two days of training and drills", plausible=(4.0, 60.0), allowed=(0.0, 1000.0),
        doc="of each grid worker and each member of an assault team", zh="年演练工时",
    )  # fmt: skip
    team_yuan: float = param(
        8000.0, "yuan/yr", source="assumed: kit, stores, insurance, instructor", plausible=(2000.0, 30000.0),
        allowed=(0.0, 1e6), doc="yearly cost of an assault team", zh="每队年费用",
    )  # fmt: skip
    meal_yuan: float = param(
        10.0, "yuan/h", source="assumed: a meal and transport for a turn of three hours", plausible=(0.0, 40.0),
        allowed=(0.0, 1000.0), doc="paid for an hour of a team member in a surge", zh="队员补助",
    )  # fmt: skip
    overtime_yuan: float = param(
        40.0, "yuan/h", source="assumed: one and a half times a community worker's hour", plausible=(0.0, 80.0),
        allowed=(0.0, 1000.0), doc="paid for an hour of overtime in the office", zh="加班补助",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Drill as far as it is quiet, and act as far as the switch is thrown."""
        dose = self.dose(world)
        if not dose.any():
            return
        thrown = self.memory(world)["switch"]
        self.drill(world, programme, np.maximum(dose - thrown, 0.0))
        programme.pay_yearly(dose, self.assault_teams * self.team_yuan)
        if thrown.any():
            self.act(world, programme, thrown)

    def drill(self, world: World, programme: Programme, quiet: Floats) -> None:
        """Take today's part of the year's drills."""
        p = world.settings.workers
        share = self.drill_h / (365.0 * p.days_per_week / 7.0 * p.hours_per_day)
        world.rules["away"].add(quiet, share)
        if p.works_on(world.weekday()):
            taken = share * p.hours_per_day * world.today.workers
            programme.note_hours("grid workers", float((quiet * taken).sum()))
        team = self.assault_teams * self.members * self.drill_h / 365.0
        programme.note_hours("team members", float(quiet.sum()) * team)

    def act(self, world: World, programme: Programme, thrown: Floats) -> None:
        """Relieve grid workers, help with cases and keep the office open."""
        e, p, rules = world.settings.emergencies, world.settings.workers, world.rules
        team_h = thrown * (self.assault_teams + self.work_teams) * self.members * self.hours_a_day
        paid_h = world.today.workers * p.hours_per_day * p.works_on(world.weekday())
        called_h = paid_h * e.diverted_share * strength(e, world.day)
        duty_h = np.minimum(self.duty_share * team_h, called_h)
        everywhere = np.ones(world.n_communities)
        rules["away"].add(everywhere, -duty_h / np.maximum(paid_h, 1e-9))
        rules["help_hours"].add(everywhere, team_h - duty_h, at=Helper.VOLUNTEER)
        for category in TAKEN_ON:
            rules["match"].add(thrown, self.match, at=(category, Helper.VOLUNTEER))
        rules["closes"].add(thrown, self.longer_h, at=Office.COMMUNITY)
        programme.note_hours("team members", float(team_h.sum()))
        over_h = 0.0
        if is_weekday(world.weekday()):
            over_h = float((thrown * rules["posts"].base[:, Office.COMMUNITY]).sum()) * self.longer_h
            programme.note_hours("community workers", over_h)
        programme.pay(self.meal_yuan * float(team_h.sum()) + self.overtime_yuan * over_h)

    def reflect(self, world: World, programme: Programme) -> None:
        """Throw the switch a little further, or back."""
        dose = self.dose(world)
        if dose.any():
            thrown = self.memory(world)["switch"]
            aim = dose * acts(world.settings.emergencies, world.day)
            thrown += np.clip(aim - thrown, -dose / self.return_days, dose / self.switch_days)

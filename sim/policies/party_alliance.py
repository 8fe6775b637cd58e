"""Party alliance (大党委、党建联盟): units of an area meet every quarter and promise hours, rooms and money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.rng import exp
from sim.state.cases import Category
from sim.state.desks import Helper

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

GIVEN_FOR = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY, Category.CARE)
"""Where a firm, a school or a bank has something to give: hands, repairs, rooms, company."""


@dataclass(frozen=True, slots=True)
class PartyAlliance(Policy):
    """Units with a party organisation join the community's great party committee, which meets every quarter.

    At a meeting each unit promises hours of its staff, and rooms and money for repairs. What is kept of the promise
    comes soon after the meeting and then less and less until the next; the rest never comes. Community workers
    prepare the meeting, units send people to it.

    It can fail: units give what they have, not what is needed, so that few cases fit (``fit``), while meetings
    take community workers' time.
    """

    name: ClassVar[str] = "party_alliance"
    name_zh: ClassVar[str] = "党建联盟"
    summary: ClassVar[str] = "quarterly joint meetings unlock hours, rooms and money of member units"
    summary_zh: ClassVar[str] = "大党委（党建联盟）每季度召开联席会，成员单位认领项目、出人出场地出资金"
    story_zh: ClassVar[str] = (
        "驻区单位加入社区大党委，每季度开一次联席会，承诺出人、出场地、出资金。兑现的部分在会后较快到位，之后逐渐减少，直到下次会议；"
        "其余始终不兑现。社区工作者要筹备会议，单位要派人参会。可能失败：单位给的是自己有的，不是居民要的，对得上的诉求不多，"
        "而会议占用社区工作者时间。"
    )
    evidence: ClassVar[tuple[str, ...]] = (
        "E018", "E019", "E033", "E037", "E048", "E049", "E057", "E112", "E113",
    )  # fmt: skip

    meetings: float = param(
        4.0, "per year", source="sourced: E033", plausible=(1.0, 12.0), allowed=(1.0, 52.0),
        doc="joint meetings; the first is on the start day", zh="每年联席会次数",
    )  # fmt: skip
    alliances: float = param(
        1.286, "alliances/community", source="derived: E048 E064 E065: 2,050 / (612 / 38.4 %) communities",
        plausible=(0.5, 2.0), allowed=(0.0, 20.0), doc="alliances of a community", zh="每社区联盟数",
    )  # fmt: skip
    units: float = param(
        5.95, "units/alliance", source="derived: E049 E048: 12,197 units / 2,050 alliances", plausible=(2.0, 12.0),
        allowed=(0.0, 500.0), doc="member units of an alliance", zh="每联盟成员单位数",
    )  # fmt: skip
    hours: float = param(
        20.0, "h/unit/meeting", source="assumed: five persons for two afternoons", plausible=(4.0, 80.0),
        allowed=(0.0, 2000.0), doc="hours that a unit promises at a meeting", zh="每次承诺工时",
    )  # fmt: skip
    yuan: float = param(
        250.0, "yuan/unit/meeting", source="assumed: material and a room, a thousand a year", plausible=(0.0, 1500.0),
        allowed=(0.0, 1e6), doc="money or its worth that a unit promises for repairs", zh="每次承诺资金",
    )  # fmt: skip
    kept: float = param(
        0.6, "share", source="assumed: what is minuted is not yet done", plausible=(0.2, 0.95), allowed=(0.0, 1.0),
        doc="of promises that are kept", zh="承诺兑现率",
    )  # fmt: skip
    fade_days: float = param(
        30.0, "d", source="assumed: zeal of the first weeks", plausible=(10.0, 120.0), allowed=(1.0, 10000.0),
        doc="time constant with which giving slackens after a meeting", zh="热度消退时间",
    )  # fmt: skip
    fit: float = param(
        0.015, "share/unit", source="assumed: a unit gives what it has, not what is needed", plausible=(0.003, 0.05),
        allowed=(0.0, 1.0),
        doc="cases on environment, facilities, property and care for which a unit has the right thing", zh="资源对口率",
    )  # fmt: skip
    meeting_h: float = param(
        10.0, "h/meeting", source="assumed: invitations, lists, minutes of an alliance", plausible=(4.0, 40.0),
        allowed=(0.0, 500.0), doc="community workers' time for a meeting, in its week", zh="会议筹备工时",
    )  # fmt: skip
    attend_h: float = param(
        2.5, "h/unit", source="assumed: one person, one afternoon", plausible=(1.0, 8.0), allowed=(0.0, 100.0),
        doc="a unit's hours at a meeting", zh="参会工时",
    )  # fmt: skip
    yuan_per_alliance: float = param(
        2000.0, "yuan/yr", source="assumed: boards, prints, a small budget for projects", plausible=(0.0, 20000.0),
        allowed=(0.0, 1e7), doc="what the district pays for an alliance", zh="联盟工作经费",
    )  # fmt: skip

    def pace(self, since: int, days: int) -> float:
        """Part of what is kept that comes on a day so many days after a meeting; 1 in all until the next."""
        stays = exp(-1.0 / self.fade_days)
        return float(exp(-since / self.fade_days) * (1.0 - stays) / (1.0 - exp(-days / self.fade_days)))

    def plan(self, world: World, programme: Programme) -> None:
        """Meet once a quarter; bring today's part of what is kept."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules = world.rules
        days = round(365.0 / self.meetings)
        since = (world.day - self.start_day) % days
        alliances = dose * self.alliances
        units = alliances * self.units
        today = self.kept * self.pace(since, days)
        rules["help_hours"].add(units, self.hours * today, at=Helper.PARTNER)
        rules["gifts_yuan"].add(units, self.yuan * today)
        for category in GIVEN_FOR:
            rules["match"].add(units, self.fit, at=(category, Helper.PARTNER))
        if since < 7:
            programme.take_time(alliances, self.meeting_h)
        attends = self.attend_h if since == 0 else 0.0
        programme.note_hours("member units' staff", float(units.sum()) * (self.hours * today + attends))
        programme.pay_yearly(alliances, self.yuan_per_alliance)

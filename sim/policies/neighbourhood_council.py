"""Neighbourhood councils (居民议事会): residents meet in the evening and agree on what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net, Office

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

COMMON = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY)


@dataclass(frozen=True, slots=True)
class NeighbourhoodCouncil(Policy):
    """Residents of a few buildings meet, talk about cases that the office could not settle, and agree on them.

    A share of the environment, facility, property and dispute cases is put before the council of the neighbourhood
    before it goes to the street (a dispute before it goes to the mediators). What is agreed needs no money of the
    community, and people who meet know each other and speak up. Urgent cases are not kept for a meeting. It can fail:
    cases lie until the next meeting evening, about half of them are not agreed and have lost a week, and the
    community workers who call the meetings are missing at the office.
    """

    name: ClassVar[str] = "neighbourhood_council"
    name_zh: ClassVar[str] = "居民议事会"
    summary: ClassVar[str] = "residents meet in the evening and agree on environment, property and neighbour problems"
    summary_zh: ClassVar[str] = "居民晚间议事，协商解决环境、设施、物业和邻里问题"
    story_zh: ClassVar[str] = (
        "社区办不了的环境、设施、物业问题和邻里纠纷，一部分先提交楼院议事会，居民晚上开会商量，达成一致就自己办，"
        "不花社区的钱；常见面的邻居更熟，也更愿意反映问题。紧急事项不等开会。可能失败：案件要等下一次会（最长一周），"
        "约一半谈不拢，白等一周；社区工作者要召集会议，窗口缺人。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E114", "X035")

    platforms: float = param(
        18.5, "platforms/community", source="derived: E114 E113: 686 platforms / 37 communities", plausible=(5.0, 20.0),
        allowed=(0.0, 1000.0), doc="places where neighbours meet, in a community", zh="每社区议事平台",
    )  # fmt: skip
    meetings_a_year: float = param(
        12.0, "meetings/platform/yr", source="assumed: once a month; many exist on paper only", plausible=(2.0, 24.0),
        allowed=(0.0, 52.0), doc="meetings of a platform", zh="每平台年议事次数",
    )  # fmt: skip
    cases: float = param(
        0.4, "share", source="assumed: what several households want or mind", plausible=(0.1, 0.8), allowed=(0.0, 1.0),
        doc="environment, facility and property cases put before a council on their way up", zh="公共事务提交占比",
    )  # fmt: skip
    disputes: float = param(
        0.3, "share", source="assumed: family quarrels stay private", plausible=(0.1, 0.6), allowed=(0.0, 1.0),
        doc="disputes put before a council instead of the mediators at once", zh="纠纷提交占比",
    )  # fmt: skip
    persons: float = param(
        10.0, "persons/meeting", source="assumed: one from each stairway", plausible=(5.0, 30.0), allowed=(0.0, 1000.0),
        doc="residents at a meeting", zh="每次到会居民",
    )  # fmt: skip
    staff_h: float = param(
        3.0, "h/meeting", source="assumed: two hours, invitations and minutes", plausible=(1.0, 6.0),
        allowed=(0.0, 50.0), doc="a community worker's hours for a meeting, taken off at the office",
        zh="社区工作者每次工时",
    )  # fmt: skip
    yuan_a_meeting: float = param(
        100.0, "yuan/meeting", source="assumed: tea, light, notices", plausible=(0.0, 500.0), allowed=(0.0, 1e5),
        doc="cost of a meeting", zh="每次费用",
    )  # fmt: skip
    voice: float = param(
        0.01, "share per weekly meeting", source="assumed: who has a say speaks up", plausible=(0.0, 0.04),
        allowed=(0.0, 0.5), doc="problems of these kinds told more often, for each meeting a week", zh="带动反映",
    )  # fmt: skip
    ties: float = param(
        0.03, "share per weekly meeting", source="assumed: a few dozen people get acquainted", plausible=(0.0, 0.1),
        allowed=(0.0, 1.0), doc="more ties between neighbours, for each meeting a week", zh="增进邻里往来",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Call this week's meetings and put cases before them."""
        dose, offices, rules = self.dose(world), world.settings.offices, world.rules
        weekly = dose * self.platforms * self.meetings_a_year * 7.0 / 365.0
        if not weekly.any():
            return
        rules["posts"].add(weekly, 1.0, at=Office.COUNCIL)  # meetings held side by side
        put = {**dict.fromkeys(COMMON, self.cases), Category.DISPUTES: self.disputes}
        for category, share in put.items():
            rules["asked"].add(dose, share, at=(category, level_of(category, Net.COUNCIL)))
            rules["report"].times(weekly, 1.0 + self.voice, at=category)
        rules["ties"].times(weekly, 1.0 + self.ties)
        programme.take_time(weekly, self.staff_h)
        if world.weekday() == offices.council_day - 1:
            evening = offices.council_closes - offices.council_opens
            programme.note_hours("residents", float(weekly.sum()) * self.persons * evening)
            programme.pay(float(weekly.sum()) * self.yuan_a_meeting)

"""Judges in grids (法官、民警进网格): judges and officers come into the community one day a week."""

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

GRID, MEDIATION, COURT = (
    (Category.DISPUTES, level_of(Category.DISPUTES, net)) for net in (Net.GRID, Net.MEDIATION, Net.COURT)
)  # fmt: skip
WINDOW = (Category.SERVICES, level_of(Category.SERVICES, Net.COMMUNITY))


@dataclass(frozen=True, slots=True)
class JudgesInGrids(Policy):
    """A judge or police officer sits in each community on one weekday and hears hard disputes.

    Disputes that mediation could not end come to the judge before the street, some are taken there at once; agreements
    are confirmed by the court and kept more often, and a word of legal advice ends a few more at the committee and at
    the window. It can fail: a hard dispute waits for the weekly day although the street might have settled it sooner,
    and a judge's day is spent even where nobody comes. Articles S002 and S004 name it and give no number of it.
    """

    name: ClassVar[str] = "judges_in_grids"
    name_zh: ClassVar[str] = "法官民警进网格"
    summary: ClassVar[str] = "judges and police officers come into the community one day a week for hard disputes"
    summary_zh: ClassVar[str] = "法官、民警每周进社区一天，处理疑难纠纷"
    story_zh: ClassVar[str] = (
        "法官或民警每周一天到社区坐班：调解不成的纠纷先由其处理，再上报街道，部分疑难纠纷直接交其处理；"
        "协议经司法确认后履行更好，法律咨询让调解和窗口多办成几件。"
        "可能失败：疑难纠纷要等到坐班那天，街道本可更早解决；没有人来时，法官的一天也就白费了。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E125",)

    on_the_day: float = param(
        1.0, "persons", source="assumed: a judge or an officer; E125 is 0.3 legal persons each", plausible=(0.5, 2.0),
        allowed=(0.0, 20.0), doc="who sit in a community on its day", zh="坐班人数",
    )  # fmt: skip
    communities_each: float = param(
        5.0, "communities", source="assumed: another community every working day", plausible=(2.0, 5.0),
        allowed=(1.0, 5.0), doc="served by one judge or officer", zh="每人联系社区数",
    )  # fmt: skip
    yuan: float = param(
        150000.0, "yuan/yr", source="assumed: a judge with part of a clerk", plausible=(90000.0, 250000.0),
        allowed=(0.0, 2e6), doc="cost of a full post", zh="人力成本",
    )  # fmt: skip
    direct: float = param(
        0.1, "share", source="assumed: X020 allows about one in seven as hard", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="disputes from the grid that go to the judge without mediation", zh="直接移送占比",
    )  # fmt: skip
    breaking: float = param(
        0.8, "times", source="assumed: some agreements are confirmed, which makes them enforceable",
        plausible=(0.5, 1.0), allowed=(0.0, 2.0), doc="breaking of agreements", zh="协议反悔系数",
    )  # fmt: skip
    advice: float = param(
        0.1, "share", source="assumed: one in ten fails for want of a legal answer", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="of what grid, committee and window fail to settle, settled by advice",
        zh="法律咨询作用",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Let them sit in the community on its day, and have them asked."""
        wanted = self.dose(world) * self.on_the_day
        if not wanted.any():
            return
        posts = programme.employ(wanted / self.communities_each, self.yuan, "judges and officers")
        persons = posts * self.communities_each
        rules = world.rules
        rules["posts"].add(persons, 1.0, at=Office.COURT)
        # one who sits there half a day is asked all the same, and has less time
        rules["asked"].add((persons > 0.0).astype(float), 1.0, at=COURT)
        there = persons / self.on_the_day
        rules["asked"].times(there, 1.0 - self.direct, at=MEDIATION)
        rules["relapse"].times(there, self.breaking)
        for category, level in (GRID, MEDIATION, WINDOW):
            fails = 1.0 - rules["solve"].base[:, category, level]
            rules["solve"].add(there, self.advice * fails, at=(category, level))

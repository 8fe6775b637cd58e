"""Social-work stations (社工站): case managers for those who need care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.offices import is_weekday
from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net, Office

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class SocialWorkStations(Policy):
    """Case managers of the street's station come to a room in each community and take on care and health cases.

    They are asked after the grid worker and before the community office, and more often find a way than the office
    does, so fewer cases go up to a department. Part of their time they call on the vulnerable; files and
    projects take the rest. It can fail: a case manager is one more desk on the way, and what he cannot solve reaches
    the office later than without him; with too few posts care cases wait at his door, although the office next to it
    would have had time.
    """

    name: ClassVar[str] = "social_work_stations"
    name_zh: ClassVar[str] = "社工站"
    summary: ClassVar[str] = "case managers take on care and health cases and visit the vulnerable"
    summary_zh: ClassVar[str] = "街道社工站向社区派驻个案社工，承接照护与健康个案并走访困难群体"
    story_zh: ClassVar[str] = (
        "街道社工站的社工到社区社工室驻点：网格员办不了的照护、健康诉求先交社工，办成率高于社区窗口，转到部门的案件减少；"
        "部分时间走访困难群体，其余时间写档案、做项目。可能失败：多一个环节，社工办不了的案件更晚才到社区；"
        "岗位太少时案件排队等社工，而隔壁窗口本来有空。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E008", "E009", "E059", "E060")

    posts: float = param(
        0.59, "posts/community",
        source="derived: E060 E064 E065: 944 persons / (612 / 0.384) communities; E060 E059 2.25 a station",
        plausible=(0.2, 2.0), allowed=(0.0, 100.0), doc="case managers in post, of each community", zh="每社区社工岗位",
    )  # fmt: skip
    wage: float = param(
        70000.0, "yuan/yr", source="assumed: a grid worker's cost and a fifth, for the trained",
        plausible=(45000.0, 120000.0), allowed=(0.0, 1e6), doc="cost of a case manager", zh="社工人力成本",
    )  # fmt: skip
    room_yuan: float = param(
        8000.0, "yuan/yr", source="assumed: E009 a room, files and a telephone", plausible=(2000.0, 30000.0),
        allowed=(0.0, 1e6), doc="cost of the room in a community", zh="社工室运行费",
    )  # fmt: skip
    care: float = param(
        0.8, "share", source="assumed: what needs a form only stays with the office", plausible=(0.4, 1.0),
        allowed=(0.0, 1.0), doc="care cases beyond the grid that are put before a case manager", zh="照护转介占比",
    )  # fmt: skip
    health: float = param(
        0.3, "share", source="assumed: the long-term ill, not emergencies", plausible=(0.1, 0.6), allowed=(0.0, 1.0),
        doc="health cases beyond the grid that are put before a case manager", zh="健康转介占比",
    )  # fmt: skip
    visit_share: float = param(
        0.2, "share", source="assumed: a day a week at people's doors", plausible=(0.05, 0.4), allowed=(0.0, 1.0),
        doc="of their paid time visiting the vulnerable, taken from the time for cases", zh="走访工时占比",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Seat the case managers that are there, and have them asked as far as they are."""
        dose = self.dose(world)
        programme.pay_yearly(dose, self.room_yuan)  # with somebody in it or not
        posts = programme.employ(dose * self.posts, self.wage, "case managers")
        if not posts.any():
            return
        rules, there = world.rules, np.asarray(posts > 0.0, np.float64)
        rules["posts"].add(posts, 1.0, at=Office.SOCIAL_WORK)
        rules["time"].add(there, -self.visit_share, at=Office.SOCIAL_WORK)
        for category, share in ((Category.CARE, self.care), (Category.HEALTH, self.health)):
            rules["asked"].add(posts / self.posts, share, at=(category, level_of(category, Net.SOCIAL_WORK)))
        if is_weekday(world.weekday()):
            rules["visit_hours"].add(posts, self.visit_share * world.settings.workers.hours_per_day)

"""Party organisation (党组织链条): street, community, compound, building; party groups of those who live there."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Helper
from sim.state.residents import Party
from sim.state.table import Spec

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

MONTH = 30


@dataclass(frozen=True, slots=True)
class PartyOrganisation(Policy):
    """The chain street, community, compound is carried on into the buildings: members who live there form groups.

    A group has its prescribed hours a month. Part of them are meetings; in the rest members look around the building
    and help with cases. Neighbours tell them things they would not report, and they take on a quarrel now and then.
    What is prescribed is written down; what is given decays where the community does not follow it up, and
    following up takes community workers' time.

    It can fail: hours become paper (meetings and lists instead of help), and what members find is more work for the
    same grid workers.
    """

    name: ClassVar[str] = "party_organisation"
    name_zh: ClassVar[str] = "党组织链条"
    summary: ClassVar[str] = "party groups of members who live in a building look around, help and settle quarrels"
    summary_zh: ClassVar[str] = "街道—社区—小区—楼栋党组织延伸，楼栋党小组发现问题、帮办小事、调解纠纷"
    story_zh: ClassVar[str] = (
        "党组织从街道、社区、小区延伸到楼栋，居民党员组成楼栋党小组。每月规定的时间里，一部分用于开会学习，其余用于楼栋走访和帮办；"
        "邻居愿意把不愿上报的事告诉党小组，小纠纷也由其调解。规定的时长照记，实际投入若无人督导便逐月下降，督导又占用社区工作者时间。"
        "可能失败：时长停留在会议和台账上（形式主义）；发现的问题压到原有网格员身上。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E016", "E017", "E073", "E093", "E094")
    works_with: ClassVar[str] = "resident_member_share"
    remembers: ClassVar[Spec] = {
        "members": (np.float64, 0.0),  # who live there
    }

    members_per_group: float = param(
        10.2, "persons",
        source="derived: E094 X039 X025 X026: 233,400 residents x (6.94 - 2.47) % / 1,024 groups, 27.7 groups a "
        "community", plausible=(5.0, 20.0), allowed=(1.0, 1000.0),
        doc="members living in a community to a building's group", zh="每个党小组人数",
    )  # fmt: skip
    hours_a_month: float = param(
        4.0, "h/group/month", source="assumed: an hour a week of the head or another member", plausible=(1.0, 20.0),
        allowed=(0.0, 500.0), doc="hours of a group that are prescribed and written down", zh="每组每月规定时长",
    )  # fmt: skip
    meeting_share: float = param(
        0.4, "share", source="assumed: a monthly meeting and study", plausible=(0.1, 0.8), allowed=(0.0, 1.0),
        doc="of these hours spent in meetings", zh="会议学习占比",
    )  # fmt: skip
    finding_share: float = param(
        0.5, "share", source="assumed: they see their own staircase every day", plausible=(0.1, 0.9),
        allowed=(0.0, 1.0), doc="of the other hours spent finding problems; the rest helps with cases",
        zh="走访发现占比",
    )  # fmt: skip
    listening: float = param(
        1.03, "times", source="assumed: a few say upstairs what they would not report", plausible=(1.0, 1.15),
        allowed=(1.0, 3.0), doc="reporting where a member of the group can be told", zh="上报系数",
    )  # fmt: skip
    disputes: float = param(
        0.1, "share", source="assumed: one quarrel in ten is left to neighbours with a name", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="quarrels that helpers take on", zh="承接纠纷占比",
    )  # fmt: skip
    decay_per_month: float = param(
        0.05, "per month", source="assumed: as in dual_report, literature on formalism", plausible=(0.0, 0.15),
        allowed=(0.0, 1.0), doc="activity lost each month without supervision", zh="月衰减率",
    )  # fmt: skip
    supervision: float = param(
        0.5, "share", source=CHOICE, allowed=(0.0, 1.0), doc="how far activity is followed up; 1 stops the decay",
        zh="督导强度",
    )  # fmt: skip
    follow_up_h: float = param(
        0.1, "h/group/week", source="assumed: a call and a list for each group", plausible=(0.03, 0.4),
        allowed=(0.0, 10.0), doc="community workers' time for a group at full supervision", zh="督导耗时",
    )  # fmt: skip
    yuan_per_group: float = param(
        300.0, "yuan/yr", source="assumed: papers, tea, a board in the hall", plausible=(50.0, 1500.0),
        allowed=(0.0, 1e6), doc="funds of a group", zh="党小组活动经费",
    )  # fmt: skip

    def start(self, world: World, programme: Programme) -> None:
        """Count the members who live in each community."""
        people = world.residents
        where = world.map.community[people.cell[people.party == Party.RESIDENT_MEMBER]]
        members = self.memory(world)["members"]
        members[:] = np.bincount(where, minlength=world.n_communities)

    def plan(self, world: World, programme: Programme) -> None:
        """Let the groups look around and help today; what they do not give is written down all the same."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules = world.rules
        groups = self.memory(world)["members"] / self.members_per_group
        there, near = dose * groups, dose * np.minimum(groups, 1.0)
        decay = self.decay_per_month * (1.0 - self.supervision)
        active = prod([1.0 - decay] * ((world.day - self.start_day) // MONTH))  # not pow: the same bits everywhere
        prescribed = self.hours_a_month / MONTH
        given = active * (1.0 - self.meeting_share)
        rules["patrol_hours"].add(there, prescribed * given * self.finding_share)
        rules["help_hours"].add(there, prescribed * given * (1.0 - self.finding_share), at=Helper.VOLUNTEER)
        rules["paper_hours"].add(there, prescribed * (1.0 - given))
        rules["report"].times(near, 1.0 + (self.listening - 1.0) * active)
        rules["match"].add(near, self.disputes * active, at=(Category.DISPUTES, Helper.VOLUNTEER))
        programme.note_hours("party members", float(there.sum()) * prescribed * active)
        programme.take_time(there, self.follow_up_h * self.supervision)
        programme.pay_yearly(there, self.yuan_per_group)

"""Dual report (双报到): in-service party members report to the community where they live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.fate import Decision
from sim.mechanisms import members
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.rng import uniforms
from sim.state.desks import Helper
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

MONTH = 30


@dataclass(frozen=True, slots=True)
class DualReport(Policy):
    """In-service members register with the community where they live and give some hours.

    Every month some of them come for one turn on a day of their own; more do where colleagues of their unit came last
    month (`sim.mechanisms.members`). Part of the turn they walk through the area and find problems nobody told of; in
    the rest they help with cases that laymen can do.

    It can fail: the duty is monthly, the behaviour is not; where nobody follows it up fewer come, and whoever sees few
    come stays away too (formalism); helpers can do only some tasks and not always well, and the problems they find load
    the grid workers.
    """

    name: ClassVar[str] = "dual_report"
    name_zh: ClassVar[str] = "双报到"
    summary: ClassVar[str] = "in-service party members report to their community, find problems and help with cases"
    summary_zh: ClassVar[str] = "在职党员到居住地社区报到，发现问题、认领服务"
    story_zh: ClassVar[str] = (
        "在职党员到居住社区登记，每月部分人来一次，上月同单位来得多的，本月更愿意来：一部分时间在小区里走访发现问题，其余时间帮忙办理普通人能办的事。"
        "规定是每月一次，行为未必如此：无人督导时来的人变少，看到同事不来，自己也不来（形式主义）；党员能做的事有限；他们发现的问题会加重网格员负担。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E033", "E034", "E035", "E036", "E097", "E098")
    works_with: ClassVar[str] = "reporting_members"

    turnout: str = param(
        "company", "word", source="choice: decay lets activity fall by a fixed part each month, as before",
        allowed=("company", "decay"), doc="how members decide to come: by what colleagues do, or by a fixed decay",
        zh="出勤规则",
    )  # fmt: skip
    compliance: float = param(
        0.9, "share", source="assumed: E098 counts a list; some have moved or are on it on paper only",
        plausible=(0.3, 1.0), allowed=(0.0, 1.0), doc="members on the list who can be called upon", zh="报到率",
    )  # fmt: skip
    active_share: float = param(
        0.25, "share per month", source="assumed: rule is 1 (E034), volunteers do 0.11 (X028)", plausible=(0.05, 0.8),
        allowed=(0.0, 1.0), doc="registered members who take a turn in a month", zh="月活跃率",
    )  # fmt: skip
    hours_per_turn: float = param(
        3.1, "h", source="derived: X027: volunteers' turns", plausible=(1.0, 5.0), allowed=(0.0, 24.0),
        doc="hours of a turn", zh="每次时长",
    )  # fmt: skip
    finding_share: float = param(
        0.3, "share", source="assumed: E036 members look around before they help", plausible=(0.0, 0.7),
        allowed=(0.0, 1.0), doc="of a turn spent finding problems", zh="巡查占比",
    )  # fmt: skip
    decay_per_month: float = param(
        0.05, "per month", source="assumed: literature on formalism, 0-0.15", plausible=(0.0, 0.15), allowed=(0.0, 1.0),
        doc="activity lost each month without supervision, under turnout=decay", zh="月衰减率",
    )  # fmt: skip
    company: float = param(
        1.5, "logits", source="assumed: below 4, so that no unit tips", plausible=(0.0, 3.0), allowed=(0.0, 20.0),
        doc="how much a member is drawn by the share of the unit that came last month", zh="同伴带动",
    )  # fmt: skip
    slack: float = param(
        1.0, "logits", source="assumed: literature on formalism gives the sign", plausible=(0.0, 2.0),
        allowed=(0.0, 10.0), doc="inclination to come that is lost without supervision", zh="无督导时的松懈",
    )  # fmt: skip
    members_per_unit: float = param(
        14.3, "persons", source="derived: E036: 3,000 members of 210 organisations", plausible=(5.0, 50.0),
        allowed=(1.0, 100000.0), doc="members of a work unit who report", zh="每单位报到人数",
    )  # fmt: skip
    supervision: float = param(
        0.5, "share", source=CHOICE, allowed=(0.0, 1.0), doc="how far activity is followed up; 1 keeps it up",
        zh="督导强度",
    )  # fmt: skip
    yuan_per_community: float = param(
        6000.0, "yuan/yr", source="assumed: a tenth of a post to organise it", plausible=(0.0, 30000.0),
        allowed=(0.0, 1e7), doc="cost of organising it in a community", zh="组织成本",
    )  # fmt: skip

    def turns(self, world: World) -> Floats:
        """Turns taken today by community, [M]: each member's day and mood of the month are fate."""
        if self.turnout == "decay":
            return self._as_before(world)
        return members.turns(
            world,
            members.Turnout(
                usual=self.active_share,
                called=self.compliance,
                company=self.company,
                slack=self.slack,
                followed_up=self.supervision,
                per_unit=self.members_per_unit,
            ),
        )

    def _as_before(self, world: World) -> Floats:
        """Turns taken today where activity falls by a fixed part each month, whatever colleagues do."""
        month = (world.day - self.start_day) // MONTH
        activity = self.active_share * (1.0 - self.decay_per_month * (1.0 - self.supervision)) ** month
        n = len(world.people.members)
        u = uniforms(*world.key, 0, n, world.day // MONTH, int(Decision.MEMBER), world.replication)
        today = np.floor(u[:, 1] * MONTH) == world.day % MONTH
        comes = today & (u[:, 0] < activity) & (u[:, 2] < self.compliance)
        return np.bincount(world.people.members[comes], minlength=world.n_communities).astype(np.float64)

    def plan(self, world: World, programme: Programme) -> None:
        """Add today's hours to the volunteers' desk and to the patrols."""
        dose = self.dose(world)
        if not dose.any():
            return
        given = self.turns(world) * self.hours_per_turn
        world.rules["help_hours"].add(dose, (1.0 - self.finding_share) * given, at=Helper.VOLUNTEER)
        world.rules["patrol_hours"].add(dose, self.finding_share * given)
        programme.note_hours("in-service members", float((dose * given).sum()))
        programme.pay_yearly(dose, self.yuan_per_community)

"""Owners' committees (业委会) and three-party linkage (三方联动): owners watch their firm, and may dismiss it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.fate import Decision
from sim.mechanisms.property import found_committees, replace_firms
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.rng import uniforms
from sim.state.table import Spec
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class OwnersCommittee(Policy):
    """The community helps owners to elect committees; community, committee and firm meet every month.

    In some of the compounds that have a firm and no committee the election succeeds. A committee watches its firm,
    which is then held to more (`property.committee_effort`). Once a year each assembly can dismiss a firm with which
    too few owners are content, if enough of them come and agree. It can fail: a dismissed firm leaves a gap of weeks
    in which property cases wait, and the next firm is no better than any other; the meetings take time.
    """

    name: ClassVar[str] = "owners_committee"
    name_zh: ClassVar[str] = "业委会与三方联动"
    summary: ClassVar[str] = "owners elect committees, meet with community and firm, and may dismiss the firm"
    summary_zh: ClassVar[str] = "指导成立业委会，社区、业委会、物业三方联动，业主大会可解聘物业"
    story_zh: ClassVar[str] = (
        "社区指导有物业而无业委会的小区成立业委会，部分小区选举成功；业委会监督物业，三方每月会商，对物业的要求随之提高。"
        "业主大会每年一次，满意率太低且到会、同意人数足够时可解聘物业。"
        "可能失败：新老物业交接有数周空档，诉求积压；新物业未必更好；会议占用社区工作者和业主的时间。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E014", "E030", "E100")
    works_with: ClassVar[str] = "managed_share"
    remembers: ClassVar[Spec] = {
        "formed": (np.float64, 0.0),  # committees
    }

    share: float = param(
        0.5, "share", source="assumed: half of the elections find enough voters", plausible=(0.2, 0.9),
        allowed=(0.0, 1.0), doc="managed compounds without a committee in which one is formed", zh="新建成功率",
    )  # fmt: skip
    dismiss_below: float = param(
        0.85, "share", source="assumed: one owner in six has reason to complain", plausible=(0.6, 0.95),
        allowed=(0.0, 1.0), doc="rating of a firm below which its dismissal is put to the vote", zh="解聘表决线",
    )  # fmt: skip
    majority: float = param(
        0.3, "probability", source="assumed: two thirds must vote, half of them agree", plausible=(0.1, 0.7),
        allowed=(0.0, 1.0), doc="an assembly that votes on a dismissal reaches the majorities", zh="表决通过率",
    )  # fmt: skip
    assembly_day: int = param(
        180, "day", source="assumed: half a year after the start, then every year", plausible=(30, 330),
        allowed=(0, 364), doc="day of the lever's year on which assemblies are held", zh="业主大会日",
    )  # fmt: skip
    meeting_h: float = param(
        0.5, "h/week", source="assumed: two hours a month with preparation", plausible=(0.2, 2.0), allowed=(0.0, 40.0),
        doc="community workers' hours for the meetings with a committee and its firm", zh="三方会商时长",
    )  # fmt: skip
    members_h: float = param(
        7.0, "h/week", source="assumed: seven members, an hour each", plausible=(2.0, 20.0), allowed=(0.0, 200.0),
        doc="hours of all members of a new committee, unpaid", zh="业委会成员时长",
    )  # fmt: skip
    vote_h: float = param(
        0.3, "h/household", source="assumed: reading, discussing, signing", plausible=(0.1, 1.0), allowed=(0.0, 10.0),
        doc="owners' hours for a vote on their firm", zh="户均表决时长",
    )  # fmt: skip
    setup_yuan: float = param(
        6000.0, "yuan", source="assumed: notices, ballots, help with the count", plausible=(2000.0, 30000.0),
        allowed=(0.0, 1e6), doc="cost of an election, written off over a term", zh="选举费用",
    )  # fmt: skip
    term_years: float = param(
        4.0, "yr", source="assumed: terms are three to five years", plausible=(3.0, 5.0), allowed=(0.1, 50.0),
        doc="term of a committee", zh="任期",
    )  # fmt: skip

    def luck(self, world: World, year: int) -> Floats:
        """Fate of each firm's compound: will the election succeed (column 0), the vote of a year (column 1)."""
        u = uniforms(*world.key, 0, world.map.n_compounds, year, int(Decision.COMMITTEE), world.replication)
        return np.asarray(u[world.firms.compound])

    def plan(self, world: World, programme: Programme) -> None:
        """Elect the committees whose turn it is, hold the meetings."""
        dose = self.dose(world)
        if not dose.any():
            return
        firms, m = world.firms, world.n_communities
        formed = self.memory(world)["formed"]
        lacking = ~firms.owners_committee
        if lacking.any():
            new = lacking & (self.luck(world, 0)[:, 0] < self.share * dose[firms.community])
            if new.any():
                found_committees(world, new)
                formed += np.bincount(firms.community[new], minlength=m)
                programme.invest(self.setup_yuan * float(new.sum()), self.term_years)
        age = world.day - self.start_day
        if age > 0 and age % round(365 * self.term_years) == 0:
            programme.invest(self.setup_yuan * float(formed.sum()), self.term_years)  # they stand for election again
        programme.take_time(dose * np.bincount(firms.community, firms.owners_committee, m), self.meeting_h)
        programme.note_hours("committee members", float(formed.sum()) * self.members_h / 7.0)

    def reflect(self, world: World, programme: Programme) -> None:
        """Hold the year's assemblies: whoever votes a firm out has none for a while."""
        since = world.day - self.start_day
        if since < 0 or since % 365 != self.assembly_day:
            return
        firms = world.firms
        voting = self.voting(world)
        programme.note_hours("owners", float(firms.n_households[voting].sum()) * self.vote_h)
        out = voting[self.luck(world, since // 365)[voting, 1] < self.majority]
        replace_firms(world, out)

    def voting(self, world: World) -> Array:
        """Rows of the firms whose dismissal is put to the vote."""
        firms = world.firms
        covered = self.dose(world)[firms.community] > 0.0
        due = firms.owners_committee & covered & (firms.closed_until <= world.day)
        return np.flatnonzero(due & (firms.rating < self.dismiss_below))

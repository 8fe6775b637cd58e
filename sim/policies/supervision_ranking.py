"""Supervision and ranking (督查排名通报): communities are ranked every month by what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import N_CATEGORIES, Category, due
from sim.state.table import Spec
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World

MONTH = 30
NOT_COUNTED = (Category.DISPUTES, Category.CARE)
"""What takes talks and visits, and has no deadline that a table could show."""
COUNTED = tuple(category for category in Category if category not in NOT_COUNTED)


@dataclass(frozen=True, slots=True)
class SupervisionRanking(Policy):
    """Inspectors rank the communities every month by cases closed on time, and make the list public.

    The lower the rank, the greater the pressure until the next list. Under pressure a community follows up what is
    counted: departments prepare it sooner and it is handed over sooner. Nobody has more hours for that: the effort
    comes from what is not counted (care, disputes), and grid workers' time from patrols and visits. It can fail:
    what is not counted waits longer and is found less; cases are closed formally to be on time; reports for the
    inspectors take time. Ranks are relative: somebody is always last, however good all are.
    """

    name: ClassVar[str] = "supervision_ranking"
    name_zh: ClassVar[str] = "督查排名通报"
    summary: ClassVar[str] = "communities are ranked every month by cases closed on time, and the last are pressed"
    summary_zh: ClassVar[str] = "每月按按期办结率对社区排名通报，排名靠后者承压"
    story_zh: ClassVar[str] = (
        "督查组每月按按期办结率对社区排名并通报，排名越靠后压力越大。承压的社区紧盯被考核的事项：部门办得快、流转也快；"
        "但总精力不变，是从不被考核的事项（照护、纠纷）和网格员的巡查、走访里挤出来的。"
        "可能失败：不考核的事等得更久、更难被发现；为按期而形式办结；迎检填表占用时间；排名总有末位。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E015", "X024")
    remembers: ClassVar[Spec] = {
        "pressure": (np.float64, 0.0),  # place on the list, 0 first, 1 last
        "closed": (np.float64, 0.0),  # cases this month
        "late": (np.float64, 0.0),  # of them
    }

    rank_push: float = param(
        0.15, "share", source="assumed: X024 says that threats work; the size was not retrieved", plausible=(0.0, 0.4),
        allowed=(0.0, 1.0), doc="more effort on what is counted, in the community ranked last", zh="排名推力",
    )  # fmt: skip
    least_effort: float = param(
        0.2, "share", source="assumed: some things cannot be put off", plausible=(0.05, 0.5), allowed=(0.01, 1.0),
        doc="of the effort on what is not counted that always remains", zh="未考核事项最低精力",
    )  # fmt: skip
    gaming: float = param(
        0.05, "probability", source="assumed: X022 reaches from 0.03 to 0.37 between kinds of case",
        plausible=(0.0, 0.2), allowed=(0.0, 1.0), doc="more formal closures, in the community ranked last",
        zh="形式办结增量",
    )  # fmt: skip
    forms: float = param(
        0.01, "share", source="assumed: five minutes a day of evidence for the file", plausible=(0.0, 0.1),
        allowed=(0.0, 0.5), doc="of grid workers' paid time, added to forms", zh="迎检填表工时占比",
    )  # fmt: skip
    hours_a_week: float = param(
        2.0, "h/week", source="assumed: a report a week", plausible=(0.5, 10.0), allowed=(0.0, 100.0),
        doc="community workers' hours for reports and inspections", zh="社区迎检工时",
    )  # fmt: skip
    communities_per_inspector: float = param(
        12.0, "communities", source="assumed: E015 joint teams; three for Xialu", plausible=(5.0, 40.0),
        allowed=(0.1, 1e5), doc="communities for each inspector", zh="每名督查员社区数",
    )  # fmt: skip
    wage: float = param(
        80000.0, "yuan/yr", source="assumed: an official of the district", plausible=(60000.0, 120000.0),
        allowed=(0.0, 1e6), doc="cost of an inspector", zh="人力成本",
    )  # fmt: skip
    yuan_per_community: float = param(
        2000.0, "yuan/yr", source="assumed: travel, call-backs and print", plausible=(0.0, 10000.0), allowed=(0.0, 1e7),
        doc="running cost in a community", zh="督查经费",
    )  # fmt: skip

    def acts_after(self, place: Place) -> int:
        """Days until the first list is published."""
        return MONTH

    def shift(self, world: World, pressure: Floats) -> tuple[Floats, Floats]:
        """Effort on what is counted and on what is not, relative to before; their sum over all cases is unchanged.

        A category weighs as many cases as arise times as long as departments prepare them.
        """
        weight = np.array(world.settings.needs.mix) * np.array(world.settings.service.lead_days)
        price = weight[list(COUNTED)].sum() / np.maximum(weight[list(NOT_COUNTED)].sum(), 1e-9)
        more = np.minimum(self.rank_push * pressure, (1.0 - self.least_effort) / np.maximum(price, 1e-9))
        return 1.0 + more, 1.0 - price * more

    def plan(self, world: World, programme: Programme) -> None:
        """Let communities react to the last list, as far as there are inspectors to back it."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, everywhere = world.rules, np.ones(world.n_communities)
        wanted = dose / self.communities_per_inspector
        posts = programme.employ(wanted, self.wage, "inspectors")
        pressure = self.memory(world)["pressure"] * posts * self.communities_per_inspector
        effort = np.empty((world.n_communities, N_CATEGORIES))
        for given, categories in zip(self.shift(world, pressure), (COUNTED, NOT_COUNTED), strict=True):
            effort[:, categories] = given[:, None]
        rules["lead"].times(everywhere, 1.0 / effort)
        rules["handover_h"].times(everywhere, 1.0 / effort)
        # what workers do not spend on patrols and visits they have for cases: a day is not longer than it is
        for time in ("patrol_share", "visit_share"):
            rules[time].times(pressure, 1.0 - self.rank_push)
        rules["formal"].add(pressure, self.gaming)
        rules["pressure"].add(pressure, self.rank_push)
        rules["admin_share"].add(dose, self.forms)
        if world.settings.workers.works_on(world.weekday()):
            hours = world.today.workers * world.settings.workers.hours_per_day * self.forms
            programme.note_hours("grid workers (forms)", float((dose * hours).sum()))
        programme.take_time(dose, self.hours_a_week)
        programme.pay_yearly(dose, self.yuan_per_community)

    def reflect(self, world: World, programme: Programme) -> None:
        """Count what was closed on time; once a month, make the list."""
        ranked = self.dose(world) > 0.0
        if not ranked.any():
            return
        cases, rows = world.cases, world.closed_today()
        rows = rows[np.isin(cases.category[rows], COUNTED)]
        closed, late = self.memory(world)["closed"], self.memory(world)["late"]
        closed += np.bincount(cases.community[rows], minlength=world.n_communities)
        limits = due(world.settings.service.limit_h, cases.limit_class[rows], cases.t_open[rows])
        rows = rows[cases.t_close[rows] > limits]
        late += np.bincount(cases.community[rows], minlength=world.n_communities)
        if (world.day - self.start_day) % MONTH == MONTH - 1:
            self.memory(world)["pressure"][:] = places(late / np.maximum(closed, 1.0), ranked)
            closed[:], late[:] = 0.0, 0.0


def places(share_late: Floats, ranked: Bools) -> Floats:
    """Place of each community on the list: 0 the first, 1 the last; those who are equal share the middle of theirs."""
    ahead = ((share_late[None, :] < share_late[:, None]) & ranked).sum(axis=1)
    level = ((share_late[None, :] == share_late[:, None]) & ranked).sum(axis=1) - 1
    return np.asarray(ranked * (ahead + level / 2.0) / max(int(ranked.sum()) - 1, 1))

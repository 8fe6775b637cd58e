"""Red property (红色物业): the party organises inside the property firms, and they meet in service centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.property import press, rank_in_community
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class RedProperty(Policy):
    """Firms get a party organisation or an instructor; firm and community office sit on each other's boards.

    Firms join one after another, so many in a community; what a firm in the programme is held to rises. Where the
    community has a service centre, firm, grid worker and community worker sit at one table on fixed hours, and a
    property case that the firm cannot solve changes hands sooner. It can fail: effort follows only slowly, a
    compound without a firm gets nothing, and the meetings are paid with community workers' time for residents.
    """

    name: ClassVar[str] = "red_property"
    name_zh: ClassVar[str] = "红色物业"
    summary: ClassVar[str] = "party posts and instructors in property firms, two-way entry, service centres"
    summary_zh: ClassVar[str] = "物业企业建立党组织或派驻指导员，双向进入、交叉任职，设红色物业服务中心"
    story_zh: ClassVar[str] = (
        "物业企业逐家加入：有条件的建立党组织，没有的派党建指导员；社区干部与物业经理双向进入、交叉任职，对物业的要求随之提高。"
        "社区设红色物业服务中心，物业、网格员、社区工作者定时同桌，物业办不了的诉求移交更快。"
        "可能失败：物业的改进来得慢；没有物业的小区得不到任何好处；会议占用社区工作者接待居民的时间。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E077", "E078", "E079", "E083", "E084", "E099")
    works_with: ClassVar[str] = "managed_share"
    remembers: ClassVar[Spec] = {
        "built": (np.float64, 0.0),  # centres
    }

    gain: float = param(
        0.10, "probability", source="assumed: nobody measured it", plausible=(0.0, 0.25), allowed=(0.0, 1.0),
        doc="added to the effort that a firm in the programme is held to", zh="对物业要求的提高",
    )  # fmt: skip
    firms: float = param(
        4.05, "firms/community", source="derived: E079 E078: 178 compounds / 44 communities", plausible=(2.0, 8.0),
        allowed=(0.0, 1000.0), doc="firms of a covered community that join, if it has so many", zh="每社区加入物业数",
    )  # fmt: skip
    party_share: float = param(
        0.148, "share", source="derived: E084 E083: 24 organisations / 162 firms", plausible=(0.1, 0.3),
        allowed=(0.0, 1.0), doc="firms with a party organisation of their own; others get an instructor",
        zh="有党组织的物业占比",
    )  # fmt: skip
    instructor_h: float = param(
        1.5, "h/week", source="assumed: a visit a week", plausible=(0.5, 4.0), allowed=(0.0, 40.0),
        doc="hours of an instructor in a firm", zh="指导员每周时长",
    )  # fmt: skip
    meeting_h: float = param(
        0.5, "h/week", source="assumed: two hours a month on each other's boards", plausible=(0.25, 2.0),
        allowed=(0.0, 40.0), doc="hours that two-way entry takes of community workers, per firm", zh="双向进入会议时长",
    )  # fmt: skip
    centres: float = param(
        0.811, "centres/community", source="derived: E099 E113: 30 centres / 37 communities", plausible=(0.3, 1.0),
        allowed=(0.0, 1.0), doc="share of covered communities that get a service centre", zh="服务中心覆盖率",
    )  # fmt: skip
    handover: float = param(
        0.5, "times", source="assumed: at one table half of the waiting goes", plausible=(0.2, 0.9), allowed=(0.0, 1.0),
        doc="time a property case lies between two desks where there is a centre", zh="物业诉求流转时间",
    )  # fmt: skip
    centre_h: float = param(
        6.0, "h/week", source="assumed: three half-days of two hours", plausible=(2.0, 20.0), allowed=(0.0, 200.0),
        doc="community workers' hours at a centre's table", zh="中心值守时长",
    )  # fmt: skip
    yuan_per_firm: float = param(
        1500.0, "yuan/yr", source="assumed: party activities", plausible=(500.0, 5000.0), allowed=(0.0, 1e6),
        doc="programme money per firm", zh="每家物业活动经费",
    )  # fmt: skip
    yuan_per_centre: float = param(
        10000.0, "yuan/yr", source="assumed: a room lent, light, printing", plausible=(3000.0, 40000.0),
        allowed=(0.0, 1e7), doc="running cost of a centre", zh="中心年运行费",
    )  # fmt: skip
    build_yuan: float = param(
        50000.0, "yuan", source="assumed: fitting out a room", plausible=(10000.0, 200000.0), allowed=(0.0, 1e8),
        doc="one-off cost of a centre", zh="中心建设费",
    )  # fmt: skip
    years_of_use: float = param(
        8.0, "yr", source="assumed: furniture and fittings", plausible=(4.0, 15.0), allowed=(0.1, 100.0),
        doc="over which a centre is written off", zh="摊销年限",
    )  # fmt: skip

    def joined(self, world: World, dose: Floats) -> Floats:
        """How far each firm is in the programme today, 0..1, array [firms]; one after another in a community."""
        where = world.firms.community
        return np.clip(dose[where] * self.firms - rank_in_community(where), 0.0, 1.0)

    def with_centre(self, world: World, dose: Floats) -> Floats:
        """How far each community's service centre has come, 0..1, [M]: spread evenly over those covered with firms."""
        eligible = (dose > 0.0) & (np.bincount(world.firms.community, minlength=world.n_communities) > 0)
        counted = np.cumsum(eligible)
        share = round(self.centres * counted[-1]) / max(counted[-1], 1)
        # a billionth, so that 37 times 30/37 is not a little less than 30
        has = np.floor(counted * share + 1e-9) - np.floor((counted - eligible) * share + 1e-9)
        return np.asarray(dose * has)

    def plan(self, world: World, programme: Programme) -> None:
        """Hold firms to more, hand cases over at the table, hold the meetings, pay."""
        dose = self.dose(world)
        if not dose.any():
            return
        joined = self.joined(world, dose)
        press(world, self.gain * joined)
        firms = np.bincount(world.firms.community, joined, world.n_communities).astype(np.float64)
        centres = self.with_centre(world, dose)
        world.rules["handover_h"].times(centres, self.handover, at=int(Category.PROPERTY))
        programme.take_time(firms, self.meeting_h)
        programme.take_time(centres, self.centre_h)
        programme.note_hours("property managers", float(firms.sum()) * self.meeting_h / 7.0)
        guided = float(firms.sum()) * (1.0 - self.party_share)
        programme.note_hours("party instructors", guided * self.instructor_h / 7.0)
        programme.pay_yearly(firms, self.yuan_per_firm)
        programme.pay_yearly(centres, self.yuan_per_centre)
        built = self.memory(world)["built"]
        new = np.maximum(centres - built, 0.0)
        if new.any():
            programme.invest(self.build_yuan * float(new.sum()), self.years_of_use)
            built += new

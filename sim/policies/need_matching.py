"""Need matching (供需对接会): a fair at which the needs of communities meet the resources of those who help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.rng import exp

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class NeedMatching(Policy):
    """A few times a year needs and resources are listed and brought together at a fair.

    Community workers collect needs for some weeks. At the fair every need meets several resources instead of the one
    that happens to be near, so helpers of all kinds can take on more of the cases they are asked about; for the part
    of needs that a list can name. Promises fade afterwards.

    It can fail: it brings no hours. Where helpers have none to give it changes little and takes community
    workers' time; with others who bring hours (party alliance, dual report) it does more.
    """

    name: ClassVar[str] = "need_matching"
    name_zh: ClassVar[str] = "供需对接会"
    summary: ClassVar[str] = "fairs match listed needs with resources, so that helpers can take on more cases"
    summary_zh: ClassVar[str] = "定期召开供需对接会，需求清单与资源清单对接，志愿者和单位能承接更多事项"
    story_zh: ClassVar[str] = (
        "每年几次，社区工作者先用几周摸排需求，再开对接会：每项需求面对多项资源，而不是碰巧在身边的那一项，"
        "各类帮手因此能承接更多诉求，但只限清单说得清的需求；会后承诺逐渐淡化。"
        "可能失败：对接会本身不带来工时，没有人手时几乎无效，还占用社区工作者时间；与党建联盟、双报到一起才更有用。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E085", "E087", "E088")

    fairs: float = param(
        2.0, "per year", source="assumed: the article tells of one round, not how often", plausible=(1.0, 6.0),
        allowed=(1.0, 12.0), doc="fairs; collecting for the first begins on the start day", zh="每年对接会次数",
    )  # fmt: skip
    weeks: int = param(
        2, "weeks", source="assumed: needs are collected from door to door", plausible=(1, 6), allowed=(1, 26),
        doc="of collecting before a fair", zh="摸排周数",
    )  # fmt: skip
    resources_per_need: float = param(
        2.10, "resources/need", source="derived: E087 E088: 543 resources / 259 needs", plausible=(1.2, 4.0),
        allowed=(1.0, 100.0), doc="resources that a listed need meets, instead of one", zh="每项需求对应资源数",
    )  # fmt: skip
    reach: float = param(
        0.4, "share", source="assumed: E085 lists classes; everyday cases are not on the list", plausible=(0.1, 0.9),
        allowed=(0.0, 1.0), doc="of helpers' cases that are of a kind listed at the fair", zh="清单覆盖占比",
    )  # fmt: skip
    fade_days: float = param(
        60.0, "d", source="assumed: contacts grow cold in some months", plausible=(15.0, 240.0), allowed=(1.0, 10000.0),
        doc="time constant with which a fair is forgotten", zh="对接热度消退时间",
    )  # fmt: skip
    needs: float = param(
        1.88, "needs/community", source="derived: E088 E071: 259 needs / 138 communities", plausible=(1.0, 6.0),
        allowed=(0.0, 1000.0), doc="needs listed for a fair", zh="每社区需求数",
    )  # fmt: skip
    hours_per_need: float = param(
        6.0, "h/need", source="assumed: asking around, writing down, finding a partner", plausible=(2.0, 20.0),
        allowed=(0.0, 500.0), doc="community workers' time for a listed need", zh="每项需求工时",
    )  # fmt: skip
    yuan_per_fair: float = param(
        800.0, "yuan/community", source="assumed: a hall, boards, prints shared by communities",
        plausible=(100.0, 5000.0), allowed=(0.0, 1e6), doc="a community's part of the cost of a fair",
        zh="每次会议经费",
    )  # fmt: skip

    def acts_after(self, place: Place) -> int:
        """Days until the first fair."""
        return 7 * self.weeks

    def plan(self, world: World, programme: Programme) -> None:
        """Collect needs, hold the fair, and let it be forgotten."""
        dose = self.dose(world)
        if not dose.any():
            return
        days = round(365.0 / self.fairs)
        fair = 7 * self.weeks
        age = world.day - self.start_day
        if age % days < fair:
            programme.take_time(dose, self.needs * self.hours_per_need / self.weeks)
        if age < fair:
            return
        since = (age - fair) % days
        fresh = exp(-since / self.fade_days)
        world.rules["match"].times(dose, 1.0 + self.reach * (self.resources_per_need - 1.0) * fresh)
        if since == 0:
            programme.pay(float(dose.sum()) * self.yuan_per_fair)

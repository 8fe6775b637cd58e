"""Three chiefs (三长制): cadres are sent as chiefs of streets, lanes and buildings; they find, and they push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.parameters.param import param
from sim.policies.base import Policy

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class ThreeChiefs(Policy):
    """Cadres are sent into communities as chiefs of a street, a lane or a building, beside their own post.

    They walk and report what they see. And they push: a chief carries a case from desk to desk himself, and rings
    the department that prepares it. Hours of pushing have less and less effect. Attention of departments is
    scarce: part of what a pushed case gains is taken from all the cases of the district (``crowding``).

    It can fail: where everybody has a chief who rings, nobody is first any more; and what chiefs find is more work for
    the same grid workers.
    """

    name: ClassVar[str] = "three_chiefs"
    name_zh: ClassVar[str] = "三长制"
    summary: ClassVar[str] = "cadres as chiefs of streets, lanes and buildings find problems and push cases"
    summary_zh: ClassVar[str] = "党员干部担任街长、巷长、楼长，发现问题、推动办理"
    story_zh: ClassVar[str] = (
        "党员干部兼任街长、巷长、楼长：走街发现问题；亲自把案件从一个部门带到下一个部门，打电话催促部门前期准备。"
        "催得越多，每多一小时作用越小。部门的注意力有限，被催的案件快了，其他案件就慢（挤出）。"
        "可能失败：处处有“长”来催，便没有谁能排在前面；发现的问题压到原有网格员身上。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E050",)

    chiefs: float = param(
        3.16, "persons/community", source="derived: E050 E064 E065: 5,041 / (612 / 38.4 %) communities",
        plausible=(1.0, 10.0), allowed=(0.0, 500.0), doc="chiefs of a community", zh="每社区三长人数",
    )  # fmt: skip
    walk_h: float = param(
        2.0, "h/chief/week", source="assumed: a round a week beside one's post", plausible=(0.5, 8.0),
        allowed=(0.0, 60.0), doc="hours a chief walks and looks", zh="每周巡查时长",
    )  # fmt: skip
    push_h: float = param(
        1.0, "h/chief/week", source="assumed: some calls, a meeting now and then", plausible=(0.0, 5.0),
        allowed=(0.0, 60.0), doc="hours a chief pushes cases", zh="每周催办时长",
    )  # fmt: skip
    departments: float = param(
        0.04, "per h/week", source="assumed: a call moves a file up the pile, one week in ten", plausible=(0.0, 0.15),
        allowed=(0.0, 10.0), doc="how much an hour of pushing a week speeds preparation in departments, at first",
        zh="催办对部门的作用",
    )  # fmt: skip
    desks: float = param(
        0.06, "per h/week", source="assumed: who carries a case himself need not wait for the post",
        plausible=(0.0, 0.25), allowed=(0.0, 10.0),
        doc="how much an hour of pushing a week speeds handing over between desks, at first", zh="催办对流转的作用",
    )  # fmt: skip
    crowding: float = param(
        0.7, "share", source="assumed: departments have the same people; some find slack", plausible=(0.3, 1.0),
        allowed=(0.0, 1.0), doc="of preparation time gained that all cases of the district pay for", zh="挤出比例",
    )  # fmt: skip
    yuan_per_chief: float = param(
        600.0, "yuan/yr", source="assumed: boards with names, telephone, transport", plausible=(0.0, 4000.0),
        allowed=(0.0, 1e6), doc="what a chief costs besides the hours", zh="三长工作经费",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Walk; push the cases of one's own community past the others."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules = world.rules
        rules["patrol_hours"].add(dose, self.chiefs * self.walk_h / 7)
        pushing = self.chiefs * self.push_h
        rules["handover_h"].times(dose, 1.0 / (1.0 + self.desks * pushing))
        pushed = float((dose * world.people.households).sum() / world.people.households.sum())
        # what is gained by some is, as far as it crowds out, taken evenly from all: from 1 to 1 if all push
        rules["lead"].times(dose - self.crowding * pushed, 1.0 / (1.0 + self.departments * pushing))
        hours = float(dose.sum()) * self.chiefs * (self.walk_h + self.push_h) / 7
        programme.note_hours("cadres", hours)
        programme.pay_yearly(dose, self.chiefs * self.yuan_per_chief)

"""Mediation committees (行业性专业性调解组织): trade mediators and lawyers help the communities with their disputes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net, Office

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

AT = (Category.DISPUTES, level_of(Category.DISPUTES, Net.MEDIATION))


@dataclass(frozen=True, slots=True)
class MediationCommittees(Policy):
    """Mediators of trade committees and lawyers sit with the communities' mediation committees.

    There are more hours for disputes, and those of their trades (property, traffic, labour, medical) take less time
    and end in agreements that are kept. It can fail: people also bring quarrels that they would have kept to
    themselves, grid workers must hear these first, and where committees were never busy the new posts have little to
    do. A higher reported success rate is not among the effects: it is near 1 without them.
    """

    name: ClassVar[str] = "mediation_committees"
    name_zh: ClassVar[str] = "行业性专业性调解组织"
    summary: ClassVar[str] = "trade mediators and lawyers help the communities' mediation committees"
    summary_zh: ClassVar[str] = "行业性专业性调解委员会和法律人士参与社区调解"
    story_zh: ClassVar[str] = (
        "行业性、专业性调解委员会的调解员和受聘的法律人士参与社区调解：调解工时增加，物业、交通、劳动、医疗等本行业纠纷办得更快，"
        "协议履行得更好。可能失败：原来不愿声张的纠纷也被带来，首先压在网格员身上；调解本不繁忙的社区，新增人员无事可做。"
        "上报的调解成功率本来就接近百分之百，不是它的成效。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E121", "E124", "E125", "E126", "E127", "E128")

    committees: float = param(
        0.27, "per community", source="derived: E124 E113: 10 committees / 37 communities", plausible=(0.1, 1.0),
        allowed=(0.0, 20.0), doc="trade committees", zh="行业调委会数",
    )  # fmt: skip
    mediators: float = param(
        2.0, "posts/committee", source="assumed: two or three full-time mediators", plausible=(1.0, 4.0),
        allowed=(0.0, 50.0), doc="mediators of a committee", zh="专职调解员",
    )  # fmt: skip
    lawyers: float = param(
        0.297, "per community", source="derived: E125 E113: 11 legal professionals / 37 communities",
        plausible=(0.1, 1.0), allowed=(0.0, 20.0), doc="legal professionals hired", zh="法律专业人士",
    )  # fmt: skip
    lawyer_post: float = param(
        0.3, "posts/lawyer", source="assumed: hired for some days a month", plausible=(0.1, 1.0), allowed=(0.0, 1.0),
        doc="of a full post that a legal professional gives", zh="法律人士折合岗位",
    )  # fmt: skip
    case_time: float = param(
        0.5, "share", source="assumed: files, publicity and disputes between firms take the rest", plausible=(0.2, 0.9),
        allowed=(0.01, 1.0), doc="of their time for residents' disputes", zh="调解居民纠纷工时占比",
    )  # fmt: skip
    trade_share: float = param(
        0.4, "share", source="assumed: the rest are quarrels of family and next door", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="disputes that belong to a trade of the committees", zh="专业性纠纷占比",
    )  # fmt: skip
    breaking: float = param(
        0.6, "times", source="assumed: clear terms, signed before a lawyer, are kept", plausible=(0.3, 1.0),
        allowed=(0.0, 2.0), doc="breaking of agreements in disputes of their trades", zh="协议反悔系数",
    )  # fmt: skip
    hours: float = param(
        0.8, "times", source="assumed: they know the rules of their trade", plausible=(0.6, 1.1), allowed=(0.1, 3.0),
        doc="hours of a mediation in disputes of their trades", zh="专业纠纷工时系数",
    )  # fmt: skip
    induced: float = param(
        0.15, "share", source="assumed: X007 shows that help that works is asked for more", plausible=(0.0, 0.5),
        allowed=(0.0, 5.0), doc="more disputes that people bring, of those brought before", zh="新增求助",
    )  # fmt: skip
    mediator_yuan: float = param(
        50000.0, "yuan/yr", source="assumed: below a grid worker's cost", plausible=(30000.0, 80000.0),
        allowed=(0.0, 1e6), doc="cost of a mediator's post", zh="调解员成本",
    )  # fmt: skip
    lawyer_yuan: float = param(
        150000.0, "yuan/yr", source="assumed: a young lawyer in a small city", plausible=(60000.0, 300000.0),
        allowed=(0.0, 2e6), doc="cost of a full post of a lawyer", zh="法律人士成本",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Seat mediators and lawyers; edit what they change as far as they are there."""
        dose = self.dose(world)
        wanted = self.committees * self.mediators + self.lawyers * self.lawyer_post
        if not dose.any() or wanted <= 0.0:
            return
        posts = programme.employ(dose * self.committees * self.mediators, self.mediator_yuan, "trade mediators")
        posts = posts + programme.employ(dose * self.lawyers * self.lawyer_post, self.lawyer_yuan, "lawyers")
        rules, office = world.rules, int(Office.MEDIATION)
        # the rule is the mean over all who sit there: those who were there have less time
        before, share = rules["posts"].base[:, office], rules["time"].base[:, office]
        rules["time"].add(posts, (self.case_time - share) / np.maximum(before + posts, 1e-9), at=office)
        rules["posts"].add(posts, 1.0, at=office)
        there = posts / wanted
        rules["relapse"].times(there, 1.0 - self.trade_share * (1.0 - self.breaking))
        rules["work"].times(there, 1.0 - self.trade_share * (1.0 - self.hours), at=AT)
        rules["report"].times(there, 1.0 + self.induced, at=Category.DISPUTES)

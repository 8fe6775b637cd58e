"""Reporting app (随手拍、网格微信群): residents with a phone report by photo or group chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.residents import AgeGroup
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


PHOTOGRAPHED = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY, Category.SAFETY)
"""What a picture shows."""


@dataclass(frozen=True, slots=True)
class ReportingApp(Policy):
    """Residents take a picture with their phone and send it to an app or to their grid's group chat.

    Those who have a digital channel (`place.app_share`) and take it up report more, above all what can be
    photographed, elders less than others. Pictures with a place on them reach a desk sooner, if operators are there
    to look at them. It can fail: the same thing is reported again and again, the additional cases and the group chat
    load the grid workers, and whoever has no phone for it (many elders) falls behind those who have.
    """

    name: ClassVar[str] = "reporting_app"
    name_zh: ClassVar[str] = "随手拍与网格微信群"
    summary: ClassVar[str] = "residents report with a picture, by app or in their grid's group chat"
    summary_zh: ClassVar[str] = "居民用手机随手拍、在网格微信群里上报"
    story_zh: ClassVar[str] = (
        "有手机线上渠道并愿意使用的居民更多上报，能拍照的问题多，家庭纠纷等少，老人用得少。带照片和位置的上报派单较快，"
        "前提是后台有人受理。可能失败：同一问题被反复上报；新增案件和微信群消息加重网格员负担；"
        "不用手机的人（尤其老人）相对更不被听见。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E062", "X007", "X009")
    remembers: ClassVar[Spec] = {
        "users": (np.float64, -1.0),  # share of residents; below 0: not yet counted
    }

    uptake: float = param(
        0.4, "share", source="assumed: most who could never open it", plausible=(0.1, 0.8), allowed=(0.0, 1.0),
        doc="residents with a digital channel who use it to report", zh="使用率",
    )  # fmt: skip
    photos: float = param(
        0.6, "share", source="assumed: a picture is quicker than a call", plausible=(0.1, 1.5), allowed=(0.0, 5.0),
        doc="rise of a user's reports of what can be photographed", zh="可拍问题上报增幅",
    )  # fmt: skip
    words: float = param(
        0.1, "share", source="assumed: quarrels and care are not told in a group chat", plausible=(0.0, 0.5),
        allowed=(0.0, 5.0), doc="rise of a user's reports of everything else", zh="其他问题上报增幅",
    )  # fmt: skip
    elders: float = param(
        0.3, "times", source="assumed: small print", plausible=(0.0, 0.8), allowed=(0.0, 1.0),
        doc="uptake of elders relative to adults", zh="老人相对使用率",
    )  # fmt: skip
    twice: float = param(
        2.0, "times", source="assumed: within X009's types, 0.035-0.34 of reports", plausible=(1.0, 4.0),
        allowed=(1.0, 20.0), doc="odds that a user's problem is reported again", zh="重复上报倍数",
    )  # fmt: skip
    dispatch_gain: float = param(
        0.5, "share", source="assumed: place and kind come with the picture", plausible=(0.0, 0.9), allowed=(0.0, 1.0),
        doc="time from report to a desk that is saved for users", zh="派单提速",
    )  # fmt: skip
    residents_per_operator: float = param(
        60000.0, "persons", source="assumed: four for Xialu, from morning to night", plausible=(20000.0, 200000.0),
        allowed=(1000.0, 1e7), doc="residents for each operator who looks at what comes in", zh="每名受理员服务人口",
    )  # fmt: skip
    wage: float = param(
        60000.0, "yuan/yr", source="assumed: as a grid worker (X036 X037)", plausible=(40000.0, 90000.0),
        allowed=(0.0, 1e6), doc="cost of an operator", zh="人力成本",
    )  # fmt: skip
    group_h: float = param(
        0.15, "h/day", source="assumed: ten minutes to read and answer the group chat", plausible=(0.0, 1.0),
        allowed=(0.0, 4.0), doc="of a grid worker's day for the group chat", zh="微信群工时",
    )  # fmt: skip
    yuan_per_resident: float = param(
        0.8, "yuan/yr", source="assumed: a small platform, 200,000 yuan a year for Xialu", plausible=(0.2, 3.0),
        allowed=(0.0, 100.0), doc="running cost of the platform per resident", zh="平台年费",
    )  # fmt: skip

    def users(self, world: World) -> Floats:
        """Share of residents of each community who use it; their digital channel never changes during a run."""
        known = self.memory(world)["users"]
        if known[0] < 0.0:
            residents = world.residents
            weight = np.where(residents.age == AgeGroup.ELDER, self.elders, 1.0) * residents.app * self.uptake
            many = np.bincount(world.map.community[residents.cell], weight, world.n_communities)
            known[:] = many / world.map.by_community(world.map.residents)
        return known

    def plan(self, world: World, programme: Programme) -> None:
        """Let users report as far as there are operators to answer them; take the time of the group chat."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, people = world.rules, world.map.by_community(world.map.residents)
        wanted = people / self.residents_per_operator
        answered = programme.employ(dose * wanted, self.wage, "operators") / wanted
        for category in Category:
            more = self.uptake * (self.photos if category in PHOTOGRAPHED else self.words)
            rules["app"].add(answered, more, at=(category, int(AgeGroup.ADULT)))
            rules["app"].add(answered, more * self.elders, at=(category, int(AgeGroup.ELDER)))
        users = self.users(world)
        rules["twice"].times(answered * users, self.twice)
        rules["dispatch_h"].times(answered * users, 1.0 - self.dispatch_gain)
        day = world.settings.workers.hours_per_day
        rules["admin_share"].add(dose, self.group_h / day)
        if world.settings.workers.works_on(world.weekday()):
            programme.note_hours("grid workers (chat)", float((dose * world.today.workers).sum()) * self.group_h)
        programme.pay(float((dose * people).sum()) * self.yuan_per_resident / 365.0)

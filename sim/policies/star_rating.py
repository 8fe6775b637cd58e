"""Star rating (物业星级评定): firms are rated every quarter, the lowest fear for their contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.property import give_stars, press
from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World

QUARTER = 90
AT_THE_FIRM = (Category.PROPERTY, level_of(Category.PROPERTY, Net.PROPERTY))


@dataclass(frozen=True, slots=True)
class StarRating(Policy):
    """Every quarter property firms are ranked by their owners' satisfaction; stars are published.

    The firms with the fewest stars must fear for their contract and are held to more until the next round; the best
    get a bonus. It can fail: a firm with few cases is rated by chance and by its old name, so that the wrong ones are
    spared and punished; firms close more on paper, because what is seen is rated; the rounds take community
    workers' time.
    """

    name: ClassVar[str] = "star_rating"
    name_zh: ClassVar[str] = "物业星级评定"
    summary: ClassVar[str] = (
        "property firms are rated every quarter; the last risk their contract, the best get a bonus"
    )
    summary_zh: ClassVar[str] = "每季度评定物业星级，末位有解约风险，优秀给予奖励"
    story_zh: ClassVar[str] = (
        "每季度按业主满意度给物业排名、公布星级：末位企业面临解约，下一季度要求更严；优秀企业得奖金。"
        "可能失败：诉求少的物业靠运气和旧名声得星，该罚的没罚、不该罚的挨罚；物业为好看而形式办结；评定占用社区工作者时间。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E078", "E083")
    works_with: ClassVar[str] = "managed_share"
    """The programme of property firms in Guancheng; no row counts stars."""

    risk: float = param(
        0.10, "probability", source="assumed: in five years 0.04 more effort of the mean firm", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="added to the effort that firms with the fewest stars are held to", zh="末位约束",
    )  # fmt: skip
    watch: float = param(
        0.025, "probability", source="assumed: hope of a bonus, fear of the last place", plausible=(0.0, 0.1),
        allowed=(0.0, 1.0), doc="the same for all other firms that are rated", zh="其他物业约束",
    )  # fmt: skip
    lowest: float = param(
        0.2, "share", source="assumed: the last fifth", plausible=(0.05, 0.3), allowed=(0.0, 0.5),
        doc="firms that get the fewest stars", zh="末位占比",
    )  # fmt: skip
    best: float = param(
        0.1, "share", source="assumed: the first tenth", plausible=(0.05, 0.3), allowed=(0.0, 0.5),
        doc="firms that get a bonus", zh="优秀占比",
    )  # fmt: skip
    polish: float = param(
        0.02, "probability", source="assumed: X022 gives 0.05 without rating", plausible=(0.0, 0.1), allowed=(0.0, 1.0),
        doc="more cases that a rated firm closes without solving them", zh="形式办结增加",
    )  # fmt: skip
    round_h: float = param(
        6.0, "h/quarter", source="assumed: a walk, owners asked, a meeting", plausible=(2.0, 20.0),
        allowed=(0.0, 500.0), doc="community workers' hours to rate a firm", zh="每家评定时长",
    )  # fmt: skip
    owners_h: float = param(
        0.1, "h/quarter", source="assumed: one in three fills in a form", plausible=(0.02, 0.5), allowed=(0.0, 10.0),
        doc="owners' hours per household to rate their firm", zh="业主评议时长",
    )  # fmt: skip
    yuan_per_firm: float = param(
        2000.0, "yuan/yr", source="assumed: forms, survey, publication", plausible=(500.0, 10000.0), allowed=(0.0, 1e6),
        doc="cost of rating a firm", zh="每家评定经费",
    )  # fmt: skip
    bonus: float = param(
        10000.0, "yuan/yr", source="assumed: a tenth of a repairer and a plaque", plausible=(0.0, 50000.0),
        allowed=(0.0, 1e7), doc="bonus of a firm that is among the best all year", zh="优秀物业奖励",
    )  # fmt: skip

    def acts_after(self, place: Place) -> int:
        """Days until the first stars are given."""
        return QUARTER

    def plan(self, world: World, programme: Programme) -> None:
        """Let firms feel their stars, hold the rounds, pay bonuses."""
        dose = self.dose(world)
        if not dose.any():
            return
        firms, m = world.firms, world.n_communities
        rated = dose[firms.community]
        press(world, rated * np.where(firms.star < 0, self.risk, self.watch))
        world.rules["gloss"].add(dose, self.polish, at=AT_THE_FIRM)
        by_community = np.bincount(firms.community, rated, m).astype(np.float64)
        programme.take_time(by_community, self.round_h * 7.0 / QUARTER)
        programme.note_hours("owners", float((rated * firms.n_households).sum()) * self.owners_h / QUARTER)
        programme.pay_yearly(by_community, self.yuan_per_firm)
        programme.pay_yearly(np.bincount(firms.community, rated * (firms.star > 0), m).astype(np.float64), self.bonus)

    def reflect(self, world: World, programme: Programme) -> None:
        """Give out stars at the end of each quarter; a compound between two firms has none to rate."""
        since = world.day - self.start_day + 1
        if since <= 0 or since % QUARTER:
            return
        firms = world.firms
        rated = np.flatnonzero((self.dose(world)[firms.community] > 0.0) & (firms.closed_until <= world.day))
        give_stars(world, rated, self.stars(firms.rating[rated]))

    def stars(self, rating: Floats) -> Array:
        """Say which firms are among the lowest (-1) and the best (1); whoever ties with the middle is neither."""
        n = len(rating)
        star = np.zeros(n, np.int8)
        if n > 0:
            ordered = np.sort(rating)
            star[rating < ordered[min(int(self.lowest * n), n - 1)]] = -1
            star[rating > ordered[n - 1 - min(int(self.best * n), n - 1)]] = 1
        return star

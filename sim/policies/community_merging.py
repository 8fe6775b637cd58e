"""Community merging (社区合并): neighbouring communities of a street are merged in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.i18n import say
from sim.mechanisms.offices import merge_offices
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.rng import exp
from sim.state.cases import Category
from sim.state.desks import Office
from sim.state.places import draw_map
from sim.state.table import Spec
from sim.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from sim.geography.areas import Geography
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World

PAIR = 2
WEEK = 7


@dataclass(frozen=True, slots=True)
class CommunityMerging(Policy):
    """The smallest neighbouring communities of a street become one, with one office for both.

    Offices, mediators and volunteers of a pair are pooled; forms that come once per office are filled in once; part
    of the staff may be saved (none with ``funding=staff_neutral``). In the first weeks files are moved; the larger
    office is rebuilt for twice the people. Grids and their workers stay.

    It can fail: people no longer know whom to turn to. Ties between neighbours and readiness to report fall and
    recover only slowly, volunteers stop, the way to the office is longer; and what is left of the staff still has
    the forms to fill in, so saving posts takes more than its share from residents.
    """

    name: ClassVar[str] = "community_merging"
    name_zh: ClassVar[str] = "社区合并"
    summary: ClassVar[str] = "neighbouring communities of a street are merged in pairs, with one office for both"
    summary_zh: ClassVar[str] = "同一街道相邻社区两两合并，合署办公"
    story_zh: ClassVar[str] = (
        "同一街道内规模小的相邻社区两两合并，办公、调解、志愿力量合在一处，按机构下达的报表只填一份，可精简部分人员；"
        "头几周搬迁交接，较大的服务中心扩建。可能失败：居民一时不知找谁，邻里联系和反映意愿下降、恢复缓慢，志愿者流失，"
        "办事更远；人员精简后报表仍在，用于居民的时间减少得更多，困难群体更难被听见。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E105", "E106", "E107")
    together: ClassVar[int] = PAIR
    remembers: ClassVar[Spec] = {
        "partner": (np.float64, -1.0),  # community merged with; below 0: not yet chosen
    }

    coverage: float = param(
        8 / 37, "share", source="derived: E105 E113: 8 of 37 communities", plausible=(0.0, 0.5), allowed=(0.0, 1.0),
        doc="share of communities that are merged in pairs, the smallest neighbours first", zh="合并社区占比",
    )  # fmt: skip
    staff_kept: float = param(
        0.85, "share", source="assumed: merging is meant to save posts, workers are mostly kept", plausible=(0.6, 1.0),
        allowed=(0.1, 1.0), doc="of the two offices' staff that stays", zh="人员保留比例",
    )  # fmt: skip
    wage_yuan: float = param(
        60000.0, "yuan/yr", source="assumed: a community worker costs what a grid worker does",
        plausible=(40000.0, 90000.0), allowed=(0.0, 1e6), doc="yearly cost of a post that is saved",
        zh="社区工作者人力成本",
    )  # fmt: skip
    once: float = param(
        0.3, "share", source="assumed: most forms count residents, some only the office", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="of an office's forms and meetings that come once per office",
        zh="按机构报送的事务占比",
    )  # fmt: skip
    ties_broken: float = param(
        0.3, "share", source="assumed: unit chiefs and helpers no longer know their people", plausible=(0.0, 0.6),
        allowed=(0.0, 1.0), doc="of what neighbours tell and do for each other, lost at first", zh="邻里联系损失",
    )  # fmt: skip
    unheard: float = param(
        0.1, "share", source="assumed: some do not know whom to tell", plausible=(0.0, 0.3), allowed=(0.0, 1.0),
        doc="of reports lost at first", zh="反映意愿损失",
    )  # fmt: skip
    stop: float = param(
        0.5, "times", source="assumed: volunteers serve a place and people they know", plausible=(0.0, 2.0),
        allowed=(0.0, 20.0), doc="relative rise at first of volunteers who stop", zh="志愿者流失增幅",
    )  # fmt: skip
    recovery_days: float = param(
        240.0, "d", source="assumed: people get to know each other within a year", plausible=(90.0, 730.0),
        allowed=(1.0, 10000.0), doc="time constant with which all this recovers", zh="恢复时间",
    )  # fmt: skip
    farther: float = param(
        0.03, "share", source="assumed: the way doubles, the window is seldom needed", plausible=(0.0, 0.1),
        allowed=(0.0, 1.0), doc="of enquiries no longer made because the office is farther", zh="路远放弃咨询占比",
    )  # fmt: skip
    move_h: float = param(
        20.0, "h/week", source="assumed: half a post for files, lists and moving", plausible=(5.0, 60.0),
        allowed=(0.0, 160.0), doc="hours a week of a community's office while it moves", zh="交接工时",
    )  # fmt: skip
    move_weeks: int = param(
        8, "weeks", source="assumed: two months", plausible=(2, 26), allowed=(0, 520),
        doc="how long files are handed over", zh="交接周数",
    )  # fmt: skip
    centre_yuan: float = param(
        400000.0, "yuan/centre", source="assumed: E107 upgrades centres; room for twice the people",
        plausible=(100000.0, 2000000.0), allowed=(0.0, 1e8), doc="one-off cost of a pair's common centre",
        zh="中心扩建费用",
    )  # fmt: skip
    years_of_use: float = param(
        10.0, "yr", source="assumed: a refurbishment lasts about ten years", plausible=(5.0, 20.0), allowed=(0.1, 50.0),
        doc="over which it is written off", zh="摊销年限",
    )  # fmt: skip

    def partner(self, world: World) -> Ints:
        """Community with which each is merged, itself if with none; array [M]."""
        kept = self.memory(world)["partner"]
        if kept[0] < 0.0:
            kept[:] = choose(world.map, self.coverage, self.communities)
        return kept.astype(np.int64)

    def covered(self, world: World) -> Floats:
        """1 for the communities that are merged."""
        merged = self.partner(world) != np.arange(world.n_communities)
        return np.asarray(merged, np.float64)

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Refuse what cannot be merged."""
        key, found = f"policies.{self.name}.", list[tuple[str, str, str]]()
        if self.ramp_days > 0:
            found.append((key + "ramp_days", say("policies.days", n=self.ramp_days), say("policies.office_day")))
        if place.communities <= place.streets:
            found.append(
                (
                    "policy",
                    say(
                        "policies.no_pairs",
                        lever=self.name,
                        place=place.name,
                        communities=place.communities,
                        streets=place.streets,
                    ),
                    say("policies.more_communities"),
                )
            )
        elif self.communities and max(self.communities) < place.communities:
            alone = np.flatnonzero(_named(place.communities, self.communities))
            partner = choose(draw_map(place), self.coverage, self.communities)
            if len(alone := alone[partner[alone] == alone]):
                found.append(
                    (
                        key + "communities",
                        say("policies.alone", names=", ".join(map(str, alone))),
                        say("policies.pairs"),
                    )
                )
        return found

    def start(self, world: World, programme: Programme) -> None:
        """Move the smaller office of each pair into the larger."""
        partner, here = self.partner(world), np.arange(world.n_communities)
        size = world.map.by_community(world.map.residents)
        goes = (size[here] < size[partner]) | ((size[here] == size[partner]) & (here > partner))
        if goes.any():
            merge_offices(world, np.where(goes, partner, here))
            programme.invest(float(goes.sum()) * self.centre_yuan, self.years_of_use)

    def plan(self, world: World, programme: Programme) -> None:
        """Seat who is left, and let people who have lost each other find together again."""
        dose = self.dose(world)
        if not dose.any():
            return
        rules, at = world.rules, int(Office.COMMUNITY)
        kept = 1.0 if self.funding == "staff_neutral" else self.staff_kept
        forms = 1.0 - rules["time"].base[:, at]
        rules["posts"].times(dose, kept, at=at)
        rules["time"].add(dose, forms * (1.0 - (1.0 - self.once / PAIR) / kept), at=at)
        programme.pay_yearly(dose * rules["posts"].base[:, at] * (kept - 1.0), self.wage_yuan)
        since = world.day - self.start_day
        left = exp(-since / self.recovery_days)
        rules["ties"].times(dose, 1.0 - self.ties_broken * left)
        rules["report"].times(dose, 1.0 - self.unheard * left)
        rules["report"].times(dose, 1.0 - self.farther, at=Category.SERVICES)
        rules["attrition"].times(dose, 1.0 + self.stop * left)
        if since < WEEK * self.move_weeks:
            programme.take_time(dose, self.move_h)


def choose(geography: Geography, share: float, named: tuple[int, ...] = ()) -> Ints:
    """Pair communities: of those named, or the smallest neighbours until a share of all is paired.

    Returns
    -------
    array [M]
        Partner of each community, itself where it has none.
    """
    m = geography.n_communities
    allowed = _named(m, named) if named else np.ones(m, np.bool_)
    wanted = m if named else round(share * m / PAIR)
    partner = np.arange(m)
    a, b = (geography.community[side] for side in geography.cells.edges.T)
    street = geography.street_of_community
    fit = (a != b) & (street[a] == street[b]) & allowed[a] & allowed[b]
    touching = np.unique(np.sort(np.stack([a[fit], b[fit]]), axis=0), axis=1)
    size = geography.by_community(geography.residents)
    for i in np.argsort(size[touching].sum(axis=0), kind="stable"):
        one, other = touching[:, i]
        if wanted > 0 and partner[one] == one and partner[other] == other:
            partner[one], partner[other] = other, one
            wanted -= 1
    return partner


def _named(m: int, named: tuple[int, ...]) -> Bools:
    """Mark the communities named; [M]."""
    marks = np.zeros(m, np.bool_)
    marks[list(named)] = True
    return marks

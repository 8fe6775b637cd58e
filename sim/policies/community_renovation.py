"""Community renovation (老旧小区改造): old compounds are renewed, one after another."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.needs import renew
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.table import Spec
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World

ORDERS = ("crowded", "by_community")
DISTURBED = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY)


@dataclass(frozen=True, slots=True)
class CommunityRenovation(Policy):
    """Pipes, roofs, stairways and yards of compounds built before 2000 are renewed.

    So many of the old compounds of the communities covered are begun each year, the most crowded first or community by
    community. When the works are done the compound has no more problems than a new one (`needs.old_building_factor`).
    It can fail: while the works last people report more of what goes wrong, and report it again, and the community
    office is busy with them; and it is by far the most expensive lever.
    """

    name: ClassVar[str] = "community_renovation"
    name_zh: ClassVar[str] = "老旧小区改造"
    summary: ClassVar[str] = "old compounds are renewed one after another and have fewer problems afterwards"
    summary_zh: ClassVar[str] = "逐个改造老旧小区，改造后问题减少"
    story_zh: ClassVar[str] = (
        "每年开工改造一定比例的老旧小区，先改最拥挤的或逐社区推进；完工后小区的问题降到新小区水平。"
        "可能失败：施工期居民投诉和重复投诉增多，社区忙于协调；投资远大于其他办法。"
    )
    ends: ClassVar[bool] = False
    evidence: ClassVar[tuple[str, ...]] = ("E001", "E002")
    works_with: ClassVar[str] = "old_share"
    remembers: ClassVar[Spec] = {
        "in_line": (np.float64, 0.0),  # compounds
        "begun": (np.float64, 0.0),  # of them
        "renewed": (np.float64, 0.0),  # of them
        "sites": (np.float64, 0.0),  # under works
        "disturbed": (np.float64, 0.0),  # share of residents who live there
    }

    share_per_year: float = param(
        0.2, "share/yr", source="assumed: E002 counts works, not the stock; done in five years", plausible=(0.05, 0.4),
        allowed=(0.0, 10.0), doc="old compounds on which works are begun in a year", zh="年开工比例",
    )  # fmt: skip
    order: str = param(
        "crowded", "word", source=CHOICE, allowed=ORDERS,
        doc="which come first: most residents per block of the map, or one community after another", zh="先后次序",
    )  # fmt: skip
    works_days: int = param(
        150, "days", source="assumed: five months of works", plausible=(60, 365), allowed=(1, 3650),
        doc="from the beginning of works in a compound to their end", zh="工期",
    )  # fmt: skip
    complaints: float = param(
        1.5, "times", source="assumed: dust, noise, water cut off", plausible=(1.1, 2.5), allowed=(1.0, 10.0),
        doc="reports on environment, facilities and property where all are under works", zh="施工期投诉系数",
    )  # fmt: skip
    again: float = param(
        2.0, "times", source="assumed: many are hit by the same", plausible=(1.0, 5.0), allowed=(1.0, 10.0),
        doc="odds that a problem is reported twice, where all are under works", zh="施工期重复上报系数",
    )  # fmt: skip
    site_h: float = param(
        6.0, "h/week", source="assumed: consent, parking, quarrels, the site meeting", plausible=(2.0, 20.0),
        allowed=(0.0, 200.0), doc="community workers' hours for a compound under works", zh="施工协调时长",
    )  # fmt: skip
    yuan_per_household: float = param(
        20000.0, "yuan", source="assumed: pipes, facade, yard; rarely a lift", plausible=(8000.0, 50000.0),
        allowed=(0.0, 1e6), doc="cost of the works, written off over their life", zh="户均改造投入",
    )  # fmt: skip
    years_of_use: float = param(
        25.0, "yr", source="assumed: between a roof and a pipe", plausible=(15.0, 40.0), allowed=(0.1, 100.0),
        doc="life of what was renewed", zh="使用年限",
    )  # fmt: skip

    def line(self, world: World) -> Array:
        """Compounds in the order of works: those old at the start, in the communities covered."""
        m = world.map
        old = np.bincount(m.compound, m.old, m.n_compounds) > 0.0
        line = np.flatnonzero(old & (self.covered(world)[m.community_of_compound] > 0.0))
        if self.order == "crowded":
            crowding = np.bincount(m.compound, m.residents, m.n_compounds) / np.bincount(m.compound)
            line = line[np.argsort(-crowding[line], kind="stable")]
        return line

    def begun(self, in_line: int, day: int) -> int:
        """How many of the compounds in line have been begun by a day; fewer a day while the roll-out lasts."""
        days = max(day - self.start_day + 1, 0)
        slow = min(days, self.ramp_days)
        # days at full dose: the sum of 1/ramp, 2/ramp, ... and all days after that
        full = days - slow + (slow * (slow + 1) / 2.0 / self.ramp_days if slow else 0.0)
        return int(min(in_line, np.floor(in_line * self.share_per_year * full / 365.0 + 1e-9)))

    def acts_after(self, place: Place) -> int:
        """Days until works begin on the first compound; about, as it is decided on the map which compounds are old."""
        covered = len(self.communities) / place.communities if self.communities else self.coverage
        in_line = max(1, round(place.compounds * place.old_share * covered))
        slow = self.ramp_days / 2.0 if self.ramp_days else 0.0
        return ceil(365.0 / max(in_line * self.share_per_year, 1e-9) + slow) - 1

    def start(self, world: World, programme: Programme) -> None:
        """Count the compounds in line."""
        self.memory(world)["in_line"][:] = self.by_community(world, self.line(world))

    def plan(self, world: World, programme: Programme) -> None:
        """Begin and finish works; let residents and the community office feel those under way."""
        if not self.dose(world).any():
            return
        at = self.memory(world)
        in_line = int(at["in_line"].sum())
        begun, done = self.begun(in_line, world.day), self.begun(in_line, world.day - self.works_days)
        if begun != at["begun"].sum() or done != at["renewed"].sum():
            self.move_on(world, programme, begun, done)
        if at["sites"].any():
            for category in DISTURBED:
                world.rules["report"].times(at["disturbed"], self.complaints, at=int(category))
            world.rules["twice"].times(at["disturbed"], self.again)
            programme.take_time(at["sites"], self.site_h)

    def move_on(self, world: World, programme: Programme, begun: int, done: int) -> None:
        """Begin works, which must be paid for, and finish others: their compounds are no longer old."""
        m, at, line = world.map, self.memory(world), self.line(world)
        renew(world, line[int(at["renewed"].sum()) : done])
        new = line[int(at["begun"].sum()) : begun]
        households = int(m.households[np.isin(m.compound, new)].sum())
        if households > 0:
            programme.invest(households * self.yuan_per_household, self.years_of_use)
        at["begun"][:] = self.by_community(world, line[:begun])
        at["renewed"][:] = self.by_community(world, line[:done])
        at["sites"][:] = self.by_community(world, line[done:begun])
        people = m.by_community(m.residents)
        at["disturbed"][:] = m.by_community(m.residents * np.isin(m.compound, line[done:begun])) / people

    def by_community(self, world: World, compounds: Array) -> Floats:
        """Count compounds by community, [M]."""
        where = world.map.community_of_compound[compounds]
        return np.bincount(where, minlength=world.n_communities).astype(np.float64)

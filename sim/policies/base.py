"""What a lever is: a frozen dataclass of parameters with at most three hooks.

``start`` runs once on the day the lever begins, ``plan`` every morning, ``reflect`` every evening. A lever edits
the network (rules, desks, map, staff, money) and never an outcome; what it must remember it declares
(``remembers``) and writes into the world. A lever that is not yet begun, or covers no community, changes nothing.
How to write one: ``sim/policies/WRITING.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import CHOICE, param
from sim.state.costs import FUNDING
from sim.state.memory import Memory
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.programme import Programme
    from sim.state.world import World


@cache
def _covered(m: int, communities: tuple[int, ...], coverage: float) -> Floats:
    """Mark the communities that take part; asked for by every lever every day, so worked out once."""
    if communities:
        marked = np.zeros(m)
        marked[list(communities)] = 1.0
    else:
        marked = np.diff(np.floor(np.arange(m + 1) * round(coverage * m) / m))
    marked.flags.writeable = False
    return marked


@dataclass(frozen=True, slots=True)
class Policy:
    """A lever. Subclasses say in their docstring who does what differently, and why it could fail."""

    name: ClassVar[str]
    name_zh: ClassVar[str]
    summary: ClassVar[str]
    summary_zh: ClassVar[str]
    story_zh: ClassVar[str] = ""
    """The docstring in Chinese: who does what differently, and why it could fail."""
    evidence: ClassVar[tuple[str, ...]]
    redraws: ClassVar[bool] = False
    """Whether it redraws the map; two such levers cannot run together."""
    together: ClassVar[int] = 1
    """How many communities must take part together: 2 where they are paired."""
    works_with: ClassVar[str] = ""
    """A number of the place; where it is none, the lever has nothing to work with and is refused."""
    brings: ClassVar[str] = ""
    """A number of the place that the lever raises, so that others beside it have something to work with."""

    ends: ClassVar[bool] = True
    """Whether it can be ended (``end_day``): offices that were merged or posts that were filled stay."""

    remembers: ClassVar[Spec] = {}
    """Columns by community that last as long as the run: {name: (type, value before anything happened)}."""

    start_day: int = param(
        0, "day", source=CHOICE, allowed=(0, 100000), doc="day on which the lever begins", zh="开始日"
    )
    ramp_days: int = param(
        0, "days", source=CHOICE, allowed=(0, 3650), doc="days until it is fully rolled out", zh="推行期"
    )
    coverage: float = param(
        1.0, "share", source=CHOICE, allowed=(0.0, 1.0), doc="share of communities covered", zh="覆盖率"
    )

    communities: tuple[int, ...] = param(
        (), "numbers", source=CHOICE, allowed=(0, 1e6),
        doc="communities covered, by number from 0; none named = by coverage", zh="覆盖的社区",
    )  # fmt: skip
    funding: str = param(
        "added", "word", source=CHOICE, allowed=FUNDING,
        doc="added: new money and posts; staff_neutral: grid workers do the work of its posts; budget_neutral: grid "
        "workers' hours are cut until the wages saved pay for it", zh="资金来源",
    )  # fmt: skip

    end_day: int = param(
        -1,
        "day",
        source=CHOICE,
        allowed=(-1, 100000),
        doc="first day on which the lever acts no more; -1 never",
        zh="结束日",
    )

    def dose(self, world: World, ago: int = 0) -> Floats:
        """How far the lever is rolled out in each community, 0..1, today or so many days `ago`; array [M]."""
        day = world.day - ago
        if 0 <= self.end_day <= day:
            return 0.0 * self.covered(world)
        if self.ramp_days > 0:
            ramp = min(max((day - self.start_day + 1) / self.ramp_days, 0.0), 1.0)
        else:
            ramp = float(day >= self.start_day)
        return ramp * self.covered(world)

    def covered(self, world: World) -> Floats:
        """1 for the communities that take part, those named or a share spread evenly over the district; array [M]."""
        return _covered(world.n_communities, self.communities, self.coverage)

    def memory(self, world: World) -> Memory:
        """What the lever remembers in this world, by the names in `remembers`; each an array [M]."""
        return Memory(world.memory, self.name, self.remembers, world.n_communities)

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Say why the lever cannot be used in a place: [(setting, what was found, what is allowed)]."""
        return []

    def days_within(self, days: int) -> int:
        """Days of a run of so many on which the lever is there."""
        return min(days, self.end_day if self.end_day >= 0 else days) - self.start_day

    def acts_after(self, place: Place) -> int:
        """Days from ``start_day`` until it first changes anything that cases or people feel; 0 if at once."""
        return 0

    def start(self, world: World, programme: Programme) -> None:
        """Act once, on the morning of ``start_day``."""

    def plan(self, world: World, programme: Programme) -> None:
        """Edit today's rules."""

    def reflect(self, world: World, programme: Programme) -> None:
        """Look back on the day."""

"""What a lever is: a frozen dataclass of parameters with at most three hooks.

``start`` runs once on the day the lever begins, ``plan`` every morning, ``reflect`` every evening. A lever edits
the network (rules, desks, map, staff, money) and never an outcome; what it must remember it writes into the
world. A lever that is not yet begun, or covers no community, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.params import param
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.places import Place
    from sim.state.world import World

CHOICE = "the user's choice"


@dataclass(frozen=True, slots=True)
class Policy:
    """A lever. Subclasses say in their docstring who does what differently, and why it could fail."""

    name: ClassVar[str]
    name_zh: ClassVar[str]
    summary: ClassVar[str]
    summary_zh: ClassVar[str]
    evidence: ClassVar[tuple[str, ...]]
    redraws: ClassVar[bool] = False
    """Whether it redraws the map; two such levers cannot run together."""

    start_day: int = param(
        0,
        "day",
        basis="choice",
        source=CHOICE,
        allowed=(0, 100000),
        doc="day on which the lever begins",
        zh="开始日",
    )
    ramp_days: int = param(
        0,
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(0, 3650),
        doc="days until it is fully rolled out",
        zh="推行期",
    )
    coverage: float = param(
        1.0,
        "share",
        basis="choice",
        source=CHOICE,
        allowed=(0.0, 1.0),
        doc="share of communities covered",
        zh="覆盖率",
    )

    def dose(self, world: World) -> Floats:
        """How far the lever is rolled out today in each community, 0..1, array [M]."""
        if self.ramp_days > 0:
            ramp = min(max((world.day - self.start_day + 1) / self.ramp_days, 0.0), 1.0)
        else:
            ramp = float(world.day >= self.start_day)
        return ramp * self.covered(world)

    def covered(self, world: World) -> Floats:
        """1 for the communities that take part, spread evenly over the district; array [M]."""
        m = world.n_communities
        return np.diff(np.floor(np.arange(m + 1) * round(self.coverage * m) / m))

    def spend(self, world: World, yuan: float) -> None:
        """Pay from the district's money."""
        world.ledger.move("district", f"programme: {self.name}", round(100.0 * yuan))

    def objections(self, place: Place) -> list[tuple[str, str, str]]:
        """Say why the lever cannot be used in a place: [(setting, what was found, what is allowed)]."""
        return []

    def start(self, world: World) -> None:
        """Act once, on the morning of ``start_day``."""

    def plan(self, world: World) -> None:
        """Edit today's rules."""

    def reflect(self, world: World) -> None:
        """Look back on the day."""

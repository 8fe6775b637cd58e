"""Emergencies: a surge of health and service needs that also takes workers away from routine work.

It rises over some days, holds and ebbs away; patrols and visits are put off as well, since the time is taken from all
that grid workers do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.params import param

if TYPE_CHECKING:
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class Emergencies:
    """A surge, off by default."""

    start_day: int = param(
        -1, "day", basis="choice", source="an uncertainty of the study, not a lever", allowed=(-1, 100000),
        doc="day on which a surge begins; -1 never", zh="突发事件开始日",
    )  # fmt: skip
    days: int = param(
        0, "days", basis="choice", source="an uncertainty of the study, not a lever", allowed=(0, 3650),
        doc="how long it lasts, its rise included; then it ebbs away", zh="持续天数",
    )  # fmt: skip
    rise_days: int = param(
        3, "days", basis="assumed", source="assumption: word and infection spread within days", low=0, high=14,
        allowed=(0, 365), doc="days until a surge is at its full strength; 0 at once", zh="上升期",
    )  # fmt: skip
    fall_days: int = param(
        7, "days", basis="assumed", source="assumption: a wave ebbs more slowly than it comes", low=0, high=28,
        allowed=(0, 365), doc="days in which it ebbs away; 0 at once", zh="消退期",
    )  # fmt: skip
    multiplier: float = param(
        4.0, "times", basis="derived", source="X006", low=3.5, high=5.2, allowed=(1.0, 20.0),
        doc="health and service needs during the surge", zh="需求倍数",
    )  # fmt: skip
    diverted_share: float = param(
        0.3, "share", basis="assumed", source="assumption: grid workers are called to checkpoints and visits", low=0.1,
        high=0.6, allowed=(0.0, 0.9), doc="grid workers' time taken from routine work", zh="抽调工时占比",
    )  # fmt: skip

    def strength(self, day: int) -> float:
        """How strong the surge is, 0 to 1: up in equal steps, full, and down in equal steps after `days`."""
        passed = day - self.start_day
        if self.start_day < 0 or self.days <= 0 or passed < 0:
            return 0.0
        reached = min(1.0, (min(passed, self.days - 1) + 1) / (self.rise_days + 1))
        return reached * max(0.0, 1.0 - max(0, passed - self.days + 1) / (self.fall_days + 1))

    def acts(self, day: int) -> bool:
        """Whether the surge is on."""
        return self.strength(day) > 0.0


def divert(world: World) -> None:
    """Take time of grid workers for the emergency: before any lever, so that levers can give it back."""
    e = world.settings.emergencies
    if e.acts(world.day):
        world.rules["away"].add(np.ones(world.n_communities), e.diverted_share * e.strength(world.day))

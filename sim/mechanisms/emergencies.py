"""Emergencies: a surge of health and service needs that also takes workers away from routine work."""

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
        doc="how long it lasts", zh="持续天数",
    )  # fmt: skip
    multiplier: float = param(
        4.0, "times", basis="derived", source="X006", low=3.5, high=5.2, allowed=(1.0, 20.0),
        doc="health and service needs during the surge", zh="需求倍数",
    )  # fmt: skip
    diverted_share: float = param(
        0.3, "share", basis="assumed", source="assumption: grid workers are called to checkpoints and visits", low=0.1,
        high=0.6, allowed=(0.0, 0.9), doc="grid workers' time taken from routine work", zh="抽调工时占比",
    )  # fmt: skip

    def acts(self, day: int) -> bool:
        """Whether the surge is on."""
        return self.start_day >= 0 and self.start_day <= day < self.start_day + self.days


def divert(world: World) -> None:
    """Take time of grid workers for the emergency: before any lever, so that levers can give it back."""
    e = world.settings.emergencies
    if e.acts(world.day):
        world.rules["away"].add(np.ones(world.n_communities), e.diverted_share)

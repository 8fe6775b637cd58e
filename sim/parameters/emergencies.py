"""A surge of needs, off by default."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


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

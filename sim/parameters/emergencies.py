"""A surge of needs, off by default."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Emergencies:
    """A surge, off by default."""

    start_day: int = param(
        -1, "day", source="choice: an uncertainty of the study, not a lever", allowed=(-1, 100000),
        doc="day on which a surge begins; -1 never", zh="突发事件开始日",
    )  # fmt: skip
    days: int = param(
        0, "days", source="choice: an uncertainty of the study, not a lever", allowed=(0, 3650),
        doc="how long it lasts, its rise included; then it ebbs away", zh="持续天数",
    )  # fmt: skip
    rise_days: int = param(
        3, "days", source="assumed: word and infection spread within days", plausible=(0, 14), allowed=(0, 365),
        doc="days until a surge is at its full strength; 0 at once", zh="上升期",
    )  # fmt: skip
    fall_days: int = param(
        7, "days", source="assumed: a wave ebbs more slowly than it comes", plausible=(0, 28), allowed=(0, 365),
        doc="days in which it ebbs away; 0 at once", zh="消退期",
    )  # fmt: skip
    multiplier: float = param(
        4.0, "times", source="derived: X006", plausible=(3.5, 5.2), allowed=(1.0, 20.0),
        doc="health and service needs during the surge", zh="需求倍数",
    )  # fmt: skip
    diverted_share: float = param(
        0.3, "share", source="assumed: grid workers are called to checkpoints and visits", plausible=(0.1, 0.6),
        allowed=(0.0, 0.9), doc="grid workers' time taken from routine work", zh="抽调工时占比",
    )  # fmt: skip

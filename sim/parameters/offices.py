"""When councils and visiting judges sit, and how much time offices have for cases."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Offices:
    """When councils and visiting judges sit."""

    council_day: int = param(
        5, "day of the week", source="assumed: people have time on a Friday evening", plausible=(1, 7), allowed=(1, 7),
        doc="day on which neighbourhood councils meet, Monday = 1", zh="议事日",
    )  # fmt: skip
    council_opens: float = param(
        19.0, "hour", source="assumed: after supper", plausible=(18.0, 20.0), allowed=(0.0, 23.0),
        doc="hour at which a council begins", zh="议事开始",
    )  # fmt: skip
    council_closes: float = param(
        21.0, "hour", source="assumed: two hours", plausible=(20.0, 22.0), allowed=(0.5, 24.0),
        doc="hour at which it ends", zh="议事结束",
    )  # fmt: skip
    court_day: int = param(
        3, "day of the week", source="assumed: one day a week in each community", plausible=(1, 5), allowed=(1, 5),
        doc="weekday on which judges and officers come to the first community, Monday = 1; the next community has the "
        "next weekday", zh="驻点日",
    )  # fmt: skip
    social_work_time: float = param(
        0.6, "share", source="assumed: the rest is files and projects", plausible=(0.3, 0.9), allowed=(0.01, 1.0),
        doc="of a case manager's time for cases", zh="社工办案时间占比",
    )  # fmt: skip
    least_time: float = param(
        0.02, "share", source="assumed: somebody always opens the door", plausible=(0.005, 0.1), allowed=(0.001, 1.0),
        doc="of an office's time left for cases however many meetings there are", zh="最低时间",
    )  # fmt: skip

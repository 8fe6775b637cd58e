"""Grid workers' time, skill and staying."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Workers:
    """Grid workers' time, skill and staying."""

    hours_per_day: float = param(
        8.0, "h", source="assumed: a paid working day", plausible=(7.0, 10.7), allowed=(0.5, 15.0),
        doc="paid hours of a grid worker on a working day", zh="每日工时",
    )  # fmt: skip
    days_per_week: int = param(
        6, "days", source="assumed: grid workers have one day off", plausible=(5, 7), allowed=(1, 7),
        doc="working days of a grid worker", zh="每周工作日",
    )  # fmt: skip
    admin_share: float = param(
        0.5, "share", source="assumed: X012 says overloaded, not by how much", plausible=(0.2, 0.7), allowed=(0.0, 0.9),
        doc="of paid time for forms and reports", zh="填表工时占比",
    )  # fmt: skip
    patrol_share: float = param(
        0.15, "share", source="assumed: a round of about an hour a day", plausible=(0.05, 0.3), allowed=(0.0, 0.9),
        doc="of paid time for patrols", zh="巡查工时占比",
    )  # fmt: skip
    visits_per_day: float = param(
        2.0, "visits/day", source="sourced: X014", plausible=(1.0, 5.0), allowed=(0.0, 20.0),
        doc="visits to vulnerable residents of a worker on a working day", zh="每日走访户数",
    )  # fmt: skip
    part_time_patrol: float = param(
        0.5, "share", source="assumed: E075 building heads look around and look in on neighbours", plausible=(0.2, 0.8),
        allowed=(0.0, 1.0), doc="of part-time staff's hours on patrol; the rest on visits", zh="兼职人员巡查占比",
    )  # fmt: skip
    turnover_per_year: float = param(
        0.15, "per year", source="derived: X013: action is lower than intention", plausible=(0.08, 0.25),
        allowed=(0.0, 2.0), doc="workers who leave within a year", zh="年离职率",
    )  # fmt: skip
    fatigue_effect: float = param(
        2.0, "per unit", source="assumed: overload drives people out", plausible=(0.0, 5.0), allowed=(0.0, 20.0),
        doc="relative rise of leaving with fatigue above overload_from", zh="疲劳影响",
    )  # fmt: skip
    load: str = param(
        "total", "word", source="choice: cases is the load as it was before, of cases in hand alone",
        allowed=("total", "cases"), doc="what tires: all work of a day, or cases alone", zh="负荷口径",
    )  # fmt: skip
    overload_from: float = param(
        0.8, "share", source="assumed: X012: with it four of five workers are overloaded", plausible=(0.7, 0.95),
        allowed=(0.0, 2.0), doc="load of a paid day above which patrols give way and people are driven out",
        zh="超负荷起点",
    )  # fmt: skip
    forms_per_case_hour: float = param(
        0.5, "h/h", source="assumed: every case is written down, some twice", plausible=(0.0, 2.0), allowed=(0.0, 10.0),
        doc="forms that an hour at a case brings with it, beside admin_share", zh="每小时办件附带填表",
    )  # fmt: skip
    usual_at_cases: float = param(
        0.05, "share", source="assumed: about what the model shows at the defaults in Xialu", plausible=(0.02, 0.1),
        allowed=(0.0, 1.0), doc="of paid time at cases, whose forms admin_share contains", zh="通常办件工时占比",
    )  # fmt: skip
    gives_way: float = param(
        1.0, "per unit", source="assumed: patrols are what nobody waits for", plausible=(0.0, 2.0), allowed=(0.0, 20.0),
        doc="part of the patrols given up with load above overload_from", zh="巡查让位",
    )  # fmt: skip
    fatigue_days: float = param(
        30.0, "d", source="assumed: about a month", plausible=(7.0, 90.0), allowed=(1.0, 1000.0),
        doc="time constant of fatigue",
    )  # fmt: skip
    least_share: float = param(
        0.05, "share", source="assumed: somebody always answers the phone", plausible=(0.01, 0.2), allowed=(0.001, 1.0),
        doc="time left for cases however many forms there are",
    )  # fmt: skip
    hiring_days: int = param(
        45, "days", source="assumed: advertisement, test, notice", plausible=(14, 120), allowed=(1, 1000),
        doc="until a post is filled again", zh="补员周期",
    )  # fmt: skip
    cover_vacant: float = param(
        0.0, "share", source="assumed: no article tells who does the work of a vacant post; results about pooling are "
        "given at 0 and at 1", plausible=(0.0, 1.0), allowed=(0.0, 1.0),
        doc="part of a vacant post's work that the community's other workers share; that time is missing elsewhere",
        zh="空岗代管比例",
    )  # fmt: skip
    new_skill: float = param(
        0.8, "times", source="assumed: newcomers are slower", plausible=(0.6, 1.0), allowed=(0.1, 1.0),
        doc="speed of a new worker", zh="新人效率",
    )  # fmt: skip
    generalist_skill: float = param(
        0.9, "times", source="assumed: 0.6-1.0; one net breaks even at 0.67-0.85", plausible=(0.6, 1.0),
        allowed=(0.1, 1.0), doc="speed of a specialist who has become a generalist, at first", zh="通岗效率",
    )  # fmt: skip
    learning_days: float = param(
        180.0, "d", source="assumed: half a year, 2-18 months", plausible=(60.0, 540.0), allowed=(1.0, 10000.0),
        doc="time constant of learning", zh="学习时间",
    )  # fmt: skip
    familiarity_effect: float = param(
        0.2, "share", source="assumed: knowing doors and people saves a fifth", plausible=(0.0, 0.4),
        allowed=(0.0, 0.9), doc="speed lost by a worker who does not know the area", zh="熟悉度影响",
    )  # fmt: skip
    familiarity_days: float = param(
        60.0, "d", source="assumed: two months", plausible=(20.0, 180.0), allowed=(1.0, 10000.0),
        doc="time constant of getting to know an area", zh="熟悉时间",
    )  # fmt: skip
    wage_yuan: float = param(
        60000.0, "yuan/yr", source="derived: X036 X037: full-time equivalent, weak", plausible=(27000.0, 90000.0),
        allowed=(0.0, 1e6), doc="yearly cost of a full-time grid worker", zh="年人力成本",
    )  # fmt: skip

    def works_on(self, weekday: int) -> bool:
        """Whether a day of the week, Monday = 0, is a working day of grid workers; see `World.weekday`."""
        return weekday < self.days_per_week

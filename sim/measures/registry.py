"""The list of measures, with unit, direction, the smallest difference that matters, and where each makes sense."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.i18n import Bilingual
from sim.measures import cases, mediation, people, surge, work
from sim.measures.definitions_zh import DEFINITIONS_ZH
from sim.measures.view import LEVELS, View
from sim.types import Floats

EVERYWHERE = LEVELS
AREAS = ("district", "street", "community", "grid")
COMMUNITIES = ("district", "street", "community")
"""Recorded, or held, by community."""
DISTRICT = ("district",)
"""Recorded for the whole only, or a comparison of its areas."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A function of what was recorded, with unit and definition.

    Attributes
    ----------
    function : callable
        From a view to the values of its parts, [parts]; a number where it makes sense for the district alone.
    better : {"lower", "higher", ""}
    matters : float
        Indifference zone: a smaller difference does not matter in practice.
    levels : tuple of str
        Where it makes sense: the district, its areas, groups of residents.
    signed : bool
        Whether it can be negative: a difference of two shares, or money that may come in.
    """

    name: str
    unit: str
    better: str
    title: str
    title_zh: str
    function: Callable[[View], Floats | float]
    matters: float
    levels: tuple[str, ...] = EVERYWHERE
    signed: bool = False

    @property
    def called(self) -> Bilingual:
        """Its title in both languages."""
        return Bilingual(self.title, self.title_zh)

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest value that it can take, in its unit; a share has two ends, a time or a count one."""
        most = {"%": 100.0, "points": 100.0, "0-1": 1.0}.get(self.unit, math.inf)
        return (-most if self.signed else 0.0), most

    @property
    def limits_of_change(self) -> tuple[float, float]:
        """The same of a difference between two arms."""
        low, high = self.limits
        return low - high, high - low

    @property
    def definition(self) -> str:
        """What exactly is measured."""
        return (self.function.__doc__ or "").strip().split("\n")[0]

    @property
    def definition_zh(self) -> str:
        """The same in Chinese."""
        return DEFINITIONS_ZH[self.name]

    def __call__(self, view: View) -> float:
        """Measure a view of one part; nan where there is nothing to measure, and where the measure makes no sense."""
        if view.levels[0] not in self.levels:
            return math.nan
        return float(np.asarray(self._found(view)).item())

    def by_part(self, view: View) -> Floats:
        """Measure each part of a view, [parts]."""
        sensible = np.array([level in self.levels for level in view.levels])
        return np.where(sensible, self._found(view), math.nan) if sensible.any() else np.full(len(sensible), math.nan)

    def _found(self, view: View) -> Floats | float:
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.function(view)


_LIST = [
    Measure("response_median", "h", "lower", "response time, median", "响应时间中位数", cases.response_median_h, 1.0),
    Measure("response_mean", "h", "lower", "response time, mean", "平均响应时间", cases.response_mean_h, 1.0),
    Measure(
        "response_p90", "h", "lower", "response time, 90th percentile", "响应时间90分位", cases.response_p90_h, 3.0
    ),
    Measure(
        "urgent_response",
        "h",
        "lower",
        "response to urgent cases, median",
        "紧急响应中位数",
        cases.urgent_response_h,
        0.25,
    ),
    Measure("discovery_delay", "d", "lower", "time until known", "发现时延", cases.discovery_delay_d, 0.25),
    Measure(
        "resolution_median", "d", "lower", "time to closure, median", "办结时间中位数", cases.resolution_median_d, 0.25
    ),
    Measure("on_time", "%", "higher", "closed on time", "按期办结率", cases.on_time_share, 1.0),
    Measure("response_rate", "%", "higher", "response rate", "响应率", cases.response_rate, 1.0),
    Measure(
        "resolution_rate", "%", "higher", "resolution rate (reported)", "解决率（上报）", cases.resolution_rate, 1.0
    ),
    Measure("true_resolution", "%", "higher", "truly solved", "真实解决率", cases.true_resolution, 1.0),
    Measure("formalism_gap", "points", "lower", "formalism gap", "形式办结差", cases.formalism_gap, 1.0, signed=True),
    Measure(
        "satisfaction_rate", "%", "higher", "satisfied with their case", "办件满意率", cases.satisfaction_rate, 1.0
    ),
    Measure(
        "satisfaction_contact",
        "%",
        "higher",
        "satisfied residents with a case of late",
        "办件居民满意率",
        cases.satisfaction_contact,
        1.0,
    ),
    Measure(
        "satisfaction",
        "points",
        "higher",
        "satisfaction of all residents",
        "居民满意度",
        people.satisfaction,
        1.0,
        COMMUNITIES,
    ),
    Measure(
        "satisfaction_end",
        "points",
        "higher",
        "satisfaction at the end",
        "期末居民满意度",
        people.satisfaction_end,
        1.0,
    ),
    Measure("trust", "points", "higher", "trust of all residents", "居民信任", people.trust, 1.0),
    Measure(
        "satisfaction_gap",
        "points",
        "lower",
        "satisfaction gap between communities",
        "社区间满意度差",
        people.satisfaction_gap,
        1.0,
        DISTRICT,
    ),
    Measure("silent", "%", "lower", "problems never heard of", "沉默问题占比", cases.silent_share, 1.0),
    Measure(
        "solved_of_all", "%", "higher", "problems truly solved, of all", "问题真实解决率", cases.solved_of_all, 1.0
    ),
    Measure(
        "solved_per_1000",
        "per 1000/yr",
        "higher",
        "problems truly solved",
        "年千人真实解决数",
        cases.solved_per_1000,
        5.0,
    ),
    Measure("found", "%", "", "cases found, not reported", "主动发现占比", cases.found_share, 1.0),
    Measure(
        "vulnerable_heard",
        "%",
        "higher",
        "problems of the vulnerable heard of",
        "困难群体问题知晓率",
        people.vulnerable_heard,
        1.0,
        AREAS,
    ),
    Measure(
        "vulnerable_reached",
        "%",
        "higher",
        "vulnerable residents visited in 30 days",
        "困难群体走访率",
        people.vulnerable_reached,
        1.0,
        DISTRICT,
    ),
    Measure("first_contact", "%", "higher", "solved by the first desk", "首接解决率", cases.first_contact_share, 1.0),
    Measure("misroute", "%", "lower", "sent to a wrong desk", "错派率", cases.misroute_share, 1.0),
    Measure("handoffs", "per 100", "lower", "passed on", "流转次数", cases.handoffs_per_100, 2.0),
    Measure("escalated", "%", "lower", "pushed because overdue", "督办率", cases.escalated_share, 1.0),
    Measure("repeat", "%", "lower", "came back within 30 days", "重复反映率", cases.repeat_share, 0.5),
    Measure("duplicate", "%", "", "duplicate reports", "重复上报率", cases.duplicate_share, 1.0),
    Measure("given_up", "%", "lower", "residents gave up", "放弃率", cases.given_up_share, 0.5),
    Measure(
        "backlog",
        "per 1000",
        "lower",
        "open cases per 1,000 residents",
        "千人在办件",
        cases.backlog_per_1000,
        0.2,
        DISTRICT,
    ),
    Measure(
        "backlog_end",
        "per 1000",
        "lower",
        "open cases per 1,000 residents at the end",
        "期末千人在办件",
        cases.backlog_end_per_1000,
        0.2,
    ),
    Measure("backlog_age", "d", "lower", "age of open cases, median", "在办件中位时长", cases.backlog_age_d, 0.5),
    Measure("mediation_success", "%", "higher", "mediations agreed", "调解成功率", mediation.mediation_success, 0.5),
    Measure("mediation_fulfilment", "%", "higher", "agreements that hold", "调解履行率", mediation.fulfilment, 1.0),
    Measure("relapse", "%", "lower", "agreements broken in 180 days", "调解复发率", mediation.relapse, 1.0),
    Measure(
        "utilisation",
        "%",
        "",
        "grid workers' time with a case in hand",
        "网格员办件时间占比",
        work.utilisation,
        2.0,
        DISTRICT,
    ),
    Measure(
        "workload_gini",
        "0-1",
        "lower",
        "inequality of workload",
        "工作量基尼系数",
        work.workload_gini,
        0.02,
        COMMUNITIES,
    ),
    Measure(
        "admin_share",
        "%",
        "lower",
        "grid workers' time on forms",
        "网格员填表时间占比",
        work.admin_share,
        1.0,
        DISTRICT,
    ),
    Measure("workers", "persons", "", "grid workers in post", "在岗网格员", work.workers_in_post, 1.0, DISTRICT),
    Measure(
        "volunteer_hours", "h/1000/yr", "", "helpers' hours", "志愿服务时长", people.volunteer_hours, 5.0, DISTRICT
    ),
    Measure(
        "volunteer_paper",
        "%",
        "lower",
        "helpers' hours on paper only",
        "虚报时长占比",
        people.volunteer_paper,
        1.0,
        DISTRICT,
    ),
    Measure(
        "volunteer_activity",
        "%",
        "higher",
        "volunteers still active",
        "志愿者留存率",
        people.volunteer_activity,
        2.0,
        DISTRICT,
    ),
    Measure(
        "lever_hours", "h/1000/yr", "lower", "hours asked by levers", "政策占用工时", work.lever_hours, 5.0, DISTRICT
    ),
    Measure(
        "lever_cost",
        "yuan/person/yr",
        "lower",
        "cost of the levers",
        "政策成本",
        work.lever_cost,
        0.5,
        DISTRICT,
        signed=True,
    ),
    Measure(
        "given_up_hours",
        "%",
        "lower",
        "grid workers' hours given up for levers",
        "让出工时占比",
        work.given_up,
        0.5,
        DISTRICT,
    ),
    Measure("spending", "yuan/person/yr", "lower", "spending", "人均支出", work.spending, 0.5, DISTRICT, signed=True),
    Measure(
        "cost_per_solved",
        "yuan",
        "lower",
        "cost per truly solved case",
        "单件解决成本",
        work.cost_per_solved,
        5.0,
        DISTRICT,
        signed=True,
    ),
    Measure(
        "emergency_peak",
        "per 1000",
        "lower",
        "rise of open cases in a surge",
        "突发期在办件最大增量",
        surge.emergency_peak,
        0.2,
        DISTRICT,
        signed=True,
    ),
    Measure(
        "recovery", "d", "lower", "recovery after a surge", "突发后回到原水平的天数", surge.recovery_d, 1.0, DISTRICT
    ),
]
MEASURES: dict[str, Measure] = {m.name: m for m in _LIST}
"""All measures by name."""

HEADLINE = (
    "response_median",
    "response_p90",
    "resolution_median",
    "on_time",
    "true_resolution",
    "solved_of_all",
    "satisfaction",
    "silent",
    "utilisation",
    "spending",
)
"""What a table shows unless asked for more."""


def measure_all(view: View, names: Sequence[str] = tuple(MEASURES)) -> dict[str, float]:
    """Take several measures of one replication."""
    return {name: MEASURES[name](view) for name in names}

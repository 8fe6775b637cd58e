"""How property firms behave, and what owners pay."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Property:
    """How property firms behave."""

    effort: float = param(
        0.6, "probability", basis="assumed", source="assumption: about three of five cases are answered properly",
        low=0.3, high=0.9, allowed=(0.0, 1.0), doc="a firm really solves a case, at the start", zh="物业解决率",
    )  # fmt: skip
    floor: float = param(
        0.4, "probability", basis="assumed", source="assumption: contracts oblige a firm to something", low=0.1,
        high=0.6, allowed=(0.0, 1.0), doc="where effort drifts without rating or competition", zh="努力下限",
    )  # fmt: skip
    best: float = param(
        0.95, "probability", basis="assumed", source="assumption: some cases no firm solves", low=0.8, high=1.0,
        allowed=(0.0, 1.0), doc="highest effort that pressure can bring about", zh="努力上限",
    )  # fmt: skip
    drift_per_month: float = param(
        0.02, "share", basis="assumed", source="assumption: slow decay", low=0.0, high=0.1, allowed=(0.0, 1.0),
        doc="part of the way covered each month when effort falls", zh="努力衰减",
    )  # fmt: skip
    rise_per_month: float = param(
        0.2, "share", basis="assumed", source="assumption: a firm reorganises within half a year", low=0.05, high=0.5,
        allowed=(0.0, 1.0), doc="part of the way covered each month when effort rises", zh="努力提升",
    )  # fmt: skip
    committee_effort: float = param(
        0.1, "probability", basis="assumed", source="assumption: E100 committees watch their firm", low=0.0, high=0.25,
        allowed=(0.0, 1.0), doc="effort above the floor to which a firm is held by an owners' committee",
        zh="业委会监督作用",
    )  # fmt: skip
    vacant_days: int = param(
        30, "days", basis="assumed", source="assumption: notice, handing over of files and keys", low=7, high=90,
        allowed=(0, 1000), doc="days without a firm when it is replaced", zh="物业更换空档",
    )  # fmt: skip
    households_per_crew: float = param(
        800.0, "households", basis="assumed", source="assumption: one repairer for 800 flats", low=200.0, high=2000.0,
        allowed=(1.0, 1e6), doc="households per member of the crew", zh="每名维修工户数",
    )  # fmt: skip
    time_share: float = param(
        0.4, "share", basis="assumed", source="assumption: the rest is routine upkeep", low=0.2, high=0.8,
        allowed=(0.01, 1.0), doc="of the crew's time for cases", zh="处理诉求工时占比",
    )  # fmt: skip
    fee_yuan: float = param(
        120.0, "yuan/household/month", basis="assumed", source="assumption: 1.2 yuan/m2 and 100 m2", low=40.0,
        high=300.0, allowed=(0.0, 1e5), zh="物业费",
        doc="property fee; no effect yet: waits for firms that can spend only what they earn",
    )  # fmt: skip
    fee_elasticity: float = param(
        0.5, "per unit", basis="assumed", source="assumption: dissatisfied owners pay late or not", low=0.0, high=1.0,
        allowed=(0.0, 2.0), doc="change of fees paid with a firm's rating, around start_rating", zh="缴费弹性",
    )  # fmt: skip
    fee_cap: float = param(
        1.2, "share of the fee", basis="assumed", source="assumption: a good firm collects old debts too", low=1.0,
        high=1.5,
        allowed=(1.0, 3.0), doc="most that owners pay, arrears included",
    )  # fmt: skip
    start_rating: float = param(
        0.7, "share", basis="assumed", source="assumption: a little below residents' satisfaction", low=0.5, high=0.9,
        allowed=(0.0, 1.0), doc="satisfied owners at the start, at which fees are paid in full",
    )  # fmt: skip
    rating_memory: float = param(
        5.0, "cases", basis="assumed", source="assumption: a firm with few cases keeps its name", low=1.0, high=30.0,
        allowed=(0.0, 1000.0), doc="cases that the old rating weighs against a month's new ones",
    )  # fmt: skip
    opens: float = param(
        8.0, "hour", basis="assumed", source="assumption: usual", low=7.0, high=9.0,
        allowed=(0.0, 23.0), doc="hour at which a firm's crew begins",
    )  # fmt: skip
    closes: float = param(
        18.0, "hour", basis="assumed", source="assumption: usual", low=17.0, high=22.0,
        allowed=(0.5, 24.0), doc="hour at which it ends",
    )  # fmt: skip

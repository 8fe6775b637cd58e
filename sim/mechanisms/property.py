"""Property firms: first to be asked about property cases; what they do depends on effort, effort on pressure.

A firm really solves a case with probability ``effort``; what it does not solve goes on to the grid worker.
Effort drifts to a floor, more slowly where an owners' committee watches. Fees follow the residents'
satisfaction with its cases, and a firm pays its crew from its fees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled
from sim.params import param
from sim.state.cases import Category

if TYPE_CHECKING:
    from sim.state.world import World

MONTH = 30
_PROPERTY = int(Category.PROPERTY)


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
    drift_per_month: float = param(
        0.02, "share", basis="assumed", source="assumption: slow decay", low=0.0, high=0.1, allowed=(0.0, 1.0),
        doc="part of the way to the floor covered each month", zh="努力衰减",
    )  # fmt: skip
    committee_factor: float = param(
        0.5, "times", basis="assumed", source="assumption: E100 committees watch their firm", low=0.2, high=1.0,
        allowed=(0.0, 1.0), doc="drift where there is an owners' committee", zh="业委会监督系数",
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
        high=300.0, allowed=(0.0, 1e5), doc="property fee", zh="物业费",
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


@compiled
def _count_ratings(cases, n, compound, firm_of_compound, since, count, happy):
    """Count by firm the property cases closed since a time that their residents rated, and the satisfied ones."""
    for case in range(n):
        if cases.category[case] == _PROPERTY and cases.rating[case] >= 0 and cases.t_close[case] >= since:
            firm = firm_of_compound[compound[cases.cell[case]]]
            if firm >= 0:
                count[firm] += 1.0
                happy[firm] += cases.rating[case]


def update(world: World) -> None:
    """Let firms adapt once a month: rating from their closed cases, fees from ratings, effort by drift."""
    firms, p = world.firms, world.settings.property
    if firms.n == 0 or world.day % MONTH != MONTH - 1:
        return
    firm_of_compound = np.full(world.map.n_compounds, -1, np.int64)
    firm_of_compound[firms.compound] = np.arange(firms.n)
    count, happy = np.zeros(firms.n), np.zeros(firms.n)
    since = 24.0 * (world.day - MONTH + 1)
    _count_ratings(world.cases.rows, world.cases.n, world.map.compound, firm_of_compound, since, count, happy)
    # a firm with few cases keeps its old rating
    firms.rating[:] = (p.rating_memory * firms.rating + happy) / (p.rating_memory + count)
    paid = np.clip(1.0 + p.fee_elasticity * (firms.rating - p.start_rating), 0.0, p.fee_cap)
    firms.fee_income_yuan[:] = firms.n_households * p.fee_yuan * paid / MONTH
    drift = p.drift_per_month * np.where(firms.owners_committee, p.committee_factor, 1.0)
    firms.effort[:] += drift * (p.floor - firms.effort)
    world.desks.effort[firms.desk] = firms.effort
    affordable = np.floor(firms.n_households * paid / p.households_per_crew + 0.5).astype(np.int32)
    firms.crew[:] = np.maximum(1, affordable)
    world.desks.servers[firms.desk] = firms.crew

"""Counts and rates of cases that a row may name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.measures import View
from sim.measures.columns import Columns
from sim.state.cases import Channel
from sim.types import Bools


def _told(rows: Columns) -> Bools:
    channel = rows["channel"]
    return np.asarray((channel == Channel.REPORT) | (channel == Channel.DUPLICATE))


COUNTS: dict[str, Callable[[View], float]] = {
    "known": lambda v: float(v.sets.known.n),
    "reported": lambda v: float(np.count_nonzero(_told(v.sets.reports))),
    "mediated": lambda v: float(np.count_nonzero(v.of("mediated"))),
    "agreed": lambda v: float(np.count_nonzero(v.of("mediated") > 0)),
    "fulfilled": lambda v: float(np.count_nonzero((v.of("mediated") > 0) & ~(v.of("t_broken") >= 0.0))),
    "solved": lambda v: float(np.count_nonzero(v.of("closed") & v.of("solved"))),
}
"""{name: number in a view}. known: cases accepted in the window, duplicates left out; reported: all that residents
told, duplicates too, as an office counts its orders; mediated: disputes that a committee has heard, of them agreed, of
them fulfilled, which is not come back by the end; solved: accepted in the window and truly solved by the end."""

COUNT_UNITS = ("per 1000/yr", "per 1000", "per person/yr", "cases", "cases/yr", "cases/d", "%")
"""What a count may be told in; % is its share of the same count in the whole area, whatever the category."""


def in_unit(count: float, unit: str, residents: float, days: int, whole: float) -> float:
    """Tell a count in a unit.

    Parameters
    ----------
    count : float
        In the window.
    unit : str
        Of `COUNT_UNITS`.
    residents : float
        Of the area.
    days : int
        Of the window.
    whole : float
        The count of all categories.
    """
    if unit == "cases":
        return count
    if unit == "%":
        return 100.0 * count / whole if whole > 0 else float("nan")
    if unit in ("cases/d", "cases/yr"):
        return count / days * (365.0 if unit == "cases/yr" else 1.0)
    if residents <= 0.0:
        return float("nan")
    many = count / residents * (1.0 if unit == "per person/yr" else 1000.0)
    return many if unit == "per 1000" else many / days * 365.0

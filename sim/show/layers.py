"""Layers of the replay: what a cell or a community can be coloured by, worked out for all evenings at once.

Events are added and subtracted at their days and cumulated; a window of 30 days is the sum up to today less the sum up
to 30 days ago. Sums are 32 bits wide: they may run over, their differences do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.show.coding import Coding
from sim.show.stamps import Stamps
from sim.state.tally import HOUR_S, add_each, add_ones
from sim.types import Array, Floats, Rows

WINDOW_DAYS = 30
"""A cell sees a handful of cases a month; a shorter window would show dice, not places."""
Derive = Callable[[Stamps, "Areas"], Floats]


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas that are drawn.

    Attributes
    ----------
    of_case : array [cases]
        Area of each case; -1 of those that are not drawn.
    n : int
    residents : array [n]
    """

    of_case: Rows
    n: int
    residents: Array


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer and its fixed scale.

    Attributes
    ----------
    key : str
    derive : callable
        Values of all evenings, [days, n]; nan where there is nothing to show.
    coding : Coding
    breaks : tuple of float
        Limits of the classes that are coloured, lowest first: one colour less than there are colours.
    steps : tuple of float
        Limits of the classes of a difference, by size.
    worse : {"high", "low"}
        Which end is dark.
    digits : int
        Decimals of a value that is told: no more than a byte can keep.
    by_community : bool
        Whether it is known by community only.
    counts : bool
        Whether values are whole numbers.
    """

    key: str
    derive: Derive
    coding: Coding
    breaks: tuple[float, ...]
    steps: tuple[float, ...]
    worse: str
    digits: int
    by_community: bool = False
    counts: bool = False


def counted(day: Rows, area: Rows, days: int, n: int, weights: Array | None = None) -> Rows:
    """Count (or sum) events by day and area, [days, n]; events on day `days` or in area -1 are left out."""
    made: Rows = np.zeros((days, n), np.int32)
    if weights is None:
        add_ones(made, day, area, 1)
    else:
        add_each(made, day, area, weights)
    return made


def in_window(by_day: Rows) -> Rows:
    """Sum of each day and the 29 before it, [days, n]."""
    summed = np.cumsum(by_day, axis=0, dtype=np.int32)
    windowed = summed.copy()
    windowed[WINDOW_DAYS:] -= summed[:-WINDOW_DAYS]
    return windowed


def waiting(stamps: Stamps, areas: Areas) -> Floats:
    """Mean hours from acceptance to first contact, of the cases contacted within 30 days."""
    of = areas.of_case
    contacts = in_window(counted(stamps.contact, of, stamps.days, areas.n))
    waited_s = in_window(counted(stamps.contact, of, stamps.days, areas.n, stamps.wait_s))
    return _ratio(waited_s / HOUR_S, contacts)


def silent(stamps: Stamps, areas: Areas) -> Floats:
    """Share of the problems that arose within 30 days of which nobody in charge knows yet."""
    of, days, n = areas.of_case, stamps.days, areas.n
    own = np.where(stamps.original, of, -1)
    arose = in_window(counted(stamps.occur, own, days, n))
    # one that became known counts from then on, until it leaves the window in which it arose
    leaves = stamps.occur + WINDOW_DAYS
    soon = np.where(stamps.accept < np.minimum(leaves, days), own, -1)
    known = counted(stamps.accept, soon, days, n)
    add_ones(known, leaves, soon, -1)
    return _ratio(arose - np.cumsum(known, axis=0, dtype=np.int32), arose)


def open_cases(stamps: Stamps, areas: Areas) -> Floats:
    """Cases accepted and not yet ended for good; one that comes back counts as open in between."""
    own = np.where(stamps.original, areas.of_case, -1)
    changed = counted(stamps.accept, own, stamps.days, areas.n)
    add_ones(changed, stamps.end, own, -1)
    return np.cumsum(changed, axis=0, dtype=np.int32).astype(np.float64)


def open_per_1000(stamps: Stamps, areas: Areas) -> Floats:
    """The same per 1,000 residents: communities differ in size."""
    return _ratio(1000.0 * open_cases(stamps, areas), areas.residents)


def satisfaction(stamps: Stamps, areas: Areas) -> Floats:
    """Mean satisfaction of residents by community, as the recorder has it."""
    return stamps.satisfaction


def _ratio(above: Array, below: Array) -> Floats:
    """Divide where there is something to divide by; nan elsewhere."""
    made: Floats = np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), np.nan)
    np.divide(above, below, out=made, where=np.asarray(below) > 0)
    return made


# Limits of classes are round numbers and never move, so that two briefs can be laid side by side.
_WAITING = Layer("waiting", waiting, Coding("sqrt", 0.0, 1024.0), (6, 12, 24, 48, 96, 168), (6, 24, 72), "high", 0)
_SILENT = Layer(
    "silent", silent, Coding("linear", 0.0, 1.0), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (0.05, 0.1, 0.2), "high", 2
)
_SATISFACTION = Layer(
    "satisfaction", satisfaction, Coding("linear", 0.0, 1.0), (0.3, 0.4, 0.5, 0.6, 0.7, 0.8), (0.01, 0.02, 0.04),
    "low", 2, by_community=True,
)  # fmt: skip
_OPEN = Layer("open", open_cases, Coding("linear", 0.0, 250.0), (1, 2, 3, 5, 8, 13), (1, 2, 4), "high", 0, counts=True)
_OPEN_PER_1000 = Layer(
    "open_per_1000", open_per_1000, Coding("sqrt", 0.0, 128.0), (1, 2, 4, 8, 16, 32), (0.5, 1, 2), "high", 1
)

BY_CELL = (_WAITING, _SILENT, _OPEN, _SATISFACTION)
# A community averages over dozens of cells, so that smaller differences are more than dice.
BY_COMMUNITY = (
    replace(_WAITING, steps=(2, 6, 24)), replace(_SILENT, steps=(0.02, 0.05, 0.1)), _OPEN_PER_1000, _SATISFACTION,
)  # fmt: skip

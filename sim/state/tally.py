"""Loops over cases: reading their stamps once, and counting them by day and area."""

from __future__ import annotations

from typing import Any

from sim.jit import compiled
from sim.types import Array, Rows

DAY_H, HOUR_S = 24.0, 3600.0
OCCUR, ACCEPT, CONTACT, END, WAIT, CELL, ORIGINAL = range(7)
"""Rows of what `read` writes."""


@compiled
def read(cases: Any, n: int, days: int, made: Rows) -> None:
    """Read the stamps of n cases: their records are wide, and each is fetched once.

    Parameters
    ----------
    cases : array of records
    n, days : int
    made : int32 array [7, n]
        Written: days of the stamps (`days` where it has not happened), seconds from acceptance to contact, cell, and 1
        of a case that repeats no other.
    """
    end_h = DAY_H * days
    for k in range(n):
        case = cases[k]
        # nan is not smaller than anything
        made[OCCUR, k] = int(case.t_occur / DAY_H) if case.t_occur < end_h else days
        made[ACCEPT, k] = int(case.t_accept / DAY_H) if case.t_accept < end_h else days
        made[CONTACT, k] = int(case.t_contact / DAY_H) if case.t_contact < end_h else days
        made[END, k] = int(case.t_close / DAY_H) if case.t_close < end_h else days
        contacted = case.t_contact < end_h
        made[WAIT, k] = int(HOUR_S * (case.t_contact - case.t_accept) + 0.5) if contacted else 0
        made[CELL, k] = case.cell
        made[ORIGINAL, k] = 1 if case.parent < 0 else 0


@compiled
def add_ones(made: Rows, day: Rows, area: Rows, amount: int) -> None:
    """Add an amount for each event whose day and area are there, [days, areas]."""
    days = made.shape[0]
    for k in range(len(day)):
        if area[k] >= 0 and day[k] < days:
            made[day[k], area[k]] += amount


@compiled
def add_each(made: Rows, day: Rows, area: Rows, amounts: Array) -> None:
    """Add each event's own amount."""
    days = made.shape[0]
    for k in range(len(day)):
        if area[k] >= 0 and day[k] < days:
            made[day[k], area[k]] += amounts[k]

"""Measures of an emergency: how high open cases rise, and how long until they are back."""

from __future__ import annotations

import math

from sim.measures.view import View
from sim.sums import total

WITHIN = 1.1
"""Open cases are back when at most this many times the level before."""


def _level_before(view: View) -> tuple[int, int, float]:
    """Days on which the surge begins and ends (the first day after it), and mean open cases before; nan if none."""
    surge = view.world.settings.emergencies
    first, end = surge.start_day, surge.start_day + surge.days
    if surge.days <= 0 or not view.first_day < first < view.world.day:
        return first, end, math.nan
    return first, end, total(view.evenings.open_cases[view.first_day : first]) / (first - view.first_day)


def emergency_peak(view: View) -> float:
    """Largest number of open cases per 1,000 residents from the surge on, less the mean before; nan without a surge.

    Before is from the end of the warm-up to the surge; a surge that begins in the warm-up has no before.
    """
    first, _, before = _level_before(view)
    if math.isnan(before):
        return math.nan
    return 1000.0 * (float(view.evenings.open_cases[first:].max()) - before) / view.world.residents.n


def recovery_d(view: View) -> float:
    """Days from a surge's last evening until open cases are within 10 % of the mean before; nan if not by the end."""
    _, end, before = _level_before(view)
    after = view.evenings.open_cases[end - 1 :] if end <= view.world.day else view.evenings.open_cases[:0]
    back = (after <= WITHIN * before).nonzero()[0]  # nan, no surge, is never reached
    return float(back[0]) if len(back) else math.nan

"""Measures of mediation: what is agreed, what is kept, what comes back."""

from __future__ import annotations

import numpy as np

from sim.measures.averages import percent, percent_of
from sim.measures.view import View

HALF_YEAR_H = 4320.0


def mediation_success(view: View) -> float:
    """Disputes closed by a mediation committee, of disputes that it has heard (reported success)."""
    agreed = np.count_nonzero(view.of("agreed"))
    return percent_of(agreed, agreed + np.count_nonzero(view.of("not_agreed")))


def fulfilment(view: View) -> float:
    """Disputes agreed before a mediation committee that have not come back by the end, of those agreed."""
    broken = view.of("broken")
    return percent(~broken[broken | view.of("agreed")])


def relapse(view: View) -> float:
    """Disputes that came back within 180 days of their agreement, of those agreed at least 180 days before the end.

    So a run of less than half a year after its warm-up has none (nan). Not fulfilled and broken later are not told
    apart: both come back as the same case.
    """
    broken = view.of("broken")
    seen = (broken | view.of("agreed")) & (view.of("first_close") <= view.end_h - HALF_YEAR_H)
    return percent((broken & (view.of("away_h") <= HALF_YEAR_H))[seen])

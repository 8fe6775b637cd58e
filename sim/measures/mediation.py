"""Measures of mediation: what is agreed, what is kept, what comes back."""

from __future__ import annotations

from sim.measures.view import View
from sim.types import Floats

HALF_YEAR_H = 4320.0


def mediation_success(view: View) -> Floats:
    """Disputes agreed before a mediation committee, of disputes that it has heard (reported success)."""
    ended = view.of("mediated")
    return view.sets.known.percent(ended > 0, ended != 0)


def fulfilment(view: View) -> Floats:
    """Disputes agreed before a committee, council or judge that have not come back by the end, of those agreed."""
    return view.sets.known.percent(~(view.of("t_broken") >= 0.0), view.of("t_agreed") >= 0.0)


def relapse(view: View) -> Floats:
    """Disputes that came back within 180 days of their agreement, of those agreed at least 180 days before the end.

    So a run of less than half a year after its warm-up has none (nan). Not fulfilled and broken later are not told
    apart: both come back as the same case.
    """
    seen = view.of("t_agreed") <= view.end_h - HALF_YEAR_H
    return view.sets.known.percent(view.of("kept_h") <= HALF_YEAR_H, seen)

"""The three rates on return visits (回访三率): what residents say who reported a case and were reached afterwards.

A case is visited when it has been closed or its limit has passed, and the answers are about how it stands at the end.
"""

from __future__ import annotations

import numpy as np

from sim.measures.averages import percent
from sim.measures.return_visits import BASICALLY
from sim.measures.view import View
from sim.types import Floats


def visits_reached(view: View) -> Floats:
    """Return visits that reached somebody: residents' reports that were closed or whose limit has passed."""
    return view.sets.known.count(view.of("visited"))


def visit_response(view: View) -> Floats:
    """Reached residents who say that somebody contacted them, of return visits reached (first of the three rates)."""
    return view.sets.known.percent(view.of("contacted"), view.of("visited"))


def visit_resolution(view: View) -> Floats:
    """Reached residents whose problem is truly solved, of return visits reached (second of the three rates)."""
    return view.sets.known.percent(view.of("closed") & view.of("solved"), view.of("visited"))


def visit_satisfaction(view: View) -> Floats:
    """Reached residents who are satisfied with their closed case, of return visits reached (third of the three rates).

    'Basically satisfied' counts as `satisfaction.basically_counts` says, where three answers may be given.
    """
    counts = view.world.settings.satisfaction.basically_counts
    satisfied = view.of("closed") & (view.of("rating") > 0)
    worth = satisfied * np.where(view.of("answer") == BASICALLY, counts, 1.0)
    known, visited = view.sets.known, view.of("visited")
    return percent(known.parts.total(worth, visited), known.count(visited))

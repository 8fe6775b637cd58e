"""Measures of people: satisfaction, trust, and whom the system reaches."""

from __future__ import annotations

import numpy as np

from sim.measures.view import View
from sim.state.residents import Vulnerable


def satisfaction(view: View) -> float:
    """Mean satisfaction of all residents over the evenings, 0 to 100."""
    size = view.world.map.by_community(view.world.map.residents)
    return 100.0 * float((view.evenings.satisfaction[view.first_day :] @ size).mean() / size.sum())


def trust(view: View) -> float:
    """Mean trust of all residents at the end, 0 to 100."""
    return 100.0 * float(view.world.residents.trust.mean())


def satisfaction_gap(view: View) -> float:
    """Satisfaction of the best tenth of communities less that of the worst tenth, at the end."""
    last = view.evenings.satisfaction[-1]
    return 100.0 * float(np.percentile(last, 90) - np.percentile(last, 10))


def vulnerable_heard(view: View) -> float:
    """Problems of vulnerable residents that became known, of those that arose."""
    cases = view.world.cases
    born = view.born
    vulnerable = view.world.residents.vulnerable[cases.resident[born]] != Vulnerable.NONE
    heard = ~np.isnan(cases.t_accept[born])
    return 100.0 * float(heard[vulnerable].mean()) if vulnerable.any() else float("nan")


def volunteer_hours(view: View) -> float:
    """Hours offered to residents' cases by volunteers and members, per 1,000 residents and year."""
    return view.gained(view.evenings.offered_h) / view.days * 365.0 * 1000.0 / view.world.residents.n

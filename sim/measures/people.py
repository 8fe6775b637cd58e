"""Measures of people: satisfaction, trust, and whom the system reaches."""

from __future__ import annotations

import numpy as np

from sim.measures.averages import mean, percent
from sim.measures.view import View
from sim.state.residents import Vulnerable


def satisfaction(view: View) -> float:
    """Mean satisfaction of all residents over the evenings, 0 to 100."""
    m = view.communities
    size = view.world.map.by_community(view.world.map.residents)[m]
    return 100.0 * float((view.evenings.satisfaction[view.first_day :, m] @ size).mean() / size.sum())


def satisfaction_end(view: View) -> float:
    """Mean satisfaction of residents at the end, 0 to 100."""
    return 100.0 * mean(view.sets.people["satisfaction"])


def trust(view: View) -> float:
    """Mean trust of all residents at the end, 0 to 100."""
    return 100.0 * mean(view.sets.people["trust"])


def satisfaction_gap(view: View) -> float:
    """Satisfaction of the best tenth of communities less that of the worst tenth, at the end."""
    last = view.evenings.satisfaction[-1]
    return 100.0 * float(np.percentile(last, 90) - np.percentile(last, 10))


def vulnerable_heard(view: View) -> float:
    """Problems of vulnerable residents that became known, of those that arose."""
    born = view.sets.born
    return percent(born["t_accept"][born["vulnerable"] != Vulnerable.NONE] >= 0.0)


def vulnerable_reached(view: View) -> float:
    """Vulnerable residents visited in the last 30 days, of all of them, mean over evenings."""
    many = len(view.world.rota.residents)
    return 100.0 * mean(view.evenings.reached[view.first_day :]) / many if many else float("nan")


def volunteer_hours(view: View) -> float:
    """Hours for residents' cases written down by volunteers and members, per 1,000 residents and year."""
    return view.gained(view.evenings.offered_h) / view.days * 365.0 * 1000.0 / view.world.residents.n


def volunteer_paper(view: View) -> float:
    """Of the hours written down by volunteers and members, those that nobody gave (formalism)."""
    written = view.gained(view.evenings.offered_h)
    return 100.0 * (1.0 - view.gained(view.evenings.given_h) / written) if written > 0.0 else float("nan")


def volunteer_activity(view: View) -> float:
    """Volunteers still active at the end, of those at the start."""
    start = float(view.world.people.volunteers_at_start.sum())
    return 100.0 * float(view.world.people.volunteers.sum()) / start if start > 0.0 else float("nan")

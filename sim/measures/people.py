"""Measures of people: satisfaction, trust, and whom the system reaches."""

from __future__ import annotations

import numpy as np

from sim.measures.averages import quantile
from sim.measures.parts import Ordered
from sim.measures.view import View
from sim.state.residents import Vulnerable
from sim.sums import total
from sim.types import Floats


def satisfaction(view: View) -> Floats:
    """Mean satisfaction of all residents over the evenings, 0 to 100."""
    size = view.world.map.by_community(view.world.map.residents)
    evenings = view.evenings.satisfaction[view.first_day : view.until_day]
    found = np.full(len(view.communities), np.nan)
    for part, inside in enumerate(view.communities):
        if len(inside):
            people = total(size[inside])
            found[part] = 100.0 * total(evenings[:, inside] * size[inside]) / (len(evenings) * people)
    return found


def satisfaction_end(view: View) -> Floats:
    """Mean satisfaction of residents at the end, 0 to 100."""
    return 100.0 * view.sets.people.mean(view.sets.people["satisfaction"])


def trust(view: View) -> Floats:
    """Mean trust of all residents at the end, 0 to 100."""
    return 100.0 * view.sets.people.mean(view.sets.people["trust"])


def satisfaction_gap(view: View) -> Floats:
    """Satisfaction of the best tenth of communities less that of the worst tenth, at the end."""
    last = np.sort(view.evenings.satisfaction[-1])
    whole = Ordered(last, np.zeros(1, np.int64), np.array([len(last)]))
    return 100.0 * (quantile(whole, 0.9) - quantile(whole, 0.1))


def vulnerable_heard(view: View) -> Floats:
    """Problems of vulnerable residents that became known, of those that arose."""
    born = view.sets.born
    return born.percent(born["t_accept"] >= 0.0, born["vulnerable"] != Vulnerable.NONE)


def vulnerable_reached(view: View) -> float:
    """Vulnerable residents visited in the last 30 days, of all of them, mean over evenings."""
    many, evenings = len(view.world.rota.residents), view.evening_by_evening(view.evenings.reached)
    return 100.0 * (total(evenings) / len(evenings)) / many if many else float("nan")


def volunteer_hours(view: View) -> float:
    """Hours for residents' cases written down by volunteers and members, per 1,000 residents and year."""
    return view.gained(view.evenings.offered_h) / view.days * 365.0 * 1000.0 / view.world.residents.n


def volunteer_paper(view: View) -> float:
    """Of the hours written down by volunteers and members, those that nobody gave (formalism)."""
    written = view.gained(view.evenings.offered_h)
    return 100.0 * (1.0 - view.gained(view.evenings.given_h) / written) if written > 0.0 else float("nan")


def volunteer_activity(view: View) -> float:
    """Volunteers still active at the end, of those at the start."""
    start = total(view.world.people.volunteers_at_start)
    return 100.0 * total(view.world.people.volunteers) / start if start > 0.0 else float("nan")

"""Measures of work and money: load, its distribution, cost."""

from __future__ import annotations

import numpy as np

from sim.measures.view import View
from sim.state.desks import Net
from sim.sums import total
from sim.types import Floats


def utilisation(view: View) -> float:
    """Grid workers' paid time in which a case is in hand (forms and patrols alongside)."""
    paid = view.gained(view.evenings.paid_h)
    return 100.0 * view.gained(view.evenings.worked_h) / paid if paid > 0 else float("nan")


def admin_share(view: View) -> float:
    """Grid workers' paid time spent on forms and reports."""
    paid = view.gained(view.evenings.paid_h)
    return 100.0 * view.gained(view.evenings.forms_h) / paid if paid > 0 else float("nan")


def given_up(view: View) -> float:
    """Paid hours of grid workers that were taken or cut for levers, of hours paid and cut."""
    whole = view.gained(view.evenings.paid_h) + view.gained(view.evenings.cut_h)
    return 100.0 * view.gained(view.evenings.given_up_h) / whole if whole > 0.0 else float("nan")


def lever_cost(view: View) -> float:
    """All that the levers cost, capital written off, per resident and year."""
    return view.gained(view.evenings.levers_yuan) / view.days * 365.0 / view.world.residents.n


def lever_hours(view: View) -> float:
    """Hours the levers ask of people beside the posts they pay for, per 1,000 residents and year."""
    return 1000.0 * view.gained(view.evenings.asked_h) / view.days * 365.0 / view.world.residents.n


def workload_gini(view: View) -> Floats:
    """Gini coefficient of hours on cases per worker, over the grid desks in service at the end, since they opened."""
    desks = view.world.desks
    serving = np.flatnonzero((desks.net >= int(Net.GRID)) & (desks.servers > 0))
    load, where = desks.worked_h[serving] / desks.servers[serving], desks.community[serving]
    return np.array([gini(load[np.isin(where, inside)]) if len(inside) else np.nan for inside in view.communities])


def gini(values: Floats) -> float:
    """Gini coefficient: 0 all equal, towards 1 one has all."""
    n = len(values)
    ordered = np.sort(values)
    whole = total(ordered)
    if whole <= 0.0:
        return 0.0
    return 2.0 * total(np.arange(1, n + 1) * ordered) / (n * whole) - (n + 1) / n


def workers_in_post(view: View) -> float:
    """Grid workers in post, mean over evenings."""
    evenings = view.evening_by_evening(view.evenings.in_post)
    return total(evenings) / len(evenings)


def spending(view: View) -> float:
    """What the district spends on grid workers, community offices and funds, and programmes, per resident and year."""
    return view.gained(view.evenings.spent_yuan) / view.days * 365.0 / view.world.residents.n


def cost_per_solved(view: View) -> float:
    """What the district spends on grid workers, community offices and funds, and programmes, per truly solved case."""
    solved = np.count_nonzero(view.of("closed") & view.of("solved"))
    return view.gained(view.evenings.spent_yuan) / solved if solved else float("nan")

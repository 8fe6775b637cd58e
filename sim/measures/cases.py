"""Measures of cases: how fast, how well, how truly."""

from __future__ import annotations

import numpy as np

from sim.measures.view import View
from sim.state.cases import Category, Channel, Status, Urgency
from sim.state.desks import Net


def response_median_h(view: View) -> float:
    """Median hours from acceptance to first contact."""
    return float(np.nanmedian(_responded(view)))


def response_p90_h(view: View) -> float:
    """90th percentile of hours from acceptance to first contact."""
    return float(np.nanpercentile(_responded(view), 90))


def response_mean_h(view: View) -> float:
    """Mean hours from acceptance to first contact."""
    return float(np.nanmean(_responded(view)))


def _responded(view: View) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Response of cases with a first contact within the run; later contacts are already planned but not made."""
    made = view.of("t_contact") <= view.end_h
    return view.response_h[made] if made.any() else np.array([np.nan])


def discovery_delay_d(view: View) -> float:
    """Mean days from a problem's occurrence until it is known, known cases only."""
    return float(np.mean(view.of("t_known") - view.of("t_occur")) / 24.0)


def resolution_median_d(view: View) -> float:
    """Median days from first acceptance to closure; open and given-up cases censored at the end (Kaplan-Meier)."""
    closed = view.closed
    times = np.where(closed, view.closing_h, view.end_h - view.of("t_accept")) / 24.0
    order = np.argsort(times, kind="stable")
    at_risk = np.arange(len(times), 0, -1)
    survival = np.cumprod(1.0 - closed[order] / at_risk)
    below = np.flatnonzero(survival <= 0.5)
    return float(times[order][below[0]]) if len(below) else float("nan")


def on_time_share(view: View) -> float:
    """Closed within the legal limit of their class, of cases whose limit has passed or that are closed."""
    due = view.of("due")
    late = np.where(view.closed, view.of("t_close") > due, due < view.end_h)
    decided = view.closed | (due < view.end_h)
    return 100.0 * float(1.0 - late[decided].mean())


def response_rate(view: View) -> float:
    """Cases with a first contact, of cases accepted (the first of the three rates)."""
    return 100.0 * float((view.of("t_contact") <= view.end_h).mean())


def resolution_rate(view: View) -> float:
    """Cases reported as closed, of cases accepted (the second of the three rates; formal closures count)."""
    return 100.0 * float(view.closed.mean())


def satisfaction_rate(view: View) -> float:
    """Satisfied residents, of cases rated (the third of the three rates)."""
    rating = view.of("rating")
    return 100.0 * float(rating[rating >= 0].mean())


def true_resolution(view: View) -> float:
    """Cases truly solved, of cases accepted."""
    return 100.0 * float((view.closed & view.of("solved")).mean())


def formalism_gap(view: View) -> float:
    """Reported less true resolution."""
    return resolution_rate(view) - true_resolution(view)


def first_contact_share(view: View) -> float:
    """Cases closed by the first desk that was asked, of cases closed."""
    first = (view.of("passes") + view.of("handoffs") + view.of("misroutes")) == 0
    return 100.0 * float(first[view.closed].mean())


def misroute_share(view: View) -> float:
    """Cases that first went to a wrong desk."""
    return 100.0 * float((view.of("misroutes") > 0).mean())


def handoffs_per_100(view: View) -> float:
    """Times a case was passed up or between departments, per 100 cases."""
    return 100.0 * float((view.of("handoffs").astype(float) + view.of("passes")).mean())


def escalated_share(view: View) -> float:
    """Cases pushed up the queue because their limit had passed."""
    return 100.0 * float((view.of("escalated") > 0).mean())


def repeat_share(view: View) -> float:
    """Cases that came back after they had been closed, of cases that were ever closed."""
    back = view.of("life") > 0
    return 100.0 * float(back.sum() / max(1, (back | view.closed).sum()))


def duplicate_share(view: View) -> float:
    """Reports that repeat another report, of all reports."""
    cases = view.world.cases
    reports = (cases.t_accept >= 24.0 * view.first_day) & np.isin(cases.channel, (Channel.REPORT, Channel.DUPLICATE))
    return 100.0 * float((cases.parent[reports] >= 0).mean())


def silent_share(view: View) -> float:
    """Problems that went away without anybody in charge hearing of them, of problems that arose and were decided.

    Problems of the last 60 days are left out where the window is longer than 120 days: silent ones are still
    undecided then, which would make the share too small.
    """
    cases = view.world.cases
    old = cases.t_occur < view.end_h - (1440.0 if view.days > 120 else 0.0)
    status = cases.status[view.born & old]
    return 100.0 * float((status == Status.EXPIRED).sum() / max(1, (status != Status.SILENT).sum()))


def found_share(view: View) -> float:
    """Cases found on patrol or by helpers, of cases accepted."""
    return 100.0 * float((view.of("channel") > 0).mean())


def backlog_per_1000(view: View) -> float:
    """Open cases per 1,000 residents, mean over evenings."""
    return 1000.0 * float(view.evenings.open_cases[view.first_day :].mean()) / view.world.residents.n


def given_up_share(view: View) -> float:
    """Cases whose resident gave up waiting."""
    return 100.0 * float((view.status == Status.ABANDONED).mean())


def urgent_response_h(view: View) -> float:
    """Median hours from acceptance to first contact of urgent cases."""
    urgent = (view.of("limit_class") == Urgency.URGENT) & (view.of("t_contact") <= view.end_h)
    return float(np.median(view.response_h[urgent])) if urgent.any() else float("nan")


def mediation_success(view: View) -> float:
    """Disputes closed by a mediation committee, of disputes that it has heard (reported success)."""
    dispute = view.of("category") == Category.DISPUTES
    level = view.of("level")[dispute]
    route = view.world.routes.table.net[int(Category.DISPUTES)]
    mediation = int(np.flatnonzero(route == int(Net.MEDIATION))[0])
    heard_and_agreed = (level == mediation) & view.closed[dispute]
    # a level that was not asked has not failed
    failed = (level > mediation) & (view.of("heard")[dispute] >> mediation & 1 > 0)
    return 100.0 * float(heard_and_agreed.sum() / max(1, heard_and_agreed.sum() + failed.sum()))

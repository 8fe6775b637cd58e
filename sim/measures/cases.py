"""Measures of cases: how fast, how well, how truly."""

from __future__ import annotations

import numpy as np

from sim.measures.averages import mean, median, percent, percent_of, quantile, survival_median
from sim.measures.view import View
from sim.state.cases import Channel, Status, Urgency

DAY_H, MONTH_H = 24.0, 720.0


def response_median_h(view: View) -> float:
    """Median hours from acceptance to first contact."""
    return median(view.waits_sorted_h)


def response_p90_h(view: View) -> float:
    """90th percentile of hours from acceptance to first contact."""
    return quantile(view.waits_sorted_h, 0.9)


def response_mean_h(view: View) -> float:
    """Mean hours from acceptance to first contact."""
    return mean(view.waits_h)


def urgent_response_h(view: View) -> float:
    """Median hours from acceptance to first contact of urgent cases."""
    urgent = (view.of("limit_class") == Urgency.URGENT) & view.of("contacted")
    return median(np.sort(view.of("response_h")[urgent]))


def discovery_delay_d(view: View) -> float:
    """Mean days from a problem's occurrence until it is known, known cases only."""
    return mean(view.of("t_accept") - view.of("t_occur")) / DAY_H


def resolution_median_d(view: View) -> float:
    """Median days from first acceptance to closure; open and given-up cases censored at the end (Kaplan-Meier)."""
    closed = view.of("closed")
    ended = view.of("closing_h")[closed] / DAY_H
    censored = (view.end_h - view.of("t_accept")[~closed]) / DAY_H
    return survival_median(np.sort(ended), np.sort(censored))


def on_time_share(view: View) -> float:
    """Closed within the legal limit of their class, of cases whose limit has passed or that are closed."""
    due, closed = view.of("due"), view.of("closed")
    passed = due < view.end_h
    late = np.where(closed, view.of("t_close") > due, passed)
    return 100.0 - percent(late[closed | passed])


def response_rate(view: View) -> float:
    """Cases with a first contact, of cases accepted (the first of the three rates)."""
    return percent(view.of("contacted"))


def resolution_rate(view: View) -> float:
    """Cases reported as closed, of cases accepted (the second of the three rates; formal closures count)."""
    return percent(view.of("closed"))


def satisfaction_rate(view: View) -> float:
    """Satisfied residents, of cases rated (the third of the three rates)."""
    rating = view.of("rating")
    return percent_of(np.count_nonzero(rating > 0), np.count_nonzero(rating >= 0))


def true_resolution(view: View) -> float:
    """Cases truly solved, of cases accepted."""
    return percent(view.of("closed") & view.of("solved"))


def formalism_gap(view: View) -> float:
    """Share of accepted cases reported as closed, less the share truly solved."""
    return resolution_rate(view) - true_resolution(view)


def first_contact_share(view: View) -> float:
    """Cases closed by the first desk that was asked, of cases closed."""
    first = (view.of("passes") | view.of("handoffs") | view.of("misroutes")) == 0
    return percent(first[view.of("closed")])


def misroute_share(view: View) -> float:
    """Cases that first went to a wrong desk, of cases accepted."""
    return percent(view.of("misroutes") > 0)


def handoffs_per_100(view: View) -> float:
    """Times a case was passed up or between departments, per 100 cases."""
    return 100.0 * mean(view.of("handoffs").astype(np.int64) + view.of("passes"))


def escalated_share(view: View) -> float:
    """Cases pushed up the queue because their limit had passed, of cases accepted."""
    return percent(view.of("escalated") > 0)


def repeat_share(view: View) -> float:
    """Cases that came back within 30 days of their first closure, of cases that were ever closed.

    Cases first closed in the last 30 days are left out where the window is longer than 60 days: some of them have
    yet to come back.
    """
    last = view.end_h - (MONTH_H if view.days > 60 else 0.0)
    closed = view.of("t_first_close") <= last  # nan, never closed, is not
    return percent(view.of("away_h")[closed] <= MONTH_H)


def duplicate_share(view: View) -> float:
    """Reports that repeat another report, of all reports."""
    reports = view.sets.reports
    channel = reports["channel"]
    said = (channel == Channel.REPORT) | (channel == Channel.DUPLICATE)
    return percent(reports["parent"][said] >= 0)


def silent_share(view: View) -> float:
    """Problems that went away without anybody in charge hearing of them, of problems that arose and were decided.

    Problems of the last 60 days are left out where the window is longer than 120 days: silent ones are still
    undecided then, which would make the share too small.
    """
    born = view.sets.born
    status = born["status"][born["t_occur"] < view.end_h - (2.0 * MONTH_H if view.days > 120 else 0.0)]
    return percent_of(np.count_nonzero(status == Status.EXPIRED), np.count_nonzero(status != Status.SILENT))


def solved_of_all(view: View) -> float:
    """Problems truly solved by the end, heard of or not, of all that arose.

    Problems of the last 60 days are left out where the window is longer than 120 days: they had less time.
    """
    born = view.sets.born
    old = born["t_occur"] < view.end_h - (2.0 * MONTH_H if view.days > 120 else 0.0)
    return percent(((born["status"] == Status.CLOSED) & born["solved"])[old])


def solved_per_1000(view: View) -> float:
    """Problems that arose in the window and were truly solved by the end, per 1,000 residents and year."""
    born = view.sets.born
    solved = np.count_nonzero((born["status"] == Status.CLOSED) & born["solved"])
    people = view.sets.people.n
    return 1000.0 * solved / people / view.days * 365.0 if people else float("nan")


def found_share(view: View) -> float:
    """Cases found on patrol or by helpers, of cases accepted."""
    return percent(view.of("channel") > 0)


def given_up_share(view: View) -> float:
    """Cases whose resident gave up waiting, of cases accepted."""
    return percent(view.of("status") == Status.ABANDONED)


def backlog_per_1000(view: View) -> float:
    """Open cases per 1,000 residents, mean over evenings."""
    return 1000.0 * mean(view.evening_by_evening(view.evenings.open_cases)) / view.world.residents.n


def backlog_end_per_1000(view: View) -> float:
    """Open cases per 1,000 residents at the end."""
    people = view.sets.people.n
    return 1000.0 * view.sets.pending.n / people if people else float("nan")


def backlog_age_d(view: View) -> float:
    """Median days since acceptance of the cases open at the end, those accepted before the window too."""
    return median(np.sort(view.end_h - view.sets.pending["t_accept"])) / DAY_H

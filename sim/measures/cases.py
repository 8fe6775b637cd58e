"""Measures of cases: how fast, how well, how truly."""

from __future__ import annotations

import numpy as np

from sim.measures.averages import median, percent
from sim.measures.survival import waits
from sim.measures.view import View
from sim.state.cases import Channel, Status
from sim.sums import total
from sim.types import Floats

DAY_H, MONTH_H = 24.0, 720.0


def discovery_delay_d(view: View) -> Floats:
    """Mean days from a problem's occurrence until it is known, known cases only."""
    return view.sets.known.mean(view.of("t_accept") - view.of("t_occur")) / DAY_H


def resolution_median_d(view: View) -> Floats:
    """Median days from first acceptance to closure; open and given-up cases censored at the end (Kaplan-Meier)."""
    known, closed = view.sets.known, view.of("closed")
    unended = known.ordered_few((view.end_h - view.of("t_accept")) / DAY_H, ~closed)
    return waits(known.ordered("closing_d", closed), unended).median()


def response_rate(view: View) -> Floats:
    """Cases with a first contact by the end, of cases accepted; on return visits: visit_response."""
    return view.sets.known.percent(view.of("contacted"))


def resolution_rate(view: View) -> Floats:
    """Cases reported as closed, of cases accepted; formal closures count. On return visits: visit_resolution."""
    return view.sets.known.percent(view.of("closed"))


def satisfaction_rate(view: View) -> Floats:
    """Satisfied residents, of cases rated; on return visits: visit_satisfaction."""
    rating = view.of("rating")
    return view.sets.known.percent(rating > 0, rating >= 0)


def true_resolution(view: View) -> Floats:
    """Cases truly solved, of cases accepted."""
    return view.sets.known.percent(view.of("closed") & view.of("solved"))


def formalism_gap(view: View) -> Floats:
    """Share of accepted cases reported as closed, less the share truly solved."""
    return resolution_rate(view) - true_resolution(view)


def first_contact_share(view: View) -> Floats:
    """Cases closed by the first desk that was asked, of cases closed."""
    first = (view.of("passes") | view.of("handoffs") | view.of("misroutes")) == 0
    return view.sets.known.percent(first, view.of("closed"))


def misroute_share(view: View) -> Floats:
    """Cases that first went to a wrong desk, of cases accepted."""
    return view.sets.known.percent(view.of("misroutes") > 0)


def handoffs_per_100(view: View) -> Floats:
    """Times a case was passed up or between departments, per 100 cases."""
    return 100.0 * view.sets.known.mean(view.of("handoffs").astype(np.int64) + view.of("passes"))


def escalated_share(view: View) -> Floats:
    """Cases pushed up the queue because their limit had passed, of cases accepted."""
    return view.sets.known.percent(view.of("escalated") > 0)


def repeat_share(view: View) -> Floats:
    """Cases that came back within 30 days of their first closure, of cases that were ever closed.

    Cases first closed in the last 30 days are left out where the window is longer than 60 days: some of them have
    yet to come back.
    """
    last = view.end_h - (MONTH_H if view.days > 60 else 0.0)
    closed = view.of("t_first_close") <= last  # nan, never closed, is not
    return view.sets.known.percent(view.of("away_h") <= MONTH_H, closed)


def duplicate_share(view: View) -> Floats:
    """Reports that repeat another report, of all reports."""
    reports = view.sets.reports
    channel = reports["channel"]
    said = (channel == Channel.REPORT) | (channel == Channel.DUPLICATE)
    return reports.percent(reports["parent"] >= 0, said)


def silent_share(view: View) -> Floats:
    """Problems that went away without anybody in charge hearing of them, of problems that arose and were decided.

    Problems of the last 60 days are left out where the window is longer than 120 days: silent ones are still
    undecided then, which would make the share too small.
    """
    born = view.sets.born
    old = born["t_occur"] < view.end_h - (2.0 * MONTH_H if view.days > 120 else 0.0)
    status = born["status"]
    return percent(born.count((status == Status.EXPIRED) & old), born.count((status != Status.SILENT) & old))


def solved_of_all(view: View) -> Floats:
    """Problems truly solved by the end, heard of or not, of all that arose.

    Problems of the last 60 days are left out where the window is longer than 120 days: they had less time.
    """
    born = view.sets.born
    old = born["t_occur"] < view.end_h - (2.0 * MONTH_H if view.days > 120 else 0.0)
    return born.percent((born["status"] == Status.CLOSED) & born["solved"], old)


def solved_per_1000(view: View) -> Floats:
    """Problems that arose in the window and were truly solved by the end, per 1,000 residents and year."""
    born, people = view.sets.born, view.sets.people.parts.size
    solved = born.count((born["status"] == Status.CLOSED) & born["solved"])
    return np.where(people > 0.0, 1000.0 * solved / people / view.days * 365.0, np.nan)


def found_share(view: View) -> Floats:
    """Cases found on patrol or by helpers, of cases accepted."""
    return view.sets.known.percent(view.of("channel") > 0)


def given_up_share(view: View) -> Floats:
    """Cases whose resident gave up waiting, of cases accepted."""
    return view.sets.known.percent(view.of("status") == Status.ABANDONED)


def backlog_per_1000(view: View) -> float:
    """Open cases per 1,000 residents, mean over evenings."""
    evenings = view.evening_by_evening(view.evenings.open_cases)
    return 1000.0 * (total(evenings) / len(evenings)) / view.world.residents.n


def backlog_end_per_1000(view: View) -> Floats:
    """Open cases per 1,000 residents at the end."""
    people = view.sets.people.parts.size
    return np.where(people > 0.0, 1000.0 * view.sets.pending.parts.size / people, np.nan)


def backlog_age_d(view: View) -> Floats:
    """Median days since acceptance of the cases open at the end, those accepted before the window too."""
    pending = view.sets.pending
    return median(pending.ordered_few(view.end_h - pending["t_accept"], pending["t_accept"] >= 0.0)) / DAY_H

"""How long residents wait for a first contact, those who never get one not left out."""

from __future__ import annotations

from sim.measures.averages import median
from sim.measures.survival import waits
from sim.measures.view import View
from sim.state.cases import Urgency
from sim.types import Floats

HORIZON_H = 720.0
"""No wait for a first contact counts longer than 30 days."""
WEEK_H = 168.0


def response_mean(view: View) -> Floats:
    """Mean hours from acceptance to first contact, none counted beyond 30 days; never contacted ones by Kaplan-Meier.

    The mean of all accepted cases, restricted: the area below the Kaplan-Meier curve up to 30 days. A case that has
    not been contacted counts as waiting until its resident gave up, or the end.
    """
    return view.response.mean(HORIZON_H)


def response_p90(view: View) -> Floats:
    """Hours from acceptance within which 90 % are first contacted, 30 days at most; never contacted by Kaplan-Meier."""
    return view.response.quantile(0.9, HORIZON_H)


def response_median(view: View) -> Floats:
    """Hours from acceptance within which half are first contacted, 30 days at most; never contacted by Kaplan-Meier."""
    return view.response.quantile(0.5, HORIZON_H)


def response_over_7d(view: View) -> Floats:
    """Cases without a first contact within 7 days, given up or not, of those accepted at least that long ago."""
    return view.sets.known.percent(~(view.of("response_h") <= WEEK_H), view.of("t_accept") <= view.end_h - WEEK_H)


def response_contacted(view: View) -> Floats:
    """Median hours from acceptance to first contact, of cases that were contacted; the others are left out."""
    return median(view.waits_h)


def urgent_response(view: View) -> Floats:
    """Hours within which half of the urgent cases are first contacted; those never contacted by Kaplan-Meier."""
    urgent, contacted, known = view.of("limit_class") == Urgency.URGENT, view.of("contacted"), view.sets.known
    unended = known.ordered_few(view.of("seen_h"), urgent & ~contacted)
    return waits(known.ordered("response_h", urgent & contacted), unended).quantile(0.5, HORIZON_H)

"""How long cases lie at departments."""

from __future__ import annotations

from sim.measures.view import View
from sim.types import Floats

HORIZON_D = 90.0
"""No stay counts longer than 90 days."""


def department_cases(view: View) -> Floats:
    """Cases that came to a department, those still there too."""
    return view.sets.known.count(view.of("came_to_department"))


def department_days(view: View) -> Floats:
    """Days at departments in which half of the cases that came there are done: preparation, queue and work there.

    All visits to departments together, hand-overs between them not counted. A case that is still there, or whose
    resident gave up there, counts as waiting on (Kaplan-Meier); no stay counts longer than 90 days.
    """
    return view.stays.quantile(0.5, HORIZON_D)


def department_p90(view: View) -> Floats:
    """Days at departments in which 90 % of the cases that came there are done: preparation, queue and work there."""
    return view.stays.quantile(0.9, HORIZON_D)

"""Rates of the field, each with the number that it is a share of (结案率、按期处置率、返工率).

Handling and closing are one step in the model, so that a case is handled (处置) when it is closed (结案).
"""

from __future__ import annotations

import numpy as np

from sim.measures.averages import percent
from sim.measures.view import View
from sim.types import Floats


def cases_accepted(view: View) -> Floats:
    """Cases accepted in the window, duplicates left out."""
    return view.sets.known.parts.size


def cases_due(view: View) -> Floats:
    """Cases whose legal limit has passed by the end; those that wait or waited for money are deferred and left out."""
    return view.sets.known.count(view.of("is_due"))


def closing_rate(view: View) -> Floats:
    """Cases closed by the end, on time or late, of cases due (see cases_due)."""
    return view.sets.known.percent(view.of("closed"), view.of("is_due"))


def on_time(view: View) -> Floats:
    """Cases closed within the legal limit of their class, of cases due (see cases_due)."""
    return view.sets.known.percent(view.of("closed") & (view.of("t_close") <= view.of("due")), view.of("is_due"))


def cases_checked(view: View) -> Floats:
    """Closings of cases accepted in the window; a case that came back and was closed again counts again.

    The model has no inspectors: a closing is checked by those who live with what was done.
    """
    return view.sets.known.parts.total(view.of("life").astype(np.int64) + view.of("closed"))


def rework_rate(view: View) -> Floats:
    """Closings sent back as nothing was solved, of all closings (see cases_checked); broken agreements left out."""
    sent_back = view.of("life").astype(np.int64) - (view.of("t_broken") >= 0.0)
    return percent(view.sets.known.parts.total(sent_back), cases_checked(view))


def cases_rated(view: View) -> Floats:
    """Cases that their resident has rated after a closing."""
    return view.sets.known.count(view.of("rating") >= 0)

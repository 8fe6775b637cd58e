"""Where problems go, and their hours: from arising through becoming known to how they end.

Two steps. Each problem is in one row of either step, so that each step adds up to all problems.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sim.measures import View
from sim.measures.cases import MONTH_H
from sim.state.cases import OPEN, Channel, Stage, Status
from sim.studies.case_table import of_stage, stage_hours
from sim.types import Array, Ints

ARISEN = "arisen"
REPORTED, FOUND, UNDECIDED, UNHEARD = "reported", "found", "undecided", "never_heard_of"
SOLVED, FORMAL, GIVEN_UP, STILL_OPEN = "solved", "formal", "given_up", "open"
KNOWN = (REPORTED, FOUND, UNDECIDED, UNHEARD)
"""What becomes of a problem first: told, found by somebody who looked, not decided yet, gone without being heard of."""
ENDS = (SOLVED, FORMAL, GIVEN_UP, STILL_OPEN)
"""What becomes of one that is known: truly solved, closed without being solved, given up by its resident, open."""


def flows(view: View) -> pa.Table:
    """Flows of the problems that arose in the window.

    Problems of the last 60 days are left out where the window is longer than 120 days, as in ``solved_of_all``.

    Parameters
    ----------
    view : View
        Of the whole district.

    Returns
    -------
    pyarrow.Table
        ``from``, ``to``, ``problems``, and hours of these problems by stage: on the first step those until they became
        known (``discovery_h``), on the second all later ones.
    """
    born, cases, end_h = view.sets.born, view.world.cases, view.end_h
    old = born["t_occur"] < end_h - (2.0 * MONTH_H if view.days > 120 else 0.0)
    status, row = born["status"][old], born["row"][old]
    known = _known(status, born["channel"][old], born["t_accept"][old])
    end = _end(status, born["solved"][old])
    heard = known < KNOWN.index(UNDECIDED)  # the others are nobody's: they have no hours
    way = known[heard] * len(ENDS) + end[heard]
    hours = stage_hours(cases, row[heard], end_h)
    problems = np.bincount(way, minlength=2 * len(ENDS))
    spent = np.column_stack([np.bincount(way, own, 2 * len(ENDS)) for own in hours.T])
    before, after = np.zeros_like(spent), spent.copy()
    before[:, Stage.DISCOVERY], after[:, Stage.DISCOVERY] = spent[:, Stage.DISCOVERY], 0.0
    unheard = np.zeros((2, len(Stage)))
    first = np.concatenate([before.reshape(2, len(ENDS), -1).sum(axis=1), unheard]).tolist()
    count = np.bincount(known, minlength=len(KNOWN)).tolist()
    rows = [(ARISEN, name, count[k], *first[k]) for k, name in enumerate(KNOWN)]
    rows += [
        (KNOWN[k // len(ENDS)], ENDS[k % len(ENDS)], n, *own)
        for k, (n, own) in enumerate(zip(problems.tolist(), after.tolist(), strict=True))
    ]
    names = ("from", "to", "problems", *(of_stage(stage) for stage in Stage))
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _known(status: Array, channel: Array, accepted: Array) -> Ints:
    """Number in `KNOWN` of each problem."""
    heard = np.where(channel == Channel.REPORT, KNOWN.index(REPORTED), KNOWN.index(FOUND))
    unheard = np.where(status == Status.EXPIRED, KNOWN.index(UNHEARD), KNOWN.index(UNDECIDED))
    return np.where(accepted >= 0.0, heard, unheard)


def _end(status: Array, solved: Array) -> Ints:
    """Number in `ENDS` of each problem that is known."""
    closed = np.where(solved, ENDS.index(SOLVED), ENDS.index(FORMAL))
    given_up = np.where(status == Status.ABANDONED, ENDS.index(GIVEN_UP), closed)
    return np.where(np.isin(status, OPEN), ENDS.index(STILL_OPEN), given_up)

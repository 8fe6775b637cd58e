"""The table of cases: known cases with all their stamps, and where their hours went.

It is sampled by a hash of a case's key, so that the same problems are kept in every arm, however many there are. The
hours of a case end with the run: the stage that an open case is in counts up to then.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sim.district import District
from sim.state.cases import (
    BEFORE_CONTACT,
    KEPT_AT_CONTACT,
    Cases,
    Category,
    Channel,
    Outcome,
    Stage,
    Status,
    Urgency,
    due,
)
from sim.types import Array, Floats, Ints

WHOLE = -1
"""In place of a number of rows: every known case."""
KEY = ("born", "index")
"""Day and number within it: names a problem within a replication, the same in every arm."""


def of_stage(stage: Stage) -> str:
    """Column with the hours of a stage, until the case ended or the run did."""
    return f"{stage.name.lower()}_h"


def to_contact(stage: Stage) -> str:
    """Column with the hours of a stage until the first contact, or the end where there was none."""
    return f"{stage.name.lower()}_to_contact_h"


def chances(born: Array, index: Array) -> Floats:
    """Number in [0, 1) of each key, as good as random and always the same (SplitMix64; Steele et al. 2014, OOPSLA).

    Parameters
    ----------
    born, index : integer array
        Columns of the cases.
    """
    with np.errstate(over="ignore"):
        z = (born.astype(np.uint64) << np.uint64(32)) | index.astype(np.uint64)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return np.asarray((z >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def sampled(chance: Floats, rows: int) -> tuple[Ints, float]:
    """Rows with the smallest chances, in their order, and the limit under which all of them lie.

    What is kept is everything below the limit. Two samples of the same problems therefore share everything below the
    smaller of their limits, and the limit is the share that is kept.

    Parameters
    ----------
    chance : array [n]
    rows : int
        Most rows; `WHOLE` keeps all.
    """
    if rows < 0 or rows >= len(chance):
        return np.arange(len(chance)), 1.0
    limit = float(np.partition(chance, rows)[rows])
    return np.flatnonzero(chance < limit), limit


def case_table(district: District, rows: int) -> pa.Table:
    """Known cases with their stamps, duplicates left out.

    Parameters
    ----------
    district : District
    rows : int
        Most rows; `WHOLE` keeps all.

    Returns
    -------
    pyarrow.Table
        ``case`` (row of the model's table), the key ``born`` and ``index``, ``share`` (of all known cases that are
        kept; 1 is all), where and whose it is, stamps in hours since day 0, how it went, hours by stage until the case
        or the run ended (``queue_h``) and until the first contact (``queue_to_contact_h``).
    """
    world = district.world
    cases = world.cases
    known = np.flatnonzero((cases.t_accept >= 0.0) & (cases.parent < 0))
    kept, share = sampled(chances(cases.born[known], cases.index[known]), rows)
    known = known[kept]
    frame: dict[str, Array | pa.Array] = {"case": known.astype(np.int32), "share": np.full(len(known), share)}
    for column in (*KEY, "resident", "cell", "community", "vulnerable"):
        frame[column] = getattr(cases, column)[known]
    frame["age"] = world.residents.age[cases.resident[known]]
    for column, words in (
        ("category", Category),
        ("urgency", Urgency),
        ("channel", Channel),
        ("status", Status),
    ):
        names = [word.name.lower() for word in words]
        frame[column] = pa.DictionaryArray.from_arrays(getattr(cases, column)[known], names)
    for column in ("t_occur", "t_accept", "t_contact", "t_close"):
        frame[f"{column}_h"] = getattr(cases, column)[known]
    limit_h = world.settings.service.limit_h
    frame["due_h"] = due(limit_h, cases.limit_class[known], cases.t_open[known])
    for column in ("solved", "formal", "rating", "life", "passes", "handoffs", "misroutes", "escalated"):
        frame[column] = getattr(cases, column)[known]
    end_h = 24.0 * world.day
    spent = stage_hours(cases, known, end_h)
    before = hours_to_contact(cases, known, spent, end_h)
    for stage in Stage:
        frame[of_stage(stage)] = spent[:, stage]
    for k, stage in enumerate(BEFORE_CONTACT):
        frame[to_contact(stage)] = before[:, k]
    return pa.table(frame)


_OPEN_STAGE = {
    (Status.MOVING, Outcome.SENT): Stage.DISPATCH,
    (Status.MOVING, Outcome.READY): Stage.LEAD,
    (Status.MOVING, Outcome.PASS): Stage.HANDOVER,
    (Status.QUEUED, Outcome.LOOK): Stage.MISROUTE,
    (Status.AT_WORK, Outcome.LOOK): Stage.MISROUTE,
}
"""Stage of an open case by where it stands and what it is there for, as the kernel will book it."""


def stage_now(cases: Cases, rows: Array, end_h: float) -> Ints:
    """Stage that each case is in at the end of the run; -1 of those that have ended.

    Parameters
    ----------
    cases : Cases
    rows : integer array
    end_h : float
        Hours since day 0.
    """
    status, outcome = cases.status[rows], cases.outcome[rows]
    stage: Ints = np.full(len(rows), -1, np.int64)
    for state, usual in ((Status.QUEUED, Stage.QUEUE), (Status.AT_WORK, Stage.WORK), (Status.MONEY, Stage.MONEY)):
        stage[status == state] = usual
    for (state, aim), own in _OPEN_STAGE.items():
        stage[(status == state) & (outcome == aim)] = own
    stage[(stage >= 0) & (cases.t_stage[rows] > end_h)] = Stage.TRAVEL  # booked ahead when the way began
    return stage


def stage_hours(cases: Cases, rows: Array, end_h: float) -> Floats:
    """Hours by stage until a case ended or the run did, [n, stages]; the stage that an open case is in included."""
    spent = cases.spent[rows].astype(np.float64)
    stage = stage_now(cases, rows, end_h)
    at = np.flatnonzero(stage >= 0)
    spent[at, stage[at]] += np.nan_to_num(end_h - cases.t_stage[rows[at]])
    return spent


def hours_to_contact(cases: Cases, rows: Array, spent: Floats, end_h: float) -> Floats:
    """Hours by stage until the first contact, [n, `BEFORE_CONTACT`]; until the case or the run ended without one.

    Parameters
    ----------
    cases : Cases
    rows : integer array
    spent : array [n, stages]
        From `stage_hours`.
    end_h : float
    """
    came = cases.t_contact[rows] <= end_h
    until: Floats = spent.copy()
    until[:, Stage.MISROUTE] += spent[:, Stage.HANDOVER]
    kept = cases.spent_to_contact[rows].astype(np.float64)
    until[:, list(KEPT_AT_CONTACT)] = np.where(came[:, None], kept, until[:, list(KEPT_AT_CONTACT)])
    waited = cases.t_contact[rows] - cases.t_accept[rows] - kept.sum(axis=1)
    until[came, Stage.QUEUE] = np.maximum(waited[came], 0.0)  # rounding must not make it negative
    return until[:, list(BEFORE_CONTACT)]

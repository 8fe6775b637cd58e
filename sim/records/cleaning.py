"""What is left out of records, what is emptied in them, and what is only counted; each with its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from sim.records.cases import Cases, hits
from sim.types import Array, Bools

CANCELLED = ("作废", "撤销", "撤单", "cancel")
TESTS = ("测试",)
EARLIEST = np.datetime64("2000-01-01", "s")
BATCH, BATCH_TIMES = 10, 10.0
"""A minute with ten times the reports of the median minute, and at least ten, was typed in at once."""
STAGES = ("accepted", "dispatched", "started", "done", "checked", "closed")


@dataclass(slots=True)
class Cleaned:
    """Cases that count, and what happened to the others.

    Attributes
    ----------
    cases : Cases
    batch : array of bool
        Cases of minutes in which many were typed in at once.
    end : datetime64[s]
        The last point in time that the records tell of: what is open then is open.
    left_out, emptied, counted : dict rule -> int
    """

    cases: Cases
    batch: Bools
    end: np.datetime64
    left_out: dict[str, int] = field(default_factory=dict)
    emptied: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)


def cleaned(cases: Cases, now: datetime | None = None) -> Cleaned:
    """Clean cases.

    Parameters
    ----------
    cases : Cases
    now : datetime, optional
        Local time after which nothing can have been written.
    """
    latest = np.datetime64((now or datetime.now()) + timedelta(days=1), "s")
    keep = np.ones(cases.n, np.bool_)
    left: dict[str, int] = {}

    def leave(rule: str, rows: Bools) -> None:
        left[rule] = int(np.count_nonzero(rows & keep))
        keep[rows] = False

    reported = cases.times["reported"]
    leave("no_time", np.isnat(reported))
    leave("future", reported > latest)
    leave("before_2000", reported < EARLIEST)
    leave("again", _again(cases, keep))
    for rule, words, names in (
        ("cancelled", CANCELLED, ("status", "kind")),
        ("tests", TESTS, ("kind", "channel", "type1", "type2", "type3", "community", "street")),
    ):
        found = np.zeros(cases.n, np.bool_)
        for name in names:
            codes, own = cases.word(name)
            found |= hits(own, words)[codes]
        leave(rule, found)
    kept = cases if keep.all() else cases.kept(keep)
    emptied = _emptied(kept, latest)
    reported = kept.times["reported"]
    last = [column[~np.isnat(column)].max() for name, column in kept.times.items()
            if name != "due" and not np.isnat(column).all()]  # fmt: skip
    end = max(last, default=latest)
    batch, minutes = _batches(reported)
    counted = {"batch": int(np.count_nonzero(batch)), "batch_minutes": minutes}
    if "closed" in kept.times:
        repeated = kept.flags.get("duplicate", np.zeros(kept.n, np.int8)) == 1  # closed with the first one
        counted["open"] = int(np.count_nonzero(~kept.having("closed") & ~repeated))
        counted["zero"] = int(np.count_nonzero(kept.times["closed"] == reported))
    return Cleaned(kept, batch, end, left, emptied, counted)


def _again(cases: Cases, keep: Bools) -> Bools:
    """Rows whose case number comes again further down: the last tells most."""
    found = np.zeros(cases.n, np.bool_)
    if len(cases.case) != cases.n or cases.n == 0:
        return found
    there = np.flatnonzero(keep & (cases.case >= 0))
    _, first_from_behind = np.unique(cases.case[there][::-1], return_index=True)
    found[there] = True
    found[there[len(there) - 1 - first_from_behind]] = False
    return found


def _emptied(cases: Cases, latest: np.datetime64) -> dict[str, int]:
    reported, nat = cases.times["reported"], np.datetime64("NaT", "s")
    found: dict[str, int] = {}
    for name in (*STAGES, "due"):
        if name not in cases.times:
            continue
        column = cases.times[name]
        before, after = column < reported, column > latest
        found["before_report"] = found.get("before_report", 0) + int(np.count_nonzero(before))
        if name == "due":  # may lie ahead
            after = np.zeros(cases.n, np.bool_)
        found["stage_future"] = found.get("stage_future", 0) + int(np.count_nonzero(after))
        cases.times[name] = np.where(before | after, nat, column)
    return found


def _batches(reported: Array) -> tuple[Bools, int]:
    if not len(reported):
        return np.zeros(0, np.bool_), 0
    minute = reported.astype("datetime64[m]").astype(np.int64)
    _, where, many = np.unique(minute, return_inverse=True, return_counts=True)
    if np.median(many) >= BATCH or (reported.astype("datetime64[D]") == reported).mean() > 0.5:  # dates alone
        return np.zeros(len(reported), np.bool_), 0
    full = many >= max(BATCH, BATCH_TIMES * float(np.median(many)))
    return full[where], int(np.count_nonzero(full))

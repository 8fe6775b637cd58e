"""What has changed since an earlier import: the cases reported after it against what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.records.cleaning import Cleaned
from sim.records.importing import Imported, read_categories
from sim.records.learned import Learned, learn
from sim.records.manifest import said
from sim.records.observed import Row, rows_of
from sim.records.spread import LEAST

SURE = 2.0
"""Standard deviations of a difference beyond which it is one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A number then and now.

    Attributes
    ----------
    measure, unit : str
    before, after, sd : float
        `sd` of the difference.
    """

    measure: str
    unit: str
    before: float
    after: float
    sd: float

    @property
    def beyond(self) -> bool:
        """Whether it differs by more than its spread."""
        return abs(self.after - self.before) > SURE * self.sd


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed.

    Attributes
    ----------
    before, now : str
        Dates until which cases had been reported.
    newer : int
        Cases reported after the earlier import; 0 where they are too few, so that the whole is held against it.
    changes : tuple of Changed
    """

    before: str
    now: str
    newer: int
    changes: tuple[Changed, ...]


def since(before: Mapping[str, Any], found: Imported, rows: Sequence[Row]) -> Since:
    """Hold an import against an earlier one.

    A change in the middle of all cases would hide in the spread between their months, so that the newer cases alone
    are looked at where there are at least 30.

    Parameters
    ----------
    before : mapping
        Manifest of the earlier import.
    found : Imported
    rows : sequence of Row
        Observations of it.
    """
    last = str(before.get("last_report") or before.get("last") or "2000-01-01")
    reported = found.clean.cases.times["reported"]
    after = _newer(found, np.datetime64(last.replace(" ", "T"), "s"))
    now = said(found.learned, rows) if after is None else said(after, rows_of(after))
    n = 0 if after is None else int(np.count_nonzero(reported > np.datetime64(last.replace(" ", "T"), "s")))
    return Since(last[:10], str(reported.max())[:10], n, tuple(changes(before, now)))


def _newer(found: Imported, last: np.datetime64) -> Learned | None:
    """What the cases say that were reported after a time; None if they are too few."""
    clean = found.clean
    there = clean.cases.times["reported"] > last
    if np.count_nonzero(there) < LEAST:
        return None
    cases = clean.cases.kept(there)
    part = Cleaned(cases, clean.batch[there], clean.end)
    return learn(part, read_categories(cases, found.words), answered_only=found.learned.answered_only)


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Changed]:
    """What both imports say, then and now; how many cases there are as rows a day, whatever part of all they are."""
    old = {str(row["measure"]): row for row in before.get("observations", [])}
    found = []
    if before.get("volume") and now.get("volume"):
        a, b = before["volume"], now["volume"]
        found.append(Changed("rows_a_day", "cases/d", a["value"], b["value"], float(np.hypot(a["sd"], b["sd"]))))
    for row in now["observations"]:
        was = old.get(str(row["measure"]))
        if was and was["unit"] == row["unit"] and row["measure"] != "reported":
            sd = float(np.hypot(was["sd"], row["sd"]))
            found.append(Changed(str(row["measure"]), str(row["unit"]), was["value"], row["value"], sd))
    return found

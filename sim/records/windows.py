"""Days on which records were kept without a gap: only there a count is a rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.types import Array, Bools, Ints

SHORTEST_D, LONGEST_GAP_D = 28, 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Days of records.

    Attributes
    ----------
    first : date
        Of all records.
    counts : array [days]
        Reports on each day from the first to the last.
    window : (int, int) or None
        First day of the longest stretch without a gap, and the first behind it; None where it is too short.
    """

    first: date
    counts: Ints
    window: tuple[int, int] | None

    @property
    def empty(self) -> int:
        """Days without a report."""
        return int(np.count_nonzero(self.counts == 0))

    @property
    def days(self) -> int:
        """Days of the window; 0 without one."""
        return self.window[1] - self.window[0] if self.window else 0

    @property
    def inside(self) -> Ints:
        """Reports on each day of the window."""
        return self.counts[slice(*self.window)] if self.window else self.counts[:0]

    def date(self, day: int) -> date:
        """Date of a day."""
        return self.first + timedelta(days=day)

    @property
    def said(self) -> str:
        """The window as observations write it; nothing without one."""
        return f"{self.date(self.window[0])}..{self.date(self.window[1] - 1)}" if self.window else ""

    @property
    def weekdays(self) -> Ints:
        """Day of the week of each day of the window, 0 for Monday."""
        begin = self.date(self.window[0]).weekday() if self.window else 0
        return (np.arange(self.days) + begin) % 7

    @property
    def months(self) -> Array:
        """Month of each day of the window."""
        if not self.window:
            return np.zeros(0, "datetime64[M]")
        days = np.datetime64(self.date(self.window[0]), "D") + np.arange(self.days)
        return days.astype("datetime64[M]")


def kept_days(reported: Array) -> Kept:
    """Count the days, and find the longest stretch in which no two days beside each other are empty.

    Parameters
    ----------
    reported : array of datetime64[s]
        At least one.
    """
    days = reported.astype("datetime64[D]")
    first = days.min()
    counts = np.bincount((days - first).astype(np.int64))
    busy = np.flatnonzero(counts)
    breaks = np.flatnonzero(np.diff(busy) > LONGEST_GAP_D + 1)
    begins = busy[np.concatenate([[0], breaks + 1])]
    ends = busy[np.concatenate([breaks, [len(busy) - 1]])] + 1
    k = int(np.argmax(ends - begins))
    window = (int(begins[k]), int(ends[k])) if ends[k] - begins[k] >= SHORTEST_D else None
    return Kept(first.astype(object), counts, window)


def in_window(reported: Array, kept: Kept) -> Bools:
    """Which cases were reported in the window; all without one."""
    if kept.window is None:
        return np.ones(len(reported), np.bool_)
    day = (reported.astype("datetime64[D]") - np.datetime64(kept.first, "D")).astype(np.int64)
    return np.asarray((day >= kept.window[0]) & (day < kept.window[1]))

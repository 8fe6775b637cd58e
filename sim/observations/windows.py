"""Windows of observations: days of a run, dates or months; nothing is the run's measured window.

``90..365`` are days 90 to 364, as ``window_days`` counts them; ``2023-01-01..2023-06-30`` and ``2023-01..2023-06`` hold
their last day; ``2023-01`` alone is a month, ``2023`` a year.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sim.config.dates import YEARS
from sim.config.run import RunConfig

LONGEST_D = 3700
"""Days that a window may have, about ten years."""
_WORD = re.compile(r"^(?:days?|dates?|months?|第|日期|月份)\s*(?=\d)", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,5})\s*\.\.\s*(\d{1,5})")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a run.

    Attributes
    ----------
    days : tuple of int or None
        First day of the run and first that is in it no more; None where it is said by dates, or not at all.
    dates : tuple of date or None
        First and last date.
    """

    days: tuple[int, int] | None = None
    dates: tuple[date, date] | None = None

    def __str__(self) -> str:
        """Say it as it is written in a file."""
        if self.days is not None:
            return f"{self.days[0]}..{self.days[1]}"
        return f"{self.dates[0]}..{self.dates[1]}" if self.dates is not None else ""

    def in_run(self, config: RunConfig) -> tuple[int, int] | None:
        """First day of it in a run and first that is in it no more; None where the run does not hold all of it."""
        if self.days is None and self.dates is None:
            return config.first_day, config.until_day
        if self.days is not None:
            first, until = self.days
        else:
            start = config.run.start_date
            if not start or self.dates is None:
                return None
            zero = date.fromisoformat(start)
            first, until = (self.dates[0] - zero).days, (self.dates[1] - zero).days + 1
        return (first, until) if first >= 0 and until <= config.run.days else None


@lru_cache(maxsize=1024)
def read_window(text: str) -> Window | None:
    """Read a window; None if it is none."""
    said = text.strip().replace("…", "..").replace("~", "..").replace("至", "..").removesuffix("天").rstrip()
    said = _WORD.sub("", said)
    if not said or said == "..":
        return Window()
    if match := _DAYS.fullmatch(said):
        first, until = map(int, match.groups())
        if not _is_year(first) or not _is_year(until):
            return Window((first, until)) if first < until <= first + LONGEST_D else None
    begin, dots, end = said.partition("..")
    first_date, last_date = _day(begin.strip(), last=False), _day((end if dots else begin).strip(), last=True)
    if first_date is None or last_date is None:
        return None
    return Window(None, (first_date, last_date)) if 0 <= (last_date - first_date).days < LONGEST_D else None


def _is_year(number: int) -> bool:
    return YEARS[0] <= number <= YEARS[1]


def _day(text: str, *, last: bool) -> date | None:
    """First or last day of a year, a month or a day."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not _is_year(year):
        return None
    month = month or (12 if last else 1)
    if not 1 <= month <= 12:
        return None
    most = calendar.monthrange(year, month)[1]
    day = day or (most if last else 1)
    return date(year, month, day) if 1 <= day <= most else None


def run_for(dates: list[tuple[date, date]], warmup_days: int) -> tuple[str, int]:
    """Start date, a Monday, and days of the shortest run that holds windows behind its warm-up."""
    first, last = min(one for one, _ in dates), max(other for _, other in dates)
    start = first - timedelta(days=warmup_days)
    start -= timedelta(days=start.weekday())
    return start.isoformat(), (last - start).days + 1

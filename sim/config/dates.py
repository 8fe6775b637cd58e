"""Dates in a run: a day may be said by its date once the date of day 0 is said.

Day 0 is a Monday everywhere in the model, so ``start_date`` must be one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sim.config.schema import shown_value
from sim.errors import Problem
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.run import Run
from sim.state.holidays import unknown_years

DATED = ("start_day", "end_day")
"""Settings that stand for a day of the run; others are lengths, or count from a lever's start."""
NEVER = -1
"""Day of an end that does not come."""
YEARS = (1990, 2100)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WINDOWS = ("after_warmup", "after_start")


def read_date(text: str) -> date | None:
    """Read 2024-01-01; None if it is no date of the years that there are."""
    if not _DATE.fullmatch(text):
        return None
    try:
        found = date(*map(int, text.split("-")))
    except ValueError:
        return None
    return found if YEARS[0] <= found.year <= YEARS[1] else None


def days_for_dates(tree: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any]:
    """Put days in place of dates, and a start date in its usual form; collect what is wrong with them."""
    said = tree.get("start_date", "")
    start = _start(said, problems) if said not in ("", None) else None
    changed: dict[str, Any] = {}
    if start is not None:
        changed["start_date"] = start.isoformat()
    elif "start_date" in tree:
        changed["start_date"] = ""
    for owner, branch in tree.items():
        if owner == "policies" and isinstance(branch, Mapping):
            levers = {name: _dated(f"policies.{name}.", lever, start, bool(said), problems)
                      for name, lever in branch.items()}  # fmt: skip
            if any(levers[name] is not branch[name] for name in branch):
                changed[owner] = levers
        elif (of_owner := _dated(f"{owner}.", branch, start, bool(said), problems)) is not branch:
            changed[owner] = of_owner
    return {**tree, **changed} if changed else tree


def _dated(owner: str, branch: Any, start: date | None, said: bool, problems: list[Problem]) -> Any:
    """Put days in place of the dates of one branch."""
    if not isinstance(branch, Mapping):
        return branch
    days: dict[str, Any] = {}
    for key in DATED:
        if isinstance(text := branch.get(key), (str, date)):
            days[key] = _day(f"{owner}{key}", str(text), start, said, problems)
    return {**branch, **days} if days else branch


def _day(where: str, text: str, start: date | None, said: bool, problems: list[Problem]) -> int:
    """Count the days from day 0 to a date; where there is a problem, the first day, or never an end."""
    found = read_date(text)
    if found is None:
        problems.append(Problem(where, say("errors.found", x=shown_value(text)), say("dates.day_or_date")))
    elif start is None:
        if not said:  # else what is wrong with it is told already
            found_text = say("errors.found", x=shown_value(text))
            problems.append(Problem(where, found_text, say("dates.needs_start"), say("dates.example")))
    elif found < start:
        problems.append(Problem(where, say("dates.before", x=text), say("dates.or_later", x=start.isoformat())))
    else:
        return (found - start).days
    return NEVER if where.endswith("end_day") else 0


def _start(said: Any, problems: list[Problem]) -> date | None:
    """Read the date of day 0."""
    start = read_date(str(said))
    if start is None:
        problems.append(Problem("start_date", say("errors.found", x=shown_value(said)), say("dates.date")))
        return None
    if start.weekday() != 0:
        before = start - timedelta(days=start.weekday())
        near = say("dates.near", one=before.isoformat(), other=(before + timedelta(days=7)).isoformat())
        found = say("dates.weekday", x=start.isoformat(), day=word("weekdays", WEEKDAYS[start.weekday()]))
        problems.append(Problem("start_date", found, say("dates.monday"), near))
        return before  # from which the other dates are told right or wrong
    return start


def window_apart(tree: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any]:
    """Take ``window: {after_start: [0, 180]}`` apart into ``window`` and ``window_days``, and check the days."""
    window, days = tree.get("window"), tree.get("window_days", ())
    if isinstance(window, Mapping):
        name = next(iter(window), None)
        if len(window) != 1 or name not in WINDOWS:
            problems.append(
                Problem("window", say("errors.found", x=shown_value(dict(window))), "{after_start: [0, 180]}")
            )
            return {**tree, "window": WINDOWS[0], "window_days": ()}
        days = window[name]
        tree = {**tree, "window": name, "window_days": days}
    if days in ((), [], None):
        return tree if days is not None else {**tree, "window_days": ()}
    whole = isinstance(days, (list, tuple)) and all(isinstance(d, int) and not isinstance(d, bool) for d in days)
    if not whole or len(days) != 2 or not 0 <= days[0] < days[1]:
        problems.append(Problem("window", say("errors.found", x=shown_value(days)), say("dates.window")))
        return {**tree, "window_days": ()}
    return tree


def no_holidays_known(run: Run) -> list[Bilingual]:
    """Say for which years of a run with dates no holidays are known; nothing, or a sentence."""
    if not run.start_date:
        return []
    start = date.fromisoformat(run.start_date)
    years = unknown_years(start, start + timedelta(days=run.days - 1))
    if not years:
        return []
    return [say("config.no_holidays", years=joined(list(map(str, years))))]

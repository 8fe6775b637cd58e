"""Levers that could never act in a run: refused before it, or their "no change" would pass for a finding.

A dose of zero (``coverage=0``, a parameter at its zero) is the user's choice and stays allowed. What acts, but late,
is not refused: `late` says from which day, and how many of the days measured it was not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.counting import count
from sim.errors import Problem
from sim.params import describe

if TYPE_CHECKING:
    from sim.policies.base import Policy
    from sim.state.places import Place


def idle(levers: Sequence[Policy], place: Place | None, days: int | None) -> list[Problem]:
    """Say which of the levers could never act, or not as they were told to.

    Parameters
    ----------
    levers : sequence of Policy
        All that act together.
    place : Place or None
        None where it is not valid; what depends on it is then not looked at.
    days : int or None
        Length of the run; None where it is not valid.
    """
    found = []
    for lever in levers:
        found += _too_late(lever, days) if days is not None else []
        found += _wrong_end(lever)
        found += _said_twice(lever)
        if place is not None:
            found += _nobody_covered(lever, place)
            found += _nothing_to_work_with(lever, place, levers)
    return found


def late(levers: Sequence[Policy], place: Place, days: int, first_day: int, until: int | None = None) -> list[str]:
    """Say which levers act on none or on a part of the days that are measured; a sentence each.

    Parameters
    ----------
    levers : sequence of Policy
    place : Place
    days : int
        Length of the run.
    first_day : int
        First day that is measured.
    until : int, optional
        First day that is measured no more; the end of the run where it is not said.
    """
    until = days if until is None else until
    told = [_late(lever, place, days, (first_day, until)) or _ended(lever, first_day, until) for lever in levers]
    return [said for said in told if said]


def _ended(lever: Policy, first_day: int, until: int) -> str:
    """Say on how many of the days measured the lever had ended."""
    if not 0 <= lever.end_day < until:
        return ""
    gone, all_days = until - max(lever.end_day, first_day), count(until - first_day, "day")
    return f"{lever.name} ends on day {lever.end_day}: on {gone} of the {all_days} measured it did not act"


def _late(lever: Policy, place: Place, days: int, measured: tuple[int, int]) -> str:
    first_day, until = measured
    wait, all_days = lever.acts_after(place), count(until - first_day, "day")
    acts, full = lever.start_day + wait, lever.start_day + lever.ramp_days
    if acts >= days:
        return (
            f"{lever.name} cannot act within the run: it begins on day {lever.start_day}, first changes something on "
            f"about day {acts}, and the run ends after {count(days, 'day')}; no change is no finding here"
        )
    if acts > first_day:
        begins = f"begins on day {lever.start_day}" + (f" and first acts on about day {acts}" if wait else "")
        sooner = f" (window=after_start measures from day {lever.start_day} on)" if lever.start_day > first_day else ""
        gone = min(acts, until) - first_day
        return f"{lever.name} {begins}: on {gone} of the {all_days} measured it did not act{sooner}"
    if full > first_day + 1:
        part = min(full, until) - first_day
        return f"{lever.name} is rolled out until day {full}: on {part} of the {all_days} measured it acted in part"
    return ""


def _too_late(lever: Policy, days: int) -> list[Problem]:
    if lever.start_day < days:
        return []
    return [
        Problem(
            f"policies.{lever.name}.start_day",
            f"found day {lever.start_day}, which begins after the run ends, days={days}",
            f"day 0 to {days - 1}",
            f"an earlier day, or days={lever.start_day + 1} or more",
        )
    ]


def _wrong_end(lever: Policy) -> list[Problem]:
    """Find an end of a lever that cannot be ended, and one before its start."""
    where, end = f"policies.{lever.name}.end_day", f"found day {lever.end_day}"
    if lever.end_day < 0:
        return []
    if not lever.ends:
        return [Problem(where, f"{end}, but what {lever.name} has changed cannot be undone", "-1, never")]
    if lever.end_day <= lever.start_day:
        return [Problem(where, f"{end}, and it begins on day {lever.start_day}", "a day after its start, or -1, never")]
    return []


def _said_twice(lever: Policy) -> list[Problem]:
    """Find communities named twice, or both named and counted."""
    key, named, found = f"policies.{lever.name}.communities", list(lever.communities), []
    twice = sorted({c for c in named if named.count(c) > 1})
    if twice:
        once = ",".join(map(str, dict.fromkeys(named)))
        what = f"found {named}: {', '.join(map(str, twice))} is named twice"
        found.append(Problem(key, what, "each community once", f"communities=[{once}]?"))
    if named and lever.coverage not in (1.0, _default(lever, "coverage")):
        found.append(
            Problem(
                key,
                f"found {named} beside coverage={lever.coverage:g}; one of them would be ignored",
                "communities by number, or the share of them that is covered",
                "leave out one of the two",
            )
        )
    return found


def _nobody_covered(lever: Policy, place: Place) -> list[Problem]:
    """Find a coverage that is not 0 and reaches no community."""
    m, least = place.communities, lever.together
    if lever.communities or m < least or lever.coverage <= 0.0 or round(lever.coverage * m / least) > 0:
        return []
    default = " (the default)" if lever.coverage == _default(lever, "coverage") else ""
    together = ", which take part together" if least > 1 else ""
    return [
        Problem(
            f"policies.{lever.name}.coverage",
            f"found {lever.coverage:.3g} share{default}, which reaches none of {m} communities",
            f"0, or more than {0.5 * least / m:.3g} up to 1 share ({least / m:.3g} is {least} of {m}{together})",
            f"coverage={least / m:.3g}?",
        )
    ]


def _nothing_to_work_with(lever: Policy, place: Place, levers: Sequence[Policy]) -> list[Problem]:
    """Find a place that has none of what the lever works with, and no other lever that brings it."""
    name = lever.works_with
    if not name or _has(place, name) or any(other.brings == name for other in levers):
        return []
    info = next(info for info in describe("place", type(place)) if info.name == name)
    return [
        Problem(
            "policy",
            f"{lever.name} in {place.name}, which has none of what it works with: {info.doc} "
            f"(place.{name}={getattr(place, name):g})",
            f"more of them: a higher place.{name} ({info.unit})",
        )
    ]


def _has(place: Place, name: str) -> bool:
    return bool(place.managed_compounds if name == "managed_share" else getattr(place, name))


def _default(lever: Policy, name: str) -> object:
    return next(info.default for info in describe(lever.name, type(lever)) if info.name == name)

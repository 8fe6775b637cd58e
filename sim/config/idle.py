"""Levers that could never act in a run: refused before it, or their "no change" would pass for a finding.

A dose of zero (``coverage=0``, a parameter at its zero) is the user's choice and stays allowed. What acts, but late,
is not refused: `late` says from which day, and how many of the days measured it was not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.config.names import lever_name, place_name
from sim.errors import Problem
from sim.i18n import Bilingual, say
from sim.parameters.param import describe

if TYPE_CHECKING:
    from sim.parameters.place import Place
    from sim.policies.base import Policy


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


def late(
    levers: Sequence[Policy], place: Place, days: int, first_day: int, until: int | None = None
) -> list[Bilingual]:
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


def _ended(lever: Policy, first_day: int, until: int) -> Bilingual | None:
    """Say on how many of the days measured the lever had ended."""
    if not 0 <= lever.end_day < until:
        return None
    gone, name = until - max(lever.end_day, first_day), lever_name(lever.name)
    return say("config.ended", lever=name, end=lever.end_day, gone=gone, days=until - first_day)


def _late(lever: Policy, place: Place, days: int, measured: tuple[int, int]) -> Bilingual | None:
    first_day, until = measured
    wait, all_days, name = lever.acts_after(place), until - first_day, lever_name(lever.name)
    acts, full = lever.start_day + wait, lever.start_day + lever.ramp_days
    if acts >= days:
        return say("config.never_acts", lever=name, start=lever.start_day, acts=acts, days=days)
    if acts > first_day:
        start = lever.start_day
        sooner = say("config.sooner", start=start) if start > first_day else ""
        key, idle_days = "config.late_acting" if wait else "config.late", min(acts, until) - first_day
        return say(key, lever=name, start=start, acts=acts, idle=idle_days, days=all_days, sooner=sooner)
    if full > first_day + 1:
        part = min(full, until) - first_day
        return say("config.rolled_out", lever=name, full=full, part=part, days=all_days)
    return None


def _too_late(lever: Policy, days: int) -> list[Problem]:
    if lever.start_day < days:
        return []
    return [
        Problem(
            f"policies.{lever.name}.start_day",
            say("idle.too_late", day=lever.start_day, days=days),
            say("idle.days", last=days - 1),
            say("idle.earlier", days=lever.start_day + 1),
        )
    ]


def _wrong_end(lever: Policy) -> list[Problem]:
    """Find an end of a lever that cannot be ended, and one before its start."""
    where, end = f"policies.{lever.name}.end_day", lever.end_day
    if lever.end_day < 0:
        return []
    if not lever.ends:
        return [Problem(where, say("dates.not_undone", day=end, lever=lever.name), say("dates.never"))]
    if lever.end_day <= lever.start_day:
        return [Problem(where, say("dates.before_start", day=end, start=lever.start_day), say("dates.after_start"))]
    return []


def _said_twice(lever: Policy) -> list[Problem]:
    """Find communities named twice, or both named and counted."""
    key, named, found = f"policies.{lever.name}.communities", list(lever.communities), []
    twice = sorted({c for c in named if named.count(c) > 1})
    if twice:
        once = ",".join(map(str, dict.fromkeys(named)))
        what = say("idle.twice", named=named, twice=", ".join(map(str, twice)))
        found.append(Problem(key, what, say("idle.each_once"), say("idle.mean", named=once)))
    if named and lever.coverage not in (1.0, _default(lever, "coverage")):
        found.append(
            Problem(
                key,
                say("idle.both", named=named, coverage=lever.coverage),
                say("idle.one_way"),
                say("idle.leave_out"),
            )
        )
    return found


def _nobody_covered(lever: Policy, place: Place) -> list[Problem]:
    """Find a coverage that is not 0 and reaches no community."""
    m, least = place.communities, lever.together
    if lever.communities or m < least or lever.coverage <= 0.0 or round(lever.coverage * m / least) > 0:
        return []
    default = say("idle.default") if lever.coverage == _default(lever, "coverage") else ""
    together = say("idle.together") if least > 1 else ""
    return [
        Problem(
            f"policies.{lever.name}.coverage",
            say("idle.reaches_none", coverage=lever.coverage, default=default, n=m),
            say("idle.coverage", low=0.5 * least / m, least=least / m, some=least, n=m, together=together),
            say("idle.mean_coverage", least=least / m),
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
            say(
                "idle.nothing",
                lever=lever_name(lever.name),
                place=place_name(place),
                doc=Bilingual(info.doc, info.zh or info.doc),
                key=name,
                x=getattr(place, name),
            ),
            say("idle.more", key=name, unit=info.unit),
        )
    ]


def _has(place: Place, name: str) -> bool:
    return bool(place.managed_compounds if name == "managed_share" else getattr(place, name))


def _default(lever: Policy, name: str) -> object:
    return next(info.default for info in describe(lever.name, type(lever)) if info.name == name)

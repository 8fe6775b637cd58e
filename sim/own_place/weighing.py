"""Whether a place's numbers can be, and whether they are usual: in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import Problem
from sim.i18n import Bilingual, say
from sim.own_place.questions import household_size


@dataclass(frozen=True, slots=True)
class Range:
    """A ratio of two answers, and what it usually is.

    Attributes
    ----------
    of, by : str
        Questions.
    says : str
        Key of the sentence.
    times : float
        What the ratio is multiplied by.
    low, high : float
        Outside of it something is probably miscounted.
    usual : tuple of float
        What is most common; empty where nobody has said.
    """

    of: str
    by: str
    says: str
    times: float
    low: float
    high: float
    usual: tuple[float, ...] = ()


RANGES = (
    Range("population", "households", "own_place.ratio_population_households", 1.0, 1.8, 4.0, (2.3, 3.0)),
    Range("population", "communities", "own_place.ratio_population_communities", 1.0, 1000.0, 20_000.0),
    Range("households", "grids", "own_place.ratio_households_grids", 1.0, 150.0, 1000.0, (300.0, 500.0)),
    Range("workers", "population", "own_place.ratio_workers_population", 10_000.0, 2.0, 20.0),
)
"""Households and grids by X010 and X011; residents of a community and workers by the range of the places here."""
WAGE = (27_000.0, 90_000.0)
"""Yuan a year that a full-time grid worker costs, as far as is known (X036 X037)."""
WRONG_ORDER = (
    ("grids", "communities", "own_place.fewer_grids"),
    ("communities", "streets", "own_place.fewer_communities"),
    ("compounds", "owners_committees", "own_place.fewer_compounds"),
)
"""(more, fewer, key of the sentence): the first is never smaller than the second."""


def weighed(values: Mapping[str, Any]) -> list[Bilingual]:
    """Say of each ratio whether it is usual; a sentence each."""
    known = {**values}
    if "households" not in known and "population" in known:
        known["households"] = known["population"] / household_size(known)
    found = []
    for one in RANGES:
        of, by = known.get(one.of), known.get(one.by)
        if of and by:
            found.append(_sentence(one, float(of), float(by)))
    wage = known.get("worker_cost")
    if wage is not None and not WAGE[0] <= wage <= WAGE[1]:
        found.append(say("own_place.wage_unusual", x=wage, low=WAGE[0], high=WAGE[1]))
    return found


def _sentence(one: Range, of: float, by: float) -> Bilingual:
    ratio = one.times * of / by
    told = say(one.says, of=of, by=by, x=ratio)
    if not one.low <= ratio <= one.high:
        return say("own_place.unusual", told=told, low=one.low, high=one.high)
    if one.usual and not one.usual[0] <= ratio <= one.usual[1]:
        return say("own_place.seldom", told=told, low=one.usual[0], high=one.usual[1])
    low, high = one.usual or (one.low, one.high)
    return say("own_place.is_usual", told=told, low=low, high=high)


def refusals(values: Mapping[str, Any]) -> list[Problem]:
    """What cannot be, all at once; each names the answers that it is about, joined by ``, ``."""
    found = []
    for more, fewer, says in WRONG_ORDER:
        if more in values and fewer in values and values[more] < values[fewer]:
            what = say(says, more=values[more], fewer=values[fewer])
            found.append(Problem(f"{more}, {fewer}", what, f"{more} >= {fewer}"))
    people, homes = values.get("population"), values.get("households")
    if people and homes and homes > people:
        found.append(Problem("households, population", say("own_place.empty_homes", homes=homes, people=people)))
    return found

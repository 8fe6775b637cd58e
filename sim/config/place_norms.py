"""What a place's key numbers usually are: norms for those that nobody knows, and ratios that look wrong.

One table, read where a configuration is checked and where places are listed. A number that is ``unknown`` is taken from
a named norm and marked assumed; it is never taken from another place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.config.names import place_name
from sim.errors import Problem
from sim.i18n import Bilingual, say, word

if TYPE_CHECKING:
    from sim.parameters.place import Place

UNKNOWN = "unknown"
"""Said in place of a key number that nobody knows."""
HOUSEHOLD = 2.6
"""Persons a household where the place says none (X010)."""


@dataclass(frozen=True, slots=True)
class Norm:
    """How a key number follows from others where nobody knows it.

    Attributes
    ----------
    key : str
        The number of the place.
    needs : tuple of str
        Numbers that it follows from.
    work_out : callable
        From those numbers to it.
    words, source : str
        The norm in words, and where it is from.
    """

    key: str
    needs: tuple[str, ...]
    work_out: Callable[..., float]
    words: str
    source: str


NORMS = (
    Norm("streets", ("communities",), lambda m: m / 8.0, "8 communities a street", "usual in the districts here"),
    Norm(
        "grids",
        ("population", "household_size", "communities"),
        lambda people, size, m: max(people / size / 400.0, m),
        "400 households a grid, at least one a community",
        "X011; 2.6 persons a household, X010",
    ),
    Norm("workers", ("grids",), lambda grids: grids, "one worker a grid", "E104"),
    Norm(
        "compounds",
        ("population", "household_size"),
        lambda people, size: people / size / 400.0,
        "400 households a compound",
        "a size between those of the districts here",
    ),
    Norm(
        "owners_committees",
        ("compounds",),
        lambda compounds: 0.45 * compounds,
        "committees in 45 of 100 compounds",
        "E100, Xialu",
    ),
    Norm(
        "reporting_members",
        ("population",),
        lambda people: 0.024 * people,
        "24 members per 1,000 residents",
        "Xialu, E098 X039",
    ),
)
"""In the order in which one may need another. Population and communities have none: the others follow from them."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two numbers of a place whose ratio is usually within a range.

    Attributes
    ----------
    of, by : str
        Numbers of the place.
    words : str
    low, high : float
    """

    of: str
    by: str
    words: str
    low: float
    high: float


RATIOS = (
    Ratio("population", "grids", "residents a grid", 100.0, 3000.0),
    Ratio("population", "workers", "residents a grid worker", 500.0, 3000.0),
    Ratio("population", "communities", "residents a community", 1000.0, 20000.0),
    Ratio("population", "compounds", "residents a compound", 300.0, 3000.0),
)
"""What lies outside is told of, and run."""


def with_norms(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Norm], list[Problem]]:
    """Work out the numbers of a place that are said to be unknown.

    Parameters
    ----------
    values : mapping
        Numbers of a place as they were said.

    Returns
    -------
    values, norms by key of those worked out, problems
        Unknown numbers that have no norm, or whose norm needs a number that is not there, are problems.
    """
    out, used, problems = dict(values), {}, []
    norms = {norm.key: norm for norm in NORMS}
    asked = [key for key, value in values.items() if isinstance(value, str) and value.strip().lower() == UNKNOWN]
    for norm in NORMS:
        if norm.key in asked:
            given = [HOUSEHOLD if key == "household_size" and key not in out else out.get(key) for key in norm.needs]
            if all(isinstance(value, (int, float)) and value > 0 for value in given):
                out[norm.key] = max(1, round(norm.work_out(*given)))
                used[norm.key] = norm
            else:
                need = ", ".join(f"place.{key}" for key in norm.needs if key != "household_size")
                problems.append(Problem(f"place.{norm.key}", say("norms.unworkable"), say("norms.needs", names=need)))
    for key in asked:
        if key not in norms:
            problems.append(
                Problem(
                    f"place.{key}",
                    say("norms.none"),
                    say("norms.may_be", names=", ".join(norms)),
                    say("norms.count"),
                )
            )
    return out, used, problems


def from_norm(norm: Norm) -> Bilingual:
    """Say that a number of a place is from a norm."""
    return say("config.from_norm", key=norm.key, words=word("norms", norm.words), source=word("norms", norm.source))


def smaller(place: Place, lived: Place, by: int) -> list[Bilingual]:
    """Say how large a place is that is lived in so many times smaller than its file says; a sentence, or none."""
    if by == 1:
        return []
    counts = {name: getattr(lived, name) for name in ("population", "communities", "grids", "workers")}
    return [say("config.scaled", place=place_name(place), by=by, **counts)]


def unusual(place: Place) -> list[Bilingual]:
    """Say which ratios of a place's numbers lie outside of what is usual; a sentence each."""
    layers = place.layers if place.layer_reading == "overlapping" else 1
    found = []
    for ratio in RATIOS:
        by = getattr(place, ratio.by) / (layers if ratio.by == "grids" else 1)
        value = getattr(place, ratio.of) / by if by else float("inf")
        if not ratio.low <= value <= ratio.high:
            found.append(
                say(
                    "config.unusual",
                    place=place_name(place),
                    x=value,
                    words=word("ratios", ratio.words),
                    of=getattr(place, ratio.of),
                    by=getattr(place, ratio.by),
                    low=ratio.low,
                    high=ratio.high,
                )
            )
    return found

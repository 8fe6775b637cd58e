"""Names of areas of the records that are not on the map of the place, and of the map that are not in the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from sim.records.cases import Cases
from sim.records.columns import plain, tellable
from sim.records.persons import areas_hidden

LEVELS = ("street", "community", "grid")
MOST_NEAR = 50
"""Names for which a near one is looked for: where there are more, something else is wrong."""


@dataclass(frozen=True, slots=True)
class OnMap:
    """A level of areas.

    Attributes
    ----------
    level : {'street', 'community', 'grid'}
    missing : dict name -> str
        Of the records and not on the map, with the nearest name on it, if one is near.
    unnamed : int
        More of them, whose names may be those of persons.
    absent : tuple of str
        On the map, without a case.
    """

    level: str
    missing: Mapping[str, str]
    unnamed: int
    absent: tuple[str, ...]


def on_map(cases: Cases, mapped: Mapping[str, Sequence[str]]) -> list[OnMap]:
    """Hold the names of the records against those of a map, on the levels that both have.

    Parameters
    ----------
    cases : Cases
    mapped : mapping level -> names
    """
    found = []
    for level in LEVELS:
        codes, names = cases.word(level)
        there = {plain(name): name for name in mapped.get(level, ())}
        if not names or not there:
            continue
        many = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
        hidden = areas_hidden(names, many)
        off = [k for k, name in enumerate(names) if many[k] and plain(name) not in there]
        shown = [names[k] for k in off if not hidden[k] and tellable(names[k], many[k])]
        seen = {plain(name) for k, name in enumerate(names) if many[k]}
        absent = tuple(name for key, name in there.items() if key not in seen)
        near = {name: next(iter(get_close_matches(plain(name), list(there), n=1)), "") for name in shown}
        found.append(
            OnMap(level, {name: there.get(key, "") for name, key in near.items()}, len(off) - len(shown), absent)
        )
    return found

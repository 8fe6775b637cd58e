"""Measures by street, community, grid and group of residents, in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sim.measures.columns import Columns
from sim.measures.registry import MEASURES
from sim.measures.view import LEVELS, NONE, Division, View
from sim.state.residents import AgeGroup, Vulnerable
from sim.types import Array

BY = LEVELS[1:]
"""What the district can be divided by."""

BY_AREA = tuple(name for name, m in MEASURES.items() if len(m.levels) > 1)
"""Measures that make sense for some part of the district."""


def divisions(view: View) -> Iterator[Division]:
    """Yield streets, communities, grids as they are at the end, and groups of residents three ways."""
    world = view.world
    m, grids = world.map, world.map.grids

    def by_cell(of_cell: Array) -> Callable[[Columns], Array]:
        return lambda columns: of_cell[columns["cell"]]

    streets = [np.flatnonzero(m.street_of_community == s) for s in range(m.n_streets)]
    yield Division("street", m.street_names, by_cell(m.street_of_community[m.community]), streets)
    alone = list(np.arange(m.n_communities)[:, None])
    yield Division("community", m.community_names, by_cell(m.community), alone)
    names = list(grids.names) or [f"G{g + 1:03d}" for g in range(grids.n)]
    yield Division("grid", names, by_cell(grids.of_cell), [NONE] * grids.n)
    for names, group in (
        (["not vulnerable", "vulnerable"], lambda c: c["vulnerable"] != Vulnerable.NONE),
        ([age.name.lower() for age in AgeGroup], lambda c: c["age"]),
        (["new buildings", "old buildings"], lambda c: c["old"]),
    ):
        yield Division("group", names, group, [NONE] * len(names))


def measure_areas(view: View, whole: Mapping[str, float], names: Sequence[str] = BY_AREA) -> dict[str, list[Any]]:
    """Take measures of the district and of each of its parts.

    Parameters
    ----------
    view : View
        Of the whole district.
    whole : dict name -> float
        The measures of the whole, which are known already.
    names : sequence of str

    Returns
    -------
    dict column -> list
        ``level``, ``id`` (number within the level), ``area`` (its name), ``residents``, ``cases`` (accepted in the
        window), and the measures; nan where a measure makes no sense.
    """
    divided = list(divisions(view))
    seen = view.divided(divided)
    people, known = (rows.parts.size.astype(np.int64).tolist() for rows in (seen.sets.people, seen.sets.known))
    return {
        "level": [LEVELS[0], *seen.levels],
        "id": [0, *_numbers(seen.levels)],
        "area": [view.world.place.name, *(name for division in divided for name in division.names)],
        "residents": [view.sets.people.n, *people],
        "cases": [view.sets.known.n, *known],
        **{name: [whole[name], *MEASURES[name].by_part(seen).tolist()] for name in names},
    }


def _numbers(levels: Sequence[str]) -> Iterator[int]:
    """Count within each level."""
    seen: Counter[str] = Counter()
    for level in levels:
        yield seen[level]
        seen[level] += 1

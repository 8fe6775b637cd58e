"""What the model says for each row, on one replication that has been lived."""

from __future__ import annotations

import math
from collections.abc import Sequence

import sim.observations.of_targets  # noqa: F401 -- registers its statistics
from sim.district import District
from sim.measures import MEASURES, View
from sim.observations.areas import Area, part_of
from sim.observations.counts import COUNTS, in_unit
from sim.observations.of_cases import SPECIAL
from sim.observations.table import Observation

AT_END = ("satisfaction_end", "trust", "satisfaction_gap", "backlog_end", "backlog_age", "volunteer_activity")
"""Measures of the last evening: they are known for windows that end with the run, and nan for others."""


def figures(district: District, rows: Sequence[Observation]) -> dict[str, float]:
    """Compute what each row names.

    Cases are those accepted in the row's window, followed to the end of the run, as measures do.

    Parameters
    ----------
    district : District
        Lived to its end.
    rows : sequence of Observation

    Returns
    -------
    dict id -> float
        In the row's unit; nan where the run does not hold the window or there is nothing to say.
    """
    views: dict[tuple[int, int], View] = {}
    parts: dict[tuple[tuple[int, int], tuple[Area, ...]], View] = {}
    found: dict[str, float] = {}
    for row in rows:
        days = row.days.in_run(district.config)
        if days is None or days[1] > district.world.day:
            found[row.id] = math.nan
            continue
        if days not in views:
            views[days] = View(district.world, district.recorder, *days)
        areas = row.areas
        if (days, areas) not in parts:
            parts[days, areas] = part_of(views[days], areas)
        found[row.id] = _figure(row, parts[days, areas], views[days], district)
    return found


def _figure(row: Observation, part: View, whole: View, district: District) -> float:
    name = row.name
    if name in SPECIAL:
        return float(SPECIAL[name].function(part))
    if name in COUNTS:
        count = COUNTS[name]
        times = float(getattr(district.config.run, "scale", 1.0))
        if row.unit == "%":
            all_of = tuple(area for area in row.areas if area.level != "category")
            return in_unit(count(part), "%", 0.0, part.days, count(part_of(whole, all_of)))
        residents = float(part.sets.people.n)
        found = in_unit(count(part), row.unit, residents, part.days, math.nan)
        return found * times if row.unit.startswith("cases") else found
    if name in AT_END and part.until_day < district.world.day:
        return math.nan
    return MEASURES[name](part)

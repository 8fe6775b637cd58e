"""How areas and groups of residents fared: paired over all replications, what is open left open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.brief.brief import Brief
from sim.i18n import Bilingual, word
from sim.measures import MEASURES
from sim.show.names import community_name
from sim.studies.statistics import Difference, compare, holm


@dataclass(frozen=True, slots=True)
class AreaChange:
    """An area, or a group of residents.

    Attributes
    ----------
    id : int
        Number of the area within its level.
    name : Bilingual
    change : Difference
        Over all pairs, with Holm's correction over the areas of the level.
    """

    id: int
    name: Bilingual
    change: Difference

    @property
    def tone(self) -> str:
        """better, worse, or nothing where it is open or within what matters."""
        settled, better = self.change.settled, self.change.measure.better
        if settled not in ("more", "less") or not better:
            return ""
        return "better" if (settled == "more") == (better == "higher") else "worse"


def area_changes(brief: Brief, arm: str, level: str, measure: str) -> list[AreaChange]:
    """Compare an arm with the first one, area by area.

    Areas that only one arm has (communities that were merged) are left out.

    Parameters
    ----------
    brief : Brief
    arm : str
    level : {"community", "group", "street"}
    measure : str

    Returns
    -------
    list of AreaChange
        Empty where nothing was kept by area.
    """
    found = brief.once(("areas", arm, level, measure), lambda: _compared(brief, arm, level, measure))
    return [AreaChange(number, _name(level, area), change) for number, area, change in found]


def _compared(brief: Brief, arm: str, level: str, measure: str) -> list[tuple[int, str, Difference]]:
    """Number, name and difference of each area."""
    areas = brief.areas
    if areas.empty or measure not in areas or level not in MEASURES[measure].levels:
        return []
    before, after = (
        areas[(areas["arm"] == label) & (areas["level"] == level)].pivot(
            index=["id", "area"], columns="replication", values=measure
        )
        for label in (brief.first, arm)
    )
    both, pairs = before.index.intersection(after.index), before.columns.intersection(after.columns)
    before, after = before.loc[both, pairs], after.loc[both, pairs]
    found = holm(
        [
            compare(MEASURES[measure], a, b)
            for a, b in zip(before.to_numpy(np.float64), after.to_numpy(np.float64), strict=True)
        ]
    )
    return [
        (int(number), str(area), change) for (number, area), change in zip(both, found, strict=True) if change.change.n
    ]


def _name(level: str, area: str) -> Bilingual:
    if level == "group":
        return word("groups", area).capital()
    named = community_name(area)
    return Bilingual(named["en"], named["zh"])

"""Parts of a place that a row may speak of: the whole, streets, communities, categories of cases, groups of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.measures import View
from sim.parameters.place import Place
from sim.state.cases import CATEGORY_ZH, Category
from sim.state.residents import AgeGroup, Vulnerable
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World

WHOLE = ("", "all", "district", "whole", "全区", "全域", "全部")
CATEGORIES = {c.name.lower(): int(c) for c in Category}
CATEGORY_NAMES = CATEGORIES | {zh: i for i, zh in enumerate(CATEGORY_ZH)}
GROUPS = ("vulnerable", "not vulnerable", *(age.name.lower() for age in AgeGroup), "old buildings", "new buildings")
GROUP_NAMES = {
    **{name: name for name in GROUPS},
    "困难群体": "vulnerable", "非困难群体": "not vulnerable", "儿童": "child", "成年人": "adult", "老年人": "elder",
    "老旧房屋": "old buildings", "新建房屋": "new buildings",
}  # fmt: skip
_NUMBERED = re.compile(r"(?:(community|street|c|s|社区|街道)\s*)?0*(\d{1,4})(?:\s*号?(社区|街道))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Area:
    """Part of a district.

    Attributes
    ----------
    level : {"district", "street", "community", "category", "group"}
    number : int
        Of the street, the community or the category, from 0.
    group : str
        Name of a group of residents.
    """

    level: str = "district"
    number: int = 0
    group: str = ""

    def __str__(self) -> str:
        """Say it as a row does."""
        if self.level == "district":
            return "all"
        if self.level == "category":
            return Category(self.number).name.lower()
        return self.group or f"{'C' if self.level == 'community' else 'S'}{self.number + 1:02d}"


def read_area(text: str, place: Place | None = None) -> Area | None:
    """Read the name of an area; None if the place has none such.

    Parameters
    ----------
    text : str
        ``all``; ``C03``, ``3``, ``community 3``; ``S2``, ``street 2``; a category or a group, in English or Chinese.
    place : Place, optional
        Says how many there are.
    """
    said = " ".join(text.split())
    low = said.casefold()
    if low in WHOLE:
        return Area()
    if low in CATEGORY_NAMES:
        return Area("category", CATEGORY_NAMES[low])
    if low in GROUP_NAMES:
        return Area("group", group=GROUP_NAMES[low])
    if match := _NUMBERED.fullmatch(said):
        kind = (match[1] or match[3] or "c").lower()
        level = "street" if kind in ("s", "street", "街道") else "community"
        most = 9999 if place is None else place.streets if level == "street" else place.communities
        number = int(match[2])
        return Area(level, number - 1) if 1 <= number <= most else None
    return None


def area_names(place: Place | None = None) -> list[str]:
    """What an area may be called."""
    many = [] if place is None else [f"C{m + 1:02d}" for m in range(place.communities)]
    return ["all", *CATEGORIES, *GROUPS, *many]


def part_of(view: View, areas: tuple[Area, ...]) -> View:
    """See a part of a district: the rows that are in all areas.

    A category takes cases away and leaves the residents, so that its rates are per resident of the area.
    """
    if all(area.level == "district" for area in areas):
        return view
    world, level, inside = view.world, "group", np.zeros(0, np.int64)
    residents = np.ones(world.residents.n, np.bool_)
    cases = np.ones(world.cases.n, np.bool_)
    for area in areas:
        cases &= _within(area, world, world.cases, of_cases=True)
        residents &= _within(area, world, world.residents, of_cases=False)
        if area.level in ("community", "street") and len(areas) == 1:
            level = area.level
            m = np.arange(world.n_communities)
            inside = m[m == area.number] if level == "community" else m[world.map.street_of_community == area.number]
    return view.part(np.flatnonzero(cases), np.flatnonzero(residents), level, inside)


def _within(area: Area, world: World, rows: object, *, of_cases: bool) -> Array:
    n = world.cases.n if of_cases else world.residents.n
    cell: Array = getattr(rows, "cell")  # noqa: B009 -- cases and residents both have it
    if area.level == "community":
        return np.asarray(world.map.community[cell] == area.number)
    if area.level == "street":
        return np.asarray(world.map.street_of_community[world.map.community[cell]] == area.number)
    if area.level == "category":
        return np.asarray(world.cases.category == area.number) if of_cases else np.ones(n, np.bool_)
    if area.level != "group":
        return np.ones(n, np.bool_)
    who = world.cases.resident if of_cases else np.arange(n)
    if area.group in ("vulnerable", "not vulnerable"):
        return np.asarray((world.residents.vulnerable[who] != Vulnerable.NONE) == (area.group == "vulnerable"))
    if area.group in ("old buildings", "new buildings"):
        return np.asarray(world.map.old[cell] == (area.group == "old buildings"))
    return np.asarray(world.residents.age[who] == AgeGroup[area.group.upper()])


__all__ = ["CATEGORIES", "GROUPS", "WHOLE", "Area", "area_names", "part_of", "read_area"]

"""One row of a file of observations: read, put into the measure's own unit, and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import sim.observations.of_targets  # noqa: F401 -- registers its statistics
from sim.config.place_files import place_names
from sim.config.run import load
from sim.errors import ConfigError, Problem, did_you_mean, nearest
from sim.i18n import say
from sim.measures import MEASURES
from sim.observations.areas import CATEGORIES, Area, area_names, read_area
from sim.observations.counts import COUNT_UNITS, COUNTS
from sim.observations.of_cases import SPECIAL
from sim.observations.units import factor, unit_named, written_for
from sim.observations.windows import read_window
from sim.parameters.place import Place

TRANSFORMS = ("", "log", "logit")
ROLES = ("fit", "predict", "blind")


def measure_names() -> list[str]:
    """What a row may be about."""
    return [*MEASURES, *COUNTS, *SPECIAL]


@cache
def _named_measures() -> dict[str, str]:
    """Measures by name and by title in both languages."""
    return {title.casefold(): m.name for m in MEASURES.values() for title in (m.title_zh, m.title)}


@cache
def _place_of(name: str) -> Place:
    return load(name).place


def read_row(
    row: Mapping[str, str], where: str, role: str, place: Place | None, problems: list[Problem]
) -> dict[str, Any] | None:
    """Read a row.

    Parameters
    ----------
    row : mapping
        Cells by column; those that are missing count as empty.
    where : str
        How the row is named in a problem.
    role : str
        Of a row that says none.
    place : Place, optional
        A place beside those that have a file.
    problems : list of Problem
        What is wrong is added here.

    Returns
    -------
    dict or None
        What an `Observation` is made of; None if something is wrong.
    """
    before = len(problems)

    def wrong(column: str, found: str, allowed: str = "", hint: str = "") -> None:
        problems.append(Problem(f"{where}, {column}", found, allowed, hint))

    own = _place(row.get("place", ""), place, wrong)
    measure, category = _measure(row.get("measure", ""), wrong)
    area = read_area(row.get("area", ""), own)
    if area is None:
        given = row["area"]
        wrong("area", say("errors.found", x=repr(given)), hint=did_you_mean(given, area_names(own)))
    _fits(measure, [a for a in (area, category) if a is not None and a != Area()], wrong)
    window = read_window(row.get("window", ""))
    if window is None:
        wrong("window", say("errors.found", x=repr(row["window"])), say("observations.windows"))
    numbers = {name: _number(row.get(name, ""), name, wrong) for name in ("value", "sd", "n", "disc_sd")}
    transform = _one_of(row.get("transform", "").replace("none", "").replace("-", ""), "transform", TRANSFORMS, wrong)
    unit, times = _unit(row.get("unit", "") or ("%" if row.get("value", "").endswith("%") else ""), measure, wrong)
    made = {
        "id": row.get("id", ""), "place": own.name if own is not None and row.get("place") else "",
        "area": str(area or Area()), "measure": measure + (f":{category}" if category is not None else ""),
        "window": str(window or ""), "value": numbers["value"] * times, "unit": unit,
        "sd": numbers["sd"] * (1.0 if transform else times), "n": numbers["n"],
        "basis": row.get("basis", ""), "note": row.get("note", ""), "transform": transform,
        "disc_sd": numbers["disc_sd"] * (1.0 if transform else times),
        "role": _one_of(row.get("role", "") or role, "role", ROLES, wrong),
    }  # fmt: skip
    if len(problems) == before:
        _plausible(made, wrong)
    return made if len(problems) == before else None


def _place(text: str, place: Place | None, wrong: Any) -> Place | None:
    names = list(dict.fromkeys([*([place.name] if place is not None else []), *place_names()]))
    if not text or (place is not None and text == place.name):
        return place
    if text not in names:
        wrong("place", say("errors.found", x=repr(text[:80])), hint=did_you_mean(text[:80], names))
        return None
    try:
        return _place_of(text)
    except ConfigError:
        wrong("place", say("observations.bad_place", name=text))
        return None


def _measure(text: str, wrong: Any) -> tuple[str, Area | None]:
    name, colon, of = (part.strip() for part in text.partition(":" if ":" in text else "："))
    known = measure_names()
    name = _named_measures().get(name.casefold(), name)
    if name.removesuffix("_share") in COUNTS:
        name = name.removesuffix("_share")
    if name not in known:
        hint = did_you_mean(name[:80], known) if name else say("observations.measures")
        wrong("measure", say("errors.found", x=repr(text[:80])), hint=hint)
        name = ""
    if not colon:
        return name, None
    category = read_area(of)
    if category is None or category.level != "category":
        wrong("measure", say("errors.found", x=repr(of[:80])), ", ".join(CATEGORIES), did_you_mean(of, [*CATEGORIES]))
        return name, None
    return name, category


def _fits(measure: str, areas: list[Area], wrong: Any) -> None:
    """Refuse a measure of a part for which it makes no sense."""
    if not areas or not measure:
        return
    if measure in SPECIAL:
        wrong("area", say("observations.district_only", measure=measure), "all")
    elif measure in MEASURES:
        own = MEASURES[measure]
        for area in areas:
            of_people = own.function.__module__.endswith((".people", ".work", ".surge"))
            level = "group" if area.level == "category" or len(areas) > 1 else area.level
            if level not in own.levels or (area.level == "category" and of_people):
                wrong("area", say("observations.no_sense", measure=measure, area=str(area)), ", ".join(own.levels))


def _number(text: str, name: str, wrong: Any) -> float:
    """Read a number; the column may be empty where it has a default."""
    if not text and name in ("n", "disc_sd"):
        return math.nan
    try:
        found = float(text.replace(",", "").replace("，", "").rstrip("%％").strip())
    except ValueError:
        found = math.inf
    if not math.isfinite(found) or (name != "value" and found < 0.0):
        least = say("observations.number") if name == "value" else say("observations.not_negative")
        wrong(name, say("errors.found", x=repr(text[:40])), least)
        return math.nan
    return found


def _one_of(text: str, name: str, allowed: tuple[str, ...], wrong: Any) -> str:
    if text not in allowed:
        wrong(name, say("errors.found", x=repr(text[:40])), ", ".join(filter(None, allowed)))
        return ""
    return text


def _unit(text: str, measure: str, wrong: Any) -> tuple[str, float]:
    """Unit in which the row is kept, and by what its value is multiplied."""
    if not measure:
        return text, 1.0
    if measure in COUNTS:
        wanted: tuple[str, ...] = COUNT_UNITS
        written = unit_named(text) or ""
        if written in wanted:
            return written, 1.0
        if written == "share":
            return "%", 100.0
    else:
        unit = MEASURES[measure].unit if measure in MEASURES else SPECIAL[measure].unit
        wanted = tuple(written_for(unit))
        written = unit_named(text, unit) or ""
        times = factor(written, unit)
        if times is not None:
            return unit, times
    wrong("unit", say("errors.found", x=repr(text[:40])), ", ".join(wanted), nearest(text, wanted))
    return "", 1.0


def _plausible(made: Mapping[str, Any], wrong: Any) -> None:
    """Refuse values that the measure cannot take, and transforms that the value has none of."""
    name, value = made["measure"].partition(":")[0], made["value"]
    low, high = MEASURES[name].limits if name in MEASURES else (-math.inf, math.inf)
    if name in COUNTS:
        low, high = 0.0, 100.0 if made["unit"] == "%" else math.inf
    if not low <= value <= high:
        wrong("value", say("errors.found", x=f"{value:g} {made['unit']}"), f"{low:g} - {high:g} {made['unit']}")
    most = {"%": 100.0, "points": 100.0}.get(made["unit"], 1.0)
    if made["transform"] == "log" and value <= 0.0:
        wrong("value", say("observations.no_log", x=f"{value:g}"))
    if made["transform"] == "logit" and not 0.0 < value < most:
        wrong("value", say("observations.no_logit", x=f"{value:g} {made['unit']}"))

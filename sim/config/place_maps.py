"""Maps of places: what can be counted on them is not asked, and what is said otherwise is refused with both numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.layers import Layer, Said
from sim.errors import PlaceError, Problem, words_of
from sim.geography.surveyed import Survey, read_survey
from sim.i18n import Bilingual, say

if TYPE_CHECKING:
    from sim.parameters.place import Place

COUNTED = "derived: counted on the map"
"""Source of a number that was counted on the map."""
KEYS = ("map", "map_sha256", "map_cells")
FEW = 0.01
"""Of the residents that a map counts: a difference that need not be told."""


def map_laid(
    tree: Mapping[str, Any], said: dict[str, Said], problems: list[Problem]
) -> tuple[Mapping[str, Any], dict[str, Said]]:
    """Put what the map of a place says where its file says nothing, and refuse what contradicts it."""
    place = tree.get("place")
    if not isinstance(place, Mapping) or not any(place.get(key) for key in KEYS):
        return tree, said
    path, sha256 = place.get("map"), place.get("map_sha256") or ""
    if not isinstance(path, str) or not path or not isinstance(sha256, str):
        problems.append(Problem("place.map", say("errors.found", x=repr(path)), say("surveyed.a_map")))
        return _without_map(tree, place), said
    try:
        survey = read_survey(path, sha256)
    except PlaceError as error:
        problems.append(Problem("place.map", words_of(error), say("surveyed.a_map"), "govsim import map FILE"))
        return _without_map(tree, place), said
    if tree.get("scale", 1) != 1:
        problems.append(Problem("scale", say("errors.found", x=tree["scale"]), say("surveyed.no_scale")))
    values = {**place, "map": str(Path(path).absolute()), "map_sha256": survey.sha256, "map_cells": len(survey.cells)}
    sources, said = dict(place.get("sources") or {}), dict(said)
    for key, n in _counts(survey, place).items():
        if values.get(key, n) != n:
            found = say("surveyed.contradicts", told=values[key], counted=n, map=path)
            problems.append(Problem(f"place.{key}", found, str(n), say("surveyed.leave_out", key=key)))
        elif key not in place:
            sources[key] = COUNTED
            said[f"place.{key}"] = Said(n, Layer.PLACE, path, "derived")
        values[key] = n
    values["sources"] = sources
    return {**tree, "place": values}, said


def _counts(survey: Survey, place: Mapping[str, Any]) -> dict[str, int]:
    """Numbers of a place that its map settles."""
    counts = dict(survey.counts)
    if place.get("layers", 1) != 1 and place.get("layer_reading", "overlapping") == "overlapping":
        del counts["grids"]  # every department has a net of its own, and the map shows none of them
    if survey.counted and "population" not in place:
        counts["population"] = round(float(survey.residents.sum()))
    return counts


def _without_map(tree: Mapping[str, Any], place: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave a map out that cannot be had, so that the rest can still be checked."""
    return {**tree, "place": {key: value for key, value in place.items() if key not in KEYS}}


def other_people(place: Place) -> list[Bilingual]:
    """Say where a place has not as many people as its map counts; a sentence, or none."""
    if not place.map:
        return []
    survey = read_survey(place.map, place.map_sha256)
    counted = round(float(survey.residents.sum()))
    if not survey.counted:
        return [say("surveyed.estimated", population=place.population)]
    if abs(place.population - counted) <= FEW * counted:
        return []
    return [say("surveyed.people", told=place.population, counted=counted)]


def beside_file(tree: dict[str, Any], folder: Path) -> None:
    """Read the path of a map as it is meant in a place's file: from the folder of the file."""
    place = tree.get("place")
    if isinstance(place, dict) and isinstance(place.get("map"), str) and place["map"]:
        place["map"] = str((folder / Path(place["map"]).expanduser()).absolute())


def anywhere(tree: dict[str, Any]) -> dict[str, Any]:
    """Leave out where a map lies: its content is what moves numbers."""
    if not tree["place"].get("map"):
        return tree
    return {**tree, "place": {key: value for key, value in tree["place"].items() if key != "map"}}

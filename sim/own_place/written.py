"""The place's file, with what each number is from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.config.checks import FROM_NORM
from sim.folder_names import fault_of
from sim.i18n import say
from sim.own_place.answers import COUNTED, NORM, TOLD, Answers
from sim.own_place.counted import MAP, stamp_of
from sim.own_place.questions import BY_KEY, household_size, setting_of

CELLS_A_GRID, FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 10.0, 20.0, 100.0
"""Cells of a drawn map that a grid should have so that grids can be cut alike, and households of a cell."""
MARKS = {TOLD: "own_place.mark_told", COUNTED: "own_place.mark_counted", NORM: "own_place.mark_norm"}
"""Where a number is from, as the file's remarks say it."""


def tree_of(answers: Answers, name: str, *, mapped: bool) -> dict[str, Any]:
    """The place's file as a tree of settings.

    Parameters
    ----------
    answers : Answers
        All of them.
    name : str
        Of the place, where the answers say none.
    mapped : bool
        Whether a map lies beside the file.
    """
    values = answers.values
    place: dict[str, Any] = {"name": answers.names.get("name", name)}
    place |= {key: answers.names[key] for key in ("title", "title_zh") if key in answers.names}
    if mapped:
        place["map"] = MAP
    sources: dict[str, str] = {}
    tree: dict[str, Any] = {"place": place}
    for key in BY_KEY:
        if key == "in_force":
            continue
        owner, _, setting = setting_of(key).partition(".")
        value = round(household_size(values), 4) if key == "households" else values[key]
        tree.setdefault(owner, {})[setting] = value
        sources[setting if owner == "place" else f"{owner}.{setting}"] = source_of(answers, key)
    if not mapped:
        cells = values["population"] / household_size(values) / (CELLS_A_GRID * values["grids"])
        place["households_per_cell"] = round(min(max(cells, FEWEST_HOUSEHOLDS), MOST_HOUSEHOLDS), 1)
        sources["households_per_cell"] = "choice: about ten cells of the drawn map to a grid"
    place["sources"] = sources
    if values["in_force"]:
        tree["in_force"] = list(values["in_force"])
    return tree


def source_of(answers: Answers, key: str) -> str:
    """Basis and source of a number, as a place's file says it; in English, as every file of places does."""
    origin = answers.origin[key]
    if origin == TOLD:
        told = f" ({answers.values[key]:,} households)" if key == "households" else ""
        return f"sourced: told by the user{told}"
    if origin == COUNTED:
        return f"sourced: counted, {answers.counted[key].where}"
    usual = answers.usual[key]
    words = getattr(usual.words, "en", usual.words)
    source = getattr(usual.source, "en", usual.source)
    return f"{FROM_NORM}{words} ({source})" if source else f"{FROM_NORM}{words}"


def text_of(tree: Mapping[str, Any], answers: Answers, folder: Path) -> str:
    """The place's file as people read it: a word on every line where its number is from."""
    place = tree["place"]
    lines = [f"# {line}" for line in str(say("own_place.head", name=place["name"])).splitlines()]
    lines.append("place:")
    for key in ("name", "title", "title_zh"):
        if key in place:
            lines.append(f"  {key}: {_quoted(place[key])}")
    if "map" in place:
        lines.append(f"  map: {place['map']}  # sha256 {stamp_of(folder / MAP)}")
    of_setting = {setting_of(key): key for key in BY_KEY}
    for owner in (name for name in tree if name != "in_force"):
        if owner != "place":
            lines.append(f"{owner}:")
        for setting, value in tree[owner].items():
            asked = of_setting.get(f"{owner}.{setting}")
            if asked is not None:
                lines.append(_line(setting, value, _mark(answers, asked)))
            elif setting == "households_per_cell":
                lines.append(_line(setting, value, str(say("own_place.cells"))))
        if owner == "place":
            lines.append("  sources:")
            lines += [f"    {setting}: {_quoted(source)}" for setting, source in place["sources"].items()]
    lines += [f"# {line}" for line in str(say("own_place.in_force_head")).splitlines()]
    lines.append(f"in_force: [{', '.join(tree.get('in_force', ()))}]")
    return "\n".join(lines) + "\n"


def _mark(answers: Answers, key: str) -> str:
    origin, title = answers.origin[key], BY_KEY[key].title
    rest: str = f": {answers.usual[key].why}" if origin == NORM else ""
    rest = f": {answers.counted[key].where}" if origin == COUNTED else rest
    if key == "households":
        title = say("own_place.size_of", n=answers.values[key])
    return " ".join(f"{title}; {say(MARKS[origin])}{rest}".split())


def _line(setting: str, value: Any, remark: str) -> str:
    return f"  {f'{setting}: {value:.12g}':<28}  # {remark}"


def _quoted(text: str) -> str:
    plain = text.replace("_", "").isalnum() and not text[0].isdigit()
    return text if plain and text.isascii() else json.dumps(text, ensure_ascii=False)


def name_fault(name: str) -> str | None:
    """Why results could not lie under a name."""
    return fault_of(name) or None

"""House rules for places: each number says where it comes from, what it cites exists, and doubts are said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sim.cli.show import HEADS, doubts, numbers
from sim.config.run import load, place_file, place_names
from sim.evidence import ids_in, load_register
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS

BASES = ("sourced", "derived", "external", "assumed", "choice")
WORDS = ("garbled", "ambiguous", "unclear", "lower bound", "order of magnitude", "not fte", "weak", "obligation")
"""If a row's flag says one of these, so must the place's own source line."""
NAMES = ("name", "title", "title_zh", "sources")


def faults(tree: Mapping[str, Any]) -> list[str]:
    """Name everything in a place's file that breaks a rule."""
    register = load_register()
    place = tree["place"]
    sources: Mapping[str, str] = place.get("sources", {})
    default = {info.name: info.default for info in describe("place", Place)}
    said = {key: value for key, value in place.items() if key not in NAMES}
    owners = {**{g: tree[g] for g in GROUPS if g in tree}, "policies": {}}
    groups = {f"{group}.{key}" for group, values in owners.items() for key in values}
    groups |= {f"policies.{name}.{key}" for name, values in tree.get("policies", {}).items() for key in values}
    found = [f"{key} has no source" for key in said if key not in sources and said[key] != default.get(key)]
    found += [f"{key} has no source" for key in sorted(groups - sources.keys())]
    for key, text in sources.items():
        basis, _, remark = text.partition(":")
        ids = ids_in(text)
        if key not in said and key not in groups and not key.startswith("told."):
            found.append(f"{key} has a source but is not set")
        if basis not in BASES:
            found.append(f"{key} has basis {basis!r}")
        if not remark.strip():
            found.append(f"{key} has a basis without a word")
        if basis in ("sourced", "derived", "external") and not ids:
            found.append(f"{key} is {basis} and cites nothing")
        if basis == "external" and any(id_.startswith("E") for id_ in ids):
            found.append(f"{key} is external and cites an article")
        if basis == "sourced" and not any(id_.startswith("E") for id_ in ids):
            found.append(f"{key} is sourced and cites no article")
        if key.startswith("told.") and basis != "sourced":
            found.append(f"{key} is not from the article")
        for id_ in ids:
            if id_ not in register:
                found.append(f"{key} cites {id_}, which does not exist")
                continue
            flag = register[id_].flag.lower()
            found += [f"{key} cites {id_} but does not say {w}" for w in WORDS if w in flag and w not in text.lower()]
    return found


@pytest.mark.parametrize("name", place_names())
def test_a_place_says_where_its_numbers_come_from(name: str) -> None:
    assert faults(place_file(name)) == []


@pytest.mark.parametrize("name", [n for n in place_names() if n != "demo"])
def test_a_place_opens_with_what_its_article_tells(name: str) -> None:
    from sim.config.run import config_dir

    lines = (config_dir() / "place" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    comment = " ".join(line for line in lines[1:6] if line.startswith("#"))
    assert "article S00" in comment
    assert "2022" in comment


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"grids": 13}, "grids has no source"),
        ({"elder_share": 0.3}, "elder_share has no source"),
        ({"sources": {"population": "sourced: E070"}}, "population has a source but is not set"),
        ({"grids": 13, "sources": {"grids": "guessed: E072"}}, "grids has basis 'guessed'"),
        ({"grids": 13, "sources": {"grids": "sourced: about right"}}, "grids is sourced and cites nothing"),
        ({"grids": 13, "sources": {"grids": "sourced: X011, weak"}}, "grids is sourced and cites no article"),
        ({"grids": 13, "sources": {"grids": "external: E072"}}, "grids is external and cites an article"),
        ({"grids": 13, "sources": {"grids": "derived: E999"}}, "grids cites E999, which does not exist"),
        ({"grids": 13, "sources": {"grids": "assumed:"}}, "grids has a basis without a word"),
        ({"grids": 13, "sources": {"grids": "sourced: E023"}}, "grids cites E023 but does not say ambiguous"),
        ({"sources": {"told.teams": "assumed: E021"}}, "told.teams is not from the article"),
    ],
)
def test_a_made_up_place_is_found_out(change: dict[str, Any], fault: str) -> None:
    place: dict[str, Any] = {"name": "nowhere", "title": "Nowhere", "title_zh": "无"}
    assert faults({"place": place}) == []
    assert fault in faults({"place": {**place, **change}})


@pytest.mark.parametrize(
    "group", [{"finance": {"base_funds_yuan": 1.0}}, {"policies": {"dual_report": {"coverage": 0.5}}}]
)
def test_a_parameter_without_source_is_found_out(group: dict[str, Any]) -> None:
    assert len(faults({"place": {"name": "nowhere"}, **group})) == 1


@pytest.mark.parametrize("name", place_names())
def test_every_number_is_shown_once(name: str) -> None:
    tree = place_file(name)
    shown = numbers(load(name), {key: value for key, value in tree.items() if key != "place"})
    names = [n["name"] for n in shown if n["section"] != "told"]
    assert len(names) == len(set(names))
    assert set(names) >= {info.name for info in describe("place", Place)}
    assert {n["section"] for n in shown} <= set(HEADS)
    assert all(n["source"] for n in shown if n["section"] != "default")
    for n in shown:
        if n["section"] == "sourced":
            assert any(id_.startswith("E") for id_ in ids_in(n["source"])), n["name"]


def test_doubtful_rows_are_flagged_and_sound_ones_are_not() -> None:
    assert doubts("E070 E072") == []
    assert doubts("E023, E072") == ["E023: ambiguous: 213 cells across 19 layers, not 213 areas"]
    assert doubts("E006")[0].startswith("E006: GARBLED")
    assert doubts("E021")[0].startswith("E021: '580' = pun")


def test_no_place_uses_what_is_garbled_or_lost_as_a_number() -> None:
    forbidden = {"E006", "E021", "E046", "E056", "E063"}
    for name in place_names():
        cited = {id_ for text in load(name).place.sources.values() for id_ in ids_in(text)}
        assert not cited & forbidden, name

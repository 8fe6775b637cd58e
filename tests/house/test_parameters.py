"""House rules: every number has a unit, source, basis and range; every row of evidence is used or set aside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sim
from sim.cli.evidence import citations
from sim.config.run import Run, load, place_names
from sim.evidence import load_register, problems, uses
from sim.parameters.param import ParamInfo, describe, problems_of_declaration
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

OWNERS = {
    **GROUPS, "place": Place, "run": Run, **{f"policies.{name}": cls for name, cls in POLICIES.items()}
}  # fmt: skip


PACKAGE = Path(sim.__file__).parent
HOMES = ("parameters/", "policies/")
"""Rooms that declare numbers; a lever's own stand in the lever's file."""
NO_NUMBERS = ("studies/engines/settings.py",)
"""Declares settings that no result depends on."""


def declaring(text: str) -> list[int]:
    """Lines that call `param`, under whatever name it was imported."""
    tree = ast.parse(text)
    names = {"param"} | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "param" and alias.asname
    }
    calls = [(node.lineno, node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [line for line, func in calls if getattr(func, "id", getattr(func, "attr", "")) in names]


def test_numbers_are_declared_in_their_room_and_in_levers_alone() -> None:
    found = {
        name: lines
        for path in PACKAGE.rglob("*.py")
        if (name := path.relative_to(PACKAGE).as_posix()) not in NO_NUMBERS
        and not name.startswith(HOMES)
        and (lines := declaring(path.read_text(encoding="utf-8")))
    }
    assert found == {}
    home = [path.stem for path in (PACKAGE / "parameters").glob("*.py") if declaring(path.read_text(encoding="utf-8"))]
    assert sorted(home) == sorted([*GROUPS, "place", "run"])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1", []),
        ("from sim.parameters.param import param\nx: float = param(1.0)", [2]),
        ("from sim.parameters.param import param as p\n\nx: float = p(1.0)", [3]),
        ("from sim.parameters import param\nx: float = param.param(1.0)", [2]),
    ],
)
def test_a_declaration_elsewhere_would_be_seen(text: str, lines: list[int]) -> None:
    assert declaring(text) == lines


@pytest.mark.parametrize("group", GROUPS)
def test_one_name_everywhere(group: str) -> None:
    assert GROUPS[group].__module__ == f"sim.parameters.{group}"
    assert GROUPS[group].__name__ == group.capitalize()
    assert (PACKAGE / "mechanisms" / f"{group}.py").is_file()


def all_parameters() -> list[ParamInfo]:
    return [info for owner, cls in OWNERS.items() for info in describe(owner, cls)]


@pytest.mark.parametrize("owner", OWNERS)
def test_every_parameter_is_declared_in_full(owner: str) -> None:
    assert problems_of_declaration(describe(owner, OWNERS[owner])) == []


def test_what_was_measured_cites_where() -> None:
    for info in all_parameters():
        if info.basis in ("sourced", "derived"):
            assert any(word[0] in "EX" and word[1:2].isdigit() for word in info.source.split()), info.key


def test_every_row_of_evidence_is_used_or_set_aside_with_a_reason() -> None:
    assert problems(load_register(), uses(citations())) == []


def test_a_citation_of_nothing_is_found() -> None:
    assert problems(load_register(), uses([*citations(), ("voice.p_new", "X999")]))


def test_every_number_of_a_place_has_a_source_or_is_a_default() -> None:
    for name in place_names():
        place = load(name).place
        for info in describe("place", Place):
            if getattr(place, info.name) != info.default and info.name != "map_seed":
                assert info.name in place.sources, f"{name}: {info.name}"

"""House rules: every number has a unit, source, basis and range; every row of evidence is used or set aside."""

from __future__ import annotations

import pytest

from sim.cli.evidence import citations
from sim.config.run import Run, load, place_names
from sim.evidence import load_register, problems, uses
from sim.mechanisms.settings import GROUPS
from sim.params import ParamInfo, describe, param, problems_of_declaration
from sim.policies import POLICIES
from sim.state.places import Place

OWNERS = {
    **GROUPS, "place": Place, "run": Run, **{f"policies.{name}": cls for name, cls in POLICIES.items()}
}  # fmt: skip


def all_parameters() -> list[ParamInfo]:
    return [info for owner, cls in OWNERS.items() for info in describe(owner, cls)]


@pytest.mark.parametrize("owner", OWNERS)
def test_every_parameter_is_declared_in_full(owner: str) -> None:
    assert problems_of_declaration(describe(owner, OWNERS[owner])) == []


def test_a_parameter_without_source_basis_or_range_is_found() -> None:
    good = all_parameters()[0]

    def but(**change: object) -> list[str]:
        values = {name: getattr(good, name) for name in good.__slots__} | change
        return problems_of_declaration([ParamInfo(**values)])

    assert but() == []
    assert "source" in but(source="")[0]
    assert "basis" in but(basis="guessed")[0]
    assert "unit" in but(unit="")[0]
    assert "range" in but(low=None)[0]
    assert "outside" in but(default=1e9)[0]


def test_assumed_numbers_say_so() -> None:
    for info in all_parameters():
        if info.basis == "assumed":
            assert info.source.startswith("assumption: "), info.key
        elif info.basis in ("sourced", "derived"):
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


def test_param_keeps_what_it_is_told() -> None:
    field = param(0.5, "share", basis="sourced", source="E001", doc="x", low=0.1, high=0.9)
    assert field.metadata["param"]["source"] == "E001"
    assert field.default == 0.5

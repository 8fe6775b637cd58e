"""One name, four places; every lever listed; docstrings that tell; a docs promise of the house."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.measures import HEADLINE, MEASURES
from sim.parameters.param import describe
from sim.policies import POLICIES, Policy

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", POLICIES)
def test_one_name_four_places(name: str) -> None:
    lever = POLICIES[name]
    assert lever.name == name
    assert lever.__name__ == "".join(part.capitalize() for part in name.split("_"))
    assert lever.__module__ == f"sim.policies.{name}"
    assert (ROOT / "tests" / "policies" / f"test_{name}.py").is_file()


def test_every_file_of_a_lever_is_listed() -> None:
    files = {p.stem for p in (ROOT / "sim" / "policies").glob("*.py")} - {"__init__", "base", "programme"}
    assert files == set(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_a_lever_tells_what_it_does_and_how_it_fails(name: str) -> None:
    lever = POLICIES[name]
    assert len((lever.__doc__ or "").split()) > 40
    assert lever.name_zh
    assert lever.summary_zh
    # a lever of nobody's article may have no evidence; then no number of it can claim any
    assert lever.evidence or {i.basis for i in describe("", lever)} <= {"assumed", "choice"}
    hooks = {"start", "plan", "reflect"} & set(vars(lever))
    assert 1 <= len(hooks) <= 3
    assert issubclass(lever, Policy)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_unit_definition_and_both_names(name: str) -> None:
    m = MEASURES[name]
    assert m.name == name
    assert m.unit
    assert m.definition
    assert m.title_zh
    assert m.definition_zh.endswith("。")
    assert m.better in ("lower", "higher", "")
    assert m.matters > 0


@pytest.mark.parametrize("name", MEASURES)
def test_a_definition_stands_alone(name: str) -> None:
    said = MEASURES[name].definition
    assert said.endswith(".")
    assert not {"same", "it", "former", "latter", "above", "below"} & set(said.lower().split()[:3])
    assert len(said.split()) > 4


def test_headline_measures_exist() -> None:
    assert set(HEADLINE) <= set(MEASURES)


def test_public_names_can_be_imported() -> None:
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError):
        sim.no_such_name  # noqa: B018 -- the access is the test

"""A declaration is kept as written, its prior follows from it, and what is wrong with one is named."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, make_dataclass, replace
from typing import Any

import pytest

from sim.parameters.param import REQUIRED, ParamInfo, describe, param, problems_of_declaration, usual_prior


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    p_rain: float = param(
        0.5, "probability", source="assumed: X014: as likely as not", plausible=(0.2, 0.7), allowed=(0.0, 1.0),
        doc="rain on a day", zh="下雨概率",
    )  # fmt: skip
    stations: int = param(REQUIRED, "stations", source="choice: the user's choice", doc="where rain is measured")
    note: str = "no parameter"


def declared(**said: Any) -> ParamInfo:
    """The one parameter of a group."""
    said = {"source": "assumed: a guess", "doc": "x", "plausible": (0.2, 0.7), **said}
    (info,) = describe("g", make_dataclass("G", [("x", float, param(0.5, "h", **said))], frozen=True))
    return info


def test_a_declaration_is_kept() -> None:
    rain, stations = describe("weather", Weather)
    assert rain.key == "weather.p_rain"
    assert (rain.default, rain.unit, rain.low, rain.high, rain.allowed) == (0.5, "probability", 0.2, 0.7, (0.0, 1.0))
    assert (rain.basis, rain.source) == ("assumed", "X014: as likely as not")
    assert (rain.doc, rain.zh) == ("rain on a day", "下雨概率")
    assert (stations.default, stations.low, stations.high, stations.prior) == (None, None, None, "fixed")
    assert Weather(stations=3).p_rain == 0.5
    with pytest.raises(TypeError):
        Weather()


def test_a_declaration_has_at_most_eight_parts() -> None:
    assert len(inspect.signature(param).parameters) <= 8


@pytest.mark.parametrize(
    ("basis", "low", "high", "prior"),
    [
        ("assumed", 1.0, 3.9, "triangular"),
        ("assumed", 1.0, 4.0, "log-triangular"),
        ("assumed", 0.0, 4.0, "triangular"),
        ("assumed", -1.0, 4.0, "triangular"),
        ("assumed", None, None, "fixed"),
        ("sourced", 1.0, 4.0, "fixed"),
        ("derived", 1.0, 2.0, "fixed"),
        ("choice", 1.0, 2.0, "fixed"),
    ],
)
def test_the_usual_prior(basis: str, low: float | None, high: float | None, prior: str) -> None:
    assert usual_prior(basis, low, high) == prior


def test_a_prior_is_declared_where_it_deviates_and_else_follows_from_basis_and_range() -> None:
    assert declared().prior == "triangular"
    assert declared(prior="log-triangular").prior == "log-triangular"
    assert declared(prior="fixed").prior == "fixed"
    assert declared(source="derived: X001", prior="triangular").prior == "triangular"
    # where a place says another basis, the prior follows
    assert replace(declared(), basis="sourced").prior == "fixed"
    assert replace(declared(source="derived: X001"), basis="assumed").prior == "triangular"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"source": "assumed: "}, "g.x has no source"),
        ({"source": "somebody said so"}, "g.x has no source"),
        ({"source": "guessed: so"}, "g.x has basis 'guessed', not one of sourced, "),
        ({"doc": ""}, "g.x says nothing"),
        ({"plausible": None}, "g.x has no plausible range"),
        ({"plausible": (0.6, 0.7)}, "g.x = 0.5 lies outside its range 0.6..0.7"),
        ({"prior": "uniform"}, "g.x has prior 'uniform', not one of fixed, "),
        ({"prior": "triangular"}, "g.x declares the prior that it has anyway, triangular"),
        ({"plausible": (0.0, 0.7), "prior": "log-triangular"}, "g.x is log-triangular over a range that reaches zero"),
        ({"plausible": None, "prior": "triangular"}, "g.x is triangular over no plausible range"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_named(said: dict[str, Any], problem: str) -> None:
    assert any(found.startswith(problem) for found in problems_of_declaration([declared(**said)]))


def test_nothing_is_wrong_with_a_sound_one() -> None:
    assert problems_of_declaration([declared(), *describe("weather", Weather)]) == []
    assert problems_of_declaration([declared(prior="fixed"), declared(prior="log-triangular")]) == []
    assert problems_of_declaration([replace(declared(), unit="")]) == ["g.x has no unit"]

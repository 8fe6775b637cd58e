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
    ("default", "plausible", "allowed", "unit", "prior"),
    [
        (2.0, (1.0, 4.0), (0.0, 9.0), "h", "log"),
        (1.1, (1.0, 1.2), None, "times", "log"),
        (2.0, (0.0, 4.0), (0.0, 9.0), "h", "triangular"),
        (2.0, (-1.0, 4.0), None, "h", "triangular"),
        (0.5, (0.2, 0.7), (0.0, 1.0), "share", "logit"),
        (0.5, (0.2, 0.7), (0.05, 0.9), "per month", "logit"),  # what is allowed tells a share, not its unit
        (0.5, (0.2, 0.7), (0.0, 3.0), "share", "log"),
        (0.5, (0.0, 0.7), (0.0, 1.0), "share", "triangular"),
        (0.5, (0.2, 1.0), (0.0, 1.0), "share", "triangular"),
        (3, (1, 10), (0, 40), "persons", "int"),
        (3, (0, 10), (0, 40), "persons", "int"),
        (8.0, (7.0, 9.0), (0.0, 24.0), "hour", "fixed"),
        (3, (1, 5), (1, 7), "day of the week", "fixed"),
        (2.0, None, (0.0, 9.0), "h", "fixed"),
        ((1.0, 2.0), None, (0.0, 9.0), "h", "fixed"),
        (True, None, None, "yes/no", "fixed"),
        ("split", None, ("split", "merge"), "word", "fixed"),
    ],
)
def test_the_usual_prior(default: Any, plausible: Any, allowed: Any, unit: str, prior: str) -> None:
    field = param(default, unit, source="assumed: a guess", doc="x", plausible=plausible, allowed=allowed)
    (info,) = describe("g", make_dataclass("G", [("x", type(default), field)], frozen=True))
    assert usual_prior(info) == info.prior == prior


def test_what_the_user_decides_is_fixed_and_so_is_what_a_source_says_of_a_lever() -> None:
    assert declared(source="choice: the user's choice").prior == "fixed"
    assert declared(source="sourced: X001").prior == declared(source="derived: X001").prior == "log"
    lever = replace(declared(), owner="policies.x")
    assert (lever.prior, replace(lever, basis="sourced").prior) == ("log", "fixed")


def test_a_prior_is_declared_where_it_deviates() -> None:
    assert declared().prior == "log"
    for prior in ("fixed", "derived", "logit", "triangular"):
        assert declared(prior=prior).prior == prior
    # where a place says another basis, the prior follows
    assert replace(declared(), basis="choice").prior == "fixed"


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
        ({"prior": "log"}, "g.x declares the prior that it has anyway, log"),
        ({"plausible": (0.0, 0.7), "prior": "log"}, "g.x is log over a range that reaches zero"),
        ({"plausible": (0.2, 1.0), "prior": "logit"}, "g.x is logit over a range that reaches 0 or 1"),
        ({"plausible": None, "prior": "triangular"}, "g.x is triangular over no plausible range"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_named(said: dict[str, Any], problem: str) -> None:
    assert any(found.startswith(problem) for found in problems_of_declaration([declared(**said)]))


def test_nothing_is_wrong_with_a_sound_one() -> None:
    assert problems_of_declaration([declared(), *describe("weather", Weather)]) == []
    assert problems_of_declaration([declared(prior="fixed"), declared(prior="triangular")]) == []
    assert problems_of_declaration([declared(prior="derived", plausible=None)]) == []
    assert problems_of_declaration([replace(declared(), unit="")]) == ["g.x has no unit"]

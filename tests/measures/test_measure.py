"""What every measure has in common: where it makes sense, what it can take, how it is defined."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.measures.measure import DISTRICT, Measure


def ratio(view: Any) -> Any:
    """Cases over residents.

    Not part of the definition.
    """
    return view.cases / view.residents


def a_measure(unit: str = "h", **said: Any) -> Measure:
    return Measure("ratio", unit, "lower", "a ratio", "比", ratio, 0.5, **said)


def parts(*levels: str, cases: Any, residents: Any) -> Any:
    return SimpleNamespace(levels=list(levels), cases=np.array(cases, float), residents=np.array(residents, float))


@pytest.mark.parametrize(
    ("unit", "signed", "limits", "of_change"),
    [
        ("%", False, (0.0, 100.0), (-100.0, 100.0)),
        ("points", False, (0.0, 100.0), (-100.0, 100.0)),
        ("% points", True, (-100.0, 100.0), (-200.0, 200.0)),
        ("0-1", False, (0.0, 1.0), (-1.0, 1.0)),
        ("h", False, (0.0, math.inf), (-math.inf, math.inf)),
        ("yuan", True, (-math.inf, math.inf), (-math.inf, math.inf)),
    ],
)
def test_limits_follow_from_unit_and_sign(
    unit: str, signed: bool, limits: tuple[float, float], of_change: tuple[float, float]
) -> None:
    measure = a_measure(unit, signed=signed)
    assert (measure.limits, measure.limits_of_change) == (limits, of_change)


def test_of_one_part_it_is_a_number_and_nan_where_it_makes_no_sense() -> None:
    one = parts("district", cases=[6.0], residents=[4.0])
    assert a_measure()(one) == 1.5
    assert a_measure(levels=DISTRICT)(one) == 1.5
    assert math.isnan(a_measure(levels=DISTRICT)(parts("grid", cases=[6.0], residents=[4.0])))


def test_of_many_parts_only_those_where_it_makes_sense_have_a_value() -> None:
    both = parts("district", "grid", "district", cases=[6.0, 6.0, 1.0], residents=[4.0, 4.0, 0.0])
    with np.errstate(all="raise"):  # a part without residents is no reason to warn
        found = a_measure(levels=DISTRICT).by_part(both)
    assert np.array_equal(found, [1.5, math.nan, math.inf], equal_nan=True)
    assert np.isnan(a_measure(levels=("group",)).by_part(both)).all()


def test_the_definition_is_the_first_line_of_what_its_function_says() -> None:
    assert a_measure().definition == "Cases over residents."
    assert str(a_measure().called) == "a ratio"

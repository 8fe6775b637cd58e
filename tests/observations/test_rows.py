"""One row, read and refused."""

from __future__ import annotations

import pytest

from sim.errors import Problem
from sim.i18n import speaking
from sim.observations.rows import read_row

ROW = {"id": "a", "measure": "on_time", "value": "80", "unit": "%", "sd": "2"}


def read(**cells: str):  # type: ignore[no-untyped-def]
    problems: list[Problem] = []
    with speaking("en"):
        made = read_row(ROW | cells, "row 2", "blind", None, problems)
        return made, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("cells", "value", "unit"),
    [
        ({}, 80.0, "%"), ({"value": "0.8", "unit": "share", "sd": "0.02"}, 80.0, "%"),
        ({"measure": "按期处置率"}, 80.0, "%"),
        ({"measure": "reported：邻里家庭纠纷", "value": "3,000", "unit": "件"}, 3000.0, "cases"),
        ({"measure": "response_median", "value": "2", "unit": "天"}, 48.0, "h"),
        ({"measure": "lateness_sd_of_communities", "value": "0.2", "unit": "logits"}, 0.2, "logits"),
    ],
)  # fmt: skip
def test_a_row_is_put_into_the_measures_own_unit(cells: dict[str, str], value: float, unit: str) -> None:
    made, problems = read(**cells)
    assert problems == []
    assert (made["value"], made["unit"]) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"measure": "on_tme"}, "on_time"), ({"unit": "h"}, "unit"), ({"value": "120"}, "0 - 100"),
        ({"sd": "-1"}, "sd"),
        ({"place": "xialuu"}, "xialu"), ({"area": "C999999"}, "area"), ({"window": "soon"}, "window"),
        ({"transform": "logit", "value": "100"}, "logit"), ({"measure": "reported:disputs", "unit": "%"}, "disputes"),
        ({"measure": "weekend_ratio", "unit": "ratio", "value": "1", "area": "C01"}, "weekend_ratio"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cells: dict[str, str], said: str) -> None:
    made, problems = read(**cells)
    assert made is None
    assert any(said in problem for problem in problems)

"""The line of choices that no other one beats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.show.svg.pareto import NOTHING, Step, pareto, steps
from tests.places import FIXED

NUMBERS = st.integers(-5, 5).map(float)


def test_by_hand() -> None:
    costs, gains = [1.0, 2.0, 43.0, 5.0], [1.6, 1.0, 4.8, 1.6]
    assert pareto(costs, gains) == [NOTHING, 0, 2]
    assert steps(costs, gains) == [Step(NOTHING, 0, pytest.approx(1.0 / 1.6)), Step(0, 2, pytest.approx(42.0 / 3.2))]


def test_what_saves_money_comes_before_doing_nothing() -> None:
    assert pareto([-1.0], [-0.3]) == [0, NOTHING]
    assert steps([-1.0], [-0.3]) == [Step(0, NOTHING, pytest.approx(1.0 / 0.3))]
    assert pareto([-1.0], [0.3]) == [0]
    assert pareto([2.0], [-0.1]) == [NOTHING]


@FIXED
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=7))
def test_each_choice_is_on_the_line_unless_another_beats_it(choices: list[tuple[float, float]]) -> None:
    found = pareto([c for c, _ in choices], [g for _, g in choices])
    at = {NOTHING: (0.0, 0.0), **dict(enumerate(choices))}
    for c, g in at.values():
        beaten = any(d <= c and h >= g and (d, h) != (c, g) for d, h in at.values())
        on_line = (c, g) in {at[j] for j in found}
        assert on_line != beaten
    assert len({at[j] for j in found}) == len(found)

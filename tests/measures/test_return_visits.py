"""Answers of return visits, each read from its address of fate."""

from __future__ import annotations

import numpy as np

from sim.fate import HOP, Decision
from sim.measures.columns import Columns
from sim.measures.return_visits import BASICALLY, NOT_REACHED, REACHED, answers
from tests.places import hamlet, uniform


def test_an_answer_is_that_of_its_address_and_of_its_life() -> None:
    n = 200
    world = hamlet(260, satisfaction={"visit_reached": 0.6, "basically": 0.5})
    world.cases.add(n, index=np.arange(n), born=3, life=np.arange(n) % 3)
    found = answers(Columns(n, lambda _, name: {"row": np.arange(n)}[name]), world)
    expected = []
    for k in range(n):
        reached, basically, _, _ = uniform(world, k, 3, int(Decision.RETURN_VISIT) + HOP * (k % 3))
        expected.append(NOT_REACHED if reached >= 0.6 else BASICALLY if basically < 0.5 else REACHED)
    assert found.tolist() == expected
    assert set(expected) == {NOT_REACHED, REACHED, BASICALLY}

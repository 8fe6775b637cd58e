"""Counting all parts at once gives what counting each by itself gives, however many divisions are joined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.measures.parts import Divided, Whole

SIZES = [3, 7, 300, 400, 2]  # of forty rows, the third and fourth make too long a table to be joined
ROWS = 40


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_as_one_by_one(seed: int) -> None:
    draw = np.random.default_rng(seed)
    of = [draw.integers(0, n, ROWS) for n in SIZES]
    which, values = draw.random(ROWS) < 0.6, draw.normal(size=ROWS)
    divided = Divided(of, SIZES)
    assert 1 < len(divided._joined) < len(SIZES)
    masks = [division == part for division, n in zip(of, SIZES, strict=True) for part in range(n)]
    some = [p for p, mask in enumerate(masks) if mask.any()]
    assert divided.size.sum() == divided.count(np.ones(ROWS, np.bool_)).sum() == ROWS * len(SIZES)
    count, total, total_of = divided.count(which), divided.total(values), divided.total(values, which)
    for p in some:
        assert divided.size[p] == np.count_nonzero(masks[p])
        assert count[p] == np.count_nonzero(masks[p] & which)
        assert total[p] == pytest.approx(values[masks[p]].sum())
        assert total_of[p] == pytest.approx(values[masks[p] & which].sum())
    rows = np.flatnonzero(which)[np.argsort(values[which])]
    ordered = divided.ordered(values, rows)
    stretches = list(ordered.by_part())
    assert len(stretches) == sum(SIZES)
    for p in some:
        assert stretches[p].tolist() == sorted(values[masks[p] & which])
    assert sum(map(len, stretches)) == len(rows) * len(SIZES)


def test_the_whole_is_one_part() -> None:
    values, which = np.array([3.0, 1.0, 2.0]), np.array([True, False, True])
    whole = Whole(3)
    assert (whole.size.tolist(), whole.count(which).tolist()) == ([3.0], [2.0])
    assert (whole.total(values).tolist(), whole.total(values, which).tolist()) == ([6.0], [5.0])
    assert [part.tolist() for part in whole.ordered(values, np.array([2, 0])).by_part()] == [[2.0, 3.0]]

"""The heap of events gives them back in order, ties by their code, as Python's own heap does."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel.heap import drop_first, push
from tests.places import FIXED

EVENT = st.tuples(st.integers(0, 6).map(float), st.integers(0, 2**42))


@FIXED
@given(st.lists(st.one_of(EVENT, st.none()), max_size=120))
def test_heap_order(actions: list[tuple[float, int] | None]) -> None:
    time, item, size = np.zeros(121), np.zeros(121, np.int64), 0
    ours, theirs = [], []
    reference: list[tuple[float, int]] = []
    for action in [*actions, *([None] * len(actions))]:
        if action is not None:
            size = int(push(time, item, size, *action))
            heapq.heappush(reference, action)
        elif size:
            ours.append((float(time[0]), int(item[0])))
            size = int(drop_first(time, item, size))
            theirs.append(heapq.heappop(reference))
        assert size == len(reference)
    assert ours == theirs
    assert size == 0

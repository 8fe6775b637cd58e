"""The heap of events gives them back in order, ties by their code, as Python's own heap does."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.heap import drop_first, push, turn_page
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


@FIXED
@given(st.lists(EVENT, max_size=60), st.lists(EVENT, max_size=60), st.integers(0, 7))
def test_the_heap_keeps_what_is_due_and_lays_the_rest_aside(
    now: list[tuple[float, int]], aside: list[tuple[float, int]], end: int
) -> None:
    time, item, far_time, far_item = (np.zeros(130, kind) for kind in (float, np.int64, float, np.int64))
    for size, event in enumerate(now):
        push(time, item, size, *event)
    for i, event in enumerate(aside):
        far_time[i], far_item[i] = event
    size, far = turn_page(time, item, len(now), far_time, far_item, len(aside), float(end))
    due = sorted(event for event in now + aside if event[0] < end)
    ours = []
    for left in range(size, 0, -1):
        ours.append((float(time[0]), int(item[0])))
        drop_first(time, item, left)
    assert ours == due
    later = sorted(zip(far_time[:far].tolist(), far_item[:far].tolist(), strict=True))
    assert later == sorted(event for event in now + aside if event[0] >= end)

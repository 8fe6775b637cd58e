"""Asking for memory ahead changes nothing, whatever is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.jit import compiled, fetch
from sim.kernel.agenda import KNOWN, WAKE
from sim.kernel.heap import KIND
from sim.kernel.look_ahead import look_ahead
from sim.state.agenda import Count
from sim.state.cases import Cases
from sim.state.desks import Desks
from sim.state.rules import RuleSheet


@compiled
def ask(rows, first, last, step):
    """Ask for many rows, most of which do not exist."""
    for row in range(first, last, step):
        fetch(rows, row, 0)
        fetch(rows, row, 4096)


@compiled
def look(cases, desks, rules, items, counts):
    """Call the inlined function."""
    look_ahead(cases, desks, rules, items, counts)


def test_rows_that_do_not_exist_may_be_asked_for() -> None:
    cases = Cases(4)
    before = cases.rows.tobytes()
    ask(cases.rows, -(10**12), 10**12, 10**9 + 7)
    assert cases.rows.tobytes() == before


@pytest.mark.parametrize("events", [0, 1, 4, 5, 8])
def test_the_kernel_may_look_at_any_agenda(events: int) -> None:
    """Behind the last event lies scrap, a case may have no desk yet, a desk may be waking."""
    cases, desks, rules = Cases(8), Desks(2), RuleSheet(1)
    cases.community[:] = 0
    items = np.full(16, -1, np.int64)
    items[:events] = [KNOWN * KIND + row if row % 2 else WAKE * KIND for row in range(events)]
    counts = np.zeros(Count.N, np.int64)
    counts[Count.EVENTS] = events
    tables = (cases.rows, desks.rows, *rules.rows, items, counts)
    before = [table.tobytes() for table in tables]
    look(cases.rows, desks.rows, rules.rows, items, counts)
    assert [table.tobytes() for table in tables] == before

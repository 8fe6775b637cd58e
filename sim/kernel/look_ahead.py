"""Look ahead: what the next events will need is asked for while this one is handled.

A province does not fit into the caches; without this the kernel takes 1.4 times as long there.
"""

from __future__ import annotations

from sim.jit import LINE, fetch, merged
from sim.kernel.agenda import WAKE
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.state.agenda import Count
from sim.state.cases import N_CATEGORIES, Cases
from sim.state.desks import MAX_LEVELS
from sim.state.table import record_type

_EVENTS = Count.EVENTS
_CATEGORIES, _LEVELS = N_CATEGORIES, MAX_LEVELS
_CASE_BYTES = record_type(Cases.SPEC).itemsize


@merged
def fetch_case(cases, case):
    """Ask for the whole record of a case."""
    for byte in range(0, _CASE_BYTES, LINE):
        fetch(cases, case, byte)


@merged
def look_ahead(cases, desks, rules, heap_item, counts):
    """Ask for the memory that the next events will need, so that it is there in time.

    The next event is at the top of the heap, and those after it are mostly among its four children.
    """
    if counts[_EVENTS] > 4:
        for place in range(1, 5):
            if heap_item[place] >> KIND_BITS != WAKE:
                fetch_case(cases, heap_item[place] & ROW_MASK)
        first = heap_item[0] & ROW_MASK
        desk = first
        if heap_item[0] >> KIND_BITS != WAKE:
            desk = cases.desk[first]
            m = cases.community[first]
            category = cases.category[first]
            of_category = m * _CATEGORIES + category
            fetch(rules.by_level, of_category * _LEVELS + cases.level[first], 0)
            for byte in range(0, 2 * LINE, LINE):
                fetch(rules.by_category, of_category, byte)
                fetch(rules.by_community, m, byte)
        for byte in range(0, 3 * LINE, LINE):
            fetch(desks, desk, byte)

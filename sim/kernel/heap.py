"""A heap of events, earliest first; ties in the order of the event's code, so bits repeat.

Every node has four children: they lie in one cache line, and there are half as many levels as with two. A district
of ten million waits for its memory at every level.
"""

from __future__ import annotations

from sim.jit import compiled
from sim.types import Array

KIND_BITS = 40
KIND = 1 << KIND_BITS
ROW_MASK = KIND - 1
"""An event's code is kind * KIND + row."""


@compiled
def push(time, item, size, t, code):
    """Add an event to heap arrays holding `size` events; return the new size."""
    i = size
    while i > 0:
        up = (i - 1) >> 2
        if time[up] < t or (time[up] == t and item[up] <= code):
            break
        time[i] = time[up]
        item[i] = item[up]
        i = up
    time[i] = t
    item[i] = code
    return size + 1


@compiled
def drop_first(time, item, size):
    """Remove the earliest event of a heap of `size` events; return the new size."""
    size -= 1
    t = time[size]
    code = item[size]
    # The gap sinks to the bottom, then the last event rises from there: it belongs near the bottom anyway, and
    # picking a child by arithmetic instead of a jump spares the processor guesses that are wrong half the time.
    i = 0
    child = 1
    while child + 3 < size:
        best = child
        for other in range(child + 1, child + 4):
            sooner = time[other] < time[best]
            if time[other] == time[best]:
                sooner = item[other] < item[best]
            best += (other - best) * sooner
        time[i] = time[best]
        item[i] = item[best]
        i = best
        child = 4 * i + 1
    if child < size:
        best = child
        for other in range(child + 1, size):
            if time[other] < time[best] or (time[other] == time[best] and item[other] < item[best]):
                best = other
        time[i] = time[best]
        item[i] = item[best]
        i = best
    push(time, item, i, t, code)
    return size


def restore(time: Array, item: Array, kept_time: Array, kept_item: Array) -> int:
    """Put a heap that was kept back in its place; return its size."""
    size = len(kept_time)
    time[:size], item[:size] = kept_time, kept_item
    return size

"""A binary heap of events, earliest first; ties in the order of the event's code, so bits repeat."""

from __future__ import annotations

from sim.jit import compiled

KIND_BITS = 40
KIND = 1 << KIND_BITS
ROW_MASK = KIND - 1
"""An event's code is kind * KIND + row."""


@compiled
def push(time, item, size, t, code):
    """Add an event to heap arrays holding `size` events; return the new size."""
    i = size
    while i > 0:
        up = (i - 1) >> 1
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
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        other = child + 1
        if other < size and (time[other] < time[child] or (time[other] == time[child] and item[other] < item[child])):
            child = other
        if t < time[child] or (t == time[child] and code <= item[child]):
            break
        time[i] = time[child]
        item[i] = item[child]
        i = child
    time[i] = t
    item[i] = code
    return size

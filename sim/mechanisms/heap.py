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
    # The gap sinks to the bottom, then the last event rises from there: it belongs near the bottom anyway, and
    # picking a child by arithmetic instead of a jump spares the processor guesses that are wrong half the time.
    # (Where the right child is the last event itself it stands outside the heap already, and rises to itself.)
    i = 0
    child = 1
    while child < size:
        right = time[child + 1] < time[child]
        if time[child + 1] == time[child]:
            right = item[child + 1] < item[child]
        child += right
        time[i] = time[child]
        item[i] = item[child]
        i = child
        child = 2 * i + 1
    push(time, item, i, t, code)
    return size

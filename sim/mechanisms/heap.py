"""A heap of events, earliest first; ties in the order of the event's code, so bits repeat.

Every node has four children: they lie in one cache line, and there are half as many levels as with two. A district
of ten million waits for its memory at every level.
"""

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


@compiled
def turn_page(time, item, size, far_time, far_item, n_far, end):
    """Keep the events before `end` in the heap and lay all others aside, so that a day sinks through a small heap.

    Parameters
    ----------
    time, item : arrays of the heap, of which `size` are in use
    far_time, far_item : arrays in no order, of which `n_far` are in use; with room for all
    end : float

    Returns
    -------
    events in the heap, events laid aside
    """
    kept = 0
    later = n_far
    for i in range(size):
        if time[i] < end:
            time[kept] = time[i]
            item[kept] = item[i]
            kept += 1
        else:
            far_time[later] = time[i]
            far_item[later] = item[i]
            later += 1
    left = 0
    for i in range(later):
        if far_time[i] < end:
            time[kept] = far_time[i]
            item[kept] = far_item[i]
            kept += 1
        else:
            far_time[left] = far_time[i]
            far_item[left] = far_item[i]
            left += 1
    for i in range(kept):
        push(time, item, i, time[i], item[i])
    return kept, left

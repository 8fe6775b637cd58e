"""Memory that a tab has given up goes back to the system, where its C library can be asked to do so (glibc)."""

from __future__ import annotations

import ctypes
import gc
import threading
from contextlib import suppress

FORGET_S = 2.0
"""From the end of a tab until nothing of it is held any more, by Solara neither."""
_ARENA_MAX, _ARENAS = -8, 2
"""Each thread may otherwise keep a heap of its own, and every tab has threads of its own."""


def share_heaps() -> None:
    """Have all threads share two heaps."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def collect_soon() -> None:
    """Clear away what a tab leaves behind, once it has gone: a district is a circle of objects."""
    later = threading.Timer(FORGET_S, _collect)
    later.daemon = True
    later.start()


def _collect() -> None:
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)

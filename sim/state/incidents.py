"""How far a problem reaches."""

from __future__ import annotations

from enum import IntEnum


class Extent(IntEnum):
    """Whose problem it is; all but the first are shared, and others come upon them."""

    HOUSEHOLD = 0
    STAIRWELL = 1
    COMPOUND = 2
    STREET = 3


N_EXTENTS = len(Extent)

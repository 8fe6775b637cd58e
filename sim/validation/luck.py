"""What befalls a case at the desks of a line: drawn afresh, or read from the kernel's own stream."""

from __future__ import annotations

import math
import random
from typing import NamedTuple, Protocol

from sim.fate import Decision
from sim.rng import normal_quantile, philox, seed_key


class Turn(NamedTuple):
    """One desk's part: four standard draws."""

    solved: float  # uniform, solved where it lies below the desk's probability
    hours: float  # exponential of mean 1
    handover: float  # exponential of mean 1, behind this desk
    lead: float  # standard normal, before this desk


class Luck(Protocol):
    """Where turns come from."""

    def turn(self, case: int, level: int) -> Turn:
        """What befalls a case at a level."""
        ...


class Own:
    """Turns drawn by Python's generator."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def turn(self, case: int, level: int) -> Turn:
        """Draw afresh, whichever case it is."""
        draw = self._draw
        return Turn(draw.random(), draw.expovariate(1.0), draw.expovariate(1.0), draw.gauss(0.0, 1.0))


class Same:
    """Turns as the kernel draws them, by the address of the decision."""

    def __init__(self, seed: int) -> None:
        self._key = seed_key(seed)

    def turn(self, case: int, level: int) -> Turn:
        """Read what the kernel will draw for a case that nobody handed on within a level."""
        work = philox(*self._key, case, 0, int(Decision.WORK) + level, 0)
        way = philox(*self._key, case, 0, int(Decision.ROUTE) + level, 0)
        return Turn(work[1], -math.log(work[0]), -math.log(way[2]), normal_quantile(way[3]))

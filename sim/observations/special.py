"""Statistics that are no measure of the registry: named functions of a view, for targets.

Write a function from a view to a number and put `special` above it; from then on a row may name it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.measures import View


@dataclass(frozen=True, slots=True)
class Statistic:
    """A named statistic.

    Attributes
    ----------
    name : str
    unit : str
    function : callable
        From a view of the district to a number; nan where there is nothing to say.
    signed : bool
        Whether it can be negative.
    """

    name: str
    unit: str
    function: Callable[[View], float]
    signed: bool = False

    @property
    def definition(self) -> str:
        """What exactly it is."""
        return (self.function.__doc__ or "").strip().split("\n")[0]


SPECIAL: dict[str, Statistic] = {}
"""All statistics by name."""


def special(unit: str, *, signed: bool = False) -> Callable[[Callable[[View], float]], Callable[[View], float]]:
    """Register a function under its own name, as a statistic with a unit."""

    def add(function: Callable[[View], float]) -> Callable[[View], float]:
        if function.__name__ in SPECIAL:
            raise ValueError(f"there are two statistics {function.__name__}")
        SPECIAL[function.__name__] = Statistic(function.__name__, unit, function, signed)
        return function

    return add

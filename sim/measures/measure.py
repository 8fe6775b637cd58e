"""What a measure is: a function of what was recorded, with unit, direction, definition and denominator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.i18n import Bilingual, words
from sim.measures.view import LEVELS, View
from sim.types import Floats

EVERYWHERE = LEVELS
AREAS = ("district", "street", "community", "grid")
COMMUNITIES = ("district", "street", "community")
"""Recorded, or held, by community."""
DISTRICT = ("district",)
"""Recorded for the whole only, or a comparison of its areas."""
SHARE_DIFFERENCE = "% points"
"""Unit of a difference of two shares; 'points' are those of a score from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A function of what was recorded, with unit and definition.

    Attributes
    ----------
    function : callable
        From a view to the values of its parts, [parts]; a number where it makes sense for the district alone.
    better : {"lower", "higher", ""}
    matters : float
        Indifference zone: a smaller difference does not matter in practice.
    levels : tuple of str
        Where it makes sense: the district, its areas, groups of residents.
    signed : bool
        Whether it can be negative: a difference of two shares, or money that may come in.
    of : str
        The measure that counts what it is a share or a mean of; empty where none does.
    """

    name: str
    unit: str
    better: str
    title: str
    title_zh: str
    function: Callable[[View], Floats | float]
    matters: float
    levels: tuple[str, ...] = EVERYWHERE
    signed: bool = False
    of: str = ""

    @property
    def called(self) -> Bilingual:
        """Its title in both languages."""
        return Bilingual(self.title, self.title_zh)

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest value that it can take, in its unit; a share has two ends, a time or a count one."""
        most = {"%": 100.0, "points": 100.0, SHARE_DIFFERENCE: 100.0, "0-1": 1.0}.get(self.unit, math.inf)
        return (-most if self.signed else 0.0), most

    @property
    def limits_of_change(self) -> tuple[float, float]:
        """The same of a difference between two arms."""
        low, high = self.limits
        return low - high, high - low

    @property
    def unit_of_change(self) -> str:
        """Unit of a difference between two arms: two percentages differ by percentage points."""
        return SHARE_DIFFERENCE if self.unit == "%" else self.unit

    @property
    def definition(self) -> str:
        """What exactly is measured."""
        return (self.function.__doc__ or "").strip().split("\n")[0]

    @property
    def definition_zh(self) -> str:
        """The same in Chinese."""
        return words()["measures"][self.name]

    def __call__(self, view: View) -> float:
        """Measure a view of one part; nan where there is nothing to measure, and where the measure makes no sense."""
        if view.levels[0] not in self.levels:
            return math.nan
        return float(np.asarray(self._found(view)).item())

    def by_part(self, view: View) -> Floats:
        """Measure each part of a view, [parts]."""
        sensible = np.array([level in self.levels for level in view.levels])
        return np.where(sensible, self._found(view), math.nan) if sensible.any() else np.full(len(sensible), math.nan)

    def _found(self, view: View) -> Floats | float:
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.function(view)

"""What a check comes to: a number, what it should be, and whether it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from sim.i18n import Bilingual


@dataclass(frozen=True, slots=True)
class Check:
    """One check of an oracle or a pattern.

    Attributes
    ----------
    name : str
        For programs.
    said : Bilingual
        What is checked, in words.
    found : float
        What the model shows.
    expected : float
        What it should show; nan where a sign or a range is asked for.
    error : float
        Standard error of `found` less `expected`; nan where there is none.
    holds : bool
    allowed : str
        What is allowed, as told.
    hard : bool
        Whether the program ends with exit code 4 if it does not hold.
    """

    name: str
    said: Bilingual
    found: float
    expected: float = math.nan
    error: float = math.nan
    holds: bool = True
    allowed: str = ""
    hard: bool = field(default=True, kw_only=True)

    @property
    def far(self) -> float:
        """How far off, in standard errors."""
        return (self.found - self.expected) / self.error if self.error > 0.0 else math.nan


def near(
    name: str,
    said: Bilingual,
    found: float,
    expected: float,
    error: float,
    errors: float = 4.0,
    share: float = math.inf,
) -> Check:
    """Check that a simulated mean is what it should be: within so many standard errors, and within a share of it."""
    off = abs(found - expected)
    holds = error > 0.0 and off <= errors * error and off <= share * abs(expected)
    allowed = f"{errors:g} se" + (f", {100.0 * share:g} %" if math.isfinite(share) else "")
    return Check(name, said, found, expected, error, holds, allowed)

"""Residents: one row per person, sorted by cell, so that any area is a set of slices."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import ClassVar

import numpy as np

from sim.state.table import MADE, Spec, Table
from sim.types import Array

NEVER = 2**16 - 1
"""A day behind the longest run."""
MOST_CONTACTS = 2**16 - 1
"""Counting ends here."""
LAST_DAY = 2**15 - 1
"""Days of experiences are counted up to here, 89 years."""


class AgeGroup(IntEnum):
    """Age group of a resident."""

    CHILD = 0
    ADULT = 1
    ELDER = 2


class Vulnerable(IntEnum):
    """Why a resident needs more care than others."""

    NONE = 0
    ELDER_ALONE = 1
    DISABLED = 2
    LEFT_BEHIND_CHILD = 3


class Party(IntEnum):
    """Party membership; in-service members work elsewhere and report where they live (dual report)."""

    NONE = 0
    RESIDENT_MEMBER = 1
    IN_SERVICE = 2


class Residents(Table):
    """The resident table."""

    SPEC: ClassVar[Spec] = {
        "cell": (np.int32, 0, MADE),
        "contacts": (np.uint16, 0, "mechanisms.satisfaction"),  # closed cases so far, at most `MOST_CONTACTS`
        "visited_day": (np.uint16, NEVER, "mechanisms.finding"),  # day of the last visit to a vulnerable resident
        "experience": (np.int16, 0, "mechanisms.satisfaction"),  # last case: day closed + 1, - if unsolved; 0 none yet
        "age": (np.int8, int(AgeGroup.ADULT), MADE),
        "vulnerable": (np.int8, 0, MADE),
        "party": (np.int8, 0, MADE),
        "new_household": (np.bool_, False, MADE),  # the first of a household
        "app": (np.bool_, False, MADE),
        "volunteer": (np.bool_, False, MADE),
        "own_since": (np.uint16, 0, "mechanisms.satisfaction"),  # evening of which the next two are
        "own_weight": (np.float32, 0.0, "mechanisms.satisfaction"),  # of own experience in satisfaction, 0..1
        "own": (np.float32, 0.0, "mechanisms.satisfaction"),  # own experience, 0..1, times its weight
        "expectation_h": (np.float32, 0.0, "mechanisms.satisfaction"),
        "trust": (np.float64, 0.0, "mechanisms.satisfaction"),
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("mechanisms.founding",)

    @cached_property
    def household(self) -> Array:
        """Household of each resident, from 0 in the order of rows; counted when first asked for, not to be written."""
        household = np.cumsum(self.new_household, dtype=np.int32) - np.int32(1)
        household.setflags(write=False)
        return household

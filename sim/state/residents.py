"""Residents: one row per person, sorted by cell, so that any area is a set of slices."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import ClassVar

import numpy as np

from sim.state.table import Spec, Table
from sim.types import Array

NEVER = 2**16 - 1
"""A day behind the longest run."""
MOST_CONTACTS = 2**16 - 1
"""Counting ends here."""


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
        "cell": (np.int32, 0),
        "contacts": (np.uint16, 0),  # closed cases so far, at most `MOST_CONTACTS`
        "visited_day": (np.uint16, NEVER),  # day of the last visit to a vulnerable resident
        "age": (np.int8, int(AgeGroup.ADULT)),
        "vulnerable": (np.int8, 0),
        "party": (np.int8, 0),
        "new_household": (np.bool_, False),  # the first of a household
        "app": (np.bool_, False),
        "volunteer": (np.bool_, False),
        "experience": (np.int8, 0),  # last case: 1 solved, -1 not, 0 none yet
        "expectation_h": (np.float64, 0.0),
        "satisfaction": (np.float64, 0.0),
        "trust": (np.float64, 0.0),
    }

    @cached_property
    def household(self) -> Array:
        """Household of each resident, from 0 in the order of rows; counted when first asked for, not to be written."""
        household = np.cumsum(self.new_household, dtype=np.int32) - np.int32(1)
        household.setflags(write=False)
        return household

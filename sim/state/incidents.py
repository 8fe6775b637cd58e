"""How far problems reach, and who comes upon them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, NamedTuple

import numpy as np

from sim.geography.areas import Geography
from sim.jit import handed
from sim.state.cases import N_CATEGORIES, Cases
from sim.state.residents import AgeGroup
from sim.state.table import By, records
from sim.types import Array, Floats


class Extent(IntEnum):
    """Whose problem it is; all but the first are shared, and others come upon them."""

    HOUSEHOLD = 0
    STAIRWELL = 1
    COMPOUND = 2
    STREET = 3


N_EXTENTS = len(Extent)
STAIRWELL_RESIDENTS = 40
"""Residents of a stairwell: sixteen households. They are neighbours in the table of residents."""


class Around(NamedTuple):
    """Who comes upon a problem, as the kernel takes it."""

    blank: Any  # [1] a new row of the case table
    tells: Floats  # [M, categories] probability that who comes upon a problem nobody knows of reports it
    again: Floats  # [M, categories] the same of one that is known
    encounters: Floats  # [extents] a day
    first: Array  # [C, extents] residents of an extent at a cell: the first row,
    size: Array  # [C, extents] and how many; of a stairwell, those of the cell
    lasting_h: float  # mean time until a problem that was closed and not solved has gone away


NOBODY_AROUND = Around(
    handed(records(Cases.SPEC, 1)), np.zeros((1, N_CATEGORIES)), np.zeros((1, N_CATEGORIES)), np.zeros(N_EXTENTS),
    np.zeros((1, N_EXTENTS), np.int64), np.ones((1, N_EXTENTS), np.int64), 1.0,
)  # fmt: skip
"""Where every problem is a household's own."""


@dataclass(slots=True)
class Witnesses:
    """Who comes upon shared problems, and how readily they tell."""

    voices: Annotated[Floats, By("mechanisms.incidents")]  # [M, ages, 2] readiness per head, without and with an app
    tells: Annotated[Floats, By("mechanisms.incidents")]  # [M, categories] today
    again: Annotated[Floats, By("mechanisms.incidents")]  # [M, categories] today
    encounters: Annotated[Floats, By("mechanisms.founding")]  # [extents] a day
    first: Annotated[Array, By("mechanisms.founding")]  # [C, extents]
    size: Annotated[Array, By("mechanisms.founding")]  # [C, extents]
    lasting_h: Annotated[float, By("mechanisms.founding")]

    def around(self, blank: Any) -> Around:
        """Hand on what the kernel needs."""
        return Around(blank, self.tells, self.again, self.encounters, self.first, self.size, self.lasting_h)


def witnesses_of(geography: Geography, encounters: Floats, lasting_h: float) -> Witnesses:
    """Say who lives within each extent: areas are stretches of the walk, so their residents are rows in a row."""
    m, n = geography.n_communities, geography.n_cells
    start = np.asarray(geography.resident_first, np.int64)
    cell = np.arange(n)
    begin, end = np.empty((n, N_EXTENTS), np.int64), np.empty((n, N_EXTENTS), np.int64)
    begin[:], end[:] = cell[:, None], cell[:, None]
    compound = np.asarray(geography.compound)
    begin[:, Extent.COMPOUND] = np.searchsorted(compound, compound, "left")
    end[:, Extent.COMPOUND] = np.searchsorted(compound, compound, "right") - 1
    community = np.asarray(geography.community)
    begin[:, Extent.STREET] = np.maximum(cell - 1, np.searchsorted(community, community, "left"))
    end[:, Extent.STREET] = np.minimum(cell + 1, np.searchsorted(community, community, "right") - 1)
    return Witnesses(
        voices=np.zeros((m, len(AgeGroup), 2)),
        tells=np.zeros((m, N_CATEGORIES)),
        again=np.zeros((m, N_CATEGORIES)),
        encounters=encounters,
        first=start[begin],
        size=start[end + 1] - start[begin],
        lasting_h=lasting_h,
    )

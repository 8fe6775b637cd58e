"""Areas made of cells: streets, communities and compounds, which stay, and grids, which are drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.geography.cells import Cells
from sim.types import Array, Bools, Floats, Ints, Rows

MOST_JOINED = 3
"""Grids whose names are all said of one that they were joined to."""


@dataclass(slots=True)
class Grids:
    """One partition of the map into grids.

    Attributes
    ----------
    of_cell : array [C]
        Grid of each cell.
    community : array [G]
        Community of each grid.
    names : tuple of str
        Of a real map's grids; empty where they are only numbered.
    """

    of_cell: Rows
    community: Rows
    names: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of grids."""
        return len(self.community)


@dataclass(slots=True)
class Geography:
    """The map: cells, who lives there, and the areas that do not move during a run (all arrays by cell, [C])."""

    cells: Cells
    households: Ints
    residents: Ints
    resident_first: Ints  # [C + 1] residents of cell c are rows resident_first[c]:resident_first[c + 1]
    community: Rows
    compound: Rows
    old: Bools
    street_of_community: Rows
    community_of_compound: Rows
    community_names: list[str]
    street_names: list[str]
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    own_grids: Grids | None = None  # that a real map has; a drawn one has none of its own

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.cells)

    @property
    def n_communities(self) -> int:
        """Number of communities."""
        return len(self.street_of_community)

    @property
    def n_streets(self) -> int:
        """Number of streets."""
        return len(self.street_names)

    @property
    def n_compounds(self) -> int:
        """Number of compounds."""
        return len(self.community_of_compound)

    def by_community(self, cell_values: Array) -> Floats:
        """Sum a quantity of cells over communities: [C] -> [M]."""
        return np.bincount(self.community, cell_values, self.n_communities).astype(np.float64)


def named_after(grids: Grids, before: Grids) -> Grids:
    """Name new grids after those that they were made of: whole ones keep their name, parts are numbered.

    Nothing is named where the grids before had no names.
    """
    if not before.names or grids.names:
        return grids
    size, parts = np.bincount(before.of_cell), np.zeros(before.n, np.int64)
    names: list[str] = []
    for g in range(grids.n):
        old, count = np.unique(before.of_cell[grids.of_cell == g], return_counts=True)
        own = [before.names[k] for k in old]
        if (count == size[old]).all():
            names.append("+".join(own) if len(own) <= MOST_JOINED else f"{own[0]}+{len(own) - 1}")
        else:
            most = int(old[np.argmax(count)])
            parts[most] += 1
            names.append(f"{before.names[most]}-{parts[most]}")
    return Grids(grids.of_cell, grids.community, tuple(names))

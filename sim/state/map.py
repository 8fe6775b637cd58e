"""The map of a run: the geography, which stays as it is, and what moves on it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

from sim.geography.areas import Geography, Grids
from sim.state.table import By
from sim.types import Bools


@dataclass(slots=True, kw_only=True)
class Map(Geography):
    """Cells and areas, with today's grids and buildings."""

    grids: Annotated[Grids, By("mechanisms.grid_net")]  # of today; while departments have a net each, the first one
    grids_at_start: Annotated[Grids, By("mechanisms.founding")]
    layers: Annotated[int, By("mechanisms.grid_net")]  # departments that cases may be sent to by mistake
    own_nets: Annotated[int, By("mechanisms.grid_net")]  # grid nets of which a case belongs to one
    unrenovated: Annotated[Bools, By("mechanisms.needs")]  # [C] `old`, and not renewed since

    @classmethod
    def of(cls, geography: Geography, nets: list[Grids], layers: int) -> Map:
        """Put grid nets on a geography, as a run begins."""
        stays = {f.name: getattr(geography, f.name) for f in fields(Geography)}
        return cls(
            **stays, grids=nets[0], grids_at_start=nets[0], layers=layers, own_nets=len(nets),
            unrenovated=geography.old.copy(),
        )  # fmt: skip

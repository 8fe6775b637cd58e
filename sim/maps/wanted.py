"""What is asked of the import of a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    Attributes
    ----------
    files : tuple of Path
        Grids, and the communities if they have a file of their own.
    out : Path
        Folder.
    columns : mapping meaning -> column
        Those that were said.
    crs, datum : str
        Coordinate system and datum of the map; empty where nothing was said.
    points : Path, optional
        A table of cases, of which longitude and latitude are read.
    points_datum : str
    buildings : Path, optional
    cells, households, grids : int
        Cells of the map, households of a cell, grids to draw where the map has none; 0 where nothing was said.
    target : str
        Column that names the grid to which each polygon is to belong one day.
    names : tuple of str
        Areas that records name.
    """

    files: tuple[Path, ...]
    out: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    crs: str = ""
    datum: str = ""
    points: Path | None = None
    points_datum: str = ""
    buildings: Path | None = None
    cells: int = 0
    households: int = 0
    grids: int = 0
    target: str = ""
    names: tuple[str, ...] = ()

"""Maps of real districts: the irregular cells of a file ``map.npz``, which ``govsim import map`` writes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import PlaceError
from sim.geography.areas import Grids
from sim.geography.cells import USUAL_CELL_M, Cells, n_pieces
from sim.i18n import say
from sim.types import Array, Floats, Rows

FORMAT = "govsim-map/1"
MOST_BYTES = 500_000_000
"""Size of a map at most; a district of 3,000 cells takes 300,000."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every file within a map, so that the same map is the same bytes."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A real map.

    Attributes
    ----------
    cells : Cells
        In metres, ordered by street, community and grid.
    residents : array [C]
        People of each cell, counted or estimated: how many live here for each who lives there.
    community, grid : array [C]
        Community and grid of each cell; each of them hangs together.
    street_of_community : array [M]
    community_names, street_names, grid_names : tuple of str
    about : dict
        ``counted``: whether residents were counted; where the map is from, for those who draw and tell.
    sha256 : str
        Of the file; empty before it is written.
    """

    cells: Cells
    residents: Floats
    community: Rows
    grid: Rows
    street_of_community: Rows
    community_names: tuple[str, ...]
    street_names: tuple[str, ...]
    grid_names: tuple[str, ...]
    about: dict[str, Any] = field(default_factory=dict, hash=False)
    sha256: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """What can be counted on the map, by its name as a number of a place."""
        names = {"streets": self.street_names, "communities": self.community_names, "grids": self.grid_names}
        return {key: len(own) for key, own in names.items()}

    @property
    def counted(self) -> bool:
        """Whether the residents were counted, and not estimated by area."""
        return bool(self.about.get("counted"))

    @property
    def grids(self) -> Grids:
        """The grids of the map."""
        community = np.zeros(len(self.grid_names), np.int32)
        community[self.grid] = self.community
        return Grids(self.grid, community, self.grid_names)


def write_survey(survey: Survey, path: Path) -> str:
    """Write a map and return the hash of the file; the same map gives the same bytes, and no half file is left."""
    told = {
        "x": survey.cells.x, "y": survey.cells.y, "area": survey.cells.area, "edges": survey.cells.edges,
        "corners": survey.cells.corners, "corner_first": survey.cells.corner_first, "residents": survey.residents,
        "community": survey.community, "grid": survey.grid, "street_of_community": survey.street_of_community,
        "community_names": np.array(survey.community_names), "street_names": np.array(survey.street_names),
        "grid_names": np.array(survey.grid_names),
        "about": np.array(json.dumps({"format": FORMAT, **survey.about}, ensure_ascii=False, sort_keys=True)),
    }  # fmt: skip
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in told.items():
            own = io.BytesIO()
            np.lib.format.write_array(own, np.asarray(values), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, own.getvalue())
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(whole.getvalue())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return hashlib.sha256(whole.getvalue()).hexdigest()


def read_survey(path: str | Path, sha256: str = "") -> Survey:
    """Read a map.

    Parameters
    ----------
    path : str or Path
    sha256 : str
        Hash that the file must have, or the first digits of it; empty for any.

    Raises
    ------
    PlaceError
        If there is no such file, it is no map or a broken one, or another one than was meant.
    """
    full = Path(path).absolute()
    try:
        stamp = (status := full.stat()).st_mtime_ns, status.st_size
    except (OSError, ValueError):
        raise PlaceError(say("surveyed.missing", path=path)) from None
    found = _read(full, stamp)
    if not found.sha256.startswith(sha256.lower()):
        raise PlaceError(say("surveyed.other", path=path, found=found.sha256[:12], wanted=sha256[:12]))
    return found


@lru_cache(maxsize=4)
def _read(path: Path, stamp: tuple[int, int]) -> Survey:
    """Read a file anew when its stamp, of time and size, is a new one."""
    if stamp[1] > MOST_BYTES:
        raise PlaceError(say("surveyed.large", path=path, most=MOST_BYTES))
    try:
        raw = path.read_bytes()
        with np.load(io.BytesIO(raw), allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
        about = json.loads(str(found["about"]))
        if about.pop("format", "") != FORMAT:
            raise KeyError("about")
        made = _survey(found, about, hashlib.sha256(raw).hexdigest())
    except OSError as error:
        raise PlaceError(say("surveyed.unread", path=path, why=error.strerror or error)) from None
    except (ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile, SyntaxError) as error:
        raise PlaceError(say("surveyed.no_map", path=path)) from error
    return made


def _survey(found: dict[str, Array], about: dict[str, Any], sha256: str) -> Survey:
    """Put a map together from its columns, and look at whether they fit.

    Raises
    ------
    ValueError, KeyError
        If they do not.
    """
    x, y, area, corners, residents = (
        found[key].astype(np.float64) for key in ("x", "y", "area", "corners", "residents")
    )
    edges, community, grid, street = (
        found[key].astype(np.int32) for key in ("edges", "community", "grid", "street_of_community")
    )
    communities, streets, grids = (
        tuple(map(str, found[key])) for key in ("community_names", "street_names", "grid_names")
    )
    first = found["corner_first"].astype(np.int64)
    cells = Cells(x, y, area, edges, corners, first, unit=1.0 / USUAL_CELL_M, walk=False)
    made = Survey(cells, residents, community, grid, street, communities, streets, grids, about, sha256)
    n, m = len(cells), len(made.community_names)
    by_cell = (cells.y, cells.area, made.residents, made.community, made.grid)
    order = made.street_of_community[made.community].astype(np.int64) * m + made.community
    sound = (
        n > 0
        and all(column.shape == (n,) for column in by_cell)
        and cells.edges.ndim == 2
        and (len(cells.edges) == 0 or (cells.edges.min() >= 0 and cells.edges.max() < n))
        and len(cells.corner_first) == n + 1
        and int(cells.corner_first[-1]) == len(cells.corners)
        and np.isfinite(cells.corners).all()
        and all(np.isfinite(column).all() for column in (cells.x, cells.y, cells.area, made.residents))
        and (made.residents >= 0.0).all()
        and (np.diff(order) >= 0).all()
        and np.array_equal(np.unique(made.community), np.arange(m))
        and np.array_equal(np.unique(made.grid), np.arange(len(made.grid_names)))
        and np.array_equal(np.unique(made.street_of_community), np.arange(len(made.street_names)))
        and (made.grids.community[made.grid] == made.community).all()
        and n_pieces(cells, made.grid).max() == 1
        and n_pieces(cells, made.community).max() == 1
        and n_pieces(cells, np.zeros(n, np.int32)).max() == 1
    )
    if not sound:
        raise ValueError("columns do not fit")
    return made

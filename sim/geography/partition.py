"""Ways to partition the map into grids: contiguous, inside the communities."""

from __future__ import annotations

import csv
import io
from heapq import heapify, heappop, heappush
from pathlib import Path

import numpy as np

from sim.errors import PlaceError, words_of
from sim.geography.areas import Geography, Grids
from sim.geography.cells import n_pieces
from sim.geography.cuts import share_out
from sim.geography.trees import cut
from sim.i18n import say
from sim.text_files import read_text
from sim.types import Array, Floats

MOST_BYTES = 64_000_000
"""Size of a file of grids at most; a province of 200,000 cells needs 3,000,000."""


def split(geography: Geography, grids: Grids, load: Floats, wanted: int) -> Grids:
    """Halve the heaviest grid of more than one cell until there are `wanted`; old boundaries stay."""
    of_cell = grids.of_cell.astype(np.int64)
    cells = {g: np.flatnonzero(of_cell == g) for g in range(grids.n)}
    heap = [(-float(load[c].sum()), g) for g, c in cells.items() if len(c) > 1]
    heapify(heap)
    community = list(grids.community)
    while len(community) < wanted and heap:
        _, g = heappop(heap)
        part = cut(geography.cells, cells[g], load, 2)
        new = len(community)
        community.append(community[g])
        cells[g], cells[new] = cells[g][part == 0], cells[g][part == 1]
        for k in (g, new):
            of_cell[cells[k]] = k
            if len(cells[k]) > 1:
                heappush(heap, (-float(load[cells[k]].sum()), k))
    return renumber(geography, of_cell)


def merge(geography: Geography, grids: Grids, load: Floats, wanted: int) -> Grids:
    """Join the lightest pair of touching grids of a community until there are `wanted`."""
    of_cell = grids.of_cell.astype(np.int64)
    a, b = geography.cells.edges.T
    while (n := len(np.unique(of_cell))) > wanted:
        weight = np.bincount(of_cell, load)
        pair = np.stack([of_cell[a], of_cell[b]])
        touching = (pair[0] != pair[1]) & (geography.community[a] == geography.community[b])
        if not touching.any():
            break
        pairs = pair[:, touching]
        lightest = pairs[:, np.argmin(weight[pairs[0]] + weight[pairs[1]])]
        of_cell[of_cell == lightest.max()] = lightest.min()
        if len(np.unique(of_cell)) == n:
            break
    return renumber(geography, of_cell)


def balance(geography: Geography, load: Floats, wanted: int) -> Grids:
    """Draw `wanted` contiguous grids inside the communities with the heaviest as light as possible."""
    by_community = geography.by_community(load)
    cells_of = np.bincount(geography.community, minlength=geography.n_communities)
    per = np.minimum(share_out(wanted, by_community, least=1), cells_of)
    while (spare := wanted - int(per.sum())) > 0 and (per < cells_of).any():
        room = np.flatnonzero(per < cells_of)
        per[room[np.argsort(-(by_community[room] / per[room]), kind="stable")][:spare]] += 1
    of_cell = np.zeros(geography.n_cells, np.int64)
    first = 0
    for m, k in enumerate(per):
        cells = np.flatnonzero(geography.community == m)
        of_cell[cells] = first + cut(geography.cells, cells, load, int(k))
        first += int(k)
    return renumber(geography, of_cell)


def read_grids(path: Path, geography: Geography) -> Grids:
    """Read a partition from a CSV file with columns cell (0..C-1) and grid (any label).

    Raises
    ------
    PlaceError
        If the file is no text, columns are missing, a cell has no grid, is missing, named twice or unknown, a grid
        crosses a community or is in pieces.
    """
    try:
        reader = csv.DictReader(io.StringIO(read_text(path, MOST_BYTES)[0], newline=""))
        names = list(reader.fieldnames or ())
        if not {"cell", "grid"} <= set(names):
            raise PlaceError(say("partition.columns", names=", ".join(names)[:200] or say("partition.none")))
        rows = [((row["cell"] or "").strip(), (row["grid"] or "").strip()) for row in reader]
    except (PlaceError, csv.Error) as error:
        raise PlaceError(say("errors.problem", where=path, found=words_of(error))) from None
    if not rows:
        raise PlaceError(say("partition.no_row", path=path))
    if not all(grid for _, grid in rows):
        raise PlaceError(say("partition.no_grid", path=path, cell=next(cell for cell, grid in rows if not grid)))
    if words := [cell for cell, _ in rows if not (cell.isascii() and cell.isdigit() and len(cell) < 10)]:
        raise PlaceError(say("partition.numbers", path=path, last=geography.n_cells - 1, x=repr(words[0][:40])))
    named = [int(cell) for cell, _ in rows]
    if sorted(named) != list(range(geography.n_cells)):
        raise PlaceError(
            say("partition.once", path=path, last=geography.n_cells - 1, rows=len(rows), cells=len(set(named)))
        )
    labels = [grid for _, grid in sorted(zip(named, [g for _, g in rows], strict=True))]
    present, of_cell = np.unique(labels, return_inverse=True)
    communities = [len(np.unique(geography.community[of_cell == g])) for g in range(of_cell.max() + 1)]
    if max(communities) > 1:
        raise PlaceError(say("partition.crosses", path=path, grid=repr(str(present[int(np.argmax(communities))]))))
    pieces = n_pieces(geography.cells, of_cell)
    if pieces.max() > 1:
        raise PlaceError(
            say("partition.pieces", path=path, grid=repr(str(present[int(np.argmax(pieces))])), n=pieces.max())
        )
    made = renumber(geography, of_cell)
    if geography.own_grids is None:
        return made
    names = [""] * made.n
    for new, old in zip(made.of_cell.tolist(), of_cell.tolist(), strict=True):
        names[new] = str(present[old])
    return Grids(made.of_cell, made.community, tuple(names))


def renumber(geography: Geography, of_cell: Array) -> Grids:
    """Number grids 0..G-1 in the order of the map."""
    present, first, label = np.unique(of_cell, return_index=True, return_inverse=True)
    rank = np.empty(len(present), np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(present), dtype=np.int32)
    new = rank[label]
    community = np.zeros(len(present), np.int32)
    community[new] = geography.community
    return Grids(new, community)

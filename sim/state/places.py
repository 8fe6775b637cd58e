"""The map of a place, and its grids: drawn from the numbers of the place."""

from __future__ import annotations

import numpy as np

from sim.errors import PlaceError
from sim.fate import Decision
from sim.geography.areas import Geography, Grids
from sim.geography.cuts import balanced_cuts, share_out
from sim.geography.lattice import lattice
from sim.geography.partition import balance
from sim.geography.surveyed import Survey, read_survey
from sim.geography.trees import connected_cut
from sim.i18n import say
from sim.jit import compiled
from sim.parameters.place import Place
from sim.rng import exp, normal_quantile, uniforms
from sim.types import Array, Floats, Ints, Rows


def _sub_areas(parent: Array, n_parents: int, weights: Floats, per_parent: Ints) -> tuple[Rows, Rows]:
    """Cut each parent area (a stretch of the walk) into contiguous parts of equal weight.

    Returns
    -------
    area of each cell [C], parent of each area [areas]
    """
    parents = np.repeat(np.arange(n_parents, dtype=np.int32), per_parent)
    first = np.concatenate([[0], np.cumsum(per_parent)])
    by_parent, start = _members(parent, n_parents)
    ordered = weights[by_parent]
    cut = np.zeros(len(parent), np.int32)
    for p in range(n_parents):
        own = slice(start[p], start[p + 1])
        cut[own] = first[p] + balanced_cuts(ordered[own], int(per_parent[p]))
    of_cell = np.empty_like(cut)
    of_cell[by_parent] = cut
    return of_cell, parents


def _members(area: Array, n: int) -> tuple[Ints, Ints]:
    """Cells by area: those of area a are cells[start[a]:start[a + 1]], in the order of the walk."""
    start = np.concatenate([[0], np.cumsum(np.bincount(area, minlength=n))])
    return np.argsort(area, kind="stable"), start


def draw_map(place: Place) -> Geography:
    """Draw a synthetic map with the place's counts, or take the place's own.

    Where it has none, cells of a lattice follow a walk on which neighbours stay together; streets, communities and
    compounds are stretches of it. Density varies between cells (lognormal, ``density_sd``).

    Raises
    ------
    PlaceError
        If there are more areas than cells to make them of, or the place's own map cannot be read.
    """
    if place.map:
        return settled_map(place, read_survey(place.map, place.map_sha256))
    n_cells = place.n_cells
    if n_cells < place.communities:
        raise PlaceError(
            say(
                "places.cells",
                place=place.name,
                communities=place.communities,
                population=place.population,
                cells=n_cells,
                households=place.households_per_cell,
            )
        )
    u = uniforms(0x6D61, place.map_seed, 0, n_cells, 0, int(Decision.PLACE), 0)
    density = _densities(u[:, 0].copy(), place.density_sd)
    residents = share_out(place.population, density, least=1)
    ones = residents.astype(np.float64)

    whole = np.zeros(n_cells, np.int32)
    communities_of_street = share_out(place.communities, np.ones(place.streets), least=1)
    street, _ = _sub_areas(whole, 1, ones, np.array([place.streets]))
    street = _enough_cells(street, communities_of_street, place)
    community, street_of_community = _sub_areas(street, place.streets, ones, communities_of_street)
    cells_of = np.bincount(community, minlength=place.communities)
    n_compounds = place.n_compounds
    compounds_of = _capped(n_compounds, np.bincount(community, ones, place.communities), cells_of)
    compound, community_of_compound = _sub_areas(community, place.communities, ones, compounds_of)
    v = uniforms(0x6D61, place.map_seed, 0, n_compounds, 1, int(Decision.PLACE), 0)
    return Geography(
        cells=lattice(n_cells, place.cell_side),
        households=np.maximum(1, np.round(residents / place.household_size)).astype(np.int64),
        residents=residents,
        resident_first=np.concatenate([[0], np.cumsum(residents)]),
        community=community,
        compound=compound,
        old=(v[:, 0] < place.old_share)[compound],
        street_of_community=street_of_community,
        community_of_compound=community_of_compound,
        community_names=[f"C{m + 1:02d}" for m in range(place.communities)],
        street_names=[f"S{s + 1}" for s in range(place.streets)],
        weights=ones,
    )


def settled_map(place: Place, survey: Survey) -> Geography:
    """Let the people of a place live on its own map, as they do there.

    Nobody has drawn the compounds, so they are stretches of the order of the cells: compact, mostly in one piece.

    Raises
    ------
    PlaceError
        If there are more cells than residents.
    """
    cells, m = len(survey.cells), len(survey.community_names)
    if place.population < cells:
        raise PlaceError(say("places.empty_cells", place=place.name, population=place.population, cells=cells))
    residents = share_out(place.population, survey.residents, least=1)
    ones = residents.astype(np.float64)
    n_compounds = place.n_compounds
    compounds_of = _capped(n_compounds, np.bincount(survey.community, ones, m), np.bincount(survey.community))
    compound, community_of_compound = _sub_areas(survey.community, m, ones, compounds_of)
    v = uniforms(0x6D61, place.map_seed, 0, n_compounds, 1, int(Decision.PLACE), 0)
    return Geography(
        cells=survey.cells,
        households=np.maximum(1, np.round(residents / place.household_size)).astype(np.int64),
        residents=residents,
        resident_first=np.concatenate([[0], np.cumsum(residents)]),
        community=survey.community,
        compound=compound,
        old=(v[:, 0] < place.old_share)[compound],
        street_of_community=survey.street_of_community,
        community_of_compound=community_of_compound,
        community_names=list(survey.community_names),
        street_names=list(survey.street_names),
        weights=ones,
        own_grids=survey.grids,
    )


@compiled
def _densities(u, spread):
    """Turn uniform numbers into lognormal ones with median 1, in place."""
    for i in range(len(u)):
        u[i] = exp(spread * normal_quantile(u[i]))
    return u


def _enough_cells(street: Rows, communities: Ints, place: Place) -> Rows:
    """Check that every street has a cell for each of its communities; else cut by count of cells."""
    if np.all(np.bincount(street, minlength=place.streets) >= communities):
        return street
    return np.repeat(np.arange(place.streets), share_out(len(street), communities, least=1)).astype(np.int32)


def _capped(total: int, weights: Array, most: Ints) -> Ints:
    """Split `total` by weight with at least one and at most `most` each."""
    parts = np.minimum(share_out(total, weights, least=1), most)
    while (missing := total - int(parts.sum())) > 0:
        room = np.flatnonzero(parts < most)
        if len(room) == 0:
            raise PlaceError(say("places.areas", n=total, cells=int(most.sum())))
        lightest = room[np.argsort(-(weights[room] / parts[room]), kind="stable")][:missing]
        parts[lightest] += 1
    return parts


def draw_grids(geography: Geography, n: int, name: str = "place") -> Grids:
    """Cut the communities into n grids of about equal numbers of residents; a real map has its own.

    Raises
    ------
    PlaceError
        If there are fewer grids than communities or more grids than cells.
    """
    if geography.own_grids is not None and n == geography.own_grids.n:
        return geography.own_grids
    if not geography.n_communities <= n <= geography.n_cells:
        raise PlaceError(
            say("places.grids", place=name, n=n, communities=geography.n_communities, cells=geography.n_cells)
        )
    cells_of = np.bincount(geography.community, minlength=geography.n_communities)
    per = _capped(n, geography.by_community(geography.weights), cells_of)
    if not geography.cells.walk:
        return balance(geography, geography.weights, n)
    of_cell, community = _sub_areas(geography.community, geography.n_communities, geography.weights, per)
    return Grids(of_cell, community)


def draw_wide_grids(geography: Geography, n: int, shift: float) -> Grids:
    """Cut the whole map into n areas across community borders, as the net of one department does.

    Parameters
    ----------
    n : int
        Areas wanted; fewer if there are not enough cells.
    shift : float
        -0.5..0.5 of an area: moves the cuts, so that the nets of two departments do not coincide.
    """
    n = min(max(n, 1), geography.n_cells)
    if not geography.cells.walk:
        of_cell = connected_cut(
            geography.cells.edges, geography.weights, n, attempt=round(1000 * (shift + 1.0))
        ).astype(np.int32)
        heaviest = np.lexsort((-geography.weights, of_cell))
        first = np.searchsorted(of_cell[heaviest], np.arange(n))
        return Grids(of_cell, geography.community[heaviest[first]])
    middle = np.cumsum(geography.weights) - geography.weights / 2
    stretch = np.clip(np.floor(middle / geography.weights.sum() * n + shift), 0, n - 1)
    of_cell = np.unique(stretch, return_inverse=True)[1].astype(np.int32)
    cells, start = _members(of_cell, int(of_cell.max()) + 1)
    centre = cells[(start[:-1] + start[1:]) // 2]
    return Grids(of_cell, geography.community[centre])

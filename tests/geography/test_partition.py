"""Partitions of the map: contiguous, inside communities, as many areas as wanted, as even as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import PlaceError
from sim.geography.areas import Geography, Grids
from sim.geography.cells import n_pieces
from sim.geography.partition import balance, merge, read_grids, split
from sim.state.places import draw_grids, draw_map
from sim.types import Floats
from tests.places import FIXED, a_place


@st.composite
def maps(draw: st.DrawFn) -> tuple[Geography, Floats]:
    """A map of 12 to 120 cells with a workload for each."""
    cells = draw(st.integers(12, 120))
    communities = draw(st.integers(1, 8))
    place = a_place(
        population=26 * cells, households_per_cell=10.0, communities=communities,
        streets=draw(st.integers(1, communities)), map_seed=draw(st.integers(0, 1000)),
    )  # fmt: skip
    load = draw(st.lists(st.integers(0, 60), min_size=cells, max_size=cells))
    return draw_map(place), np.array(load, np.float64)


def pieces(geography: Geography, area: np.ndarray) -> list[int]:
    """Count the pieces of each area by walking over the map, without the code that is tested."""
    at = {(int(x), int(y)): c for c, (x, y) in enumerate(zip(geography.cells.x, geography.cells.y, strict=True))}
    left, found = set(range(geography.n_cells)), [0] * (int(area.max()) + 1)
    while left:
        start = left.pop()
        found[area[start]] += 1
        edge = [start]
        while edge:
            cell = edge.pop()
            x, y = int(geography.cells.x[cell]), int(geography.cells.y[cell])
            for step in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                near = at.get(step, -1)
                if near in left and area[near] == area[start]:
                    left.remove(near)
                    edge.append(near)
    return found


def sound(geography: Geography, grids: Grids, wanted: int) -> None:
    """Assert that this is a partition into as many contiguous grids as wanted, inside the communities."""
    assert grids.n == wanted
    assert len(grids.of_cell) == geography.n_cells
    assert np.array_equal(np.unique(grids.of_cell), np.arange(wanted))
    assert np.array_equal(grids.community[grids.of_cell], geography.community)
    assert pieces(geography, grids.of_cell) == [1] * wanted


@FIXED
@given(maps())
def test_maps_are_sound(drawn: tuple[Geography, Floats]) -> None:
    geography, _ = drawn
    for area in (geography.community, geography.compound, geography.street_of_community[geography.community]):
        assert set(pieces(geography, area)) == {1}
        assert n_pieces(geography.cells, area).tolist() == pieces(geography, area)
    assert len(set(zip(geography.cells.x.tolist(), geography.cells.y.tolist(), strict=True))) == geography.n_cells
    assert np.array_equal(geography.community_of_compound[geography.compound], geography.community)
    assert geography.residents.min() >= 1
    assert np.bincount(geography.community).min() >= 1


@FIXED
@given(st.data())
def test_counting_pieces_agrees_with_walking(data: st.DataObject) -> None:
    geography, _ = data.draw(maps())
    labels = data.draw(st.lists(st.integers(0, 3), min_size=geography.n_cells, max_size=geography.n_cells))
    area = np.unique(labels, return_inverse=True)[1]
    assert n_pieces(geography.cells, area).tolist() == pieces(geography, area)


@FIXED
@given(st.data())
def test_splitting_keeps_old_borders(data: st.DataObject) -> None:
    geography, load = data.draw(maps())
    first = data.draw(st.integers(geography.n_communities, geography.n_cells))
    wanted = data.draw(st.integers(first, geography.n_cells))
    before = draw_grids(geography, first)
    sound(geography, before, first)
    after = split(geography, before, load, wanted)
    sound(geography, after, wanted)
    pairs = np.unique(np.stack([after.of_cell, before.of_cell]), axis=1)
    assert pairs.shape[1] == wanted, "a new grid lies in two old ones"


@FIXED
@given(st.data())
def test_merging_keeps_old_grids_whole(data: st.DataObject) -> None:
    geography, load = data.draw(maps())
    first = data.draw(st.integers(geography.n_communities, geography.n_cells))
    wanted = data.draw(st.integers(geography.n_communities, first))
    before = draw_grids(geography, first)
    after = merge(geography, before, load, wanted)
    sound(geography, after, wanted)
    pairs = np.unique(np.stack([after.of_cell, before.of_cell]), axis=1)
    assert pairs.shape[1] == first, "an old grid lies in two new ones"


@FIXED
@given(st.data())
def test_balancing_is_no_heavier_than_cutting_by_count(data: st.DataObject) -> None:
    geography, load = data.draw(maps())
    wanted = data.draw(st.integers(geography.n_communities, geography.n_cells))
    after = balance(geography, load, wanted)
    sound(geography, after, wanted)
    heaviest = np.bincount(after.of_cell, load).max()
    naive = 0.0
    for m in range(geography.n_communities):
        cells = np.flatnonzero(geography.community == m)
        grids = int((after.community == m).sum())
        naive = max(naive, *(float(load[part].sum()) for part in np.array_split(cells, grids)))
    assert heaviest <= naive + 1e-9


def test_balancing_is_lighter_where_the_load_is_uneven() -> None:
    geography = draw_map(a_place(population=26 * 40, households_per_cell=10.0, communities=1, streets=1))
    load = np.where(np.arange(40) < 10, 10.0, 1.0)
    grids = balance(geography, load, 4)
    assert np.bincount(grids.of_cell, load).max() <= 40.0
    assert max(load[part].sum() for part in np.array_split(np.arange(40), 4)) == 100.0


# -- by hand


def row_of(*community: int) -> Geography:
    """A row of cells, one resident in each, in the given communities."""
    n = len(community)
    geography = draw_map(a_place(population=26 * n, households_per_cell=10.0, communities=1, streets=1))
    chain = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
    geography.cells = replace(geography.cells, x=np.arange(n, dtype=np.float64), y=np.zeros(n), edges=chain)
    geography.community = np.array(community, np.int32)
    geography.street_of_community = np.zeros(max(community) + 1, np.int32)
    return geography


def grids_of(geography: Geography, *grid: int) -> Grids:
    of_cell = np.array(grid, np.int32)
    return Grids(of_cell, np.array([geography.community[of_cell == g][0] for g in range(max(grid) + 1)], np.int32))


def test_the_heaviest_grid_is_split_where_its_halves_are_most_alike() -> None:
    line = row_of(0, 0, 0, 0, 0, 0)
    load = np.array([9.0, 1.0, 1.0, 3.0, 5.0, 4.0])
    before = grids_of(line, 0, 0, 0, 1, 1, 1)  # 11 and 12
    assert split(line, before, load, 3).of_cell.tolist() == [0, 0, 0, 1, 1, 2]
    # then the first (11) is the heaviest
    assert split(line, before, load, 4).of_cell.tolist() == [0, 1, 1, 2, 2, 3]
    # then 8 = 3 + 5
    assert split(line, before, load, 5).of_cell.tolist() == [0, 1, 1, 2, 3, 4]
    assert split(line, before, load, 2).of_cell.tolist() == [0, 0, 0, 1, 1, 1]


def test_a_single_cell_cannot_be_split_however_heavy() -> None:
    line = row_of(0, 0, 0)
    load = np.array([90.0, 1.0, 1.0])
    assert split(line, grids_of(line, 0, 1, 1), load, 3).of_cell.tolist() == [0, 1, 2]
    assert split(line, grids_of(line, 0, 1, 2), load, 5).n == 3


def test_a_new_grid_stays_in_its_community() -> None:
    line = row_of(0, 0, 1, 1)
    found = split(line, grids_of(line, 0, 0, 1, 1), np.array([1.0, 1.0, 5.0, 5.0]), 3)
    assert found.of_cell.tolist() == [0, 0, 1, 2]
    assert found.community.tolist() == [0, 1, 1]


def test_the_lightest_pair_is_merged_by_what_both_weigh() -> None:
    line = row_of(0, 0, 0, 0, 0)
    load = np.array([1.0, 9.0, 4.0, 3.0, 6.0])
    before = grids_of(line, 0, 1, 2, 3, 4)
    # pairs weigh 10, 13, 7, 9: the lightest single is the first, the lightest pair the third
    assert merge(line, before, load, 4).of_cell.tolist() == [0, 1, 2, 2, 3]
    # then 10, 16, 13
    assert merge(line, before, load, 3).of_cell.tolist() == [0, 0, 1, 1, 2]
    assert merge(line, before, load, 2).of_cell.tolist() == [0, 0, 1, 1, 1]


def test_grids_of_two_communities_are_never_merged() -> None:
    line = row_of(0, 1, 1, 2)
    found = merge(line, grids_of(line, 0, 1, 2, 3), np.array([1.0, 1.0, 9.0, 1.0]), 1)
    assert found.of_cell.tolist() == [0, 1, 1, 2]
    assert found.community.tolist() == [0, 1, 2]


def test_balance_gives_the_heavier_community_more_grids_and_cuts_by_load() -> None:
    line = row_of(0, 0, 0, 0, 1, 1, 1, 1)
    load = np.array([1.0, 1.0, 1.0, 1.0, 6.0, 3.0, 3.0, 3.0])
    found = balance(line, load, 4)
    assert found.community.tolist() == [0, 1, 1, 1]
    assert found.of_cell.tolist() == [0, 0, 0, 0, 1, 2, 2, 3]


def test_more_grids_than_cells_are_one_a_cell() -> None:
    assert balance(row_of(0, 0, 1), np.array([1.0, 2.0, 3.0]), 9).of_cell.tolist() == [0, 1, 2]


def test_a_community_of_few_cells_leaves_its_grids_to_the_others() -> None:
    line = row_of(0, 1, 1, 1)
    found = balance(line, np.array([90.0, 1.0, 1.0, 1.0]), 4)
    assert found.of_cell.tolist() == [0, 1, 2, 3]
    assert balance(line, np.array([90.0, 1.0, 1.0, 1.0]), 3).community.tolist() == [0, 1, 1]
    # by load the fourth grid would be the first community's, which has one cell; then it is the next heaviest's
    three = row_of(0, 1, 1, 2, 2)
    assert balance(three, np.array([100.0, 15.0, 15.0, 1.0, 1.0]), 4).community.tolist() == [0, 1, 1, 2]
    assert balance(three, np.array([100.0, 1.0, 1.0, 15.0, 15.0]), 4).community.tolist() == [0, 1, 2, 2]


# -- boundaries from a file


@pytest.fixture
def town() -> Geography:
    return draw_map(a_place(population=26 * 24, households_per_cell=10.0, communities=2, streets=1))


Lines = Callable[[Geography], list[tuple[object, object]]]


def written(path: Path, lines: list[tuple[object, object]], head: str = "cell,grid") -> Path:
    path.write_text("\n".join([head, *(f"{cell},{grid}" for cell, grid in lines)]) + "\n", encoding="utf-8")
    return path


def test_a_file_of_grids_is_read(town: Geography, tmp_path: Path) -> None:
    wanted = draw_grids(town, 6)
    lines = [(c, f"网格{g}") for c, g in enumerate(wanted.of_cell)]
    found = read_grids(written(tmp_path / "grids.csv", lines[::-1]), town)
    assert np.array_equal(found.of_cell, wanted.of_cell)
    assert np.array_equal(found.community, wanted.community)
    (tmp_path / "excel.csv").write_text((tmp_path / "grids.csv").read_text("utf-8"), encoding="utf-8-sig")
    assert np.array_equal(read_grids(tmp_path / "excel.csv", town).of_cell, wanted.of_cell)


BAD: dict[str, tuple[Lines, str]] = {
    "a cell is missing": (lambda t: [(c, t.community[c]) for c in range(t.n_cells - 1)], "named once"),
    "a cell is named twice": (lambda t: [(c, t.community[c]) for c in [*range(t.n_cells), 0]], "named once"),
    "a cell is unknown": (lambda t: [(c + 1, t.community[c]) for c in range(t.n_cells)], "named once"),
    "a grid crosses a border": (lambda t: [(c, "one") for c in range(t.n_cells)], "'one' crosses a community border"),
    "only the last grid crosses a border": (
        lambda t: [(c, "a" if c < 2 else "z") for c in range(t.n_cells)],
        "'z' crosses a community border",
    ),
    "a grid is in pieces": (
        lambda t: [(c, f"{t.community[c]}-{c % 2 if t.community[c] else 0}") for c in range(t.n_cells)],
        r"'1-\d' is in \d+ pieces",
    ),
    "a cell is a word": (
        lambda t: [("first", 0), *((c, t.community[c]) for c in range(1, t.n_cells))],
        r"numbers 0\.\.\d+.*first",
    ),
}


@pytest.mark.parametrize(("lines", "message"), BAD.values(), ids=BAD)
def test_a_bad_file_says_what_is_wrong(town: Geography, tmp_path: Path, lines: Lines, message: str) -> None:
    with pytest.raises(PlaceError, match=message):
        read_grids(written(tmp_path / "grids.csv", lines(town)), town)


def test_a_row_cut_short_says_so(town: Geography, tmp_path: Path) -> None:
    path = written(tmp_path / "grids.csv", [(c, town.community[c]) for c in range(town.n_cells)])
    path.write_text(path.read_text("utf-8").replace("\n5,", "\n5\n", 1).replace("5\n0\n", "5\n"), encoding="utf-8")
    assert "\n5\n" in path.read_text("utf-8")
    with pytest.raises(PlaceError):
        read_grids(path, town)


def test_a_file_without_the_columns_says_so(town: Geography, tmp_path: Path) -> None:
    path = written(tmp_path / "grids.csv", [(c, 0) for c in range(town.n_cells)], head="block,area")
    with pytest.raises(PlaceError, match=r"cell.*grid"):
        read_grids(path, town)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk"])
def test_a_file_of_grids_may_come_from_any_editor(town: Geography, tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "grids.csv", [(c, f"网格{town.community[c]}") for c in range(town.n_cells)])
    wanted = read_grids(path, town)
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert np.array_equal(read_grids(path, town).of_cell, wanted.of_cell)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"cell,grid\n0,\xff\xff\n", "neither UTF-8 nor GB 18030"),
        (b"cell,grid\n0,\0\n", "no text"),
        (b"", "columns cell and grid are needed; found none"),
        (b"cell,grid\n", "no row"),
        ("cell,grid\n²,1\n".encode(), r"numbers 0\.\..*²"),
        ("cell,grid\n１,1\n".encode(), r"numbers 0\.\..*１"),
        (b"cell,grid\n" + b"9" * 5000 + b",1\n", r"numbers 0\.\..*999'"),
        (b'cell,grid\n0,"' + b"x" * 200_000 + b'"\n', "field larger than field limit"),
    ],
    ids=["no encoding", "binary", "empty", "head only", "a power", "wide digits", "a huge number", "a huge field"],
)  # fmt: skip
def test_a_broken_file_of_grids_says_so(raw: bytes, words: str, town: Geography, tmp_path: Path) -> None:
    path = tmp_path / "grids.csv"
    path.write_bytes(raw)
    with pytest.raises(PlaceError, match=words) as caught:
        read_grids(path, town)
    assert str(path) in str(caught.value)
    assert len(str(caught.value)) < 400

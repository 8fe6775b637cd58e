"""Every place composes, is founded with the counts of its file and lives; the drawn maps of before are drawn again."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from sim.config.run import RunConfig, load, place_names
from sim.district import District
from sim.errors import PlaceError
from sim.geography.areas import Geography
from sim.geography.cells import n_pieces
from sim.mechanisms.founding import draw_nets
from sim.parameters.place import Place
from sim.state.desks import Net
from sim.state.places import draw_grids, draw_map, draw_wide_grids
from tests.places import a_place

LARGE = {"baoding": 100, "jilin": 1000}
"""Places founded at a fraction of their size, with their own ratios."""
COUNTS = (
    "population", "streets", "communities", "grids", "grids_after", "workers", "part_time_workers", "compounds",
    "owners_committees", "reporting_members",
)  # fmt: skip


def whole_or_shrunk(name: str, days: int = 8) -> RunConfig:
    """A place as its file says, or a large one with all its counts divided."""
    by, place = LARGE.get(name, 1), load(name).place
    said = {f"place.{count}": -(-getattr(place, count) // by) for count in COUNTS} if by > 1 else {}
    return load(name, days=days, **said)


@pytest.fixture(scope="module", params=place_names())
def config(request: pytest.FixtureRequest) -> RunConfig:
    return whole_or_shrunk(request.param)


@pytest.fixture(scope="module")
def district(config: RunConfig) -> District:
    return District(config)


def test_all_nine_places_are_there() -> None:
    assert set(place_names()) >= {
        "baoding", "demo", "guancheng", "jilin", "mingshan", "tianquan", "xialu", "yingjing", "yucheng"
    }  # fmt: skip


@pytest.mark.parametrize("name", place_names())
def test_every_place_is_named_in_both_languages(name: str) -> None:
    place = load(name).place
    assert place.name == name
    assert place.title
    assert any("\u4e00" <= c <= "\u9fff" for c in place.title_zh)


def test_a_founded_place_has_the_counts_of_its_file(district: District) -> None:
    place, world = district.config.place, district.world
    city = world.map
    assert world.residents.n == city.residents.sum() == place.population
    assert city.n_streets == len(np.unique(city.street_of_community)) == place.streets
    assert city.n_communities == len(np.unique(city.community)) == place.communities
    assert city.n_compounds == len(np.unique(city.compound)) == place.compounds
    assert sum(grids.n for grids in draw_nets(place, city)) == place.grids
    assert world.map.layers == place.layers
    assert world.staff.n == place.workers
    assert len(world.people.members) == place.reporting_members
    assert world.firms.owners_committee.sum() == place.owners_committees
    for net, count in ((Net.COMMUNITY, place.communities), (Net.STREET, place.streets)):
        assert (world.desks.net == int(net)).sum() == count


def test_every_area_is_in_one_piece_and_none_is_empty(district: District) -> None:
    city = district.world.map
    for area in (city.community, city.compound, city.street_of_community[city.community]):
        assert np.all(n_pieces(city.cells, area) == 1)
    assert city.residents.min() >= 1


def test_a_place_lives_three_days(district: District) -> None:
    district.live(3)
    district.check()
    assert district.world.cases.n > 0


@pytest.mark.parametrize("name", LARGE)
def test_a_large_place_fits_together_at_full_size(name: str) -> None:
    """Founding it takes seconds and gigabytes; its map alone does not."""
    place = load(name, days=90).place
    city = draw_map(place)
    grids = draw_grids(city, place.grids)
    assert city.residents.sum() == place.population
    assert grids.n == len(np.unique(grids.of_cell)) == place.grids
    assert np.all(grids.community[grids.of_cell] == city.community)
    assert city.n_compounds == len(np.unique(city.compound)) == place.compounds


def test_jilin_is_a_province_of_usual_communities() -> None:
    jilin, guancheng = load("jilin").place, load("guancheng").place
    assert jilin.communities == 1594
    for count in ("population", "compounds"):
        per_community = [getattr(p, count) / p.communities for p in (jilin, guancheng)]
        assert per_community[0] == pytest.approx(per_community[1], rel=0.01)


def test_guancheng_counts_its_workers_once() -> None:
    place = load("guancheng").place
    assert place.workers + place.part_time_workers == 2497
    assert place.workers == place.grids


def test_the_cells_of_yingjing_are_its_buildings() -> None:
    assert draw_map(load("yingjing").place).n_cells == 55


# -- drawing the map


def fingerprint(city: Geography, place: Place) -> str:
    """Hash of a map, of two partitions and of two wide nets."""
    columns = [
        city.cells.x.astype(np.int32), city.cells.y.astype(np.int32), city.households,
        city.residents, city.resident_first, city.community, city.compound, city.old,
        city.street_of_community, city.community_of_compound, city.weights,
    ]  # fmt: skip
    drawn = [draw_grids(city, place.grids), draw_grids(city, place.grids_after)]
    drawn += [draw_wide_grids(city, 7, -0.3), draw_wide_grids(city, 11, 0.2)]
    columns += [column for grids in drawn for column in (grids.of_cell, grids.community)]
    whole = hashlib.sha256()
    for column in columns:
        whole.update(str(column.dtype).encode())
        whole.update(column.tobytes())
    return whole.hexdigest()[:16]


@pytest.mark.parametrize(("name", "before"), [("demo", "5e0cbf53a66bb5d2"), ("xialu", "b4f90187ae39662e")])
def test_maps_are_those_drawn_before(name: str, before: str) -> None:
    """Faster drawing must move no cell: results on record were computed on these maps."""
    place = load(name).place
    assert fingerprint(draw_map(place), place) == before


def test_another_map_seed_is_another_map() -> None:
    place = load("demo").place
    other = load("demo", **{"place.map_seed": 2}).place
    assert fingerprint(draw_map(place), place) != fingerprint(draw_map(other), other)


def test_time_to_draw_grows_with_the_cells_only() -> None:
    """Areas are cut out of their own cells: the cutting looks at each cell a bounded number of times."""
    looked = 0

    class Counted(np.ndarray):
        def __getitem__(self, key):  # type: ignore[no-untyped-def]
            nonlocal looked
            found = np.asarray(self)[key]
            looked += np.size(found)
            return found

    from sim.state.places import _sub_areas

    n, parents = 6000, 1000
    parent = np.repeat(np.arange(parents), n // parents)
    _sub_areas(parent, parents, np.ones(n).view(Counted), np.full(parents, 2))
    assert looked <= 2 * n


def test_more_communities_than_cells_are_refused() -> None:
    with pytest.raises(PlaceError, match="households_per_cell"):
        draw_map(a_place(population=520, communities=5))


def test_one_wide_grid_is_the_whole_map() -> None:
    drawn = draw_wide_grids(draw_map(load("demo").place), 1, 0.0)
    assert drawn.n == 1
    assert (drawn.of_cell == 0).all()

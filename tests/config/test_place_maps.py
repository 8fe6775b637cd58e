"""Places with a map of their own: counted on it, refused where they contradict it, the same run wherever it lies."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.config.run import RunConfig, load
from sim.district import District
from sim.errors import ConfigError
from sim.geography.cells import n_pieces
from sim.geography.surveyed import write_survey
from sim.measures import MEASURES, View, measure_all, measure_areas
from sim.policies import POLICIES
from sim.store.tasks import cell_of, config_of
from tests.drawn_maps import random_survey

TOLD = "place:\n  map: map.npz\n  workers: 7\n  compounds: 12\n  owners_committees: 4\n  reporting_members: 150\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    write_survey(random_survey(5, 60, 3, 7), folder / "map.npz")
    (folder / "place.yaml").write_text(TOLD, encoding="utf-8")
    return folder / "place.yaml"


def run(place: Path, *levers: str, days: int = 12, **said: object) -> RunConfig:
    return load(place, levers, days=days, warmup_days=2, **said)


def test_what_the_map_counts_is_not_asked(place: Path) -> None:
    config = run(place)
    own = config.place
    assert (own.streets, own.communities, own.grids, own.n_cells) == (1, 3, 7, 60)
    assert own.population == round(random_survey(5, 60, 3, 7).residents.sum())
    assert config.said["place.grids"].basis == "derived"


def test_told_numbers_that_contradict_the_map_are_refused_with_both(place: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        run(place, scale=2, **{"place.grids": 9, "place.communities": 4})
    told = str(caught.value)
    assert "told 9" in told
    assert "has 7" in told
    assert "told 4" in told
    assert "cannot be made smaller" in told
    assert "9000 residents are said" in run(place, **{"place.population": 9000}).remarks()[-1].en.replace(",", "")


def test_another_map_is_refused(place: Path) -> None:
    with pytest.raises(ConfigError, match="another map"):
        run(place, **{"place.map_sha256": "00000000"})


def test_a_run_is_the_same_wherever_its_map_lies(place: Path, tmp_path: Path) -> None:
    for name in ("map.npz", "place.yaml"):
        shutil.copy(place.parent / name, tmp_path / name)
    one, other = run(place), run(tmp_path / "place.yaml")
    assert one.canonical() != other.canonical()
    assert one.digest() == other.digest() == cell_of(one.canonical())
    assert config_of(one.canonical()).place.map == one.place.map
    assert "map" not in load("demo").canonical().partition('"map_seed"')[0]


def lived(config: RunConfig) -> District:
    district = District(config, 0)
    district.live(config.run.days)
    return district


@pytest.mark.parametrize("mode", ["split", "merge", "balance"])
def test_redivisions_run_and_tear_nothing(place: Path, mode: str) -> None:
    said = {"mode": mode, "grids": {"split": 15, "merge": 4, "balance": 12}[mode], "start_day": 3}
    district = lived(run(place, "grid_redivision", policies={"grid_redivision": said}))
    world = district.world
    assert world.map.grids.n == said["grids"]
    assert n_pieces(world.map.cells, world.map.grids.of_cell).max() == 1
    assert world.residents.n == world.map.residents.sum()
    view = View(world, district.recorder, 2)
    areas = measure_areas(view, measure_all(view, tuple(MEASURES)), ())
    assert "滨江1社区" in areas["area"]
    assert any("号网格" in name for name in areas["area"])


def test_every_lever_acts_on_a_real_map(place: Path) -> None:
    all_there = {"community_merging": {"coverage": 1.0}}
    for name in POLICIES:
        layers = {"place.layers": 3, "place.grids": 9} if name == "layer_integration" else {}
        said = {name: {"start_day": 2, **all_there.get(name, {})}}
        world = lived(run(place, name, days=6, policies=said, **layers)).world
        assert n_pieces(world.map.cells, world.map.grids.of_cell).max() == 1, name
        assert world.cases.n > 0
    assert np.isfinite(world.desks.x).all()


def test_walking_takes_as_long_in_metres_as_on_the_lattice(place: Path) -> None:
    real, drawn = District(run(place), 0).world, District(load("demo", days=5, warmup_days=1), 0).world
    for world in (real, drawn):
        usual = 60.0 * np.unique(world.desks.travel_h[world.desks.travel_h > 0.0]) / world.map.cells.unit_m
        assert np.allclose(usual, world.settings.service.minutes_per_cell / 150.0)

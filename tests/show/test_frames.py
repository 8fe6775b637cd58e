"""Frames: the same as a photograph of every evening, the same bytes each time, and what is said about them."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.show.coding import unpacked, unpacked_days
from sim.show.frames import (
    FORMAT,
    View,
    frames_of,
    street_file,
    street_script,
    values_of,
    view_of,
    view_of_street,
    written,
)
from sim.show.layers import BY_CELL, BY_COMMUNITY
from sim.show.stamps import Ground, Stamps, ground_of, stamps_of
from sim.studies.replication import live
from sim.types import Floats
from sim.viewer.snapshot import take
from tests.show.by_hand import ground, stamps

DAYS = 75
CASES = [{"occur": 1, "accept": 2, "contact": 3, "wait_s": 7200, "end": 9}, {"occur": 4, "cell": 2}]
LAYERS = {layer.key: layer for layer in BY_CELL}


@pytest.fixture(scope="module")
def watched() -> tuple[Ground, Stamps, dict[str, Floats], Any]:
    """A district photographed every evening: ground, stamps, layers [days, C], daily table by community."""
    config = load("demo", ["grid_redivision"], days=DAYS, warmup_days=0, **{"policies.grid_redivision.start_day": 30})
    district = District(config, 1)
    photographs: dict[str, list[Floats]] = {"waiting": [], "silent": []}
    for _ in range(DAYS):
        district.live_day()
        picture = take(SimpleNamespace(world=district.world, config=config))
        for name, kept in photographs.items():
            kept.append(picture.layers[name])
    own = stamps_of(district, [(0, district.world.map.grids_at_start.of_cell)])
    daily = live(config, 1, 0).tables["daily"].to_pandas()
    cases = district.world.cases
    assert (cases.life > 0).any()  # some were reopened
    assert (cases.parent >= 0).any()
    layers = {name: np.array(kept) for name, kept in photographs.items()}
    return ground_of(district.world.map), own, layers, daily[daily.level == "community"]


def test_waiting_equals_the_photograph_of_every_evening(watched: Any) -> None:
    ground, own, layers, _ = watched
    found = values_of(LAYERS["waiting"], own, ground, view_of(ground, DAYS))
    np.testing.assert_allclose(found, layers["waiting"], rtol=0, atol=1.0 / 3600.0)
    assert np.isfinite(found).mean() > 0.3


def test_silent_equals_the_photograph_of_every_evening(watched: Any) -> None:
    ground, own, layers, _ = watched
    found = values_of(LAYERS["silent"], own, ground, view_of(ground, DAYS))
    np.testing.assert_array_equal(found, layers["silent"])
    assert 0.1 < np.nanmean(found) < 0.9


def test_open_cases_equal_the_daily_table(watched: Any) -> None:
    ground, own, _, daily = watched
    by_cell = values_of(LAYERS["open"], own, ground, view_of(ground, DAYS))
    m = ground.n_communities
    found = np.stack([np.bincount(ground.community, row, m) for row in by_cell])
    assert np.array_equal(found, daily.open.to_numpy().reshape(DAYS, m))
    assert found.sum() > 100


def test_satisfaction_equals_the_daily_table(watched: Any) -> None:
    ground, own, _, daily = watched
    found = values_of(LAYERS["satisfaction"], own, ground, view_of(ground, DAYS))
    np.testing.assert_allclose(found.ravel(), daily.satisfaction.to_numpy())


def test_communities_are_sums_of_their_cells(watched: Any) -> None:
    ground, own, *_ = watched
    m = np.arange(ground.n_communities, dtype=np.int32)
    streets = np.arange(len(ground.street_names))
    view = View("community", BY_COMMUNITY, ground.community, m, ground.street_of_community, m, streets, np.arange(DAYS))
    by_cell = values_of(LAYERS["open"], own, ground, view_of(ground, DAYS))
    per_1000 = next(layer for layer in BY_COMMUNITY if layer.key == "open_per_1000")
    found = values_of(per_1000, own, ground, view)
    residents = np.bincount(ground.community, ground.residents)
    summed = np.stack([np.bincount(ground.community, row) for row in by_cell])
    np.testing.assert_allclose(found, 1000.0 * summed / residents)


def test_derived_twice_they_are_the_same_bytes(watched: Any) -> None:
    ground, own, *_ = watched
    view = view_of(ground, DAYS)
    first, second = (written(frames_of(ground, {"baseline": own}, view, replication=1)) for _ in range(2))
    assert first == second


def test_what_is_written_can_be_read_back() -> None:
    place = ground()
    own = {"baseline": stamps(CASES), "other": stamps(CASES[:1])}
    frames = json.loads(written(frames_of(place, own, view_of(place, 40), replication=7)))
    assert (frames["format"], frames["unit"], frames["n"], frames["replication"]) == (FORMAT, "cell", 3, 7)
    assert (frames["width"], frames["height"]) == (3, 1)
    assert unpacked(frames["raster"]).tolist() == [0, 1, 2]
    assert unpacked(frames["community"]).tolist() == [0, 0, 1]
    assert [name["zh"] for name in frames["names"]] == ["C01社区", "Lotus Court"]
    assert frames["days"] == list(range(40))
    assert [arm["key"] for arm in frames["arms"]] == ["baseline", "other"]
    assert unpacked(frames["arms"][0]["grids"][0]["of"]).tolist() == [0, 0, 1]
    assert set(frames["blocks"]) == {f"{arm}/{layer.key}" for arm in own for layer in BY_CELL}
    opened = unpacked_days(frames["blocks"]["baseline/open"], 3)
    assert opened[:, 0].tolist() == [0, 0] + [1] * 7 + [0] * 31
    assert unpacked_days(frames["blocks"]["baseline/satisfaction"], 2).shape == (40, 2)


def test_a_layer_of_one_colour_is_told_in_words() -> None:
    place = ground()
    layers = frames_of(place, {"b": stamps(CASES)}, view_of(place, 40), replication=0)["layers"]
    by_key = {layer["key"]: layer for layer in layers}
    assert "flat" not in by_key["satisfaction"]  # 0.75 and 0.8 are two classes
    assert "flat" not in by_key["silent"]
    assert "flat" not in by_key["open"]  # 7 of 120 are a case: more than 2 %
    assert by_key["waiting"]["flat"]
    assert (by_key["waiting"]["p1"], by_key["waiting"]["p99"]) == (2.0, 2.0)


def test_a_large_place_is_drawn_by_community_and_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    place = ground()
    view = view_of(place, 40)
    assert (view.unit, view.n) == ("community", 2)
    assert view.days.tolist() == [11, 18, 25, 32, 39]  # the last one is the last day
    frames = frames_of(place, {"b": stamps(CASES)}, view, replication=0, details=[1])
    assert frames["details"] == [1]
    assert frames["arms"][0]["grids"] == []
    assert unpacked(frames["raster"]).tolist() == [0, 0, 1]
    assert unpacked_days(frames["blocks"]["b/silent"], 2).shape == (5, 2)


@pytest.mark.parametrize(("days", "weeks"), [(1, [0]), (6, [5]), (7, [6]), (13, [12]), (14, [6, 13])])
def test_the_last_evening_is_always_drawn(monkeypatch: pytest.MonkeyPatch, days: int, weeks: list[int]) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    assert view_of(ground(), days).days.tolist() == weeks


def test_a_street_has_its_own_cells_and_communities_only() -> None:
    place = ground()
    frames = frames_of(place, {"b": stamps(CASES)}, view_of_street(place, 1, 40), replication=0)
    assert (frames["unit"], frames["n"], frames["width"], frames["height"]) == ("cell", 1, 1, 1)
    assert frames["names"] == [{"en": "Lotus Court", "zh": "Lotus Court"}]
    assert frames["streets"] == [{"en": "S2", "zh": "S2街道"}]
    assert unpacked_days(frames["blocks"]["b/satisfaction"], 1)[0].tolist() == [200]
    silent = unpacked_days(frames["blocks"]["b/silent"], 1)[:, 0]
    assert silent[4] == 250  # the problem that nobody hears of
    assert silent[3] == 255


def test_a_street_is_a_script_of_one_call() -> None:
    assert street_file(16) == "detail/street_017.js"
    said = street_script(16, {"n": 1})
    assert said == 'Govsim.detail(16,{"n":1});\n'

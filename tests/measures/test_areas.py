"""Parts of a district: they add up to the whole, and no measure of a part looks beyond it."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config.run import load
from sim.district import District
from sim.measures import BY, BY_AREA, LEVELS, MEASURES, View, measure_all, measure_areas
from sim.measures.areas import divisions
from sim.measures.columns import Columns
from sim.measures.view import Division
from sim.state.cases import Category, Channel, Status, Urgency
from sim.state.desks import Net
from sim.state.residents import Vulnerable
from sim.state.world import World

SHARES = {
    "response_rate": "known", "resolution_rate": "known", "true_resolution": "known", "found": "known",
    "misroute": "known", "handoffs": "known", "escalated": "known", "given_up": "known", "discovery_delay": "known",
    "trust": "people", "satisfaction_end": "people",
}  # fmt: skip
"""Measures that are means over all rows of a set."""
COUNTS = {m.of for m in MEASURES.values()} - {""}
"""Measures that count what others are shares of."""


@pytest.fixture(scope="module")
def view() -> View:
    needs = {"requests_per_year": 6.0, "enquiries_per_year": 2.0}
    # two streets and departments in layers, so that every level has more than one area and cases go astray
    layered: dict[str, Any] = {"place.streets": 2, "place.layers": 2}
    district = District(load("demo", ["dual_report"], needs=needs, days=260, **layered))
    district.live(260)
    return View(district.world, district.recorder, 20)


@pytest.fixture(scope="module")
def table(view: View) -> pd.DataFrame:
    return pd.DataFrame(measure_areas(view, measure_all(view)))


def test_every_level_has_its_areas(view: View, table: pd.DataFrame) -> None:
    world = view.world
    found = table.groupby("level").size().to_dict()
    assert found == {"district": 1, "street": 2, "community": 5, "grid": world.map.grids.n, "group": 7}
    assert list(table.columns) == ["level", "id", "area", "residents", "cases", *BY_AREA]
    assert set(table.area[table.level == "group"]) == {
        "not vulnerable", "vulnerable", "child", "adult", "elder", "new buildings", "old buildings"
    }  # fmt: skip
    assert not table.duplicated(["level", "id"]).any()
    assert table.groupby("level").id.min().eq(0).all()
    assert (table.iloc[0][list(BY_AREA)].to_numpy(float) == [MEASURES[n](view) for n in BY_AREA]).all()


def test_parts_add_up_to_the_whole(view: View) -> None:
    for division in divisions(view):
        parts = view.divided([division])
        for rows, whole in zip(parts.sets, view.sets, strict=True):
            assert rows.parts.size.sum() == rows.n == whole.n
        for name, of in SHARES.items():
            size, value = getattr(parts.sets, of).parts.size, MEASURES[name].by_part(parts)
            assert (value * size)[size > 0].sum() / size.sum() == pytest.approx(MEASURES[name](view)), name


def test_satisfaction_of_streets_and_communities_adds_up(view: View, table: pd.DataFrame) -> None:
    for level in ("street", "community"):
        own = table[table.level == level]
        assert np.average(own.satisfaction, weights=own.residents) == pytest.approx(MEASURES["satisfaction"](view))
    assert table.satisfaction[table.level.isin(["grid", "group"])].isna().all()


def test_all_parts_at_once_and_each_by_itself_give_the_same(view: View, table: pd.DataFrame) -> None:
    row, world = 0, view.world
    for division in divisions(view):
        of_case, of_resident = (division.area(Columns(t.n, lambda _, name, t=t: column(world, t, name)))
                                for t in (world.cases, world.residents))  # fmt: skip
        for number, name in enumerate(division.names):
            row += 1
            assert table.area[row] == name
            rows = (np.flatnonzero(of == number) for of in (of_case, of_resident))
            part = view.part(*rows, division.level, division.communities[number])
            assert (part.sets.people.n, part.sets.known.n) == (table.residents[row], table.cases[row])
            for measure in BY_AREA:
                found = MEASURES[measure](part)
                assert found == pytest.approx(table[measure][row], rel=1e-12, nan_ok=True), (row, measure)
    assert row == len(table) - 1


def column(world: World, of: Any, name: str) -> np.ndarray:
    """Read a column of all rows of a table, or work it out."""
    if name in of.SPEC:
        return np.asarray(getattr(of, name))
    return {"old": world.map.old[of.cell], "age": world.residents.age[getattr(of, "resident", slice(None))]}[name]


def test_what_makes_no_sense_for_a_part_is_not_a_number_there(view: View, table: pd.DataFrame) -> None:
    assert set(BY) < set(LEVELS)
    for name, m in MEASURES.items():
        assert m.levels[0] == "district"
        assert set(m.levels) <= set(LEVELS)
        assert (len(m.levels) > 1) == (name in BY_AREA)
    part = view.part(np.arange(500), level="grid")
    assert math.isnan(MEASURES["spending"](part))
    assert math.isnan(MEASURES["utilisation"](part))
    for level in BY:
        off = [n for n in BY_AREA if level not in MEASURES[n].levels]
        assert table.loc[table.level == level, off].isna().all(axis=None)


def test_of_an_empty_part_nothing_can_be_measured(view: View) -> None:
    part = view.part(np.zeros(0, np.int64))
    assert all(MEASURES[name](part) == 0.0 for name in COUNTS)
    assert all(math.isnan(m(part)) for name, m in MEASURES.items() if name not in COUNTS)


CASES = 12


@pytest.fixture(scope="module")
def two_halves() -> View:
    """Twelve cases in two communities: quick and solved in the first, slow, late and lost in the second."""
    said = {"needs": {"requests_per_year": 0.0, "enquiries_per_year": 0.0}, "service": {"limit_h": (24.0,) * 4},
            "satisfaction": {"visit_reached": 1.0}}  # fmt: skip
    config = load("demo", days=1, warmup_days=0, **said)
    world: World = District(config).live(1).world
    world.day = 360
    bad = np.arange(CASES) >= CASES // 2
    cell = np.where(bad, np.flatnonzero(world.map.community == 1)[0], np.flatnonzero(world.map.community == 0)[0])
    resident = world.map.resident_first[cell].astype(np.int64)
    resident[[2, 8]] += 1
    world.residents.vulnerable[resident] = Vulnerable.DISABLED
    world.people.opinion["ambient"][:] = [0.8, 0.3, 0.8, 0.8, 0.8]
    world.residents.trust[:] = np.where(world.map.community[world.residents.cell] == 1, 0.2, 0.9)
    accept = 24.0 * np.arange(1, CASES + 1) + np.where(bad, 10.0, 0.0)
    life = np.where(bad, 1, 0)
    close = accept + np.where(bad, 110.0, 20.0)
    dispute = np.arange(CASES) % 2 == 0
    spent = np.zeros((CASES, 9), np.float32)
    spent[:, 4] = np.where(bad, 50.0, 20.0)
    status = np.full(CASES, int(Status.CLOSED))
    status[[3, 5]], status[9], status[11] = Status.QUEUED, Status.ABANDONED, Status.QUEUED
    world.cases.add(
        CASES, resident=resident, cell=cell, community=np.where(bad, 1, 0),
        category=np.where(dispute, int(Category.DISPUTES), 0),
        limit_class=np.arange(CASES) % 3 % 2 * int(Urgency.GENERAL),
        status=status, t_occur=accept - np.where(bad, 9.0, 1.0), t_accept=accept,
        t_contact=accept + np.where(bad, 30.0, 2.0), t_close=np.where(status == Status.QUEUED, np.nan, close),
        t_open=np.where(bad, accept + 80.0, accept), t_stage=close, spent=spent,
        life=life, level=dispute.astype(int), passes=np.where(bad, 2, 1) * dispute, misroutes=life, handoffs=life,
        escalated=life, rating=1 - life, solved=~bad, channel=np.where(bad & dispute, int(Channel.PATROL), 0),
        department_h=np.where(bad, 96.0, 24.0) * (dispute | ~bad), index=np.arange(CASES),
        vulnerable=world.residents.vulnerable[resident], mediated=np.where(dispute & (status == Status.CLOSED), 1, 0),
        t_first_close=np.where(bad, accept + 20.0, close), t_first_back=np.where(bad, accept + 80.0, np.nan),
        t_agreed=np.where(dispute, accept + 20.0, np.nan), t_broken=np.where(dispute & bad, accept + 80.0, np.nan),
    )  # fmt: skip
    world.cases.t_contact[7], world.cases.rating[11] = math.nan, -1
    # heard of never, not agreed, and told twice: each in the second half only
    n = int(world.cases.n)
    lost = world.cases.add(
        3, resident=resident[-1], cell=cell[-1], community=1, vulnerable=Vulnerable.DISABLED, t_occur=30.0,
        status=Status.EXPIRED,
    )  # fmt: skip
    world.cases.status[lost[1]] = Status.CLOSED
    world.cases.t_accept[lost[1]] = world.cases.t_open[lost[1]] = 31.0
    world.cases.t_contact[lost[1]], world.cases.t_close[lost[1]] = 131.0, 231.0
    world.cases.category[lost[1]], world.cases.mediated[lost[1]] = Category.DISPUTES, -1
    world.cases.parent[lost[2]], world.cases.channel[lost[2]] = n - 1, Channel.DUPLICATE
    world.cases.t_accept[lost[2]], world.cases.status[lost[2]] = 40.0, Status.MERGED
    mood = np.tile(np.array([0.9, 0.1, 0.5, 0.5, 0.5]), (360, 1))
    grid_desks = np.flatnonzero(world.desks.net >= Net.GRID)
    world.desks.worked_h[grid_desks] = np.arange(len(grid_desks)) ** 2.0
    evenings: Any = SimpleNamespace(satisfaction=mood)
    return View(world, evenings, 0)


@pytest.mark.parametrize("name", BY_AREA)
def test_a_measure_of_a_part_looks_at_the_part_only(two_halves: View, name: str) -> None:
    """Both halves differ from each other in everything, so one that ignored its part would give the same twice."""
    community = next(d for d in divisions(two_halves) if d.level == "community")
    parts = two_halves.divided([community])
    assert parts.sets.known.parts.size[:2].sum() == two_halves.sets.known.n
    one, other, *empty = MEASURES[name].by_part(parts)
    assert one == one or other == other, "both are nan: the cases by hand do not exercise this measure"
    assert one != other
    whole = ("satisfaction", "satisfaction_end", "trust", "workload_gini", "solved_per_1000", "backlog_end")
    if name not in {*whole, *COUNTS}:
        assert all(math.isnan(value) for value in empty)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_any_division_adds_up(view: View, pattern: list[int]) -> None:
    colour = np.array(pattern)
    four = Division("group", list("abcd"), lambda columns: colour[columns["row"] % 40], [np.zeros(0, np.int64)] * 4)
    parts = view.divided([four])
    size = parts.sets.known.parts.size
    alone = [view.part(np.flatnonzero(colour[np.arange(view.world.cases.n) % 40] == i)).sets.known.n for i in range(4)]
    assert size.tolist() == alone
    for name in ("response_rate", "true_resolution", "handoffs"):
        total = (size * MEASURES[name].by_part(parts))[size > 0].sum()
        assert total / size.sum() == pytest.approx(MEASURES[name](view))
    np.testing.assert_array_equal(np.sort(parts.waits_h.values), view.waits_h.values)

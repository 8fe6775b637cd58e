"""Nothing is lost: cases, queues, time, money, hours, cells and people, whatever the place and its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.district import District
from sim.errors import InvariantError
from sim.state.agenda import Count
from sim.state.cases import OPEN, Stage, Status
from sim.state.desks import Net
from sim.state.incidents import Extent
from sim.state.opinion import of_communities, of_residents
from sim.state.world import World
from sim.types import Array
from tests.places import FIXED, small

DAYS = 16


@st.composite
def districts(draw: st.DrawFn) -> District:
    """A small place, its settings, and levers that begin while it lives."""

    def a(low: float, high: float) -> float:
        return draw(st.floats(low, high))

    def n(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    population = n(400, 2500)
    cells = round(population / 26)
    communities = n(1, 6)
    layers = draw(st.sampled_from([1, 1, 1, 2, 5]))
    grids = n(max(communities, layers), min(cells, 30))
    compounds = n(1, 20)
    place: dict[str, Any] = {
        "communities": communities, "streets": n(1, communities), "grids": grids, "layers": layers,
        "layer_reading": draw(st.sampled_from(["overlapping", "areas"])), "workers": n(layers, 40),
        "grids_after": n(max(communities, layers), min(cells, 40)), "compounds": compounds,
        "owners_committees": min(9, compounds), "managed_share": a(0.0, 1.0), "map_seed": n(1, 50),
    }  # fmt: skip
    coverage = n(0, communities) / communities
    policy, policies = [], {}
    if draw(st.booleans()):
        policy.append("dual_report")
        policies["dual_report"] = {
            "start_day": n(0, 9),
            "active_share": 1.0,
            "coverage": coverage,
        }
    if layers > 1 and draw(st.booleans()):
        policy.append("layer_integration")
        policies["layer_integration"] = {"start_day": n(0, 9), "workers": n(0, 30)}
    if layers == 1 and draw(st.booleans()):
        mode = draw(st.sampled_from(["split", "merge", "balance"]))
        wanted = n(communities, grids) if mode == "merge" else n(grids, cells)
        policy.append("grid_redivision")
        policies["grid_redivision"] = {
            "start_day": n(0, 9), "mode": mode, "grids": wanted, "coverage": coverage,
            "funding": draw(st.sampled_from(["added", "staff_neutral", "budget_neutral"])),
        }  # fmt: skip
    return small(
        *policy, population=population, days=DAYS, place=place, policies=policies, seed=n(0, 10**6),
        needs={"requests_per_year": a(1.0, 25.0), "p_money": a(0.0, 0.6), "repair_yuan": a(50.0, 3000.0)},
        voice={"p_report": a(0.1, 0.7), "patience_days": a(1.0, 60.0), "silent_days": a(2.0, 30.0),
               "p_seen": a(0.0, 0.3)}, incidents={"p_chase": a(0.0, 0.5)},
        dispatch={
            "acceptance_h": draw(st.sampled_from([0.0, 4.0])), "handover_h": draw(st.sampled_from([0.0, 8.0])),
            "p_formal": a(0.0, 0.6), "p_come_back": a(0.0, 1.0), "come_back_days": a(0.1, 5.0),
            "p_handoff": a(0.0, 0.6),
        },
        service={
            "grid_h": a(0.3, 3.0), "limit_h": (1.0, 6.0, 24.0, 48.0),
            "lead_days": (0.2, 0.5, 0.0, 1.0, 2.0, 0.1, 0.1, 0.1),
        },
        workers={"turnover_per_year": a(0.0, 2.0), "hiring_days": n(1, 10), "days_per_week": n(1, 7)},
        finance={"base_funds_yuan": a(0.0, 40000.0), "reserve_days": a(0.0, 60.0)},
        emergencies={"start_day": n(-1, 8), "days": n(0, 6)}, mediation={"mediators": n(0, 3)},
    )  # fmt: skip


def lived(district: District, look: Callable[[District], None], days: int = DAYS) -> District:
    """Live day by day and look after each."""
    for _ in range(days):
        district.live_day()
        look(district)
    return district


# -- cases


def cases_are_conserved(district: District) -> None:
    world = district.world
    counts, cases = world.agenda.counts, world.cases
    status = np.bincount(cases.status, minlength=len(Status))
    assert counts[Count.OPEN] == sum(status[s] for s in OPEN)
    assert counts[Count.DONE] == status[Status.CLOSED]
    assert counts[Count.GIVEN_UP] == status[Status.ABANDONED]
    assert counts[Count.MERGED] == status[Status.MERGED]
    assert counts[Count.ACCEPTED] == (~np.isnan(cases.t_accept)).sum()
    ended = counts[Count.DONE] + counts[Count.GIVEN_UP] + counts[Count.MERGED]
    assert counts[Count.ACCEPTED] == counts[Count.OPEN] + ended
    assert counts[Count.WAITING] == status[Status.QUEUED]
    assert counts[Count.SILENT] == status[Status.SILENT]
    assert cases.solved.sum() <= counts[Count.DONE]
    closed = cases.status == Status.CLOSED
    assert np.array_equal(cases.solved | cases.formal, closed)
    assert not (cases.solved & cases.formal).any()


def stamps_are_in_order(district: District) -> None:
    cases = district.world.cases
    known = ~np.isnan(cases.t_accept)
    assert (cases.t_occur >= 0.0).all()
    assert (cases.t_accept >= cases.t_occur)[known].all()
    assert np.array_equal(np.isnan(cases.t_open), ~known)
    assert (cases.t_open >= cases.t_accept)[known].all()
    met = ~np.isnan(cases.t_contact)
    assert (cases.t_contact >= cases.t_accept)[met].all()
    over = ~np.isnan(cases.t_close)
    assert np.array_equal(over, np.isin(cases.status, (Status.CLOSED, Status.ABANDONED, Status.MERGED)))
    assert (cases.t_close >= cases.t_accept)[over].all()
    assert (cases.t_close >= cases.t_contact)[over & met].all()
    assert (met | (cases.status != Status.CLOSED)).all()


def stages_add_up(district: District) -> None:
    cases = district.world.cases
    over = ~np.isnan(cases.t_close) & (cases.life % 16 == 0)  # a duplicate's life begins at 16
    spent = cases.spent[over].sum(axis=1, dtype=np.float64)
    # stages are kept in single precision
    assert spent == pytest.approx((cases.t_close - cases.t_occur)[over], abs=1e-3)
    assert (cases.spent >= 0.0).all()


def queues_are_whole(district: District) -> None:
    world = district.world
    cases, desks = world.cases, world.desks
    seen: list[int] = []
    for desk in range(desks.n):
        before = len(seen)
        for p in range(desks.head.shape[1]):
            case, last = int(desks.head[desk, p]), -1
            while case >= 0:
                assert cases.status[case] == Status.QUEUED
                assert cases.desk[case] == desk
                assert cases.urgency[case] == p
                seen.append(case)
                assert len(seen) <= cases.n, "a queue runs in a circle"
                case, last = int(cases.next[case]), case
            assert desks.tail[desk, p] == last
        assert desks.waiting[desk] == len(seen) - before
    assert sorted(seen) == np.flatnonzero(cases.status == Status.QUEUED).tolist()
    at_work = cases.desk[cases.status == Status.AT_WORK]
    assert np.array_equal(desks.busy, np.bincount(at_work, minlength=desks.n))


def money_waits_are_whole(district: District) -> None:
    world = district.world
    cases, funds = world.cases, world.agenda.funds
    seen = []
    for m in range(world.n_communities):
        case, last = int(funds["head"][m]), -1
        while case >= 0:
            assert cases.community[case] == m
            assert cases.cost_fen[case] > funds["fen"][m] or last >= 0
            seen.append(case)
            case, last = int(cases.next[case]), case
        assert last < 0 or funds["tail"][m] == last
    waiting = (cases.status == Status.MONEY) & ~cases.paid  # paid ones are about to leave
    assert sorted(seen) == np.flatnonzero(waiting).tolist()
    assert (funds["fen"] >= 0).all()
    paid = cases.cost_fen[cases.paid].sum()
    assert world.agenda.counts[Count.SPENT_FEN] == paid == world.money.ledger.accounts.get("repairs", 0)


def books_close(district: District) -> None:
    district.check()
    assert sum(district.world.money.ledger.accounts.values()) == 0
    desks = district.world.desks
    assert desks.worked_h[desks.net >= Net.GRID].sum() <= district.world.sums.hours_paid + 1e-6


@FIXED
@given(districts())
def test_cases_stamps_and_queues(district: District) -> None:
    def look(today: District) -> None:
        cases_are_conserved(today)
        stamps_are_in_order(today)
        stages_add_up(today)
        queues_are_whole(today)
        money_waits_are_whole(today)

    lived(district, look)


@FIXED
@given(districts())
def test_money_and_hours(district: District) -> None:
    lived(district, books_close)


# -- cells and people


def is_in_one_piece(world: World, cells: Array) -> bool:
    """Whether one can walk over the cells of an area without leaving it."""
    at = {(int(world.map.cells.x[c]), int(world.map.cells.y[c])): int(c) for c in cells}
    start = next(iter(at))
    reached, edge = {start}, [start]
    while edge:
        x, y = edge.pop()
        for step in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if step in at and step not in reached:
                reached.add(step)
                edge.append(step)
    return len(reached) == len(at)


def areas_are_sound(district: District) -> None:
    world = district.world
    geography, grids = world.map, world.map.grids
    assert len(grids.of_cell) == geography.n_cells
    assert np.array_equal(np.unique(grids.of_cell), np.arange(grids.n))
    assert all(is_in_one_piece(world, np.flatnonzero(grids.of_cell == g)) for g in range(grids.n))
    if world.map.layers == 1:
        assert np.array_equal(grids.community[grids.of_cell], geography.community)
    for layer in range(world.map.layers):
        desk = world.routes.of_cell[Net.GRID + layer]
        assert (desk >= 0).all()
        # every grid has one desk in its layer
        if layer == 0:
            assert len(np.unique(np.stack([grids.of_cell, desk]), axis=1).T) == grids.n
    assert (world.routes.of_cell[Net.GRID + world.map.layers :] == -1).all()
    closed = np.setdiff1d(np.flatnonzero(world.desks.net >= Net.GRID), np.unique(world.routes.of_cell[Net.GRID :]))
    assert (world.desks.servers[closed] == 0).all()
    assert (world.desks.waiting[closed] == 0).all()


UNSOLVED = (Status.SILENT, Status.TOLD, *OPEN)


def people_are_conserved(district: District) -> None:
    world = district.world
    residents, geography = world.residents, world.map
    assert residents.n == world.place.population == geography.residents.sum()
    assert np.array_equal(residents.cell, np.repeat(np.arange(geography.n_cells), np.diff(geography.resident_first)))
    assert len(np.unique(np.stack([residents.household, residents.cell]), axis=1).T) == residents.household[-1] + 1
    satisfaction = of_residents(world, np.arange(residents.n))
    for attitude in (satisfaction, residents.own_weight, residents.trust):
        assert attitude.min() >= 0.0
        assert attitude.max() <= 1.0
    mood = np.bincount(geography.community[residents.cell], satisfaction, world.n_communities)
    assert of_communities(world) == pytest.approx(mood, rel=1e-6)
    unsolved = np.isin(world.cases.status, UNSOLVED) & (world.cases.parent < 0) & (world.cases.life == 0)
    unsolved &= world.cases.extent != Extent.HOUSEHOLD  # of these, others see what is shared
    assert np.array_equal(
        world.people.unsolved, np.bincount(world.cases.community[unsolved], minlength=world.n_communities)
    )
    assert (geography.community[residents.cell[world.cases.resident]] == world.cases.community).all()


@FIXED
@given(districts())
def test_cells_grids_and_people(district: District) -> None:
    areas_are_sound(district)
    lived(district, people_are_conserved)
    areas_are_sound(district)


# -- the checks can fail


def test_check_finds_lost_cases_money_and_hours() -> None:
    def broken(spoil: Callable[[World], None]) -> District:
        district = small(days=9).live(9)
        district.check()
        spoil(district.world)
        return district

    def lose_case(world: World) -> None:
        world.agenda.counts[Count.DONE] -= 1

    def lose_fen(world: World) -> None:
        world.money.ledger.accounts["district"] += 1

    def lose_fund(world: World) -> None:
        world.agenda.funds["fen"][0] -= 1

    def work_unpaid(world: World) -> None:
        world.sums.hours_paid = 0.0

    for spoil in (lose_case, lose_fen, lose_fund, work_unpaid):
        with pytest.raises(InvariantError):
            broken(spoil).check()


def test_every_stage_and_status_occurs_somewhere() -> None:
    """Else the properties above say less than they seem to."""
    district = small(
        days=60, needs={"requests_per_year": 10.0, "p_money": 0.5, "repair_yuan": 2000.0}, place={"layers": 3},
        voice={"patience_days": 5.0}, finance={"base_funds_yuan": 5000.0, "reserve_days": 10.0},
    ).live(60)  # fmt: skip
    cases = district.world.cases
    assert set(np.unique(cases.status)) >= set(Status) - {Status.TOLD}
    assert ((cases.spent > 0.0).any(axis=0)).all(), [s for s in Stage if not (cases.spent[:, s] > 0).any()]
    assert district.world.agenda.counts[Count.REOPENED] > 0

"""Grid redivision: what smaller grids do to waiting depends on the staff, and boundaries move cleanly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.errors import ConfigError
from sim.state.cases import Stage, Status
from sim.state.desks import Net
from sim.types import Array, Floats
from tests.places import small
from tests.theory import standard_error

# One community of equal blocks, so that a split changes nothing but the pool: everything is settled by the grid
# worker, at a load where the queue matters; nobody leaves or learns.
LOADED: dict[str, Any] = {
    "population": 3000, "days": 150,
    "needs": {"requests_per_year": 4.0, "enquiries_per_year": 0.0, "mix": (1.0, 0, 0, 0, 0, 0, 0, 0), "p_money": 0.0},
    "service": {"p_grid": 1.0}, "dispatch": {"p_formal": 0.0}, "volunteering": {"share": 0.0},
    "workers": {"turnover_per_year": 0.0}, "solvability": {"owned": False, "formal_pressure": 0.0},
    "incidents": {"shared": 0.0},
}  # fmt: skip
ONE_COMMUNITY = {"communities": 1, "streets": 1, "old_share": 0.0}
T_975 = {3: 3.182, 5: 2.571, 7: 2.365}


def queues(replication: int, grids: int, workers: int, *policy: str, **said: Any) -> float:
    """Mean hours in the queues of grid workers, of cases of the loaded place after three weeks."""
    place = {**ONE_COMMUNITY, "grids": grids, "workers": workers}
    lived = small(*policy, replication=replication, place=place, policies=said, **LOADED).live(150)
    cases = lived.world.cases
    done = (cases.status == Status.CLOSED) & (cases.t_accept > 21 * 24.0)
    assert done.sum() > 500
    assert (lived.world.desks.net[cases.desk[done]] >= Net.GRID).all()
    return float(cases.spent[done, Stage.QUEUE].mean(dtype=np.float64))


def interval(differences: Floats) -> tuple[float, float]:
    half = T_975[len(differences) - 1] * standard_error(differences)
    return float(differences.mean()) - half, float(differences.mean()) + half


def test_smaller_grids_with_the_same_staff_wait_longer() -> None:
    said = {"grids": 12, "funding": "staff_neutral"}
    difference = [
        queues(k, 6, 12, "grid_redivision", grid_redivision=said) - queues(k, 6, 12) for k in range(4)
    ]  # fmt: skip
    low, _ = interval(np.array(difference))
    assert low > 0.0, difference


def test_a_worker_for_every_new_grid_shortens_waiting() -> None:
    said = {"grids": 12, "funding": "added"}
    difference = [
        queues(k, 6, 6, "grid_redivision", grid_redivision=said) - queues(k, 6, 6) for k in range(4)
    ]  # fmt: skip
    _, high = interval(np.array(difference))
    assert high < 0.0, difference


# -- on the day of the redivision


def redrawn(day: int = 10, **said: Any) -> tuple[District, District]:
    """The same place just after the day of its redivision, without and with it."""
    settings: dict[str, Any] = {"needs": {"requests_per_year": 15.0}, "place": {"grids": 8, "workers": 10}, "days": 60}
    lever = {"start_day": day, **said}
    return (
        small(**settings).live(day + 1),
        small("grid_redivision", policies={"grid_redivision": lever}, **settings).live(day + 1),
    )


@pytest.mark.parametrize(
    ("said", "grids", "workers"),
    [
        ({"mode": "split", "grids": 20, "funding": "added"}, 20, 20),
        ({"mode": "split", "grids": 20, "funding": "staff_neutral"}, 20, 10),
        ({"mode": "merge", "grids": 5}, 5, 10),
        ({"mode": "balance"}, 8, 10),
        ({"mode": "balance", "grids": 15}, 15, 15),
    ],
)
def test_as_many_grids_and_workers_as_asked_for(said: dict[str, Any], grids: int, workers: int) -> None:
    before, after = redrawn(**said)
    assert before.world.map.grids.n == 8
    assert after.world.map.grids.n == grids
    staff, desks = after.world.staff, after.world.desks
    assert (staff.desk >= 0).sum() == workers
    assert staff.added.sum() == workers - 10
    assert after.world.today.in_post + (staff.vacant_until > 10).sum() >= workers
    area = after.world.routes.of_cell[Net.GRID]
    assert set(staff.desk.tolist()) == set(area.tolist()), "a desk without workers, or workers without an area"
    present = np.bincount(staff.desk[staff.vacant_until < 0], minlength=desks.n)
    serving = np.flatnonzero(desks.net >= Net.GRID)
    assert (desks.servers[serving] >= present[serving]).all()


def test_waiting_cases_go_to_the_desk_of_their_cell() -> None:
    _, after = redrawn(mode="split", grids=20)
    world = after.world
    waiting = np.flatnonzero((world.cases.status == Status.QUEUED) & (world.desks.net[world.cases.desk] >= Net.GRID))
    area = world.routes.of_cell[Net.GRID]
    assert len(waiting) > 0
    assert np.array_equal(world.cases.desk[waiting], area[world.cases.cell[waiting]])
    after.check()


def test_workers_must_learn_what_they_did_not_know() -> None:
    before, after = redrawn(mode="balance", grids=8)
    changed = (before.world.map.grids.of_cell != after.world.map.grids.of_cell).mean()
    assert changed > 0.0
    assert after.world.staff.familiarity.min() < 0.9
    # halving a grid takes its worker nowhere new
    _, halved = redrawn(mode="split", grids=16, funding="added")
    old = ~halved.world.staff.added
    assert (halved.world.staff.familiarity[old & (halved.world.staff.hired_day == 0)] > 0.99).mean() >= 0.5
    assert halved.world.staff.familiarity[halved.world.staff.added].max() < 0.1


@pytest.mark.parametrize("share", [0.2, 0.4, 0.8])
def test_only_covered_communities_are_redrawn(share: float) -> None:
    before, after = redrawn(mode="split", grids=20, coverage=share)
    covered = after.policies[0].covered(after.world) > 0
    assert covered.sum() == round(share * 5)

    def borders(run: District, community: int) -> set[frozenset[int]]:
        cells = run.world.map.community == community
        of_cell = run.world.map.grids.of_cell
        return {frozenset(np.flatnonzero(of_cell == g).tolist()) for g in np.unique(of_cell[cells])}

    for m in range(5):
        assert (borders(before, m) != borders(after, m)) == covered[m]


def test_nobody_is_paid_twice_or_works_at_two_desks() -> None:
    lever = {"start_day": 10, "mode": "balance", "grids": 12, "funding": "staff_neutral"}
    run = small(
        "grid_redivision", policies={"grid_redivision": lever}, place={"grids": 8, "workers": 12}, days=20,
        needs={"requests_per_year": 15.0}, workers={"turnover_per_year": 0.0},
    )  # fmt: skip
    for _ in range(14):
        run.live(1).check()
        assert run.world.today.in_post == 12
        assert run.world.today.paid == 12, f"on day {run.world.day - 1}"
        assert run.world.desks.busy[run.world.desks.net >= Net.GRID].sum() <= 12


def test_redivision_costs_money() -> None:
    before, after = redrawn(mode="split", grids=20, yuan_per_grid=1000.0, years_of_use=5.0)
    assert before.world.money.costs == {}
    cost = after.world.money.costs["grid_redivision"]
    days = after.world.day - 10
    assert cost.capital_fen == 12 * 100_000
    assert cost.charge_fen == days * (12 * 100_000 // (5 * 365))  # written off over its life, not spent on one day
    assert cost.grid_posts == 10
    assert cost.wages_fen == days * round(10 * 6_000_000 / 365)


# -- boundaries from a file


def write(path: Path, labels: Array) -> str:
    path.write_text("cell,grid\n" + "".join(f"{c},g{g}\n" for c, g in enumerate(labels)), encoding="utf-8")
    return str(path)


def test_grids_from_a_file(tmp_path: Path) -> None:
    community = small().world.map.community
    cells = np.arange(len(community))
    halves = np.array([2 * m + (c >= np.median(cells[community == m])) for c, m in zip(cells, community, strict=True)])
    file = write(tmp_path / "grids.csv", halves)
    lived = small("grid_redivision", policies={"grid_redivision": {"mode": "custom", "file": file}}).live(5)
    lived.check()
    pairs = np.unique(np.stack([lived.world.map.grids.of_cell, halves]), axis=1)
    assert lived.world.map.grids.n == pairs.shape[1] == 10


def test_a_bad_file_is_refused_before_anything_runs(tmp_path: Path) -> None:
    file = write(tmp_path / "grids.csv", np.zeros(77, int))
    with pytest.raises(ConfigError, match=r"crosses a community border"):
        small("grid_redivision", policies={"grid_redivision": {"mode": "custom", "file": file}})

"""The kernel shows what queueing theory says: Erlang C, Pollaczek-Khinchine, Cobham, Little, the hypercube."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.state.agenda import Area, Count
from sim.state.cases import Stage, Status
from tests import theory
from tests.bench.workload_w import (
    CLASSES,
    COMMUNITY_MEAN,
    COMMUNITY_SERVERS,
    GRID_MEAN,
    GRID_SERVERS,
    P_UP,
    RATE,
    layout,
    simulate,
)
from tests.shops import EXPONENTIAL, Shop, one_net, poisson, serve, shop, table_of

pytestmark = pytest.mark.slow

LOGNORMAL_15 = math.sqrt(math.log(1.0 + 1.5**2))  # log-sd of a coefficient of variation of 1.5


def settled(found: Shop, hours: float) -> np.ndarray:
    """Cases that met neither the empty beginning nor the end without newcomers."""
    return (found.cases.t_accept > 0.15 * hours) & (found.cases.t_accept < 0.95 * hours)


# -- one desk


@pytest.mark.parametrize(("servers", "arrivals", "rate"), theory.GOLDEN_MMC)
def test_erlang_c(servers: int, arrivals: float, rate: float) -> None:
    p_wait, mean_wait, _ = theory.GOLDEN_MMC[servers, arrivals, rate]
    assert theory.erlang_c(servers, arrivals / rate) == pytest.approx(p_wait, rel=1e-12)
    assert theory.wait_mmc(servers, arrivals, 1.0 / rate) == pytest.approx(mean_wait, rel=1e-12)
    hours = 12_000.0 / rate / servers
    found = shop([arrivals], servers, 1.0 / rate, EXPONENTIAL, islands=40, hours=hours, seed=11)
    chosen = settled(found, hours)
    waits = found.by_island(found.wait, chosen)
    theory.agrees(waits, mean_wait)
    theory.agrees(found.by_island(found.wait > 0.0, chosen), p_wait)
    assert theory.standard_error(waits) < 0.08 * mean_wait, "too few cases to tell"


def test_pollaczek_khinchine() -> None:
    expected = theory.wait_mg1(0.7, 1.0, 1.5)
    assert expected == pytest.approx(theory.GOLDEN_MG1, rel=1e-12)
    found = shop([0.7], 1, 1.0, LOGNORMAL_15, islands=50, hours=6000.0, seed=12)
    waits = found.by_island(found.wait, settled(found, 6000.0))
    theory.agrees(waits, expected)
    assert theory.standard_error(waits) < 0.04 * expected, "too few cases to tell"


def test_priorities_are_never_interrupted() -> None:
    arrivals = (0.2, 0.3, 0.2)
    expected = theory.cobham(arrivals, 1.0, cv=1.5)
    assert expected == pytest.approx(theory.GOLDEN_COBHAM, rel=1e-12)
    found = shop(arrivals, 1, 1.0, LOGNORMAL_15, islands=50, hours=6000.0, seed=13)
    for urgency, wait in enumerate(expected):
        chosen = settled(found, 6000.0) & (found.cases.urgency == urgency)
        waits = found.by_island(found.wait, chosen)
        theory.agrees(waits, wait)
        assert theory.standard_error(waits) < 0.06 * wait, "too few cases to tell"


def test_services_last_as_long_as_said() -> None:
    found = shop([0.1], 1, 2.0, LOGNORMAL_15, islands=50, hours=4000.0, seed=14)
    service = found.cases.t_close - found.cases.t_contact
    everyone = np.ones(len(service), bool)
    theory.agrees(found.by_island(service, everyone), 2.0)
    theory.agrees(found.by_island(np.log(service), everyone), math.log(2.0) - LOGNORMAL_15**2 / 2)


# -- Little's law


def test_area_under_open_cases_is_the_sum_of_sojourns() -> None:
    found = shop([0.8], 1, 1.0, EXPONENTIAL, islands=20, hours=1000.0, seed=15)
    assert found.agenda.counts[Count.OPEN] == 0
    sojourn = found.cases.t_close - found.cases.t_accept
    assert found.agenda.area[Area.OPEN] == pytest.approx(sojourn.sum(), rel=1e-9)


def test_littles_law_at_a_finite_time() -> None:
    hours, islands = 6000.0, 20
    found = shop([4.0], 5, 1.0, EXPONENTIAL, islands=islands, hours=hours, seed=16, end=hours)
    closed = found.cases.status == Status.CLOSED
    area, last = found.agenda.area[Area.OPEN], found.agenda.area[Area.LAST]
    sojourn = (found.cases.t_close - found.cases.t_accept)[closed].mean()
    accepted = found.agenda.counts[Count.ACCEPTED]
    assert accepted == found.cases.n
    assert found.agenda.counts[Count.DONE] + found.agenda.counts[Count.OPEN] == accepted
    assert area / last == pytest.approx(accepted / hours * sojourn, rel=0.02)
    assert area / last / islands == pytest.approx(theory.GOLDEN_MMC[5, 4.0, 1.0][2], rel=0.02)


# -- desks that stand in for each other


def test_hypercube() -> None:
    arrivals, preference = (0.5, 0.3, 0.7), ((0, 1, 2), (1, 0, 2), (2, 1, 0))
    expected = theory.hypercube(arrivals, preference)
    assert expected.rho == pytest.approx(theory.GOLDEN_HYPERCUBE_RHO, abs=1e-6)
    assert expected.f == pytest.approx(np.array(theory.GOLDEN_HYPERCUBE_F), abs=1e-6)
    assert expected.p_all_busy == pytest.approx(theory.GOLDEN_HYPERCUBE_ALL_BUSY, rel=1e-9)
    assert expected.p_all_busy == pytest.approx(theory.erlang_c(3, 1.5), rel=1e-9)

    islands, hours = 40, 4000.0
    times, cell = poisson(arrivals, islands, hours, seed=17)
    cases = table_of(times, cell)
    desks, routes, rules = one_net(np.ones(3 * islands), 1.0, EXPONENTIAL)
    others = np.array([asked[1:] for asked in preference])
    routes.aid = (others + 3 * np.arange(islands)[:, None, None]).reshape(-1, 2).astype(np.int32)
    agenda = serve(cases, desks, routes, rules, seed=17)

    found = Shop(cases, desks, agenda, cell // 3)
    chosen = settled(found, hours)
    assert np.array_equal(cases.desk // 3, cell // 3), "a desk of another island helped"
    for k in range(3):
        worked = (cases.t_close - cases.t_contact) * (cases.desk % 3 == k)
        # work begun in the window, per hour of the window
        share = np.bincount(found.island[chosen], worked[chosen], islands) / (0.8 * hours)
        theory.agrees(share, float(expected.rho[k]))
        for j in range(3):
            at_once = (found.wait == 0.0) & (cases.desk % 3 == k) & (cell % 3 == j)
            theory.agrees(found.by_island(at_once, chosen), float(expected.f[k, j]))
    theory.agrees(found.by_island(found.wait > 0.0, chosen), expected.p_all_busy)


def test_a_line_looked_at_by_all_is_first_come_first_served() -> None:
    times, cell = poisson((0.9, 0.9, 0.9), 1, 500.0, seed=18)
    cases = table_of(times, cell)
    desks, routes, rules = one_net(np.ones(3), 1.0, EXPONENTIAL)
    routes.aid = np.array([[1, 2], [0, 2], [1, 0]], np.int32)
    serve(cases, desks, routes, rules)
    assert np.all(np.diff(cases.t_contact) >= 0.0)
    assert (cases.desk != cell).mean() > 0.3


# -- workload W


def w_in_theory(residents: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Residents of each grid, its mean wait [G] and by class [G, 3]; cases of each community, their wait [M]."""
    n_grids, n_communities = layout(residents)
    size = np.bincount(np.arange(residents) * n_grids // residents)
    at_grid = np.array([theory.wait_mmc(GRID_SERVERS, n * RATE, GRID_MEAN) for n in size])
    by_class = np.array([theory.cobham([c * n * RATE for c in CLASSES], GRID_MEAN, GRID_SERVERS) for n in size])
    up = P_UP * RATE * np.bincount(np.arange(n_grids) * n_communities // n_grids, size)
    at_community = np.array([theory.wait_mmc(COMMUNITY_SERVERS, rate, COMMUNITY_MEAN) for rate in up])
    return size, at_grid, by_class, up, at_community


def test_workload_w_agrees_with_theory() -> None:
    size, at_grid, by_class, up, at_community = w_in_theory(250_000)
    grid, classes, community = theory.GOLDEN_W
    assert np.average(at_grid, weights=size) == pytest.approx(grid, abs=0.001)
    assert np.average(by_class, axis=0, weights=size) == pytest.approx(classes, abs=0.001)
    assert np.average(at_community, weights=up) == pytest.approx(community, abs=0.001)

    residents, dropped = 50_000, 60.0 * 24.0
    size, at_grid, by_class, up, at_community = w_in_theory(residents)
    n_grids, n_communities = len(size), len(up)
    # Each grid of each seed is one independent answer: how far its waits were from theory, summed.
    grid_gap, class_gap, community_gap = [], [[], [], []], []
    n_cases, n_class, n_up = 0, [0, 0, 0], 0
    for seed in range(1, 7):
        cases, _ = simulate(residents, seed)
        late = cases.t_accept > dropped
        wait = cases.t_contact - cases.t_accept
        gap = (wait - at_grid[cases.cell])[late]
        grid_gap.append(np.bincount(cases.cell[late], gap, n_grids))
        n_cases += int(late.sum())
        for k in range(3):
            mine = late & (cases.urgency == k)
            gap = wait[mine] - by_class[cases.cell[mine], k]
            class_gap[k].append(np.bincount(cases.cell[mine], gap, n_grids))
            n_class[k] += int(mine.sum())
        mine = late & (cases.passes > 0)
        gap = cases.spent[mine, Stage.QUEUE] - wait[mine] - at_community[cases.community[mine]]
        community_gap.append(np.bincount(cases.community[mine], gap, n_communities))
        n_up += int(mine.sum())

    def check(gaps: list[np.ndarray], count: int, expected: float, sharp: float) -> None:
        each = np.concatenate(gaps)
        theory.agrees(each, 0.0)
        assert theory.standard_error(each) * len(each) / count < sharp * expected, "too few cases to tell"

    check(grid_gap, n_cases, float(at_grid.mean()), 0.02)
    check(community_gap, n_up, float(at_community.mean()), 0.06)
    for k in range(3):
        check(class_gap[k], n_class[k], by_class[0, k], 0.03)

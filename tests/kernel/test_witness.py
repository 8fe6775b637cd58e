"""Others come upon a shared problem while it lasts: counts by hand and by chance, ends of the chain, room."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.kernel.service import run_until
from sim.kernel.witness import count_rows, witness
from sim.kernel.work import Work
from sim.state.agenda import AgendaCols, Count, empty_agenda
from sim.state.cases import Cases, Channel, Owner, Status
from sim.state.desks import Net
from sim.state.incidents import N_EXTENTS, STAIRWELL_RESIDENTS, Around, Extent
from tests.shops import one_net, table_of, work

N = 4000
HOURS = 48.0
"""Work on each case: it is solved two days after it became known."""


def shared(
    *, encounters: float = 0.5, tells: float = 0.6, extent: Extent = Extent.STREET, lasting_h: float = 1e9,
    owner: Owner = Owner.ANYONE, merge: float = 1.0, net: Net = Net.GRID, room: int = 20,
    come_back_h: float = 0.0, **rules: float,
) -> tuple[Cases, AgendaCols, Work]:  # fmt: skip
    """N shared problems become known at once, each with a server of its own; nothing has happened yet."""
    cases = table_of(np.zeros(N), np.zeros(N, int))
    cases.extent[:], cases.owner[:], cases.resident[:] = int(extent), int(owner), 7
    cases.reserve(room * N)
    desks, routes, sheet = one_net(np.array([N * 4]), HOURS, 0.0)
    desks.net[:], routes.table.net[:, 0] = int(net), int(net)
    routes.of_cell[net] = 0
    routes.table.formal_share[:], routes.table.come_back_h[:] = 1.0, come_back_h
    for name, value in {"merge": merge, **rules}.items():
        sheet[name].value[:] = value
    agenda = empty_agenda(room * N + 256, 1)
    count_rows(agenda, N)
    chance, rate = np.full((1, 8), tells), np.array([0.0, encounters, encounters, encounters])
    around = Around(
        cases.blank, chance, chance.copy(), rate, np.zeros((1, N_EXTENTS), np.int64),
        np.full((1, N_EXTENTS), 90, np.int64), lasting_h,
    )  # fmt: skip
    return cases, agenda, work(cases, desks, routes, sheet, agenda)._replace(around=around)


def live(made: tuple[Cases, AgendaCols, Work], end: float = np.inf) -> tuple[Cases, AgendaCols]:
    """Serve until a time; the table then shows the duplicates too."""
    cases, agenda, all_of_it = made
    assert run_until(all_of_it, np.zeros(N), np.arange(N, dtype=np.int32), end)
    cases.n = int(agenda.counts[Count.CASES])
    return cases, agenda


def copies(cases: Cases) -> Any:
    """Duplicates of each of the N problems."""
    return np.bincount(cases.parent[N:], minlength=N)


def agrees(counts: Any, mean: float) -> None:
    """Assert that counts are Poisson with a mean, within 4 standard errors of mean and variance."""
    assert counts.mean() == pytest.approx(mean, abs=4.0 * np.sqrt(mean / N))
    assert counts.var() == pytest.approx(mean, rel=0.15)


def test_duplicates_of_a_known_problem_are_its_rate_times_the_days_until_it_is_solved() -> None:
    cases, agenda = live(shared())
    agrees(copies(cases), 0.5 * 0.6 * HOURS / 24.0)
    first, again = cases.parent[N:], slice(N, cases.n)
    assert (cases.channel[again] == Channel.DUPLICATE).all()
    assert (cases.status[again] == Status.MERGED).all()
    assert (cases.t_accept[again] < cases.t_close[first]).all()
    assert cases.copies[:N].tolist() == copies(cases).tolist()
    assert agenda.counts[Count.MERGED] == cases.n - N
    assert agenda.counts[Count.ACCEPTED] == cases.n


def test_the_chain_ends_with_the_first_who_finds_it_solved() -> None:
    cases, agenda = live(shared())
    assert agenda.counts[Count.EVENTS] == 0
    assert not cases.watched[:N].any()
    agrees(cases.met[:N], 0.5 * HOURS / 24.0)


def test_a_households_own_problem_meets_nobody() -> None:
    cases, _ = live(shared(extent=Extent.HOUSEHOLD))
    assert cases.n == N
    assert not cases.met.any()


def test_more_who_tell_add_to_the_same_chain() -> None:
    def told(tells: float) -> set[tuple[int, float]]:
        cases, _ = live(shared(tells=tells))
        return set(zip(cases.parent[N:].tolist(), cases.t_accept[N:].tolist(), strict=True))

    few, many = told(0.2), told(0.6)
    assert few < many
    assert len(few) == pytest.approx(len(many) / 3.0, rel=0.1)


def test_what_the_centre_does_not_spot_is_recognised_at_the_desk() -> None:
    cases, _ = live(shared(merge=0.0))
    agrees(copies(cases), 0.6)
    assert (cases.status[N:] == Status.MERGED).all()
    assert (cases.t_contact[N:] >= cases.t_accept[N:]).all()


def test_the_next_report_opens_a_formal_closing_again() -> None:
    cases, agenda = live(shared(formal=1.0), end=24.0 * 20.0)
    assert agenda.counts[Count.AGAIN] == agenda.counts[Count.REOPENED] == cases.life[:N].sum() > N
    # in 20 days a cycle is 2 days of work and 1 / 0.3 days until the next report, not before midnight
    assert cases.life[:N].mean() == pytest.approx(20.0 / (2.0 + 1.0 / 0.3) - 0.5, abs=0.5)
    back = cases.t_first_back[:N]
    assert (np.floor(back[back > 0.0] / 24.0) > np.floor(HOURS / 24.0)).all()
    assert not cases.solved[:N].any()


def test_what_nobody_solved_goes_away_in_the_end() -> None:
    cases, agenda = live(shared(formal=1.0, lasting_h=24.0 / 0.3))
    # the next report, at 0.3 a day, comes before it has gone, at 0.3 a day: one time in two, less where it is too soon
    assert cases.life[:N].mean() == pytest.approx(1.0, abs=0.35)
    assert agenda.counts[Count.EVENTS] == 0
    assert cases.formal[:N].all()


def test_what_nobody_can_solve_is_explained_and_not_opened_again() -> None:
    made = shared(owner=Owner.NOBODY, net=Net.DEPARTMENT, lasting_h=24.0 * 10.0, come_back=1.0)
    cases, agenda = live(made)
    assert cases.formal[:N].all()
    assert not cases.life[:N].any()
    assert agenda.counts[Count.REOPENED] == 0
    assert (cases.t_accept[N:] > cases.t_close[cases.parent[N:]]).any()  # who asks again is answered as a duplicate


def test_a_resident_does_not_bring_back_what_somebody_else_brought_back() -> None:
    made = shared(formal=1.0, come_back=1.0, encounters=3.0, come_back_h=24.0 * 5.0)
    cases, agenda = live(made, end=24.0 * 12.0)
    counts = agenda.counts
    assert 0 < counts[Count.AGAIN] < counts[Count.REOPENED]
    ended = counts[Count.DONE] + counts[Count.MERGED] + counts[Count.GIVEN_UP]
    assert counts[Count.ACCEPTED] == counts[Count.OPEN] + ended
    assert counts[Count.OPEN] == np.isin(cases.status[:N], (2, 3, 4, 5)).sum()


def test_rows_that_run_out_stop_the_kernel_in_time() -> None:
    cases, agenda, all_of_it = shared(room=1)
    assert not run_until(all_of_it, np.zeros(0), np.zeros(0, np.int32), np.inf)  # not even one duplicate has room
    assert agenda.counts[Count.CASES] == N
    whole, _ = live(shared())
    assert whole.n > N
    assert cases.n == N


@pytest.mark.parametrize("resident", [0, 39, 40, 85])
def test_who_lives_in_the_stairwell_is_near_in_the_table(resident: int) -> None:
    cases, _, all_of_it = shared(extent=Extent.STAIRWELL)
    cases.resident[:] = resident
    start = resident // STAIRWELL_RESIDENTS * STAIRWELL_RESIDENTS
    end = min(start + STAIRWELL_RESIDENTS, 90)
    found = {witness(cases.rows, all_of_it.around, 0, (i + 0.5) / 200.0) for i in range(200)}
    assert found == set(range(start, end))
    cases.extent[:] = int(Extent.STREET)
    assert witness(cases.rows, all_of_it.around, 0, 0.999) == 89

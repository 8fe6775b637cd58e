"""Visits, cameras and neighbours: how problems become known that nobody reports himself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.measures import View
from sim.state.cases import Category, Channel, Status
from sim.state.desks import Net
from sim.state.rules import At
from sim.state.world import World
from sim.types import Bools, Floats
from tests import bits
from tests.places import goes_unheard_h, small
from tests.theory import share_agrees

MUTE = {"p_report": 0.0, "p_neighbour": 0.0, "p_seen": 0.0, "p_tell": 0.0, "silent_days": 1000.0}
"""Nobody tells, and nothing is found; problems last."""
PLAIN: dict[str, Any] = {"overdispersion_k": 0, "season_amplitude": 0.0, "enquiries_per_year": 0.0}
STAYING: dict[str, Any] = {"turnover_per_year": 0.0}


def for_good(world: World, rule: str, value: float | Floats, at: At = ()) -> None:
    """Change a rule before any lever, for the whole run."""
    place = (slice(None), *((at,) if isinstance(at, int) else at))
    for array in (world.rules[rule].base, world.rules[rule].value):
        array[place] = value


def vulnerable(world: World) -> Floats:
    """Vulnerable residents by community."""
    return np.diff(world.rota.first).astype(np.float64)


# -- visits


def test_visits_are_hours_over_the_length_of_one() -> None:
    run = small(workers={**STAYING, "visits_per_day": 3.0}, days=13, population=6000)
    assert vulnerable(run.world).min() > 3.0 * run.world.place.workers  # nobody twice a day
    run.live(13)
    daily = np.diff(run.recorder.visits, prepend=0.0)
    # 12 workers, 3 visits each, but on Sunday
    assert daily[6] == 0.0
    # a part of a visit is kept for the next day, in each of five communities
    assert (np.abs(np.delete(daily, 6) - 36.0) <= 5.0).all()
    assert abs(daily.sum() - 12 * 36.0) <= 5.0


def visitors(hours: float, days: int, **said: Any) -> District:
    """A district whose vulnerable are visited by others than grid workers, so many hours a day in each community."""
    run = small(days=days, workers={"visits_per_day": 0.0}, voice={"visit_h": 0.5, **said.pop("voice", {})}, **said)
    for_good(run.world, "visit_hours", hours)
    return run


def test_the_rota_reaches_everybody_in_turn() -> None:
    run = visitors(2.5, 40).live(40)  # five visits a day in each community
    world = run.world
    assert world.sums.visits == 5 * 5 * 40
    for m in range(5):
        rota = world.rota.residents[world.rota.first[m] : world.rota.first[m + 1]]
        assert 5 < len(rota) < 200
        # the k-th visit goes to the k-th on the list, from the top again after the last
        last = [max(k for k in range(200) if k % len(rota) == i) // 5 for i in range(len(rota))]
        assert world.residents.visited_day[rota].tolist() == last


def test_reached_are_those_visited_within_thirty_days() -> None:
    for hours in (0.5, 1.0):
        run = visitors(hours, 50, population=6000).live(50)
        many = vulnerable(run.world)
        assert 30 < many.min() < 60
        by_hand = [np.minimum(many, hours / 0.5 * min(day + 1, 30)).sum() for day in range(50)]
        assert run.recorder.reached.tolist() == by_hand


def test_nobody_is_visited_twice_a_day() -> None:
    run = visitors(1000.0, 3).live(3)
    assert np.diff(run.recorder.visits, prepend=0.0).tolist() == [vulnerable(run.world).sum()] * 3


def test_what_a_visitor_is_told_is_the_share_of_what_there_is_to_tell() -> None:
    run = visitors(1000.0, 20, voice={**MUTE, "p_tell": 0.3}, needs={**PLAIN, "requests_per_year": 40.0}).live(20)
    cases = run.world.cases
    told = cases.channel == Channel.VISIT
    assert not told[cases.vulnerable == 0].any()
    assert np.isnan(cases.t_accept[cases.vulnerable == 0]).all()
    mine = (cases.vulnerable > 0) & (cases.status != Status.EXPIRED) & (cases.born < 16)
    for morning in (1, 2, 3):
        # a visit every day: the first comes on the morning after
        late = np.floor(cases.t_accept / 24.0) > cases.born + morning
        open_then = mine & (np.isnan(cases.t_accept) | late | (np.floor(cases.t_accept / 24.0) == cases.born + morning))
        now = open_then & (np.floor(cases.t_accept / 24.0) == cases.born + morning)
        share_agrees(int(now.sum()), int(open_then.sum()), 0.3)
    assert (told == ~np.isnan(cases.t_accept)).all()


# -- neighbours


@pytest.mark.parametrize(("ties", "expected"), [(0.0, 0.0), (1.0, 0.2), (2.0, 0.4)])
def test_neighbours_speak_for_the_vulnerable_only(ties: float, expected: float) -> None:
    run = small(
        needs={**PLAIN, "requests_per_year": 40.0},
        days=15,
        voice={**MUTE, "p_neighbour": 0.2},
        incidents={"shared": 0.0, "p_chase": 0.0},
    )
    for_good(run.world, "ties", ties)
    cases = run.live(15).world.cases
    told = ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED))
    assert not told[cases.vulnerable == 0].any()
    share_agrees(int(told[cases.vulnerable > 0].sum()), int((cases.vulnerable > 0).sum()), expected)


# -- cameras


def test_cameras_see_silent_problems_at_the_rate_of_the_rule() -> None:
    run = small(needs={**PLAIN, "requests_per_year": 40.0}, days=25, voice=MUTE)
    for_good(run.world, "see", 0.1, at=Category.SAFETY)
    cases = run.live(25).world.cases
    seen = cases.channel == Channel.CAMERA
    assert not seen[cases.category != Category.SAFETY].any()
    lasting = (cases.category == Category.SAFETY) & (goes_unheard_h(run) > 24.0 * 25)
    for days in (1, 5, 10):
        # looked at on each of the days after it arose
        old = lasting & (cases.born < 25 - days)
        found = old & seen & (cases.t_accept < 24.0 * (cases.born + days + 1))
        share_agrees(int(found.sum()), int(old.sum()), 1.0 - math.exp(-0.1 * days))
    assert (cases.t_accept[seen] >= cases.t_occur[seen]).all()


ALARMS: dict[str, Any] = {
    "needs": {**PLAIN, "requests_per_year": 0.0}, "days": 80, "workers": {**STAYING, "new_skill": 1.0, "load": "cases"},
    "service": {"work_cv": 0.0, "minutes_per_cell": 0.0, "grid_h": 0.5, "look_share": 0.4},
}  # fmt: skip


def alarmed(rate: Floats, merged: float = 0.0, **said: Any) -> District:
    run = small(**{**ALARMS, "dispatch": {"p_merge": merged}, **said})
    for_good(run.world, "alarms", rate)
    return run.live(run.config.run.days)


def false(run: District) -> Bools:
    cases = run.world.cases
    return np.asarray(cases.parent == np.arange(cases.n))


def test_false_alarms_are_a_poisson_stream_in_every_community() -> None:
    rates = np.array([0.0, 0.5, 2.0, 8.0, 8.0])
    run = alarmed(rates)
    cases = run.world.cases
    assert false(run).all()
    counts = np.bincount(cases.community, minlength=5)
    assert counts[0] == 0
    assert (np.abs(counts - 80 * rates) <= 4.0 * np.sqrt(80 * rates)).all()
    busy = np.bincount(cases.born[cases.community >= 3], minlength=80).astype(np.float64)
    # variance over mean of a Poisson count is 1, with standard error sqrt(2 / (days - 1))
    assert abs(busy.var(ddof=1) / busy.mean() - 1.0) <= 4.0 * math.sqrt(2.0 / 79)
    assert (cases.category == Category.SAFETY).all()
    hour = cases.t_occur % 24.0
    assert abs(hour.mean() - 12.0) <= 4.0 * 24.0 / math.sqrt(12.0 * len(hour))


def test_cameras_cry_wolf_about_what_they_look_for() -> None:
    run = small(**ALARMS)
    for_good(run.world, "alarms", 6.0)
    for_good(run.world, "see", 0.1, at=Category.ENVIRONMENT)
    for_good(run.world, "see", 0.3, at=Category.FACILITIES)
    cases = run.live(80).world.cases
    share_agrees(int((cases.category == Category.ENVIRONMENT).sum()), cases.n, 0.25)
    share_agrees(int((cases.category == Category.FACILITIES).sum()), cases.n, 0.75)


def test_false_alarms_are_no_cases_and_cost_a_look() -> None:
    run = alarmed(np.full(5, 4.0))
    world, cases, desks = run.world, run.world.cases, run.world.desks
    assert View(world, run.recorder, 0).sets.known.n == 0
    assert View(world, run.recorder, 0).sets.born.n == 0
    ended = cases.status == Status.MERGED
    assert ended.sum() > 0.95 * cases.n
    assert (cases.rating == -1).all()
    grid = desks.net >= Net.GRID
    # 0.4 of half an hour on the spot, at the speed of a worker who also fills in forms
    speed = 1.0 - 0.5 - 0.15 - 2.0 * 0.4 / 8.0
    assert desks.speed[grid] == pytest.approx(np.full((grid.sum(), 8), speed))
    spent = float((desks.worked_h + desks.overtime_h)[grid].sum())
    assert spent == pytest.approx(ended.sum() * 0.4 * 0.5 / speed)


def test_alarms_that_the_centre_tells_from_real_ones_cost_nothing() -> None:
    run = alarmed(np.full(5, 4.0), merged=1.0)
    assert (run.world.cases.status == Status.MERGED).all()
    assert not run.world.desks.worked_h.any()
    half = alarmed(np.full(5, 4.0), merged=0.5)
    share_agrees(int(np.isnan(half.world.cases.t_contact).sum()), half.world.cases.n, 0.5)


def test_false_alarms_change_no_problem_and_no_resident() -> None:
    busy = {"needs": {**PLAIN, "requests_per_year": 6.0}, "days": 30}
    without, alarms = alarmed(np.zeros(5), 1.0, **busy), alarmed(np.full(5, 3.0), 1.0, **busy)
    assert false(alarms).sum() > 300
    assert bits.tables(without)["residents"] == bits.tables(alarms)["residents"]
    before, after = without.world.cases, alarms.world.cases
    for column in ("born", "index", "resident", "t_accept", "t_close", "status", "life"):
        real = getattr(after, column)[~false(alarms)]
        assert np.array_equal(real, getattr(before, column), equal_nan=real.dtype.kind == "f")

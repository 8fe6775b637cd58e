"""Finding: what a day of patrols, cameras and visits wears down or reveals, in one community by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.fate import ALARM, Decision
from sim.kernel.heap import ROW_MASK
from sim.mechanisms import voice
from sim.mechanisms.finding import raise_alarms, visit
from sim.state.agenda import Count
from sim.state.cases import Category, Channel, Status
from sim.state.world import World
from tests.places import hamlet, small, uniform

POPULATION = 260
P_SEEN = 0.04
VISIBLE = (2.0, 1.5, 0.8, 0.4, 0.5, 1.5, 0.2, 0.6)
LONG = 10.0
"""More than a day of looking wears down."""


def silent(unseen: float = LONG, gone_day: int = 999, vulnerable: int = 0, **said: Any) -> World:
    """One silent problem of each category, met at hour 30; it is the morning of day 2, a Wednesday."""
    world = hamlet(POPULATION, voice={"p_seen": P_SEEN, **said.pop("voice", {})}, **said)
    world.day = 2
    n = 8
    world.cases.add(
        n, index=np.arange(n), born=1, resident=np.arange(n), cell=0, community=0, category=np.arange(n), t_occur=30.0,
        vulnerable=vulnerable,
    )  # fmt: skip
    world.today.first_case = world.cases.n
    waits = world.agenda.silent
    waits["case"][:n] = waits["resident"][:n] = waits["category"][:n] = np.arange(n)
    waits["cell"][:n], waits["unseen"][:n], waits["gone_day"][:n], waits["vulnerable"][:n] = (
        0,
        unseen,
        gone_day,
        vulnerable,
    )
    world.agenda.counts[Count.SILENT] = n
    return world


def set_rule(world: World, name: str, value: Any) -> None:
    world.rules[name].value[:] = value


def worn(world: World) -> list[float]:
    """How far a day wears down the threshold of each category."""
    voice.speak(world)
    assert world.agenda.counts[Count.SILENT] == 8
    return [LONG - float(u) for u in world.agenda.silent["unseen"][:8]]


def found(world: World) -> dict[int, float]:
    """When each problem that was found will be known."""
    voice.speak(world)
    n = int(world.agenda.counts[Count.EVENTS])
    return dict(zip((world.agenda.item[:n] & ROW_MASK).tolist(), world.agenda.time[:n].tolist(), strict=True))


def test_a_patrol_sees_by_category_as_much_as_it_passes() -> None:
    world = silent()
    households = float(world.map.households.sum())
    # 60 households an hour, one worker, 8 h of which 0.15 on patrol, over all households of the grid
    passes = 60.0 * 8.0 * 0.15 / households
    assert worn(world) == pytest.approx([P_SEEN * v * passes for v in VISIBLE])


def test_a_patrol_is_shorter_when_workers_are_away_and_others_add_to_it() -> None:
    world = silent()
    set_rule(world, "away", 0.25)
    set_rule(world, "patrol_share", 0.3)
    set_rule(world, "patrol_hours", 2.0)
    households = float(world.map.households.sum())
    passes = 60.0 * (8.0 * 0.3 * 0.75 + 2.0) / households
    assert worn(world) == pytest.approx([P_SEEN * v * passes for v in VISIBLE])


@pytest.mark.parametrize("persons", [0.0, 0.5, 3.0])
def test_a_patrol_has_as_many_people_as_are_there(persons: float) -> None:
    world = silent()
    world.desks.persons[world.staff.desk[0]] = persons  # half of one stands in elsewhere
    passes = 60.0 * persons * 8.0 * 0.15 / float(world.map.households.sum())
    assert worn(world) == pytest.approx([P_SEEN * v * passes for v in VISIBLE])


@pytest.mark.parametrize(("day", "walks"), [(5, True), (6, False), (7, True)])
def test_on_their_day_off_nobody_walks(day: int, walks: bool) -> None:
    world = silent()
    world.day = day
    assert (max(worn(world)) > 0.0) == walks


def test_cameras_see_what_they_look_for_whoever_walks() -> None:
    world = silent()
    set_rule(world, "patrol_share", 0.0)
    world.rules["see"].value[0, 1], world.rules["see"].value[0, 5] = 0.7, 0.2
    assert worn(world) == pytest.approx([0.0, 0.7, 0.0, 0.0, 0.0, 0.2, 0.0, 0.0])


def test_what_is_worn_down_is_found_at_a_time_of_the_patrols_day() -> None:
    world = silent(unseen=1e-9)
    known = found(world)
    assert len(known) == 8
    assert world.agenda.counts[Count.SILENT] == 0
    assert (world.cases.status[:8] == Status.TOLD).all()
    assert (world.cases.channel[:8] == Channel.PATROL).all()
    for case, at in known.items():
        assert at == pytest.approx(48.0 + 9.0 + 8.0 * uniform(world, case, 1, Decision.SEEN)[2])


def test_what_is_worn_down_to_nothing_is_found() -> None:
    world = silent(unseen=0.5)
    set_rule(world, "patrol_share", 0.0)
    world.rules["see"].value[0, :3] = 0.49, 0.5, 0.51
    assert sorted(found(world)) == [1, 2]


def test_nothing_is_found_before_it_arose() -> None:
    world = silent(unseen=1e-9)
    world.cases.t_occur[:8] = 71.9
    assert set(found(world).values()) == {71.9}


def test_who_found_it_is_drawn_by_who_looked() -> None:
    world = silent(unseen=1e-9)
    hours, other = 8.0 * 0.15, 1.8
    set_rule(world, "patrol_hours", other)
    foot = P_SEEN * 60.0 * (hours + other) / float(world.map.households.sum())
    for c in range(8):
        world.rules["see"].value[0, c] = foot * VISIBLE[c]  # cameras see as much as all others together
    known = found(world)
    for case in range(8):
        _, _, when, who = uniform(world, case, 1, Decision.SEEN)
        # of the half on foot, 1.8 of 3 hours were others'
        expected = Channel.CAMERA if who < 0.5 else Channel.VOLUNTEER if who < 0.5 + 0.5 * 0.6 else Channel.PATROL
        assert world.cases.channel[case] == expected
        assert known[case] == pytest.approx(48.0 + 24.0 * when if who < 0.5 else 57.0 + 8.0 * when)
    assert len(set(world.cases.channel[:8].tolist())) > 1


def test_what_lasts_no_longer_goes_away_unheard() -> None:
    world = silent(unseen=1e-9)
    world.agenda.silent["gone_day"][:8] = [1, 2, 3, 4, 2, 5, 5, 2]
    known = found(world)
    gone = [0, 1, 4, 7]
    assert sorted(known) == [2, 3, 5, 6]
    assert (world.cases.status[gone] == Status.EXPIRED).all()
    assert world.agenda.counts[Count.LOST] == 4
    assert world.agenda.lost[:4].tolist() == gone


def test_those_that_stay_silent_close_ranks() -> None:
    world = silent()
    world.agenda.silent["unseen"][[0, 3, 4]] = 1e-9
    assert sorted(found(world)) == [0, 3, 4]
    assert world.agenda.counts[Count.SILENT] == 5
    assert world.agenda.silent["case"][:5].tolist() == [1, 2, 5, 6, 7]


# -- visits


@pytest.mark.parametrize(("vulnerable", "visited"), [(1, 2), (1, 1), (0, 2)])
def test_a_visitor_is_told_by_the_vulnerable_on_the_day_of_the_visit(vulnerable: int, visited: int) -> None:
    world = silent(vulnerable=vulnerable, voice={"p_tell": 0.5}, workers={"visits_per_day": 0.0})
    set_rule(world, "visit_share", 0.0)
    world.residents.visited_day[:] = visited
    known = found(world)
    expected = [
        case for case in range(8)
        if vulnerable and visited == 2 and uniform(world, case, 1, Decision.VISIT + 65536)[0] < 0.5
    ]  # fmt: skip
    assert sorted(known) == expected
    assert (world.cases.channel[expected] == Channel.VISIT).all()
    for case in expected:
        assert known[case] == pytest.approx(57.0 + 8.0 * uniform(world, case, 1, Decision.SEEN)[2])


def rota(many: int, **said: Any) -> World:
    """A community in which so many are vulnerable."""
    world = hamlet(POPULATION, voice={"visit_h": 0.5}, workers={"visits_per_day": 0.0}, **said)
    world.rota.residents = np.arange(10, 10 + many, dtype=np.int32)
    world.rota.last_day = np.full(many, -(10**6), np.int32)
    world.rota.first = np.array([0, many])
    return world


def test_the_vulnerable_are_visited_in_turn_as_hours_allow() -> None:
    world = rota(7)
    set_rule(world, "visit_hours", 1.4)
    reached = []
    for day in range(4):
        world.day = day
        visit(world)
        reached.append((world.sums.visits, world.today.reached))
    # 1.4 h a day make 2.8 visits: 2, 3, 3, 3, what is left over is kept; all seven on the third day
    assert reached == [(2, 2), (5, 5), (8, 7), (11, 7)]
    assert world.rota.hours_left[0] == pytest.approx(5.6 - 11 * 0.5)
    assert world.residents.visited_day[10:17].tolist() == [2, 3, 3, 3, 1, 2, 2]
    assert world.rota.next[0] == 11 % 7


def test_grid_workers_visit_on_their_days_as_far_as_they_are_there() -> None:
    visits = []
    for day, away in ((5, 0.0), (6, 0.0), (8, 0.5)):
        world = rota(60)
        set_rule(world, "visit_share", 0.25)
        set_rule(world, "away", away)
        set_rule(world, "visit_hours", 0.5)
        world.today.workers[:] = 3.0
        world.day = day
        visit(world)
        visits.append(world.sums.visits)
    # three workers, a quarter of 8 h each, half an hour a visit; and one visit by others
    assert visits == [13, 1, 7]


def test_nobody_is_visited_twice_a_day_and_reached_are_those_of_thirty_days() -> None:
    world = rota(3)
    set_rule(world, "visit_hours", 100.0)
    visit(world)
    assert (world.sums.visits, world.today.reached) == (3, 3)
    set_rule(world, "visit_hours", 0.0)
    world.rota.hours_left[:] = 0.0
    reached = []
    for day in (29, 30):
        world.day = day
        visit(world)
        reached.append(world.today.reached)
    assert reached == [3, 0]


# -- false alarms


def test_false_alarms_come_as_a_stream_and_are_no_cases_of_their_own() -> None:
    world = small(population=400).world
    world.day = 3
    rate = np.array([0.0, 4.0, 12.0, 0.0, 1.0])
    set_rule(world, "alarms", rate)
    world.rules["see"].value[:, 1], world.rules["see"].value[:, 6] = 0.3, 0.1
    raise_alarms(world)
    cases = world.cases
    expected, m = [], world.map
    for community, a_day in enumerate(rate):
        clock = 0.0
        for k in range(100 if a_day else 0):
            gap, cell, what, _ = uniform(world, ALARM + 4096 * community + k, 3, Decision.ALARM)
            clock -= 24.0 * math.log(gap) / a_day
            if clock >= 24.0:
                break
            own = np.flatnonzero(m.community == community)
            # three of four times of what they look for three times as much
            category = Category.FACILITIES if what < 0.75 else Category.SERVICES
            expected.append((community, own[int(cell * len(own))], int(category), 72.0 + clock))
    rows = list(
        zip(cases.community.tolist(), cases.cell.tolist(), cases.category.tolist(), cases.t_occur.tolist(), strict=True)
    )
    assert len(rows) > 8
    for row, by_hand in zip(rows, expected, strict=True):
        assert row == pytest.approx(by_hand)
    assert np.array_equal(cases.parent, np.arange(cases.n))
    assert (cases.channel == Channel.CAMERA).all()
    assert (cases.status == Status.TOLD).all()
    assert (cases.born == 3).all()
    assert np.array_equal(cases.resident, m.resident_first[cases.cell])
    n = int(world.agenda.counts[Count.EVENTS])
    assert sorted(world.agenda.time[:n].tolist()) == sorted(cases.t_occur.tolist())


def test_cameras_that_look_for_nothing_cry_fire() -> None:
    world = hamlet()
    set_rule(world, "alarms", 20.0)
    raise_alarms(world)
    assert world.cases.n > 5
    assert (world.cases.category == Category.SAFETY).all()


def test_however_many_alarms_there_is_room_for_them() -> None:
    world = hamlet()
    set_rule(world, "alarms", 1.0)
    world.day = 1
    raise_alarms(world)
    few = world.cases.n
    set_rule(world, "alarms", 300.0)
    raise_alarms(world)
    assert abs(world.cases.n - few - 300) < 4 * 300**0.5
    assert world.agenda.counts[Count.EVENTS] == world.cases.n


def test_alarms_are_a_part_of_the_day() -> None:
    world = hamlet()
    set_rule(world, "alarms", 20.0)
    voice.speak(world)
    assert world.cases.n > 5

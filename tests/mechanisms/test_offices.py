"""Offices: who sits there and how long is a rule of the day; who is asked is one, too; helpers and firms."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import pytest

from sim.mechanisms.offices import base_offices, centres, merge_offices, office_time, share_spread, staff, walking_h
from sim.mechanisms.property import replace_firms
from sim.mechanisms.service import level_of
from sim.state.agenda import Count
from sim.state.cases import Category, Status
from sim.state.desks import Net, Office
from sim.state.rules import At
from sim.state.world import World
from sim.types import Array, Floats
from tests import bits
from tests.places import hamlet, small
from tests.theory import share_agrees

EVERYWHERE = np.ones(5)
COMMUNITY_NETS = [Net.COMMUNITY, Net.SOCIAL_WORK, Net.MEDIATION, Net.COUNCIL, Net.COURT]


def for_good(world: World, rule: str, value: float | Floats, at: At = ()) -> None:
    """Change a rule before any lever, for the whole run."""
    place = (slice(None), *((at,) if isinstance(at, int) else at))
    for array in (world.rules[rule].base, world.rules[rule].value):
        array[place] = value


def seated(world: World, net: int) -> tuple[Array, Floats, Floats]:
    """Servers, speed and closing hour of the desks of a net, by the rules of today."""
    world.rules.settle()
    staff(world)
    rows = world.desks.net == net
    speed = world.desks.speed[rows]
    assert (speed == speed[:, :1]).all()
    return world.desks.servers[rows], speed[:, 0], world.desks.open_to[rows]


# -- posts and time


def test_before_any_lever_offices_are_staffed_as_the_settings_say() -> None:
    world = small().world
    # posts, share of their time; councils, judges and case managers are not there
    expected = {
        Net.COMMUNITY: (4, 0.5), Net.MEDIATION: (2, 0.3), Net.STREET: (6, 0.6), Net.DEPARTMENT: (2, 1.0),
    }  # fmt: skip
    for net, (posts, time) in expected.items():
        servers, speed, closes = seated(world, net)
        assert (servers == posts).all()
        assert speed == pytest.approx(np.full(len(speed), time))
        assert (closes == 17.5).all()
    for net in (Net.SOCIAL_WORK, Net.COUNCIL, Net.COURT):
        assert (seated(world, net)[0] == 0).all()


def test_posts_and_time_are_rules_of_the_community() -> None:
    world = small().world
    here = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
    world.rules["posts"].add(here, 3.0, at=Office.MEDIATION)
    world.rules["time"].add(here, 0.2, at=Office.MEDIATION)
    servers, speed, _ = seated(world, Net.MEDIATION)
    assert servers.tolist() == [2, 5, 2, 2, 2]
    assert speed == pytest.approx([0.3, 0.5, 0.3, 0.3, 0.3])


@pytest.mark.parametrize(
    ("posts", "servers", "of_a_post"), [(0.5, 1, 0.5), (1.0, 1, 1.0), (2.25, 3, 0.75), (4.0, 4, 1.0)]
)
def test_a_fraction_of_a_post_is_a_slower_server(posts: float, servers: int, of_a_post: float) -> None:
    world = small().world
    world.rules["posts"].add(EVERYWHERE, posts, at=Office.SOCIAL_WORK)
    seats, speed, _ = seated(world, Net.SOCIAL_WORK)
    assert (seats == servers).all()
    assert speed == pytest.approx(np.full(5, 0.6 * of_a_post))
    # in all: posts times the share of their time
    assert seats * speed == pytest.approx(np.full(5, 0.6 * posts))


def test_a_tenth_added_ten_times_makes_one_post() -> None:
    world = small().world
    for _ in range(10):
        world.rules["posts"].add(EVERYWHERE, 0.1, at=Office.COURT)
    assert (seated(world, Net.COURT)[0] == 1).all()


def test_merged_offices_have_the_posts_of_all_and_their_mean_time() -> None:
    world = small().world
    posts, time = np.array([4.0, 2.0, 4.0, 4.0, 4.0]), np.array([0.5, 0.2, 0.5, 0.5, 0.8])
    for_good(world, "posts", posts, at=Office.COMMUNITY)
    for_good(world, "time", time, at=Office.COMMUNITY)
    for_good(world, "closes", [17.0, 19.0, 17.5, 18.0, 18.0], at=Office.COMMUNITY)
    merge_offices(world, np.array([0, 0, 2, 3, 3]))
    servers, speed, closes = seated(world, Net.COMMUNITY)
    assert servers.tolist() == [6, 0, 4, 8, 0]
    # (4 x 0.5 + 2 x 0.2) / 6, and (0.5 + 0.8) / 2
    assert speed[[0, 2, 3]] == pytest.approx([0.4, 0.5, 0.65])
    assert closes[[0, 2, 3]] == pytest.approx([18.0, 17.5, 18.0])


def test_a_street_and_a_department_have_the_mean_of_their_communities() -> None:
    world = small(place={"streets": 2, "communities": 6}, population=2400).world
    assert np.array_equal(world.map.street_of_community, [0, 0, 0, 1, 1, 1])
    for_good(world, "posts", [6.0, 6.0, 9.0, 6.0, 6.0, 6.0], at=Office.STREET)
    for category in Category:
        for_good(world, "posts", [2.0, 2.0, 2.0, 2.0, 2.0, 5.0], at=Office.DEPARTMENT + category)
    assert seated(world, Net.STREET)[0].tolist() == [7, 6]
    for category in Category:
        servers, speed, _ = seated(world, Net.DEPARTMENT + category)
        assert servers.tolist() == [3]
        assert speed == pytest.approx([2.5 / 3])


def test_hours_taken_from_an_office_are_missing_there() -> None:
    world = small().world
    # 3.4 h are a tenth of the 34 h of 4 persons; of the 17 h for cases a tenth is missing, of the rest, too
    office_time(world, np.array([1.0, 0.5, 0.0, 0.0, 0.0]), 3.4)
    servers, speed, _ = seated(world, Net.COMMUNITY)
    assert servers * speed * 8.5 == pytest.approx([15.3, 16.15, 17.0, 17.0, 17.0])


def test_levers_take_a_share_of_what_others_left() -> None:
    world = small().world
    for hours in (3.4, 17.0):
        office_time(world, EVERYWHERE, hours)
    world.rules.settle()
    assert world.rules["time"].value[:, Office.COMMUNITY] == pytest.approx(np.full(5, 0.5 * 0.9 * 0.5))


def test_somebody_always_opens_the_door() -> None:
    world = small().world
    office_time(world, EVERYWHERE, 1000.0)
    assert seated(world, Net.COMMUNITY)[1] == pytest.approx(np.full(5, 0.02))


def test_offices_close_when_the_rule_says_but_not_before_they_open() -> None:
    world = small().world
    for_good(world, "closes", [20.0, 23.5, 30.0, 17.5, 5.0], at=Office.COMMUNITY)
    assert seated(world, Net.COMMUNITY)[2].tolist() == [20.0, 23.5, 24.0, 17.5, 17.5]


def test_judges_sit_in_the_next_community_on_the_next_weekday() -> None:
    world = small(place={"communities": 7, "grids": 14, "workers": 14}, population=2800).world
    days = world.desks.open_days[world.desks.net == Net.COURT]
    # from Wednesday on; bit 0 is Monday
    assert [int(d).bit_length() - 1 for d in days] == [2, 3, 4, 0, 1, 2, 3]
    assert all(int(d).bit_count() == 1 for d in days)
    # councils meet on the same evening
    assert len(set(world.desks.open_days[world.desks.net == Net.COUNCIL].tolist())) == 1


# -- who is asked

CARE = {"mix": (0, 0, 0, 0, 1.0, 0, 0, 0), "requests_per_year": 12.0, "enquiries_per_year": 0.0}
UP = {"p_grid": 0.0, "p_social_work": 0.0, "grid_h": 0.01}
NO_HELP: dict[str, Any] = {"volunteering": {"share": 0.0}, "dispatch": {"p_come_back": 0.0, "p_formal": 0.0}}


@pytest.mark.parametrize("share", [0.0, 0.25, 0.7, 1.0])
def test_a_level_is_asked_about_the_share_of_cases_that_the_rule_says(share: float) -> None:
    run = small(needs=CARE, service=UP, days=40, **NO_HELP)
    level = level_of(Category.CARE, Net.SOCIAL_WORK)
    for_good(run.world, "posts", 50.0, at=Office.SOCIAL_WORK)
    for_good(run.world, "asked", share, at=(Category.CARE, level))
    cases = run.live(40).world.cases
    beyond = (cases.parent < 0) & (cases.level > level)
    assert beyond.sum() > 300
    asked = int(((cases.heard >> level) & 1)[beyond].sum())
    share_agrees(asked, int(beyond.sum()), share)
    if share in (0.0, 1.0):
        assert asked == share * beyond.sum()
    # the grid worker and, after him, the community have been asked about all of them
    assert ((cases.heard >> 0) & 1)[beyond].all()
    assert (cases.passes[beyond] == 1 + ((cases.heard[beyond] >> level) & 1) + (cases.level[beyond] > level + 1)).all()


def test_who_is_asked_is_fate() -> None:
    tables = []
    for _ in range(2):
        run = small(needs=CARE, service=UP, days=15, **NO_HELP)
        for_good(run.world, "posts", 5.0, at=Office.SOCIAL_WORK)
        for_good(run.world, "asked", 0.5, at=(Category.CARE, 1))
        tables.append(bits.tables(run.live(15)))
    assert tables[0] == tables[1]


# -- merging


def queue(world: World, desk: int) -> list[int]:
    """Cases that wait at a desk, most urgent class first, in their order."""
    found = []
    for head in world.desks.head[desk]:
        case = int(head)
        while case >= 0:
            found.append(case)
            case = int(world.cases.next[case])
    return found


def test_waiting_cases_move_to_the_office_that_serves_them_now() -> None:
    alone = {"incidents": {"shared": 0.0}, "solvability": {"owned": False}}
    run = small(needs={"requests_per_year": 8.0, "enquiries_per_year": 4.0}, days=60, **alone)
    for_good(run.world, "posts", 0.0, at=Office.COMMUNITY)
    world = run.live(20).world
    desks = np.flatnonzero(world.desks.net == Net.COMMUNITY)
    before = [queue(world, d) for d in desks]
    waiting, opened = int(world.agenda.counts[Count.WAITING]), world.open_cases()
    assert all(len(cases) > 5 for cases in before)
    into = np.array([0, 0, 2, 2, 2])
    merge_offices(world, into)
    after = [queue(world, d) for d in desks]
    assert [len(cases) for cases in after] == world.desks.waiting[desks].tolist()
    assert int(world.agenda.counts[Count.WAITING]) == waiting
    assert world.open_cases() == opened
    assert after[1] == after[3] == after[4] == []
    for host in (0, 2):
        guests = [m for m in np.flatnonzero(into == host) if m != host]
        # within a class: those of the host first, then those of each guest, in their order
        for urgency in range(4):
            lines = [[c for c in before[m] if world.cases.urgency[c] == urgency] for m in (host, *guests)]
            assert [c for c in after[host] if world.cases.urgency[c] == urgency] == list(chain.from_iterable(lines))
        assert (world.cases.desk[after[host]] == desks[host]).all()
    # once somebody sits there, they are served
    for_good(world, "posts", 30.0, at=Office.COMMUNITY)
    run.live(40).check()
    moved = np.concatenate(before).astype(int)
    assert (world.cases.status[moved] != Status.QUEUED).all()
    assert not world.desks.worked_h[desks[[1, 3, 4]]].any()


# -- helpers and firms


@pytest.mark.parametrize("paper", [0.0, 0.25, 1.0])
def test_hours_only_written_down_are_not_given(paper: float) -> None:
    world = small(volunteering={"paper_share": paper}, days=30).live(30).world
    assert world.sums.hours_offered == pytest.approx(30 * 2000 * 0.10 * 1.33 / 365 * 3.1 * 0.2, rel=1e-3)
    assert world.sums.hours_given == pytest.approx((1.0 - paper) * world.sums.hours_offered)
    helped = bool((world.cases.helped > 0).any())
    assert helped == (paper < 1.0)


def test_a_firm_that_is_dismissed_is_missing_and_the_new_one_begins_anew() -> None:
    run = small(property={"vacant_days": 6, "effort": 0.6}, days=30)
    firms, desks = run.world.firms, run.world.desks
    firms.effort[:] = 0.9
    firms.rating[:] = 0.2
    run.live(3)
    replace_firms(run.world, np.array([0, 2]))
    assert firms.replaced.tolist() == [1, 0, 1] + [0] * (firms.n - 3)
    assert firms.effort[[0, 1, 2]] == pytest.approx([0.6, 0.9, 0.6])
    assert desks.effort[firms.desk[[0, 2]]] == pytest.approx([0.6, 0.6])
    assert firms.rating[[0, 1, 2]] == pytest.approx([0.7, 0.2, 0.7])
    there = []
    for _ in range(8):
        run.live(1)
        there.append(desks.servers[firms.desk[:3]] > 0)
    assert np.array(there).tolist() == [[False, True, False]] * 6 + [[True, True, True]] * 2
    run.check()


# -- by hand


def test_an_area_has_its_middle_and_its_households() -> None:
    world = small().world
    area = np.arange(world.map.n_cells) % 2
    x, y, households = centres(world, area, 3)
    for k in (0, 1):
        assert (x[k], y[k]) == pytest.approx((world.map.cells.x[area == k].mean(), world.map.cells.y[area == k].mean()))
        assert households[k] == world.map.households[area == k].sum()
    assert (x[2], y[2], households[2]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("households", "minutes", "hours"), [(100.0, 3.0, 0.05), (25.0, 6.0, 0.05), (400.0, 3.0, 0.1)])
def test_a_cell_is_passed_as_quickly_as_it_is_wide(households: float, minutes: float, hours: float) -> None:
    world = hamlet(6000, place={"households_per_cell": households}, service={"minutes_per_cell": minutes})
    assert walking_h(world) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("n", "chosen", "which"),
    [(4, 2, [1, 3]), (5, 2, [2, 4]), (4, 0, []), (3, 3, [0, 1, 2]), (4, 1, [3]), (0, 0, [])],
)
def test_rows_are_chosen_evenly(n: int, chosen: int, which: list[int]) -> None:
    found = share_spread(n, chosen)
    assert len(found) == n
    assert np.flatnonzero(found).tolist() == which


def test_hours_of_a_meeting_are_a_share_of_the_day_of_all_posts() -> None:
    world = small().world
    office_time(world, np.array([1.0, 0.5, 0.0, 1.0, 1.0]), 3.4)
    world.rules.settle()
    # four people of 8.5 h a day, half of it for cases: 3.4 h are a tenth, of the half, too
    assert world.rules["time"].value[:, Office.COMMUNITY] == pytest.approx([0.45, 0.475, 0.5, 0.45, 0.45])
    assert (world.rules["time"].value[:, Office.STREET] == 0.6).all()
    office_time(world, EVERYWHERE, 8.5, Office.COUNCIL)  # where there is no post, as of one
    world.rules.settle()
    assert world.rules["time"].value[:, Office.COUNCIL] == pytest.approx(np.zeros(5))


def test_desks_of_offices_have_their_place_and_hours() -> None:
    world = small(place={"streets": 2}, offices={"council_day": 2, "court_day": 5}).world
    desks, m = world.desks, world.map
    for net, days in ((Net.COMMUNITY, [31] * 5), (Net.COUNCIL, [0b10] * 5), (Net.COURT, [16, 1, 2, 4, 8])):
        rows = np.flatnonzero(desks.net == net)
        assert desks.open_days[rows].tolist() == days
        assert np.array_equal(desks.unit[rows], np.arange(5))
        assert np.array_equal(desks.community[rows], np.arange(5))
        assert np.array_equal(world.routes.of_cell[net], rows[m.community])
        assert desks.open_from[rows].tolist() == [19.0 if net == Net.COUNCIL else 9.0] * 5
    for helper in range(3):
        rows = world.offices.helpers[helper]
        assert (desks.net[rows] == Net.VOLUNTEER + helper).all()
        assert (desks.budget_h[rows] == 0.0).all()
        assert (desks.open_days[rows] == 127).all()
        assert np.array_equal(world.routes.of_cell[Net.VOLUNTEER + helper], rows[m.community])
    streets = np.flatnonzero(desks.net == Net.STREET)
    assert np.array_equal(world.routes.of_cell[Net.STREET], streets[m.street_of_community[m.community]])
    for category in range(8):
        (row,) = np.flatnonzero(desks.net == Net.DEPARTMENT + category)
        assert (world.routes.of_cell[Net.DEPARTMENT + category] == row).all()
        assert desks.callout[row]
        assert desks.unit[row] == category


@pytest.mark.parametrize(("residents", "per_crew", "crews"), [(2000, 500.0, 4), (2000, 40000.0, 2), (2000, 800.0, 2)])
def test_departments_have_crews_by_residents(residents: int, per_crew: float, crews: int) -> None:
    service = {"residents_per_crew": per_crew, "crew_shares": (1.0,) * 8}
    world = small(population=residents, service=service).world
    assert (base_offices(world)["posts"][:, Office.DEPARTMENT :] == crews).all()


def test_crews_are_where_the_work_is() -> None:
    service = {"residents_per_crew": 200.0, "crew_shares": (0.5, 0.25, 0.0, 0.0, 0.0, 0.125, 0.125, 0.0)}
    world = small(population=2000, service=service).world
    # ten a department, so 80 together; nobody has fewer than two
    assert base_offices(world)["posts"][0, Office.DEPARTMENT :].tolist() == [40, 20, 2, 2, 2, 10, 10, 2]


def test_one_of_one_is_marked() -> None:
    assert share_spread(1, 1).tolist() == [True]
    assert share_spread(1, 0).tolist() == [False]


def test_the_centre_of_one_cell_is_the_cell() -> None:
    world = small().world
    cells = world.map.cells
    x, y, households = centres(world, np.arange(world.map.n_cells), world.map.n_cells + 1)
    assert x[:-1].tolist() == cells.x.tolist()
    assert y[:-1].tolist() == cells.y.tolist()
    assert (x[-1], y[-1], households[-1]) == (0.0, 0.0, 0.0)  # an area without cells has no centre, and no fault

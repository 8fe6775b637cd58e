"""Offices: every desk except the grid workers', opened once; who sits there and how long is a rule of the day.

Case managers, councils and judges have desks from the first day, with nobody at them: a lever gives them posts
and has them asked. So a lever never makes a desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.kernel.queues import hand_over
from sim.kernel.seats import seat, set_speed
from sim.state.cases import N_CATEGORIES
from sim.state.desks import N_HELPERS, N_OFFICES, Net, Office
from sim.sums import total
from sim.types import Array, Bools, Floats

if TYPE_CHECKING:
    from sim.parameters.service import Service
    from sim.state.world import World

FIVE_DAYS, ALL_DAYS = 0b0011111, 0b1111111
WEEKDAYS = 5
COMMUNITY_OFFICES = (Office.COMMUNITY, Office.SOCIAL_WORK, Office.MEDIATION, Office.COUNCIL, Office.COURT)
"""Offices of which each community has one."""


def is_weekday(weekday: int) -> bool:
    """Whether offices are open on a day of the week, Monday = 0; see `World.weekday`."""
    return weekday < WEEKDAYS


def centres(world: World, area: Array, n: int) -> tuple[Floats, Floats, Floats]:
    """Mean x and mean y (units of the map) and households of each of n areas of cells."""
    cells = np.maximum(np.bincount(area, minlength=n), 1)
    x = np.bincount(area, world.map.cells.x, n) / cells
    y = np.bincount(area, world.map.cells.y, n) / cells
    return x, y, np.bincount(area, world.map.households, n).astype(np.float64)


def walking_h(world: World) -> float:
    """Hours to walk one unit of the map."""
    return world.settings.service.minutes_per_cell / 60.0 * world.map.cells.unit


def open_offices(world: World) -> None:
    """Open every desk except the grid workers' and the property firms'."""
    s, m, desks, of_cell = world.settings, world.map, world.desks, world.routes.of_cell
    office = {"open_from": s.service.office_opens, "open_to": s.service.office_closes, "open_days": FIVE_DAYS}
    every = np.arange(m.n_communities)
    sits: dict[Office, dict[str, Any]] = {
        Office.COUNCIL: {"open_from": s.offices.council_opens, "open_days": 1 << (s.offices.council_day - 1)},
        # a judge serves several communities, so they have different weekdays
        Office.COURT: {"open_days": 1 << ((s.offices.court_day - 1 + every) % WEEKDAYS)},
    }
    x, y, households = centres(world, m.community, m.n_communities)
    found: dict[str, Array] = {"unit": every, "community": every, "x": x, "y": y, "households": households}
    rows = []
    for kind in COMMUNITY_OFFICES:
        own = desks.add(m.n_communities, net=int(Net.COMMUNITY) + kind, **found, **{**office, **sits.get(kind, {})})
        of_cell[Net.COMMUNITY + kind] = own[m.community]
        rows.append(own)
    helpers = []
    for helper in range(N_HELPERS):
        own = desks.add(
            m.n_communities, net=int(Net.VOLUNTEER) + helper, budget_h=0.0, open_from=s.volunteering.opens,
            open_to=s.volunteering.closes, open_days=ALL_DAYS, travel_h=walking_h(world), **found,
        )  # fmt: skip
        of_cell[Net.VOLUNTEER + helper] = own[m.community]
        helpers.append(own)
    world.offices.helpers = np.array(helpers)
    world.offices.of_community = every.astype(np.int32)
    first_community = np.array([np.flatnonzero(m.street_of_community == k)[0] for k in range(m.n_streets)])
    own = desks.add(m.n_streets, net=int(Net.STREET), unit=np.arange(m.n_streets), community=first_community, **office)
    of_cell[Net.STREET] = own[m.street_of_community[m.community]]
    rows.append(own)
    departments = desks.add(
        N_CATEGORIES, net=int(Net.DEPARTMENT) + np.arange(N_CATEGORIES), unit=np.arange(N_CATEGORIES), callout=True,
        **office,
    )  # fmt: skip
    of_cell[Net.DEPARTMENT : Net.DEPARTMENT + N_CATEGORIES] = departments[:, None]
    world.offices.desks = np.concatenate([*rows, departments])


def crews_of_departments(residents: int, service: Service) -> Floats:
    """Crews of the department of each category, [categories]: as many as residents want, where the work is."""
    shares = np.array(service.crew_shares)
    together = N_CATEGORIES * residents / service.residents_per_crew
    return np.maximum(np.round(together * shares / max(total(shares), 1e-9)), 2.0)


def base_offices(world: World) -> dict[str, Floats]:
    """Posts, time and closing hours of every kind of office before any lever, each [M, offices]."""
    s = world.settings
    posts, time = np.zeros(N_OFFICES), np.ones(N_OFFICES)
    closes = np.full(N_OFFICES, s.service.office_closes)
    posts[Office.COMMUNITY], time[Office.COMMUNITY] = s.service.community_staff, s.service.community_share
    posts[Office.MEDIATION], time[Office.MEDIATION] = s.mediation.mediators, s.mediation.time_share
    posts[Office.STREET], time[Office.STREET] = s.service.street_staff, s.service.street_share
    posts[Office.DEPARTMENT :] = crews_of_departments(world.residents.n, s.service)
    time[Office.SOCIAL_WORK] = s.offices.social_work_time
    closes[Office.COUNCIL] = s.offices.council_closes
    shape = (world.n_communities, N_OFFICES)
    return {name: np.broadcast_to(v, shape) for name, v in (("posts", posts), ("time", time), ("closes", closes))}


def staff(world: World) -> None:
    """Seat today's posts: servers, speed and closing hour of every office, by the rules of the areas it serves.

    A community's office has the posts of all communities it serves; a street's and a department's the mean of the
    rule over theirs. A fraction of a post is a slower server.
    """
    rules, m = world.rules, world.map
    posts, time, closes = (rules[name].value for name in ("posts", "time", "closes"))
    wanted = np.concatenate([posts.ravel(), time.ravel(), closes.ravel(), world.offices.of_community])
    if np.array_equal(wanted, world.offices.seated):
        return
    world.offices.seated = wanted
    served = [world.offices.of_community] * len(COMMUNITY_OFFICES)
    served += [m.street_of_community] + [np.zeros(m.n_communities, np.int32)] * N_CATEGORIES
    kinds = [*COMMUNITY_OFFICES, Office.STREET, *range(Office.DEPARTMENT, N_OFFICES)]
    sizes = [m.n_communities] * len(COMMUNITY_OFFICES) + [m.n_streets] + [1] * N_CATEGORIES
    persons, share, until = [], [], []
    for unit, kind, n in zip(served, kinds, sizes, strict=True):
        many = np.maximum(posts[:, kind], 0.0)
        there = np.bincount(unit, many, n)
        share.append(np.bincount(unit, many * time[:, kind], n) / np.maximum(there, 1e-9))
        count = np.bincount(unit, minlength=n)
        persons.append(there if kind in COMMUNITY_OFFICES else there / count)
        until.append(np.bincount(unit, closes[:, kind], n) / np.maximum(count, 1))
    there = np.concatenate(persons)
    # rounding must not make a ninth post out of eight and a billionth
    servers = np.ceil(there - 1e-9)
    speed = np.maximum(np.concatenate(share), world.settings.offices.least_time) * there / np.maximum(servers, 1.0)
    rows, desks = world.offices.desks, world.desks
    seat(desks, rows, servers.astype(np.int32))
    set_speed(desks, rows, np.maximum(speed, 1e-6))
    closing = np.concatenate(until)
    desks.open_to[rows] = np.where(closing > desks.open_from[rows], np.minimum(closing, 24.0), desks.open_to[rows])


def cover(world: World, net: int | slice, desk_of_cell: Array | int) -> None:
    """Let desks of a net (or of several) serve the cells of the map, [C]; -1 nobody."""
    world.routes.of_cell[net] = desk_of_cell


def merge_offices(world: World, into: Array) -> None:
    """Let one community's offices serve others as well; cases that waited move over, in their order.

    Parameters
    ----------
    into : int array [M]
        Community whose offices serve each community.
    """
    m, of_cell = world.map, world.routes.of_cell
    world.offices.of_community = into.astype(np.int32)
    for net in [*(Net.COMMUNITY + k for k in COMMUNITY_OFFICES), *(Net.VOLUNTEER + h for h in range(N_HELPERS))]:
        before = of_cell[net].copy()
        desk_of = np.zeros(m.n_communities, np.int32)
        desk_of[m.community] = before
        of_cell[net] = desk_of[into[m.community]]
        closed = np.setdiff1d(before, of_cell[net]).astype(np.int32)
        hand_over(world.cases.rows, world.desks.rows, world.agenda.counts, closed, of_cell[net])


def office_time(world: World, dose: Floats, hours: float, office: int = Office.COMMUNITY) -> None:
    """Take hours a day of an office's staff, in every community that a lever reaches.

    They are missing in proportion for cases and for all else that the office does: a tenth of its hours is a tenth of
    its time for cases. Several levers take a share of what the others left.

    Parameters
    ----------
    dose : array [M]
    hours : float
        Hours a working day, of all its persons together.
    office : int
        An `Office`; of a department, ``Office.DEPARTMENT`` + category.
    """
    s = world.settings.service
    day = s.office_closes - s.office_opens
    base = world.rules["posts"].base[:, office]
    left = np.maximum(1.0 - dose * hours / (day * np.maximum(base, 1.0)), 0.0)
    world.rules["time"].times(np.ones(world.n_communities), left, at=int(office))


def share_spread(n: int, chosen: int) -> Bools:
    """Mark `chosen` of n rows, spread evenly."""
    return np.diff(np.floor(np.arange(n + 1) * chosen / max(n, 1))).astype(bool)

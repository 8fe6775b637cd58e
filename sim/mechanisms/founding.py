"""Founding: build the world of a run from a place and its parameters."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.fate import Decision
from sim.geography.areas import Geography, Grids
from sim.geography.cuts import share_out
from sim.mechanisms import needs, property, voice
from sim.mechanisms.grid_net import open_grid_desks
from sim.mechanisms.heard import encounters, resolved
from sim.mechanisms.offices import base_offices, open_offices, share_spread
from sim.mechanisms.service import base_rules, set_routes
from sim.parameters.place import Place
from sim.parameters.settings import Settings
from sim.rng import seed_key, uniforms
from sim.state.agenda import empty_agenda
from sim.state.cases import Cases
from sim.state.day import Sums, Today
from sim.state.desks import Desks, Net, empty_routes, no_offices
from sim.state.incidents import witnesses_of
from sim.state.map import Map
from sim.state.money import Money
from sim.state.opinion import no_opinion
from sim.state.people import People, Rota
from sim.state.places import draw_grids, draw_map, draw_wide_grids
from sim.state.residents import AgeGroup, Party, Residents, Vulnerable
from sim.state.rules import RuleSheet
from sim.state.staff import Members, PropertyFirms, Staff
from sim.state.world import World
from sim.types import Bools, Floats, Ints

BLOCK = 1 << 17
"""Residents drawn together."""
MOST_SHIFT = 0.4
"""Grids of different layers do not coincide: their cuts are moved by up to so much of an area to either side."""
LONG_AGO = -(10**6)
"""A day before any run."""
MOST_KEPT = 2_000_000
"""Residents of the largest place that is kept to be copied: 40 bytes each."""


def found(place: Place, settings: Settings, seed: int, replication: int) -> World:
    """Build a world at day 0.

    The map and the people are drawn from the place's own seed, so that every arm and every replication of a
    study lives in the same district; what happens there is drawn from `seed` and `replication`. So a place that is
    founded again with the same numbers and settings is copied. Needs that are to be derived are numbers from here on.
    """
    settings = resolved(place, settings)
    kept = _kept(place, settings)
    kept.asked += 1
    if kept.asked == 1 or place.population > MOST_KEPT:  # what is founded once need not be kept
        return found_anew(place, settings, seed, replication)
    if kept.world is None:
        kept.world = found_anew(place, settings, seed, replication)
    stays = {id(kept.world.place): place, id(kept.world.settings): settings}
    world = copy.deepcopy(kept.world, stays)
    world.key, world.replication = seed_key(seed), replication
    return world


@dataclass(slots=True)
class _Kept:
    """A place as it was founded, in which nobody has lived."""

    asked: int = 0
    world: World | None = None


@lru_cache(maxsize=2)
def _kept(place: Place, settings: Settings) -> _Kept:
    """Keep a place for the next time it is founded.

    All numbers of a place and all settings of a run must be the same, whether founding reads them or not: so nothing
    that founding will read one day can be forgotten here.
    """
    return _Kept()


def found_anew(place: Place, settings: Settings, seed: int, replication: int) -> World:
    """Build a world at day 0, whatever was built before."""
    settings = resolved(place, settings)
    nets, world = _settled(place, settings, seed, replication)
    m, geography = world.n_communities, world.map
    world.rules = RuleSheet(m, **base_rules(world), **base_offices(world))
    open_offices(world)
    managed = np.flatnonzero(share_spread(geography.n_compounds, place.managed_compounds))
    committees = share_spread(len(managed), min(place.owners_committees, len(managed)))
    property.open_firms(world, managed, settings.property.effort, committees=committees)
    hire(world, nets)
    world.today.workers = np.bincount(world.staff.community, minlength=m).astype(np.float64)
    set_routes(world)
    funds = settings.finance.base_funds_yuan * settings.finance.repair_share / 365.0 * settings.finance.reserve_days
    world.agenda.funds["fen"][:] = round(100 * funds)
    world.money.ledger.move("earlier years", "community funds", round(100 * funds) * m)  # no spending of this one
    return world


def _settled(place: Place, settings: Settings, seed: int, replication: int) -> tuple[list[Grids], World]:
    """Draw the map, its grid nets and its people; nobody serves them yet."""
    geography = draw_map(place)
    residents = settle(place, settings, geography)
    nets = draw_nets(place, geography)
    m = geography.n_communities
    everywhere = Map.of(geography, nets, place.layers)
    world = World(
        place=place,
        settings=settings,
        key=seed_key(seed),
        replication=replication,
        map=everywhere,
        residents=residents,
        people=_people(everywhere, residents, settings, place),
        rota=_rota(everywhere, residents),
        members=_members(residents),
        desks=Desks(capacity=place.grids + 9 * m + geography.n_compounds + 64),
        staff=Staff(capacity=place.workers),
        firms=PropertyFirms(),
        offices=no_offices(),
        routes=empty_routes(geography.n_cells, m),
        cases=Cases(capacity=4096),
        witnesses=witnesses_of(everywhere, encounters(settings.incidents), 24.0 * settings.voice.silent_days),
        agenda=empty_agenda(4096, m),
        money=Money(),
        today=Today.before(m),
        sums=Sums(),
        rules=RuleSheet(m),
    )
    return nets, world


def _people(everywhere: Map, residents: Residents, settings: Settings, place: Place) -> People:
    """Count the people of each community, and say how they are."""
    m, count = everywhere.n_communities, everywhere.by_community(everywhere.residents)
    volunteers = count * settings.volunteering.share
    return People(
        residents=np.asarray(count, np.int64),
        households=everywhere.by_community(everywhere.households).astype(np.float64),
        members=everywhere.community[residents.cell[residents.party == Party.IN_SERVICE]].astype(np.int64),
        season=needs.season(settings.needs.season_amplitude),
        mean_need=needs.mean_need(everywhere, residents, settings.needs),
        readiness=voice.readiness(settings.voice.area_ratio, np.asarray(count, np.float64), (0x6D61, place.map_seed)),
        volunteers=volunteers.copy(),
        volunteers_at_start=volunteers,
        opinion=no_opinion(m),
        evening=0,
        unsolved=np.zeros(m, np.int64),
        counted=0,
    )


def _rota(everywhere: Map, residents: Residents) -> Rota:
    """Make the list by which vulnerable residents are visited in turn; nobody has been there yet."""
    m = everywhere.n_communities
    vulnerable = np.flatnonzero(residents.vulnerable != Vulnerable.NONE).astype(np.int32)
    where = everywhere.community[residents.cell[vulnerable]]
    return Rota(
        residents=vulnerable,
        first=np.searchsorted(where, np.arange(m + 1)).astype(np.int64),
        last_day=np.full(len(vulnerable), LONG_AGO, np.int32),
        next=np.zeros(m, np.int64),
        hours_left=np.zeros(m),
    )


def _members(residents: Residents) -> Members:
    """List the in-service members; nobody has come yet."""
    rows = np.flatnonzero(residents.party == Party.IN_SERVICE)
    members = Members(capacity=len(rows))
    members.add(len(rows), resident=rows)
    return members


def settle(place: Place, settings: Settings, geography: Geography) -> Residents:
    """Draw the residents: household, age, vulnerability, party membership, channel, attitude.

    Block by block, because memory that is touched for the first time is dear: of a province only the table is new.
    """
    n = place.population
    residents = Residents(n)
    homes = np.zeros(n, np.bool_)  # where a cell begins, and so a household
    homes[geography.resident_first[:-1]] = True
    wanted = place.reporting_members / max(n * (1.0 - place.child_share - place.elder_share), 1.0)
    # the first adults by `turn` are in service; of a million nobody far behind can be among them
    bound = 1.5 * wanted if n >= 10**6 and wanted < 0.5 else np.inf
    turns: list[Floats] = []
    near: list[Ints] = []
    for first in range(0, n, BLOCK):
        block = slice(first, min(first + BLOCK, n))
        turn = _settle_block(place, settings, geography, residents, block, homes[block])
        near.append(first + np.flatnonzero(turn < bound))
        turns.append(turn[turn < bound])
    adults = np.argsort(np.concatenate(turns), kind="stable")
    in_service = min(place.reporting_members, int((residents.age == AgeGroup.ADULT).sum()))
    residents.party[np.concatenate(near)[adults[:in_service]]] = Party.IN_SERVICE
    return residents


def _settle_block(
    place: Place, settings: Settings, geography: Geography, residents: Residents, block: slice, starts: Bools
) -> Floats:  # fmt: skip
    """Draw the residents of one block of rows; ``starts`` says where a cell begins.

    Returns
    -------
    array
        Place of each adult in the order of service (inf: no adult).
    """
    key = (0x7065, place.map_seed)
    count = block.stop - block.start
    u = uniforms(*key, block.start, count, 0, int(Decision.RESIDENT), 0)
    v = uniforms(*key, block.start, count, 1, int(Decision.RESIDENT), 0)
    rows = np.arange(block.start, block.stop)
    residents.cell[block] = np.searchsorted(geography.resident_first, rows, side="right") - 1
    attitudes = settings.satisfaction
    residents.expectation_h[block] = attitudes.expectation_h
    residents.trust[block] = attitudes.trust_start
    residents.new_household[block] = starts | (u[:, 0] < 1.0 / place.household_size)
    age = np.where(
        u[:, 1] < place.child_share,
        AgeGroup.CHILD,
        np.where(u[:, 1] < place.child_share + place.elder_share, AgeGroup.ELDER, AgeGroup.ADULT),
    )
    residents.age[block] = age
    residents.vulnerable[block] = np.select(
        [
            (age == AgeGroup.ELDER) & (u[:, 2] < place.elder_alone_share),
            (age == AgeGroup.CHILD) & (u[:, 2] < place.left_behind_share),
            u[:, 2] > 1.0 - place.disabled_share,
        ],
        [Vulnerable.ELDER_ALONE, Vulnerable.LEFT_BEHIND_CHILD, Vulnerable.DISABLED],
        Vulnerable.NONE,
    )
    grown = age != AgeGroup.CHILD
    residents.app[block] = (v[:, 0] < place.app_share) & grown
    residents.volunteer[block] = (v[:, 1] < settings.volunteering.share / (1.0 - place.child_share)) & grown
    member = grown & (v[:, 2] < place.resident_member_share / (1.0 - place.child_share))
    residents.party[block][member] = Party.RESIDENT_MEMBER
    return np.where(age == AgeGroup.ADULT, v[:, 3], np.inf)


def draw_nets(place: Place, geography: Geography) -> list[Grids]:
    """Draw one partition into grids, or one for each department layer."""
    if place.layers == 1 or place.layer_reading == "areas":
        return [draw_grids(geography, place.grids, place.name)]
    per_layer = share_out(place.grids, np.ones(place.layers), least=1)
    return [
        draw_wide_grids(geography, int(n), 2.0 * MOST_SHIFT * (layer + 0.5) / place.layers - MOST_SHIFT)
        for layer, n in enumerate(per_layer)
    ]


def hire(world: World, nets: list[Grids]) -> None:
    """Open the grid desks of every layer and fill their posts."""
    place, layers = world.place, world.map.layers
    per_net = share_out(place.workers, np.array([g.n for g in nets], np.float64), least=1)
    for layer, (grids, workers) in enumerate(zip(nets, per_net, strict=True)):
        rows, servers = open_grid_desks(world, grids, layer, int(workers))
        staffed = np.repeat(rows, servers)
        department = np.arange(len(staffed)) % layers if len(nets) == 1 else np.full(len(staffed), layer)
        world.staff.add(
            len(staffed),
            desk=staffed,
            net=int(Net.GRID) + layer,
            community=world.desks.community[staffed],
            layer=department,
            generalist=layers == 1,
        )
    if layers > 1 and len(nets) == 1:
        # areas side by side: by mistake a case goes to the worker of another area
        right = world.routes.of_cell[Net.GRID]
        desks = np.unique(right)
        for layer in range(1, layers):
            world.routes.of_cell[Net.GRID + layer] = desks[(np.searchsorted(desks, right) + layer) % len(desks)]

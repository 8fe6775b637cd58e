"""What a property firm aims at: its own floor, and what fees, its name, owners and overseers make of it.

Once a month each firm sets itself a target of effort::

    target = floor + a (fees - 1) + c threat + oversight + pressure

floor      of each firm for itself: normal around ``floor`` with ``floor_sd``, drawn for the place, not for the run
fees       what owners pay for a household, relative to what upkeep costs (``cost_yuan``)
threat     0 without an owners' committee, 1 with one, 2 with one and a rating in the last tenth of the district
oversight  and pressure: what levers add, for a community and for one firm

A firm that is paid in full, without a committee, aims at its floor: the mean firm aims where it did
before. With ``rule = "as_before"`` the target is ``floor + c committee + oversight + pressure``, the same for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.fate import Decision
from sim.jit import compiled
from sim.rng import normal_quantile, philox

if TYPE_CHECKING:
    from sim.state.world import World
    from sim.types import Array, Floats

AS_BEFORE = "as_before"
LAST = 0.1
"""Whose rating ranks below this share of the firms must fear for the contract."""
_FIRM = int(Decision.FIRM)


@compiled
def _draw_floors(key0, key1, compound, taken_over, middle, sd, best, floor):
    """Fill in the floor of each firm; whoever takes over a compound is another firm."""
    for i in range(len(compound)):
        u, _a, _b, _c = philox(key0, key1, compound[i], taken_over[i], _FIRM, 0)
        floor[i] = min(max(middle + sd * normal_quantile(u), 0.0), best)


def floors(world: World, compounds: Array, taken_over: Array) -> Floats:
    """Effort that firms show without fees, rating or threat, [firms].

    Parameters
    ----------
    compounds : int array
        Where they serve.
    taken_over : int array
        How many firms were there before.
    """
    p = world.settings.property
    if p.rule == AS_BEFORE:
        return np.full(len(compounds), p.floor)
    # of the place's own key, like its people: it belongs to the district, not to the run
    found = np.zeros(len(compounds))
    _draw_floors(0x6D61, world.place.map_seed, compounds, taken_over, p.floor, p.floor_sd, p.best, found)
    return found


def first_effort(world: World, effort: float, floor: Floats) -> Floats:
    """Effort with which firms begin: as far from ``effort`` as their floor is from the usual one, [firms]."""
    p = world.settings.property
    return np.clip(effort + (floor - p.floor), 0.0, np.maximum(p.best, effort))


def ranks(rating: Floats) -> Floats:
    """Rank of each rating, 0 last to 1 first; whoever ties shares the mean of the places; 1/2 if alone."""
    n = len(rating)
    if n < 2:
        return np.full(n, 0.5)
    ordered = np.sort(rating)
    below = np.searchsorted(ordered, rating, side="left")
    up_to = np.searchsorted(ordered, rating, side="right")
    return np.asarray((below + up_to - 1) / (2.0 * (n - 1)))


def worth(world: World, paid: Floats) -> Floats:
    """Fees of a household relative to what its upkeep costs, [firms]; ``paid`` is the part of the fee that is paid."""
    p = world.settings.property
    return paid if p.rule == AS_BEFORE else paid * (p.fee_yuan / p.cost_yuan)


def targets(world: World, fees: Floats) -> Floats:
    """Effort that each firm aims at from this evening on, [firms], 0 to ``best``.

    Parameters
    ----------
    fees : array [firms]
        See `worth`.
    """
    firms, p = world.firms, world.settings.property
    threat = firms.owners_committee.astype(np.float64)
    own = np.zeros(firms.n)
    if p.rule != AS_BEFORE:
        threat *= np.where(ranks(firms.rating) < LAST, 2.0, 1.0)
        own = p.fees_effort * (fees - 1.0)
    target = firms.floor + p.committee_effort * threat + firms.pressure + own
    return np.clip(target + world.rules["oversight"].value[firms.community], 0.0, p.best)

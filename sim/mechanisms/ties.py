"""Ties: whom a resident hears from, and what they have to tell.

Five ties, none of them stored: next door and the other side (rows +1 and -1 in the cell, mostly the household), the
stairwell (rows +7 and -7), and one friend far off in the compound. All are mutual. The far friend of the resident at
place r = 1, 2, ... of a compound is the one at place c / r modulo p, the first prime above the number of residents, and
the other way round; c is drawn for each compound. Whoever would have a friend beyond the last resident has none.

Stairwells make clusters, and far friends make the way between any two of a compound short: a small world (Watts and
Strogatz 1998, Nature 393, 440-442). Neighbours and inverses modulo a prime make an expander (Hoory, Linial and
Wigderson 2006, Bulletin of the AMS 43, 439-561); a reflection, c - r, links neighbours to neighbours and shortens
nothing.

What a resident has heard is the mean over those ties that have had a case: 1 if the last one was solved, -1 if not,
fading with the days since. Reporting is multiplied by 1 + ``heard`` x that; what became of one's own last case counts
besides (``success_ratio``).
"""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import Decision
from sim.jit import compiled, merged
from sim.rng import exp, philox
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World

STAIRWELL = 7
"""Rows to a neighbour of the same stairwell: about three households on."""
_TIES = int(Decision.TIES)


class Ties(NamedTuple):
    """Where residents live, and how much they listen."""

    key0: int
    key1: int
    cell_first: Array  # [C + 1] first resident of each cell
    compound: Array  # [C]
    compound_first: Array  # [compounds + 1] first resident of each compound
    prime: Array  # [compounds] the first one above the number of residents
    heard: float  # relative change of reporting when all who had a case were helped
    heard_days: float  # time constant with which news fade
    day: int


@lru_cache(maxsize=4)
def _primes(most: int) -> Array:
    """List the primes up to the first one above ``most``, by the sieve of Eratosthenes."""
    sieve = np.ones(2 * most + 3, np.bool_)  # there is one below twice any number
    sieve[:2] = False
    for k in range(2, isqrt(len(sieve)) + 1):
        if sieve[k]:
            sieve[k * k :: k] = False
    return np.flatnonzero(sieve)


def ties_of(world: World) -> Ties:
    """Put together who hears from whom today."""
    geography, p = world.map, world.settings.voice
    # compounds are stretches of the walk through the cells, so their residents stand in one stretch of rows
    first_cell = np.searchsorted(geography.compound, np.arange(geography.n_compounds + 1))
    compound_first = geography.resident_first[first_cell]
    sizes = np.diff(compound_first)
    primes = _primes(int(sizes.max()))
    return Ties(
        key0=0x6D61,  # the place's own, not the run's: friends belong to the district
        key1=world.place.map_seed,
        cell_first=geography.resident_first,
        compound=geography.compound,
        compound_first=compound_first,
        prime=primes[np.searchsorted(primes, sizes, side="right")],
        heard=p.heard,
        heard_days=p.heard_days,
        day=world.day,
    )


@compiled
def near(ties, cell, resident, step):
    """Row of the resident so many rows on in the cell, round its end."""
    first = ties.cell_first[cell]
    return first + (resident - first + step) % (ties.cell_first[cell + 1] - first)


@merged
def _inverse(r, p):
    """Inverse of r modulo a prime p, 0 < r < p, by Euclid."""
    a, b, x, y = r, p, 1, 0
    while a > 1:
        q = b // a
        a, b, x, y = b - q * a, a, y - q * x, x
    return x % p


@compiled
def far(ties, cell, resident):
    """Row of the far friend; oneself where there is none."""
    compound = ties.compound[cell]
    first = ties.compound_first[compound]
    size = ties.compound_first[compound + 1] - first
    p = ties.prime[compound]
    u, _a, _b, _c = philox(ties.key0, ties.key1, compound, 0, _TIES, 0)
    c = 1 + int(u * (p - 1))
    place = c * _inverse(resident - first + 1, p) % p
    return first + place - 1 if place <= size else resident


@merged
def _news(residents, ties, friend, resident):
    """What one friend has to tell, -1..1; 0 without a case."""
    told = int(residents.experience[friend])
    if told == 0 or friend == resident:
        return 0.0
    fresh = exp((abs(told) - 1 - ties.day) / ties.heard_days)
    return fresh if told > 0 else -fresh


@compiled
def heard_from(residents, ties, resident):
    """What a resident has heard of others' last cases, -1 (all in vain, today) to 1 (all solved, today)."""
    cell = residents.cell[resident]
    total, tellers = 0.0, 0
    for step in (1, -1, STAIRWELL, -STAIRWELL):
        news = _news(residents, ties, near(ties, cell, resident, step), resident)
        total += news
        tellers += news != 0.0
    news = _news(residents, ties, far(ties, cell, resident), resident)
    total += news
    tellers += news != 0.0
    return total / tellers if tellers > 0 else 0.0


@compiled
def is_told(residents, ties, resident, p, u):
    """Whether somebody who noticed a problem, and would report it with probability p, does so after what was heard.

    Friends are looked up only where their word can turn the scale, a few times in a hundred.
    """
    if u < p * (1.0 - ties.heard):
        return True
    if u >= p * (1.0 + ties.heard):
        return False
    return u < p * (1.0 + ties.heard * heard_from(residents, ties, resident))


@compiled
def _listen(residents, ties, rows, out):
    """Fill in what each of these residents has heard."""
    for i in range(len(rows)):
        out[i] = heard_from(residents, ties, rows[i])


def heard_by(world: World, rows: Array) -> Array:
    """What these residents have heard by now, [rows], for whoever looks at them."""
    out = np.zeros(len(rows))
    _listen(world.residents.rows, ties_of(world), rows, out)
    return out

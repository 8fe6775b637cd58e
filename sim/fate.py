"""Fate's addresses: which bits say what, so that no two decisions share a random number.

`sim.rng.philox` turns a counter of four words into four numbers. What the words hold:

============  =====================  =======================  ==========================
word          of a case              of a day's demand        of others
============  =====================  =======================  ==========================
entity        its number in its day  block and candidate, or  resident, worker, cell, ...
                                     community and alarm
ordinal       the day it arose       the day                  day, month, year, or which
                                                              of several draws
decision      see below              `Decision`               `Decision`
replication   of the run             of the run               of the run; 0 for the map
============  =====================  =======================  ==========================

The word *decision* of a case that is being served:

=========  ========================================================================
bits       what
=========  ========================================================================
0 to 2     level of its route
3 to 7     life: how often it was opened again
8 to 11    what is decided: `Decision` from `WORK` on, and for `HELP` which helper
from 12    hand-offs at this level; of a rating or a return visit, the life
from 16    of a visit, days since the problem arose
=========  ========================================================================
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sim.jit import merged
from sim.rng import philox


class Decision(IntEnum):
    """What a random number decides; part of its address, so numbers are never shared by two decisions."""

    RESIDENT = 1
    PLACE = 3
    OCCUR = 10
    NATURE = 11
    VOICE = 12
    SEEN = 13
    TWICE = 14
    DAY = 15
    NEIGHBOUR = 16
    ALARM = 17
    RATING = 20  # + the life, in the bits of hand-offs
    RETURN_VISIT = 21  # + the life, likewise
    MEMBER = 31
    STAFF = 40
    COMMITTEE = 50
    ENTERPRISE = 61
    # From here on level, life and hand-offs of the case are added.
    WORK = 256
    ROUTE = 512
    CLOSE = 768
    HELP = 1280  # + 256 for each helper asked
    SEND = 2048
    RETURN = 2304
    AID = 2560
    ASK = 2816
    VISIT = 3072  # + days since the problem arose, which take the bits above


# -- a case that is being served

LEVELS = 8
"""Levels of a route: three bits."""
LIFE = LEVELS
MOST_LIVES = 31
"""A case comes back at most so often: five bits."""
TWIN_LIFE = 16
"""A report of a problem that was reported before has the same address; its lives begin here, so its fate is its own."""
HELPER = 256
HOP = 4096
DAY = 65536

# -- a day's demand

CANDIDATES = 1 << 17
"""Numbers that a block of residents has on a day; false alarms begin above those of all blocks."""
ALARM = 1 << 31
"""Numbers of false alarms begin here."""
MOST_ALARMS = 4096
"""Numbers that a community's false alarms have on a day."""
PARTS = 64
"""Numbers that the level of a category has on a day."""

_RATING, _VISIT, _HELP = int(Decision.RATING), int(Decision.VISIT), int(Decision.HELP)
_RETURN_VISIT = int(Decision.RETURN_VISIT)


class Fate(NamedTuple):
    """Which stream of random numbers a run draws from."""

    key0: int  # words of the key, see `sim.rng.seed_key`
    key1: int
    replication: int


@merged
def draw(fate, cases, case, decision):
    """Four numbers for a decision about a case."""
    return philox(fate.key0, fate.key1, cases.index[case], cases.born[case], decision, fate.replication)


@merged
def of_life(cases, case, decision):
    """Address of what belongs to a case's level and life, whoever serves it."""
    return decision + int(cases.level[case]) + LIFE * min(int(cases.life[case]), MOST_LIVES)


@merged
def of_service(cases, case, decision):
    """Address of what belongs to a service: to level, life and hand-offs."""
    return of_life(cases, case, decision) + HOP * int(cases.hops[case])


@merged
def of_help(cases, case, helper):
    """Address of whether a helper takes a case on."""
    return of_service(cases, case, _HELP + HELPER * helper)


@merged
def of_rating(cases, case):
    """Address of how a closed case is judged; each life is judged for itself."""
    return _RATING + HOP * int(cases.life[case])


@merged
def of_return_visit(cases, case):
    """Address of who is reached after a case, and how they answer."""
    return _RETURN_VISIT + HOP * int(cases.life[case])


@merged
def of_visit(cases, case, day):
    """Address of whether a silent problem is told to today's visitor."""
    return _VISIT + DAY * (day - cases.born[case])

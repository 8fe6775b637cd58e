"""Birth: how a case comes into the table, whoever brings it."""

from __future__ import annotations

from typing import NamedTuple

from sim.jit import merged


class Birth(NamedTuple):
    """What fate says of a problem: when and to whom it happens, and of what kind it is."""

    number: int  # within its day; with the day the address of its fate
    day: int
    t_occur: float  # hours since midnight of day 0
    resident: int
    vulnerable: int
    cell: int
    community: int
    category: int
    layer: int  # department it belongs to, while grids are layered
    urgency: int  # class of its legal limit
    extent: int  # whose it is, see `Extent`
    owner: int  # who can solve it, see `Owner`


@merged
def bear(cases, blank, row, birth, status, channel, parent, life, cost_fen):
    """Write a new case into a row; ``parent`` is the case that it repeats, or nobody."""
    cases[row] = blank[0]
    cases.index[row] = birth.number
    cases.born[row] = birth.day
    cases.t_occur[row] = birth.t_occur
    cases.resident[row] = birth.resident
    cases.vulnerable[row] = birth.vulnerable
    cases.cell[row] = birth.cell
    cases.community[row] = birth.community
    cases.category[row] = birth.category
    cases.layer[row] = birth.layer
    cases.urgency[row] = birth.urgency
    cases.limit_class[row] = birth.urgency
    cases.extent[row] = birth.extent
    cases.owner[row] = birth.owner
    cases.status[row] = status
    cases.channel[row] = channel
    cases.parent[row] = parent
    cases.life[row] = life
    cases.cost_fen[row] = cost_fen


@merged
def birth_of(cases, case):
    """Read the birth of a case, to write another one of the same problem."""
    return Birth(
        cases.index[case], cases.born[case], cases.t_occur[case], cases.resident[case], cases.vulnerable[case],
        cases.cell[case], cases.community[case], cases.category[case], cases.layer[case], cases.limit_class[case],
        cases.extent[case], cases.owner[case],
    )  # fmt: skip


@merged
def speak_for(cases, case, resident):
    """Let another resident be the one who speaks of a problem, and for whom it is a case."""
    cases.resident[case] = resident

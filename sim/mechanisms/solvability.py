"""Solvability: who can solve a problem, and how pressure makes desks close what they have not solved.

A desk that is not the owner of a problem can only push it on. What the firm owns goes back to the firm, which tries
again with its effort drawn anew; what a department owns goes up to it; what nobody can solve ends at the department,
which explains why (a formal closing of a problem that nobody owns) or hands it on. The kernel does this in
`sim.kernel.begin` and `sim.kernel.finish`; here it is said how often.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.jit import merged
from sim.parameters.solvability import Solvability
from sim.state.cases import N_CATEGORIES, Owner
from sim.types import Floats

_ANYONE, _FIRM, _DEPARTMENT, _NOBODY = int(Owner.ANYONE), int(Owner.FIRM), int(Owner.DEPARTMENT), int(Owner.NOBODY)
MOST_UNSOLVABLE = 0.98
"""However many problems nobody can solve, a few can be."""


def owner_shares(p: Solvability, times: float) -> Floats:
    """Shares of the owners, [categories, owners]; what nobody can solve takes from the others in proportion."""
    shares = np.zeros((N_CATEGORIES, len(Owner)))
    if p.owned:
        nobody = np.minimum(times * np.array(p.nobody), MOST_UNSOLVABLE)
        owned = np.array(p.firm) + np.array(p.department)
        room = (1.0 - nobody) / np.maximum(np.maximum(owned, 1.0 - nobody), 1e-300)
        shares[:, Owner.NOBODY] = nobody
        shares[:, Owner.FIRM] = np.array(p.firm) * room
        shares[:, Owner.DEPARTMENT] = np.array(p.department) * room
    owned = shares[:, Owner.FIRM] + shares[:, Owner.DEPARTMENT] + shares[:, Owner.NOBODY]
    shares[:, Owner.ANYONE] = np.maximum(1.0 - owned, 0.0)
    return shares


@lru_cache(maxsize=8)
def running(p: Solvability, times: float) -> Floats:
    """Bounds between owners, [categories, 3]: firm below the first, department to the second, nobody above the third.

    So a change of `times` leaves the owner of every problem that is not itself taken or given back.
    """
    shares = owner_shares(p, times)
    firm, department = shares[:, Owner.FIRM], shares[:, Owner.DEPARTMENT]
    return np.stack([firm, firm + department, 1.0 - shares[:, Owner.NOBODY]], axis=1)


@merged
def owner_of(bounds, category, u):
    """Draw who can solve a problem."""
    if u >= bounds[category, 2]:
        return _NOBODY
    if u < bounds[category, 0]:
        return _FIRM
    return _DEPARTMENT if u < bounds[category, 1] else _ANYONE

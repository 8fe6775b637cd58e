"""Incidents: how far a problem reaches, and who else comes upon it.

A problem is a household's own, or of a stairwell, a compound or a street. It befalls one resident; while a shared one
lasts, others come upon it, and each of them reports it with a probability that follows from the rules of the day and
from how readily people of the community tell. A report of what nobody knew of makes it known (`finding`);
reports of what is known are duplicates, or open a formal closing again (`sim.kernel.witness`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled, merged
from sim.mechanisms.heard import extent_shares
from sim.parameters.incidents import Incidents
from sim.state.incidents import Extent
from sim.state.residents import AgeGroup
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

_HOUSEHOLD, _STAIRWELL, _COMPOUND, _STREET = (
    int(Extent.HOUSEHOLD), int(Extent.STAIRWELL), int(Extent.COMPOUND), int(Extent.STREET)
)  # fmt: skip
_ELDER = int(AgeGroup.ELDER)
COUNT_DAYS = 30
"""Trust and experience of a whole community move slowly: how readily its people tell is counted so often."""


@lru_cache(maxsize=8)
def running(p: Incidents) -> Floats:
    """Running sums of the shares of street, compound and stairwell, [categories, 3]."""
    shares = extent_shares(p)
    return np.add.accumulate(shares[:, [_STREET, _COMPOUND, _STAIRWELL]], axis=1)


@merged
def extent_of(bounds, category, u):
    """Draw whose problem it is."""
    if u < bounds[category, 0]:
        return _STREET
    if u < bounds[category, 1]:
        return _COMPOUND
    return _STAIRWELL if u < bounds[category, 2] else _HOUSEHOLD


@compiled
def _count(residents, n, community, voices, trust_slope, trust_middle, elder, success, failure):
    """Add up how readily the residents of each community tell, by age, without and with an app."""
    voices[:] = 0.0
    for i in range(n):
        age = residents.age[i]
        tells = 1.0 + trust_slope * (residents.trust[i] - trust_middle)
        if age == _ELDER:
            tells *= elder
        if residents.experience[i] > 0:
            tells *= success
        elif residents.experience[i] < 0:
            tells *= failure
        voices[community[residents.cell[i]], age, 1 if residents.app[i] else 0] += max(tells, 0.0)


def hear(world: World) -> None:
    """Say how readily those who come upon a problem report it today."""
    others, p = world.witnesses, world.settings.voice
    if world.day % COUNT_DAYS == 0:
        _count(
            world.residents.rows, world.residents.n, world.map.community, others.voices, p.trust_slope, p.trust_middle,
            p.elder_factor, p.success_ratio * p.after_failure, p.after_failure,
        )  # fmt: skip
        others.voices /= world.map.by_community(world.map.residents)[:, None, None]
    app = p.app_factor * world.rules["app"].value  # [M, categories, ages]
    without, with_app = others.voices[:, None, :, 0], others.voices[:, None, :, 1]
    by_age = without + with_app * app
    tells = by_age[:, :, 0] + by_age[:, :, 1] + by_age[:, :, 2]  # in one order, whatever adds them up
    tells *= world.rules["report"].value
    np.minimum(tells, 1.0, out=others.tells)
    np.minimum(tells * world.rules["twice"].value[:, None], 1.0, out=others.again)

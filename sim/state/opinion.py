"""What people think of the services: one record per community, and of each resident what cases of their own left.

A resident's satisfaction is a mean of three: own experience, with a weight that each contact adds to and that fades;
what is left of the years before day 0, the same for the whole community; and the opinion of the community for the
rest::

    satisfaction_i = w_i own_i + (1 - w_i) (before past + (1 - before) ambient)

Sums of ``w`` and ``w own`` are kept by community, so that the mean of all residents takes no loop over residents. All
is as of the last evening; `sim.mechanisms.satisfaction` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.jit import compiled, handed
from sim.rng import exp
from sim.state.table import Spec, records
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.state.world import World

OPINION_SPEC: Spec = {
    "ambient": (np.float64, 0.0, "mechanisms.satisfaction"),  # opinion of those without experience of their own, 0..1
    "rated": (np.float64, 0.0, "mechanisms.satisfaction"),  # ratings of late, faded
    "content": (np.float64, 0.0, "mechanisms.satisfaction"),  # of these, satisfied ones
    "weight": (np.float64, 0.0, "mechanisms.satisfaction"),  # sum over residents of the weight of own experience
    "own": (np.float64, 0.0, "mechanisms.satisfaction"),  # sum over residents of weight times own experience
    "pull": (np.float64, 0.0, "mechanisms.satisfaction"),  # weight that contacts of late have brought, faded
    "towards": (np.float64, 0.0, "mechanisms.satisfaction"),  # of this, towards being satisfied
    "before": (np.float64, 0.0, "mechanisms.satisfaction"),  # weight of a resident's experience before day 0
    "past": (np.float64, 0.0, "mechanisms.satisfaction"),  # what that experience was like, 0..1
}
"""What a community thinks."""


def no_opinion(n_communities: int) -> Any:
    """Make the records of communities that have seen nothing yet."""
    return handed(records(OPINION_SPEC, n_communities))


def of_residents(world: World, rows: Array) -> Floats:
    """Satisfaction of some residents, by row, as of the last evening, 0..1."""
    people, wanted = world.people, np.ascontiguousarray(rows, np.int64).ravel()
    found = np.empty(len(wanted))
    _read(
        world.residents.rows, people.opinion, world.map.community, wanted, people.evening,
        world.settings.satisfaction.memory_days, found,
    )  # fmt: skip
    return found


def of_communities(world: World) -> Floats:
    """Sum of the satisfaction of the residents of each community, as of the last evening, [M]."""
    o, count = world.people.opinion, world.people.residents
    others = o["before"] * o["past"] + (1.0 - o["before"]) * o["ambient"]
    return np.asarray(o["own"] + (count - o["weight"]) * others)


@compiled
def _read(residents, opinion, community, rows, evening, memory_days, found):
    """Work out the satisfaction of residents, row by row."""
    for i in range(len(rows)):
        who = rows[i]
        o = opinion[community[residents.cell[who]]]
        left = exp((float(residents.own_since[who]) - evening) / memory_days)
        others = o.before * o.past + (1.0 - o.before) * o.ambient
        found[i] = left * residents.own[who] + (1.0 - left * residents.own_weight[who]) * others

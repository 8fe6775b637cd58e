"""Load of grid workers: all that fills a paid day, and what gives way when it is too much.

::

    load   = away + (1 - away) (forms + patrol + visits) + at cases + more forms        of paid hours, last working day
    at cases   = hours with a case in hand x share of time for cases (what is left of a day is where the hours pass)
    more forms = forms_per_case_hour (at cases - usual_at_cases)       done beside the day: they tire, and delay nothing
    patrol = patrol_share (1 - gives_way (load - overload_from)+)      of the desk, from the next morning on

A worker with a case in hand does forms, patrols and visits in between, so an hour with a case in hand is only in part
an hour at it. `sim.mechanisms.workers` smooths load into fatigue, which drives workers out. With ``load = "cases"``
load is the share of paid hours with a case in hand, and nothing gives way (as before).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.jit import compiled, merged
from sim.state.desks import Net

if TYPE_CHECKING:
    from sim.parameters.workers import Workers

_GRID = int(Net.GRID)


class Loading(NamedTuple):
    """What fills a day; see `sim.parameters.workers` for the numbers named like there."""

    total: bool  # all work counts, not cases alone
    hours: float  # of a working day
    least: float  # share of time for cases, however many forms there are
    forms_per_case_hour: float
    usual_at_cases: float
    overload_from: float
    gives_way: float


def loading_of(p: Workers) -> Loading:
    """Put together what decides the load of a day."""
    return Loading(
        total=p.load == "total",
        hours=p.hours_per_day,
        least=p.least_share,
        forms_per_case_hour=p.forms_per_case_hour,
        usual_at_cases=p.usual_at_cases,
        overload_from=p.overload_from,
        gives_way=p.gives_way,
    )


@compiled
def total_load(loading, here, m, patrolled, in_hand):
    """Load of a worker's day, share of paid hours.

    Parameters
    ----------
    patrolled : float
        Part of the patrols that was walked, 0..1.
    in_hand : float
        Share of paid hours with a case in hand, 0..1.
    """
    away = min(max(here.away[m], 0.0), 1.0)
    busy = here.admin_share[m] + here.patrol_share[m] * patrolled + here.visit_share[m]
    at_cases = in_hand * max(loading.least, (1.0 - busy) * (1.0 - away))
    more_forms = loading.forms_per_case_hour * (at_cases - loading.usual_at_cases)
    return max(away + (1.0 - away) * busy + at_cases + more_forms, 0.0)


@merged
def weigh(desks, n_desks, here, loading, load):
    """Weigh the last working day at each grid desk: fill ``load`` [desks], and say how much of its patrols is left."""
    for desk in range(n_desks):
        if desks.net[desk] >= _GRID and desks.servers[desk] > 0:
            worked = desks.worked_h[desk] - desks.counted_h[desk]
            load[desk] = min(1.0, worked / (loading.hours * desks.servers[desk]))
            if loading.total:
                load[desk] = total_load(loading, here, desks.community[desk], desks.patrolled[desk], load[desk])
                given = loading.gives_way * max(0.0, load[desk] - loading.overload_from)
                desks.patrolled[desk] = max(0.0, 1.0 - given)

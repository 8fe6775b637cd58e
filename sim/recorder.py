"""The recorder writes down what cannot be read from the cases afterwards; it never touches the world.

Every case carries the stamps of its stages, so most of what happened on a day is counted at the end. Here only
the state of the evening is kept, one row a day.
"""

from __future__ import annotations

import numpy as np

from sim.state.costs import in_order
from sim.state.world import Count, World
from sim.types import Floats, Ints


class Recorder:
    """Evening values, one row per day lived.

    Attributes
    ----------
    satisfaction : array [days, M], 0..1
    open_cases, in_post : array [days]
    worked_h : array [days]
        Hours grid workers had spent on cases since day 0.
    paid_h : array [days]
        Hours they had been paid since day 0.
    offered_h, given_h : array [days]
        Hours volunteers and members had written down, and given, since day 0.
    forms_h : array [days]
        Hours grid workers had spent on forms since day 0.
    visits, reached : array [days]
        Visits to vulnerable residents since day 0; vulnerable residents visited within 30 days.
    spent_yuan : array [days]
        Money the district had spent since day 0.
    levers_yuan, asked_h, given_up_h, cut_h : array [days]
        What the levers had cost since day 0; hours they had asked of people beside their own posts; paid hours of grid
        workers taken or cut for them; of these, cut.
    """

    def __init__(self, world: World) -> None:
        self._n = 0
        self._residents = world.map.by_community(world.map.residents)
        self._mood = np.zeros((512, world.n_communities))
        self._rows = np.zeros((512, 14))

    def collect(self, world: World) -> None:
        """Write down the evening of today."""
        if self._n == len(self._rows):
            self._mood = np.concatenate([self._mood, np.zeros_like(self._mood)])
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._mood[self._n] = world.mood
        self._rows[self._n] = (
            world.agenda.counts[Count.OPEN],
            world.workers_in_post,
            world.hours_worked,
            world.hours_paid,
            world.hours_offered,
            -world.ledger.accounts.get("district", 0) / 100.0,
            world.hours_given,
            world.hours_forms,
            world.visits,
            world.reached,
            sum(cost.spent_fen for cost in world.costs.values()) / 100.0,
            in_order(cost.asked_h for cost in world.costs.values()),
            in_order(cost.given_up_h for cost in world.costs.values()),
            in_order(cost.given_up_h for cost in world.costs.values() if cost.funding == "budget_neutral"),
        )
        self._n += 1

    @property
    def days(self) -> int:
        """Days recorded."""
        return self._n

    @property
    def satisfaction(self) -> Floats:
        """Mean satisfaction by day and community, 0..1."""
        return self._mood[: self._n] / self._residents

    @property
    def open_cases(self) -> Ints:
        """Open cases in the evening."""
        return self._rows[: self._n, 0].astype(np.int64)

    @property
    def in_post(self) -> Ints:
        """Grid workers in post."""
        return self._rows[: self._n, 1].astype(np.int64)

    @property
    def worked_h(self) -> Floats:
        """Hours grid workers had spent on cases."""
        return self._rows[: self._n, 2]

    @property
    def paid_h(self) -> Floats:
        """Hours grid workers had been paid for."""
        return self._rows[: self._n, 3]

    @property
    def offered_h(self) -> Floats:
        """Hours volunteers and members had offered."""
        return self._rows[: self._n, 4]

    @property
    def spent_yuan(self) -> Floats:
        """Money the district had spent."""
        return self._rows[: self._n, 5]

    @property
    def given_h(self) -> Floats:
        """Hours volunteers and members had really given."""
        return self._rows[: self._n, 6]

    @property
    def forms_h(self) -> Floats:
        """Hours grid workers had spent on forms."""
        return self._rows[: self._n, 7]

    @property
    def visits(self) -> Floats:
        """Visits to vulnerable residents."""
        return self._rows[: self._n, 8]

    @property
    def reached(self) -> Floats:
        """Vulnerable residents visited within the last 30 days."""
        return self._rows[: self._n, 9]

    @property
    def levers_yuan(self) -> Floats:
        """What the levers had cost."""
        return self._rows[: self._n, 10]

    @property
    def asked_h(self) -> Floats:
        """Hours the levers had asked of people beside their own posts."""
        return self._rows[: self._n, 11]

    @property
    def given_up_h(self) -> Floats:
        """Paid hours of grid workers taken or cut for the levers."""
        return self._rows[: self._n, 12]

    @property
    def cut_h(self) -> Floats:
        """Of these, hours that were cut and not paid."""
        return self._rows[: self._n, 13]

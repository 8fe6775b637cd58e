"""The recorder writes down what cannot be read from the cases afterwards; it never touches the world.

Every case carries the stamps of its stages, so most of what happened on a day is counted at the end. Here only
the state of the evening is kept, one record a day.
"""

from __future__ import annotations

import numpy as np

from sim.state.agenda import Count
from sim.state.opinion import of_communities
from sim.state.world import World
from sim.sums import in_order
from sim.types import Array, Floats, Ints


def evening_type(n_communities: int) -> np.dtype[np.void]:
    """Type of the record of one evening; hours, money and visits are sums since day 0."""
    return np.dtype(
        [
            ("mood", np.float64, (n_communities,)),
            ("open_cases", np.int64),
            ("in_post", np.int64),
            ("worked_h", np.float64),
            ("paid_h", np.float64),
            ("offered_h", np.float64),
            ("spent_yuan", np.float64),
            ("given_h", np.float64),
            ("forms_h", np.float64),
            ("visits", np.float64),
            ("reached", np.float64),
            ("levers_yuan", np.float64),
            ("asked_h", np.float64),
            ("given_up_h", np.float64),
            ("cut_h", np.float64),
        ]
    )


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
        self._rows = np.zeros(512, evening_type(world.n_communities))

    def collect(self, world: World) -> None:
        """Write down the evening of today."""
        if self._n == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        row, costs = self._rows[self._n], world.money.costs.values()
        row["mood"] = of_communities(world)
        row["open_cases"] = world.agenda.counts[Count.OPEN]
        row["in_post"] = world.today.in_post
        row["worked_h"] = world.sums.hours_worked
        row["paid_h"] = world.sums.hours_paid
        row["offered_h"] = world.sums.hours_offered
        row["spent_yuan"] = -world.money.ledger.accounts.get("district", 0) / 100.0
        row["given_h"] = world.sums.hours_given
        row["forms_h"] = world.sums.hours_forms
        row["visits"] = world.sums.visits
        row["reached"] = world.today.reached
        row["levers_yuan"] = sum(cost.spent_fen for cost in costs) / 100.0
        row["asked_h"] = in_order(cost.asked_h for cost in costs)
        row["given_up_h"] = in_order(cost.given_up_h for cost in costs)
        row["cut_h"] = in_order(cost.given_up_h for cost in costs if cost.funding == "budget_neutral")
        self._n += 1

    @property
    def _lived(self) -> Array:
        """The evenings that have been, [days]."""
        return self._rows[: self._n]

    @property
    def days(self) -> int:
        """Days recorded."""
        return self._n

    @property
    def satisfaction(self) -> Floats:
        """Mean satisfaction by day and community, 0..1."""
        return self._lived["mood"] / self._residents

    @property
    def open_cases(self) -> Ints:
        """Open cases in the evening."""
        return self._lived["open_cases"]

    @property
    def in_post(self) -> Ints:
        """Grid workers in post."""
        return self._lived["in_post"]

    @property
    def worked_h(self) -> Floats:
        """Hours grid workers had spent on cases."""
        return self._lived["worked_h"]

    @property
    def paid_h(self) -> Floats:
        """Hours grid workers had been paid for."""
        return self._lived["paid_h"]

    @property
    def offered_h(self) -> Floats:
        """Hours volunteers and members had offered."""
        return self._lived["offered_h"]

    @property
    def spent_yuan(self) -> Floats:
        """Money the district had spent."""
        return self._lived["spent_yuan"]

    @property
    def given_h(self) -> Floats:
        """Hours volunteers and members had really given."""
        return self._lived["given_h"]

    @property
    def forms_h(self) -> Floats:
        """Hours grid workers had spent on forms."""
        return self._lived["forms_h"]

    @property
    def visits(self) -> Floats:
        """Visits to vulnerable residents."""
        return self._lived["visits"]

    @property
    def reached(self) -> Floats:
        """Vulnerable residents visited within the last 30 days."""
        return self._lived["reached"]

    @property
    def levers_yuan(self) -> Floats:
        """What the levers had cost."""
        return self._lived["levers_yuan"]

    @property
    def asked_h(self) -> Floats:
        """Hours the levers had asked of people beside their own posts."""
        return self._lived["asked_h"]

    @property
    def given_up_h(self) -> Floats:
        """Paid hours of grid workers taken or cut for the levers."""
        return self._lived["given_up_h"]

    @property
    def cut_h(self) -> Floats:
        """Of these, hours that were cut and not paid."""
        return self._lived["cut_h"]

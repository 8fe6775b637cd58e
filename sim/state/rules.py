"""The rule sheet: what holds today, community by community.

Levers edit it afresh every morning. An edit adds or multiplies, never assigns
(value = (base + plus) x times), so the order of levers cannot matter and no effect outlives its lever.
"""

from __future__ import annotations

import numpy as np

from sim.state.cases import N_CATEGORIES
from sim.state.desks import MAX_LEVELS
from sim.state.table import Spec, records
from sim.types import Floats

RULE_SPEC: Spec = {
    "need": ((np.float64, (N_CATEGORIES,)), 1.0),  # share of possible problems that arise
    "report": ((np.float64, (N_CATEGORIES,)), 0.0),  # probability that a resident who noticed reports
    "patrol_hours": (np.float64, 0.0),  # a day, by others than grid workers, spent finding problems
    "dispatch_h": (np.float64, 0.0),  # mean hours from report to a desk
    "misroute": (np.float64, 0.0),  # probability that a case first goes to a wrong desk
    "handover_h": (np.float64, 0.0),  # mean hours between two desks
    "lead": (np.float64, 1.0),  # factor on preparation times of departments
    "formal": (np.float64, 0.0),  # probability that a case is closed without being solved
    "come_back": (np.float64, 0.0),  # probability that the resident comes back after that
    "merge": (np.float64, 0.0),  # probability that the centre spots a duplicate
    "supervise": (np.float64, 0.0),  # 1 where overdue cases are pushed up the queue
    "match": (np.float64, 0.0),  # share of cases that a helper takes on
    "help": (np.float64, 0.0),  # probability that a helper solves them
    "volunteer_hours": (np.float64, 0.0),  # offered today
    "admin_share": (np.float64, 0.0),  # of grid workers' time, on forms
    "patrol_share": (np.float64, 0.0),  # of grid workers' time, on patrol
    "funds_yuan": (np.float64, 0.0),  # paid today into the community's repair fund
    "solve": ((np.float64, (N_CATEGORIES, MAX_LEVELS)), 0.0),  # probability that a level can solve the case
}
"""Today's rules, one record per community."""


class Rule:
    """One rule in every community.

    Attributes
    ----------
    base, value : array, first axis M
    """

    def __init__(self, value: Floats) -> None:
        self.value = value
        self.base = value.copy()
        self._plus = np.zeros_like(self.base)
        self._times = np.ones_like(self.base)
        self._edited = False

    def add(self, dose: Floats, amount: float | Floats) -> None:
        """Add `amount` where the lever acts.

        Parameters
        ----------
        dose : array [M]
            How far the lever is rolled out in each community, 0..1.
        amount : float or array that broadcasts against the rule
        """
        self._plus += self._spread(dose) * amount
        self._edited = True

    def times(self, dose: Floats, factor: float | Floats) -> None:
        """Multiply by `factor` at full dose, by a weighted mean of 1 and `factor` below it."""
        self._times *= 1.0 + self._spread(dose) * (factor - 1.0)
        self._edited = True

    def reset(self) -> None:
        """Forget all edits."""
        if self._edited:
            self._plus.fill(0.0)
            self._times.fill(1.0)
            self.value[...] = self.base
            self._edited = False

    def settle(self) -> None:
        """Compute today's value."""
        if self._edited:
            np.multiply(self.base + self._plus, self._times, out=self.value)

    def _spread(self, dose: Floats) -> Floats:
        return dose.reshape(dose.shape + (1,) * (self.base.ndim - 1))


class RuleSheet:
    """All rules; ``sheet["report"]`` is one of them, ``sheet.rows`` what compiled functions read."""

    def __init__(self, n_communities: int, **base: float | Floats) -> None:
        self.rows = records(RULE_SPEC, n_communities)
        for name, value in base.items():
            self.rows[name] = value
        self._rules = {name: Rule(np.asarray(self.rows[name])) for name in RULE_SPEC}

    def __getitem__(self, name: str) -> Rule:
        """Return the rule of that name."""
        return self._rules[name]

    def reset(self) -> None:
        """Start the day with no edits."""
        for rule in self._rules.values():
            rule.reset()

    def settle(self) -> None:
        """Compute all values after the levers have spoken."""
        for rule in self._rules.values():
            rule.settle()

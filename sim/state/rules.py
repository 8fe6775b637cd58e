"""The rule sheet: what holds today, community by community.

Levers edit it afresh every morning. An edit adds or multiplies, never assigns
(value = (base + plus) x times), so the order of levers cannot matter and no effect outlives its lever.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.errors import UnknownNameError, did_you_mean
from sim.i18n import say
from sim.jit import handed
from sim.state.cases import N_CATEGORIES
from sim.state.desks import MAX_LEVELS, N_HELPERS, N_OFFICES
from sim.state.residents import AgeGroup
from sim.state.table import Spec, records
from sim.types import Array, Floats

N_AGES = len(AgeGroup)

COMMUNITY_SPEC: Spec = {
    # -- read with every case
    "dispatch_h": (np.float64, 0.0),  # mean hours from report to a desk
    "misroute": (np.float64, 0.0),  # probability that a case first goes to a wrong desk
    "merge": (np.float64, 0.0),  # probability that the centre spots a duplicate or a false alarm
    "formal": (np.float64, 0.0),  # probability that a case is closed without being solved
    "come_back": (np.float64, 0.0),  # probability that the resident comes back after that
    "relapse": (np.float64, 1.0),  # factor on the probability that an agreed dispute comes back
    "help": ((np.float64, (N_HELPERS,)), 0.0),  # probability that a helper solves what he takes on
    "supervise": (np.float64, 0.0),  # 1 where overdue cases are pushed up the queue
    "pressure": (np.float64, 0.0),  # of ranks and inspectors to close cases, beside what is overdue at a desk
    # -- needs and voice
    "need_vulnerable": (np.float64, 1.0),  # share of care problems of the vulnerable that arise, beside `need`
    "twice": (np.float64, 1.0),  # factor on the odds that a problem is reported again
    "ties": (np.float64, 1.0),  # factor on how readily neighbours speak for a vulnerable resident
    "patrol_hours": (np.float64, 0.0),  # a day, by others than grid workers, spent finding problems
    "visit_hours": (np.float64, 0.0),  # a day, by others than grid workers, spent visiting the vulnerable
    "alarms": (np.float64, 0.0),  # false alarms a day
    # -- offices and helpers
    "posts": ((np.float64, (N_OFFICES,)), 0.0),  # persons who see residents
    "time": ((np.float64, (N_OFFICES,)), 0.0),  # share of their time for residents' cases
    "closes": ((np.float64, (N_OFFICES,)), 17.5),  # hour at which the office closes
    "help_hours": ((np.float64, (N_HELPERS,)), 0.0),  # offered today
    "paper": (np.float64, 0.0),  # share of volunteers' hours that are only written down
    "paper_hours": (np.float64, 0.0),  # a day, written down besides as volunteers': nobody helps with a case in them
    "recruit": (np.float64, 1.0),  # factor on new volunteers
    "attrition": (np.float64, 1.0),  # factor on volunteers who stop
    # -- grid workers
    "admin_share": (np.float64, 0.0),  # of grid workers' time, on forms
    "patrol_share": (np.float64, 0.0),  # on patrol
    "visit_share": (np.float64, 0.0),  # visiting the vulnerable
    "away": (np.float64, 0.0),  # taken away for other tasks, or cut to pay for them
    "skill": (np.float64, 1.0),  # factor on their speed
    "leave": (np.float64, 1.0),  # factor on leaving
    "pay": (np.float64, 1.0),  # factor on their wage
    "mutual_aid": (np.float64, 0.0),  # above 1/2: desks of neighbouring grids stand in for each other
    # -- firms and money
    "oversight": (np.float64, 0.0),  # added to the effort that property firms are held to
    "funds_yuan": (np.float64, 0.0),  # paid today by the district into the community's repair fund
    "gifts_yuan": (np.float64, 0.0),  # paid today into that fund by others: earned, given, collected
}
"""Today's rules of a community."""

CATEGORY_SPEC: Spec = {
    "handover_h": (np.float64, 0.0),  # mean hours between two desks
    "handoff": (np.float64, 0.0),  # probability that a department passes a case on to another
    "lead": (np.float64, 1.0),  # factor on preparation times of departments
    "match": ((np.float64, (N_HELPERS,)), 0.0),  # share of cases that a helper takes on
    "need": (np.float64, 1.0),  # share of possible problems that arise
    "see": (np.float64, 0.0),  # intensity a day with which cameras see a silent problem
    "report": (np.float64, 0.0),  # probability that a resident who noticed reports
    "app": ((np.float64, (N_AGES,)), 1.0),  # factor on reporting by users of the app or group chat
}
"""Today's rules of a community for one category of problems."""

LEVEL_SPEC: Spec = {
    "asked": (np.float64, 1.0),  # share of cases for which the level is asked
    "solve": (np.float64, 0.0),  # probability that it can solve the case
    "work": (np.float64, 1.0),  # factor on hands-on hours
    "gloss": (np.float64, 0.0),  # added to `formal` where it polishes its figures
}
"""Today's rules of a community for one level of the route of one category."""

RULES = (*COMMUNITY_SPEC, *CATEGORY_SPEC, *LEVEL_SPEC)
"""Names of all rules."""


class RuleCols(NamedTuple):
    """The rule sheet as compiled functions read it: what one case needs lies together in memory."""

    by_community: Any  # records [M], see `COMMUNITY_SPEC`
    by_category: Any  # records [M, categories], see `CATEGORY_SPEC`
    by_level: Any  # records [M, categories, levels], see `LEVEL_SPEC`


At = int | tuple[int | slice, ...]
"""Which of a rule's values: a category, or a pair such as (category, level)."""


class Rule:
    """One rule in every community.

    Attributes
    ----------
    base, value : array, first axis M
    edited : bool
        Whether a lever spoke of it today; most days and rules it is not.
    """

    def __init__(self, value: Floats) -> None:
        self.value = value
        self.base = value.copy()
        self._plus = np.zeros_like(self.base)
        self._times = np.ones_like(self.base)
        self.edited = False

    def add(self, dose: Floats, amount: float | Floats, at: At = ()) -> None:
        """Add `amount` where the lever acts.

        Parameters
        ----------
        dose : array [M]
            How far the lever is rolled out in each community, 0..1.
        amount : float or array that broadcasts against the rule
        at : int or tuple
            Only this value of the rule, e.g. a category, or (category, level).
        """
        part = self._part(self._plus, at)
        part += self._spread(dose, part) * amount

    def times(self, dose: Floats, factor: float | Floats, at: At = ()) -> None:
        """Multiply by `factor` at full dose, by a weighted mean of 1 and `factor` below it."""
        part = self._part(self._times, at)
        part *= 1.0 + self._spread(dose, part) * (factor - 1.0)

    def reset(self) -> None:
        """Forget all edits."""
        self._plus.fill(0.0)
        self._times.fill(1.0)
        self.value[...] = self.base
        self.edited = False

    def settle(self) -> None:
        """Compute today's value."""
        np.multiply(self.base + self._plus, self._times, out=self.value)

    def _part(self, edits: Floats, at: At) -> Floats:
        self.edited = True
        return edits[(slice(None), *((at,) if isinstance(at, int) else at))]

    @staticmethod
    def _spread(dose: Floats, part: Floats) -> Array:
        return dose.reshape(dose.shape + (1,) * (part.ndim - 1))


class RuleSheet:
    """All rules; ``sheet["report"]`` is one of them, ``sheet.rows`` what compiled functions read."""

    def __init__(self, n_communities: int, **base: float | Floats) -> None:
        self.rows = RuleCols(
            *(
                handed(records(spec, int(np.prod(shape))).reshape(shape))
                for spec, shape in (
                    (COMMUNITY_SPEC, (n_communities,)),
                    (CATEGORY_SPEC, (n_communities, N_CATEGORIES)),
                    (LEVEL_SPEC, (n_communities, N_CATEGORIES, MAX_LEVELS)),
                )
            )
        )
        columns = self._columns()
        for name, value in base.items():
            columns[name][...] = value
        self._rules = {name: Rule(column) for name, column in columns.items()}

    def _columns(self) -> dict[str, Array]:
        """Look at each rule's values in the rows."""
        return {name: np.asarray(rows[name]) for rows in self.rows for name in rows.dtype.names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Copy or unpickle: a rule's values are a view of the rows, which copying would cut loose."""
        self.__dict__.update(state)
        for name, column in self._columns().items():
            self._rules[name].value = column

    def __getitem__(self, name: str) -> Rule:
        """Return the rule of that name.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        try:
            return self._rules[name]
        except KeyError:
            hint = did_you_mean(name, RULES)
            raise UnknownNameError(say("kernel.rule", name=repr(name), hint=hint)) from None

    def reset(self) -> None:
        """Start the day with no edits."""
        for rule in self._rules.values():
            if rule.edited:
                rule.reset()

    def settle(self) -> None:
        """Compute all values after the levers have spoken."""
        for rule in self._rules.values():
            if rule.edited:
                rule.settle()

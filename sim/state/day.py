"""The day: what is said anew every day, and what adds up from day to day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sim.state.table import By
from sim.types import Floats


@dataclass(slots=True)
class Today:
    """What holds today; until its mechanism has had its turn, what held yesterday."""

    workers: Annotated[Floats, By("mechanisms.workers")]  # [M] grid workers in post
    asked_away: Annotated[Floats, By("mechanisms.finance")]  # [M] grid workers that levers ask for
    taken_away: Annotated[Floats, By("mechanisms.finance")]  # [M] grid workers that go to them
    filled: Annotated[Floats, By("mechanisms.finance")]  # [M] share of those asked for that can be spared
    in_post: Annotated[int, By("mechanisms.workers")] = 0  # grid workers of the district
    paid: Annotated[int, By("mechanisms.workers")] = 0  # and those who finish a case in hand after leaving
    cut_fen: Annotated[int, By("mechanisms.finance")] = 0  # of wages, to pay for budget-neutral levers
    cut_share: Annotated[float, By("mechanisms.finance")] = 0.0  # of grid workers' hours, to pay for them
    first_case: Annotated[int, By("mechanisms.needs")] = 0  # row of the first case born today
    reached: Annotated[int, By("mechanisms.finding")] = 0  # vulnerable residents visited in the last 30 days

    @classmethod
    def before(cls, n_communities: int) -> Today:
        """Say what held before the first day: nobody was in post, and nobody was asked away."""
        m = n_communities
        return cls(workers=np.zeros(m), asked_away=np.zeros(m), taken_away=np.zeros(m), filled=np.ones(m))


@dataclass(slots=True)
class Sums:
    """Running totals since day 0."""

    hours_paid: Annotated[float, By("mechanisms.workers")] = 0.0  # of grid workers
    hours_worked: Annotated[float, By("mechanisms.workers")] = 0.0  # by them, on cases
    hours_forms: Annotated[float, By("mechanisms.workers")] = 0.0  # by them, on forms
    hours_offered: Annotated[float, By("mechanisms.volunteering")] = 0.0  # by volunteers and members, as written down
    hours_given: Annotated[float, By("mechanisms.volunteering")] = 0.0  # by them, really
    visits: Annotated[int, By("mechanisms.finding")] = 0  # to vulnerable residents
    repairs_fen: Annotated[int, By("mechanisms.finance")] = 0  # paid out of the repair funds

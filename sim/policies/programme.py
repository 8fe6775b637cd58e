"""The programme of a lever: through it alone a lever pays, buys, fills posts and takes or notes people's hours.

It is handed in to the lever's hooks, knows how the lever is paid for (`funding`), and keeps the account of what it
costs (`sim.state.costs.LeverCost`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.mechanisms import finance
from sim.mechanisms.offices import is_weekday, office_time
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.costs import LeverCost
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class Programme:
    """Money, posts and hours of one lever today.

    Attributes
    ----------
    world : World
    lever : str
        Name of the lever whose programme it is.
    funding : str
        How it is paid for, see `sim.state.costs.FUNDING`.
    """

    world: World
    lever: str
    funding: str

    def pay(self, yuan: float) -> None:
        """Pay for the programme today, yuan."""
        finance.pay(self.world, self.lever, self.funding, yuan)

    def pay_yearly(self, dose: Floats, yuan: float) -> None:
        """Pay one day's part of a yearly cost in each community, as far as it is rolled out."""
        self.pay(float(dose.sum()) * yuan / 365.0)

    def invest(self, yuan: float, years: float) -> None:
        """Buy something that lasts; the price is written off over its life in years."""
        finance.invest(self.world, self.lever, self.funding, yuan, years)

    def employ(self, posts: Floats, yuan_per_year: float, who: str) -> Floats:
        """Fill posts today and pay for them, or have grid workers do their work (`funding`).

        Parameters
        ----------
        posts : array [M]
            Full-time posts wanted in each community.
        yuan_per_year : float
            Cost of a post.
        who : str
            Plural, for the cost table: "case managers".

        Returns
        -------
        array [M]
            Posts that are filled: fewer than wanted where grid workers cannot be spared.
        """
        world, cost, filled = self.world, self._cost(), posts
        day = world.settings.workers.hours_per_day
        if self.funding == "staff_neutral":
            filled = finance.take_away(world, posts)
            if world.settings.workers.works_on(world.weekday()):
                finance.note(cost, given_up_h=float(filled.sum()) * day)
        else:
            self.pay(float(filled.sum()) * yuan_per_year / 365.0)
        finance.note(cost, post_days=float(filled.sum()))
        if is_weekday(world.weekday()):
            self.note_hours(who, float(filled.sum()) * day)
            finance.note(cost, post_h=float(filled.sum()) * day)
        return filled

    def take_time(self, dose: Floats, hours_a_week: float) -> None:
        """Take community workers' hours a week in each community; they are missing for residents' cases."""
        if is_weekday(self.world.weekday()):
            office_time(self.world, dose, hours_a_week / 5.0)
            self.note_hours("community workers", float(dose.sum()) * hours_a_week / 5.0)

    def note_hours(self, who: str, hours: float) -> None:
        """Note hours that somebody gives to the lever today (``who`` in the plural: "community workers")."""
        finance.note_hours(self._cost(), who, hours)

    def note_grid_posts(self, posts: int) -> None:
        """Note grid workers' posts that the lever made: they are paid like all others, and are its cost."""
        finance.note(self._cost(), grid_posts=posts)

    def note_wages(self, yuan: float) -> None:
        """Note what the lever adds today to the wages of grid workers who are there anyhow (rule ``pay``)."""
        finance.note(self._cost(), wages_fen=round(100.0 * yuan))

    def _cost(self) -> LeverCost:
        return finance.cost_of(self.world, self.lever, self.funding)

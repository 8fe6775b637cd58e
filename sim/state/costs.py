"""What a lever costs: yuan, posts and somebody's hours, and what was given up for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.sums import in_order

FUNDING = ("added", "staff_neutral", "budget_neutral")
"""How a lever is paid for: with added money and posts; by grid workers of the community, who do its posts' work in
their paid time; or out of the wages of grid workers, whose hours are cut until what is saved pays for it."""


@dataclass(slots=True)
class LeverCost:
    """Running totals of one lever; money in fen (1/100 yuan).

    Attributes
    ----------
    running_fen : int
        Spent on the programme so far, wages of its own posts included.
    charge_fen : int
        Capital written off so far.
    wages_fen : int
        Wages so far of grid workers' posts that the lever made, and what it added to the pay of others (both are paid
        with the other grid workers).
    capital_fen : int
        Invested in all.
    write_off : list of [fen left, days left]
    grid_posts : int
        Grid workers' posts made by the lever.
    post_days : float
        Posts of other kinds filled, times days.
    hours : dict
        Hours given by each kind of person, e.g. ``{"community workers": 1200.0}``.
    post_h : float
        Of them, in posts that the lever pays for or has grid workers fill.
    given_up_h : float
        Paid hours of grid workers that were taken or cut for the lever.
    saved_fen : int
        Wages of grid workers cut to pay for the lever.
    """

    funding: str
    running_fen: int = 0
    charge_fen: int = 0
    wages_fen: int = 0
    capital_fen: int = 0
    write_off: list[list[int]] = field(default_factory=list)
    grid_posts: int = 0
    post_days: float = 0.0
    hours: dict[str, float] = field(default_factory=dict)
    post_h: float = 0.0
    given_up_h: float = 0.0
    saved_fen: int = 0

    @property
    def spent_fen(self) -> int:
        """All that it has cost so far: running, capital written off, wages."""
        return self.running_fen + self.charge_fen + self.wages_fen

    @property
    def asked_h(self) -> float:
        """Hours asked of people beside its own posts: members, cadres, residents, those who work there anyhow."""
        return in_order(self.hours.values()) - self.post_h

    @property
    def owed_fen(self) -> int:
        """Of a budget-neutral lever: spent and not yet saved elsewhere; one that saves money owes nothing."""
        return max(0, self.spent_fen - self.saved_fen) if self.funding == "budget_neutral" else 0

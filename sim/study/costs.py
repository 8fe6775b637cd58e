"""What levers cost and what was given up for them, as a tidy table per year from the day each began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.study.engine import Experiment

if TYPE_CHECKING:
    from sim.state.costs import LeverCost

YUAN, HOURS, POSTS = "yuan/yr", "h/yr", "full-time posts"
SPENT, GIVEN_UP, SAVED = "spent, all in all", "grid workers' hours given up", "grid workers' wages cut"
OF_IT_CAPITAL, OWED = "of it capital written off", "spent and not saved elsewhere"
INVESTED = "invested in all"


def items(cost: LeverCost, days: int) -> list[tuple[str, str, float]]:
    """What one lever cost over a run: [(item, unit, value)], per year where the unit says so.

    Parameters
    ----------
    cost : LeverCost
    days : int
        Days on which the lever was there.
    """
    year = 365.0 / days
    found = [
        (SPENT, YUAN, cost.spent_fen / 100.0 * year),
        (OF_IT_CAPITAL, YUAN, cost.charge_fen / 100.0 * year),
        ("of it wages of grid workers hired", YUAN, cost.wages_fen / 100.0 * year),
        (INVESTED, "yuan", cost.capital_fen / 100.0),
        ("posts filled", POSTS, cost.post_days / days + cost.grid_posts),
        *((f"hours of {who}", HOURS, hours * year) for who, hours in sorted(cost.hours.items())),
        (GIVEN_UP, HOURS, cost.given_up_h * year),
        (SAVED, YUAN, cost.saved_fen / 100.0 * year),
        (OWED, YUAN, cost.owed_fen / 100.0 * year),
    ]
    return [(item, unit, value) for item, unit, value in found if value or item == SPENT]


def costs_frame(experiment: Experiment) -> pd.DataFrame:
    """Mean over replications: arm, lever, funding, item, unit, value; empty where no lever cost anything."""
    acted = {
        label: {lever.name: lever.days_within(arm.run.days) for lever in arm.policies}
        for label, arm in zip(experiment.labels, experiment.arms, strict=True)
    }
    rows = [
        {"arm": label, "lever": lever, "funding": cost.funding, "item": item, "unit": unit, "value": value}
        for label, arm, replications in zip(experiment.labels, experiment.arms, experiment.replications, strict=True)
        for r in replications
        for lever, cost in r.costs.items()
        for item, unit, value in items(cost, acted[label][lever])
    ]
    keys = ["arm", "lever", "funding", "item", "unit"]
    if not rows:
        return pd.DataFrame(columns=[*keys, "value"])
    count = {label: len(reps) for label, reps in zip(experiment.labels, experiment.replications, strict=True)}
    total = pd.DataFrame(rows).groupby(keys, sort=False, as_index=False)["value"].sum()
    return total.assign(value=total["value"] / total["arm"].map(count))

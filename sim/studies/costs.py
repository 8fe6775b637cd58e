"""What levers cost and what was given up for them, as a tidy table per year from the day each began."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from sim.config.run import RunConfig
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


SCHEMA = pa.schema(
    [("lever", pa.string()), ("funding", pa.string()), ("item", pa.string()), ("unit", pa.string()),
     ("value", pa.float64())]
)  # fmt: skip


def cost_rows(config: RunConfig, costs: Mapping[str, LeverCost]) -> pa.Table:
    """What the levers of one replication cost: lever, funding, item, unit, value."""
    acted = {lever.name: lever.days_within(config.run.days) for lever in config.policies}
    rows = [
        {"lever": lever, "funding": cost.funding, "item": item, "unit": unit, "value": value}
        for lever, cost in costs.items()
        for item, unit, value in items(cost, acted[lever])
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def mean_costs(rows: pd.DataFrame, replications: Mapping[str, int]) -> pd.DataFrame:
    """Mean over replications: arm, lever, funding, item, unit, value; empty where no lever cost anything.

    Parameters
    ----------
    rows : DataFrame
        Rows of `cost_rows` with their ``arm``.
    replications : mapping arm -> int
        A replication in which an item does not occur counts as nothing spent.
    """
    keys = ["arm", "lever", "funding", "item", "unit"]
    if rows.empty:
        return pd.DataFrame(columns=[*keys, "value"])
    total = rows.groupby(keys, sort=False, as_index=False, observed=True)["value"].sum()
    return total.assign(value=total["value"] / total["arm"].map(replications))

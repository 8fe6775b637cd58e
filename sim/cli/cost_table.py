"""The cost table: what each lever takes in yuan and in whose hours, and what was given up for it."""

from __future__ import annotations

import pandas as pd
from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text, word
from sim.cli.terminal import number
from sim.study.arms import short_names
from sim.study.costs import GIVEN_UP, OF_IT_CAPITAL, OWED, POSTS, SAVED, SPENT


def print_costs(out: Console, costs: pd.DataFrame) -> None:
    """Print one row per arm and lever; nothing where no lever acts."""
    if costs.empty:
        return
    alone, named = costs["arm"].nunique() == 1, short_names(list(costs["arm"].unique()))
    rows, saving = [], []
    for (arm, lever, funding), own in costs.groupby(["arm", "lever", "funding"], sort=False):
        value = own.set_index("item")["value"]
        hours = own[own.item.str.startswith("hours of ")]
        whose = "; ".join(
            f"{number(v)} of {item.removeprefix('hours of ')}" for item, v in hours[["item", "value"]].values
        )
        posts = float(own.loc[own.unit == POSTS, "value"].sum())
        name = lever if alone or arm == lever else f"{lever} in {named[arm]}"
        if value.get(SPENT, 0.0) < 0.0 and not value.get(GIVEN_UP, 0.0) and not value.get(OWED, 0.0):
            saving.append(name)
        rows.append(
            [
                name,
                funding,
                number(value.get(SPENT, 0.0)),
                number(value.get(OF_IT_CAPITAL, 0.0)),
                number(posts) if posts else "-",
                _or_dash(value.get(GIVEN_UP, 0.0)),
                _or_dash(value.get(SAVED, 0.0)),
                _or_dash(value.get(OWED, 0.0)),
                whose or "-",
            ]
        )
    columns = [
        text("lever", 12),
        word("funding"),
        figures("spent\nyuan/yr"),
        figures("of it\ncapital", spare=1),
        figures("posts\nfilled", spare=4),
        figures("given up\nh/yr"),
        figures("wages cut\nyuan/yr", spare=2),
        figures("still owed\nyuan/yr", spare=3),
        text("hours a year, and whose"),
    ]
    title = "What it costs a year from the day it begins, and what was given up for it"
    print_table(out, title, columns, rows, elsewhere="--json or costs.parquet")
    if any(row[1] != "added" for row in rows):
        print_prose(
            out,
            "Given up: paid hours of grid workers that went to the lever's posts (staff_neutral) or were cut to pay "
            "for it (budget_neutral).",
        )
    if saving:
        print_prose(out, f"{', '.join(saving)}: saves more money than it costs; nothing had to be given up for it.")
    out.print()


def _or_dash(value: float) -> str:
    return number(value) if value else "-"

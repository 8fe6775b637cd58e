"""The cost table: what each lever takes in yuan and in whose hours, and what was given up for it."""

from __future__ import annotations

import pandas as pd
from rich.console import Console

from sim.cli import table
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text
from sim.cli.terminal import number
from sim.config.names import lever_name
from sim.i18n import joined, say, word
from sim.studies.arms import arm_names
from sim.studies.costs import GIVEN_UP, OF_IT_CAPITAL, OWED, POSTS, SAVED, SPENT


def print_costs(out: Console, costs: pd.DataFrame) -> None:
    """Print one row per arm and lever; nothing where no lever acts."""
    if costs.empty:
        return
    alone, named = costs["arm"].nunique() == 1, arm_names(list(costs["arm"].unique()))
    rows, saving = [], []
    for (arm, lever, funding), own in costs.groupby(["arm", "lever", "funding"], sort=False):
        value = own.set_index("item")["value"]
        hours = own[own.item.str.startswith("hours of ")]
        whose = joined(
            (
                say("costs.hours_of", hours=number(v), who=word("people", item.removeprefix("hours of ")))
                for item, v in hours[["item", "value"]].values
            ),
            "; ",
        )
        posts = float(own.loc[own.unit == POSTS, "value"].sum())
        name = lever_name(lever)
        if not alone and arm != lever:
            name = say("costs.in_arm", lever=name, arm=named[arm])
        if value.get(SPENT, 0.0) < 0.0 and not value.get(GIVEN_UP, 0.0) and not value.get(OWED, 0.0):
            saving.append(name)
        rows.append(
            [
                name,
                word("funding", funding),
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
        text(say("costs.lever"), 12),
        table.word(say("costs.funding")),
        figures(say("costs.spent")),
        figures(say("costs.capital"), spare=1),
        figures(say("costs.posts"), spare=4),
        figures(say("costs.given_up")),
        figures(say("costs.wages_cut"), spare=2),
        figures(say("costs.owed"), spare=3),
        text(say("costs.hours")),
    ]
    print_table(out, say("costs.title"), columns, rows, elsewhere=say("costs.elsewhere"))
    if (costs["funding"] != "added").any():
        print_prose(out, say("costs.what_given_up"))
    if saving:
        print_prose(out, say("costs.saves", levers=joined(saving)))
    out.print()


def _or_dash(value: float) -> str:
    return number(value) if value else "-"

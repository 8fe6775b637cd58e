"""The table of all levers, as it is printed and published."""

from __future__ import annotations

import pandas as pd
from rich.console import Console

from sim.cli import table
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text
from sim.cli.terminal import number
from sim.config.names import lever_name
from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.studies.lever_table import SHOWN, rests_on, side_effects, yuan_per_solved

HEADS = {
    "response_mean": "levers.response_mean",
    "on_time": "levers.on_time",
    "solved_of_all": "levers.solved_of_all",
    "silent": "levers.silent",
    "vulnerable_heard": "levers.vulnerable_heard",
    "satisfaction": "levers.satisfaction",
    "formalism_gap": "levers.formalism_gap",
    "spending": "levers.spending",
    "lever_hours": "levers.lever_hours",
}
"""Short headings; what exactly is measured: govsim show NAME."""
UNITS = {"yuan/person/yr": "yuan/pers/yr", "h/1000/yr": "h/1000 p/yr"}
MARK = {"more": "", "less": "", "same": "=", "open": "?"}


def print_levers(out: Console, found: pd.DataFrame, title: str) -> None:
    """Print one row per lever, a table for every way of funding.

    Parameters
    ----------
    found : DataFrame
        As `sim.studies.lever_table.rows` makes it, for all levers.
    title : str
        Place, pairs and days.
    """
    for funding in found.funding.unique():
        own = found[found.funding == funding]
        body = []
        for lever in own.lever.unique():
            rows = own[own.lever == lever].set_index("measure")
            called = lever_name(lever).changed("{} *".format) if rows.circumstance.iloc[0] else lever_name(lever)
            worth = yuan_per_solved(rows.reset_index())
            body.append([called, *(_change(rows, m) for m in SHOWN), number(worth) if worth == worth else "-"])
        columns = [
            table.word(say("levers.lever", funding=word("funding", funding))),
            *(figures(say("levers.head", measure=say(HEADS[m]), unit=_unit(own, m))) for m in SHOWN),
            figures(say("levers.worth")),
        ]
        print_table(out, say("levers.title", title=title, funding=word("funding", funding)), columns, body)
        out.print()
    _side_effects(out, found)
    told = [
        say("levers.circumstance", lever=lever_name(str(lever)), what=own.circumstance.iloc[0])
        for lever, own in found.groupby("lever")
        if own.circumstance.iloc[0]
    ]
    print_prose(out, say("levers.marks"))
    if told:
        print_prose(out, say("levers.own_baseline", told=joined(told, "; ")))
    print_prose(out, say("levers.priors"))


def _side_effects(out: Console, found: pd.DataFrame) -> None:
    """Print what gets worse by the way, and what the effect on solved problems rests on."""
    own = found[found.funding == found.funding.iloc[0]]
    body = []
    for lever in own.lever.unique():
        rows = own[own.lever == lever]
        solved = rows.set_index("measure").loc["solved_of_all"]
        low, high = f"{solved.drawn_low:+.2f}", f"{solved.drawn_high:+.2f}"
        drawn = say("answer.bounds", low=low, high=high) if solved.drawn_low == solved.drawn_low else "-"
        share = solved["spread_from_assumed_%"]
        body.append(
            [lever_name(lever), rests_on(lever), drawn, "-" if share != share else f"{share:.0f} %", side_effects(rows)]
        )  # fmt: skip
    columns = [
        table.word(say("levers.of_lever")),
        figures(say("levers.assumed")),
        figures(say("levers.drawn")),
        figures(say("levers.spread")),
        text(say("levers.worse")),
    ]
    print_table(out, say("levers.title_rests"), columns, body)
    out.print()


def _change(rows: pd.DataFrame, measure: str) -> str:
    if measure not in rows.index:
        return "-"
    r = rows.loc[measure]
    places = 0 if MEASURES[measure].matters >= 5.0 else 2
    return f"{round(r.change, places) + 0.0:+.{places}f}{MARK[r.settled]}"


def _unit(found: pd.DataFrame, measure: str) -> Bilingual:
    units = found.loc[found.measure == measure, "unit"]
    unit = str(units.iloc[0]) if len(units) else ""
    return Bilingual(UNITS.get(unit, unit), word("units", unit).zh)

"""The table of all levers, as it is printed and published."""

from __future__ import annotations

import pandas as pd
from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text, word
from sim.cli.terminal import number
from sim.measures import MEASURES
from sim.study.lever_table import SHOWN, rests_on, side_effects, yuan_per_solved

HEADS = {
    "response_median": "response\nmedian",
    "on_time": "closed\non time",
    "solved_of_all": "solved,\nof all",
    "silent": "never\nheard of",
    "vulnerable_heard": "vulnerable\nheard of",
    "satisfaction": "satis-\nfaction",
    "formalism_gap": "formal\ngap",
    "spending": "\nspending",
    "lever_hours": "people's\nhours",
}
"""Short headings; what exactly is measured: govsim show NAME."""
UNITS = {"yuan/person/yr": "yuan/pers/yr", "h/1000/yr": "h/1000 p/yr"}
MARK = {"more": "", "less": "", "same": "=", "open": "?"}


def print_levers(out: Console, found: pd.DataFrame, title: str) -> None:
    """Print one row per lever, a table for every way of funding.

    Parameters
    ----------
    found : DataFrame
        As `sim.study.lever_table.rows` makes it, for all levers.
    title : str
        Place, pairs and days.
    """
    for funding in found.funding.unique():
        own = found[found.funding == funding]
        body = []
        for lever in own.lever.unique():
            rows = own[own.lever == lever].set_index("measure")
            called = f"{lever} *" if rows.circumstance.iloc[0] else lever
            worth = yuan_per_solved(rows.reset_index())
            body.append([called, *(_change(rows, m) for m in SHOWN), number(worth) if worth == worth else "-"])
        columns = [
            word(f"lever\n({funding})"),
            *(figures(f"{HEADS[m]}\n{_unit(own, m)}") for m in SHOWN),
            figures("added yuan\nper problem\nsolved"),
        ]
        print_table(out, f"What each lever changes, the model shows. {title}; funding {funding}.", columns, body)
        out.print()
    _side_effects(out, found)
    told = [f"{lever}: {own.circumstance.iloc[0]}" for lever, own in found.groupby("lever") if own.circumstance.iloc[0]]
    print_prose(
        out, "= surely too small to matter;  ? not settled by these pairs;  the rest is settled (Holm over measures)."
    )
    if told:
        print_prose(out, f"* against a baseline of its own. {'; '.join(told)}.")
    print_prose(out, "Assumed numbers are wide priors, not findings; table.csv has every measure with its interval.")


def _side_effects(out: Console, found: pd.DataFrame) -> None:
    """Print what gets worse by the way, and what the effect on solved problems rests on."""
    own = found[found.funding == found.funding.iloc[0]]
    body = []
    for lever in own.lever.unique():
        rows = own[own.lever == lever]
        solved = rows.set_index("measure").loc["solved_of_all"]
        drawn = f"{solved.drawn_low:+.2f} to {solved.drawn_high:+.2f}" if solved.drawn_low == solved.drawn_low else "-"
        share = solved["spread_from_assumed_%"]
        body.append(
            [lever, rests_on(lever), drawn, "-" if share != share else f"{share:.0f} %", side_effects(rows)]
        )  # fmt: skip
    columns = [
        word("lever"),
        figures("its numbers\nassumed"),
        figures("problems solved, points, if all\nassumed are drawn (10-90 %)"),
        figures("of that spread\nfrom assumed"),
        text("what surely gets worse"),
    ]
    print_table(out, "What it rests on, and side effects.", columns, body)
    out.print()


def _change(rows: pd.DataFrame, measure: str) -> str:
    if measure not in rows.index:
        return "-"
    r = rows.loc[measure]
    places = 0 if MEASURES[measure].matters >= 5.0 else 2
    return f"{round(r.change, places) + 0.0:+.{places}f}{MARK[r.settled]}"


def _unit(found: pd.DataFrame, measure: str) -> str:
    units = found.loc[found.measure == measure, "unit"]
    unit = str(units.iloc[0]) if len(units) else ""
    return UNITS.get(unit, unit)

"""The table of all levers: changes, what gets worse, what a solved problem costs, what the spread comes from."""

from __future__ import annotations

import io
import math
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from sim.cli.lever_table import print_levers
from sim.cli.terminal import console
from sim.measures import MEASURES
from sim.studies.lever_table import SHOWN, rests_on, rows, side_effects, yuan_per_solved


def replications(n: int = 6, jitter: float = 0.01, **changes: float) -> list[Any]:
    """Replications in which every measure is its number of the fate, plus a change."""
    return [
        SimpleNamespace(
            measures={m: 50.0 + k + changes.get(m, 0.0) + jitter * (k % 2) * (m in changes) for m in MEASURES}
        )
        for k in range(n)
    ]


def table(drawn: list[Any] | None = None, drawn_before: list[Any] | None = None, **changes: float) -> pd.DataFrame:
    before, after = replications(), replications(**changes)
    return rows("dual_report", "added", "", before, after, drawn or [], drawn_before or before)


def test_changes_are_paired_and_judged() -> None:
    by = table(silent=-5.0, true_resolution=-3.0, satisfaction=0.1).set_index("measure")
    assert by.change["silent"] == pytest.approx(-5.0 + 0.005)
    assert (by.settled["silent"], by.worse["silent"]) == ("less", False)
    assert (by.settled["true_resolution"], by.worse["true_resolution"]) == ("less", True)
    assert (by.settled["satisfaction"], by.worse["satisfaction"]) == ("same", False)
    assert (by.change.drop(["silent", "true_resolution", "satisfaction"]) == 0.0).all()


def test_side_effects_are_what_surely_got_worse_largest_first_without_costs() -> None:
    told = side_effects(table(true_resolution=-3.0, silent=9.0, spending=20.0, found=30.0))
    assert told.index("problems never heard of +9") < told.index("truly solved -3")
    assert "spending" not in told  # has a column of its own
    assert "found" not in told  # neither better nor worse
    assert side_effects(table(satisfaction=0.1)) == "none settled"


def test_yuan_per_problem_solved() -> None:
    # 8 yuan a head and year, 16 problems more for a thousand heads
    assert yuan_per_solved(table(spending=8.0, solved_per_1000=16.0)) == pytest.approx(1000.0 * 8.0 / 16.0, rel=1e-3)
    assert math.isnan(yuan_per_solved(table(spending=8.0)))
    assert math.isnan(yuan_per_solved(table(solved_per_1000=16.0)))
    assert math.isnan(yuan_per_solved(table(spending=8.0, solved_per_1000=-16.0)))


def test_how_much_of_the_spread_comes_from_assumed_numbers() -> None:
    spread = [SimpleNamespace(measures=dict.fromkeys(MEASURES, 50.0 + k + 0.5 * k)) for k in range(6)]
    by = table(drawn=spread, silent=1.0).set_index("measure")
    # the change is 0, 0.5 ... 2.5 over the draws, and nearly the same in every fate without them
    assert by.drawn_low["silent"] == pytest.approx(0.125)
    assert by.drawn_high["silent"] == pytest.approx(2.375)
    assert by["spread_from_assumed_%"]["silent"] > 99.0
    assert set(by["sure"]) <= {"too_few", "not_sure"}  # six draws say nothing of a verdict, nor of a figure to fetch
    assert set(by["fetch"]) == {""}
    assert math.isnan(table().drawn_low[0])
    # where every draw moves the district without the lever as much, the lever's change is the same in all
    by = table(drawn=spread, drawn_before=spread, silent=1.0).set_index("measure")
    assert by.drawn_low["silent"] == by.drawn_high["silent"] == 0.0


def test_a_lever_says_how_many_of_its_numbers_are_assumed() -> None:
    assert rests_on("dual_report") == "7 of 9"  # hours of a turn and members of a unit are derived
    assert rests_on("volunteer_teams") == "7 of 8"  # teams are sourced; five numbers are choices


def test_the_printed_table_has_a_row_a_lever_and_fits() -> None:
    out = io.StringIO()
    found = pd.concat([table(silent=-5.0), table(silent=2.0).assign(lever="whistle", circumstance="a surge")])
    print_levers(console(out), found, "Somewhere")
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= 140
    assert "…" not in text
    (line,) = [row for row in text.splitlines() if row.startswith("whistle *") and "+2" in row]
    assert len(line.split()) == 3 + len(SHOWN)  # the name, its star, the measures and the price

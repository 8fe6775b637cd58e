"""Numbers of the parts, worked out by hand from tables of a few rows."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.brief.brief import Brief
from sim.brief.by_area import area_changes
from sim.brief.parts.flows import ending, flows_table, of_hundred
from sim.brief.parts.gains import gains_table, ordered
from sim.brief.parts.hours import hours_table
from sim.brief.parts.limits import all_limits
from sim.brief.parts.lorenz import lorenz
from sim.brief.parts.parting import by_week, parting
from sim.brief.parts.title import title
from sim.brief.parts.worth import price, worth_table
from sim.i18n import speaking
from sim.state.cases import Stage
from sim.studies.case_table import of_stage
from sim.studies.waits import EVERYBODY

T_OF_THREE = 4.302653  # Student's t, two degrees of freedom, 97.5 %


def brief_of(**tables: pd.DataFrame) -> Brief:
    gain = {"change": 5.0, "low": 4.0, "high": 6.0, "verdict": "better", "sure": 1}
    cost = {"change": 5.0, "low": 5.0, "high": 5.0}
    answer: dict[str, Any] = {
        "kind": "compare", "main": "solved_of_all", "cost": "spending", "pairs": 3, "days": 21, "warmup_days": 0,
        "arms": [{"key": key, "name": {"en": key, "zh": key}} for key in ("a", "b")], "ranked": ["b"], "best": "b",
        "measures": {"b": {"solved_of_all": gain, "spending": cost}},
    }  # fmt: skip
    results: Any = SimpleNamespace(has=lambda name: name in tables, **tables)
    return Brief(results, answer)


def flows_by_hand() -> pd.DataFrame:
    """Of 20 problems in two replications 10 are reported, 2 found, 8 never heard of; 8 solved, 2 open, 2 given up."""
    steps = [("arisen", "reported", 6, 4), ("arisen", "found", 2, 0), ("arisen", "never_heard_of", 2, 6),
             ("reported", "solved", 5, 3), ("reported", "open", 1, 1), ("found", "given_up", 2, 0)]  # fmt: skip
    rows = [
        {"arm": "a", "replication": k, "from": s[0], "to": s[1], "problems": s[2 + k]} for s in steps for k in (0, 1)
    ]
    found = pd.DataFrame(rows).assign(**{of_stage(stage): 0.0 for stage in Stage})
    found.loc[(found["from"] == "arisen") & (found["to"] == "reported"), of_stage(Stage.DISCOVERY)] = [36.0, 24.0]
    found.loc[found["to"] == "solved", of_stage(Stage.QUEUE)] = [20.0, 4.0]
    return found


def test_flows_are_of_a_hundred() -> None:
    brief = brief_of(flows=flows_by_hand())
    assert ending(brief, "a", "solved") == pytest.approx(40.0)
    assert [row[2] for row in flows_table(brief).rows] == pytest.approx([50.0, 10.0, 40.0, 40.0, 10.0, 10.0])
    own = of_hundred(brief)["a"]
    assert own[own["from"] == "arisen"]["amount"].sum() == pytest.approx(100.0)
    assert own[own["from"] != "arisen"]["amount"].sum() == pytest.approx(60.0)  # those that somebody heard of


def test_hours_are_of_a_problem_that_is_heard_of() -> None:
    rows = hours_table(brief_of(flows=flows_by_hand())).rows
    hours = {stage: row[1] for stage, row in zip(Stage, rows, strict=True)}
    assert hours[Stage.DISCOVERY] == pytest.approx(60.0 / 12.0)
    assert hours[Stage.QUEUE] == pytest.approx(24.0 / 12.0)
    assert sum(map(float, hours.values())) == pytest.approx(7.0)


def test_areas_are_compared_pair_by_pair() -> None:
    values = {"a": {0: (50, 52, 54), 1: (40, 41, 45), 2: (1, 1, 1)}, "b": {0: (59, 62, 65), 1: (39, 41, 46)}}
    areas = pd.DataFrame(
        {"arm": arm, "level": "community", "id": id_, "area": f"C{id_}", "replication": k, "solved_of_all": float(v)}
        for arm, own in values.items() for id_, three in own.items() for k, v in enumerate(three)
    )  # fmt: skip
    brief = brief_of(areas=areas, larger_areas=areas)
    one, other = area_changes(brief, "b", "community", "solved_of_all")
    assert (one.id, other.id) == (0, 1)  # the third was merged: only one arm has it
    half = T_OF_THREE * 1.0 / np.sqrt(3.0)
    assert (one.change.change.mean, one.change.change.low) == pytest.approx((10.0, 10.0 - half), rel=1e-5)
    assert (one.tone, other.tone) == ("better", "")
    assert [area.id for area in ordered(brief, "b", "community")] == [0, 1]
    assert gains_table(brief, "b", "community").rows[0][1:4] == pytest.approx([52.0, 62.0, 10.0])


def test_the_price_is_of_a_further_problem_solved() -> None:
    runs = pd.DataFrame({"arm": ["a", "a", "b", "b"], "solved_per_1000": [90.0, 110.0, 140.0, 160.0]})
    brief = brief_of(runs=runs)
    assert price(brief, "b") == pytest.approx(1000.0 * 5.0 / 50.0)
    assert worth_table(brief).rows[0][-1] == pytest.approx(100.0)
    brief.answer["measures"]["b"]["solved_of_all"]["verdict"] = "open"
    assert np.isnan(price(brief, "b"))


def test_waits_are_told_by_week() -> None:
    daily = pd.DataFrame(
        {"arm": arm, "level": "district", "replication": k, "day": day, "response_h": day + k + more * (day >= 14)}
        for arm, more in (("a", 0.0), ("b", 9.0)) for k in (0, 1) for day in range(21)
    )  # fmt: skip
    brief = brief_of(daily=daily, district_days=daily)
    weekly = by_week(brief)
    assert weekly.index.tolist() == [7, 14, 21]
    assert weekly["a", 0].tolist() == [3.0, 10.0, 17.0]
    (section,) = parting(brief, "b")
    assert "b in 1 of 3, first by day 21" in section.said


def test_the_longest_tenth_is_what_lies_above_the_90th_percentile() -> None:
    percentile = np.arange(101)
    share = np.where(percentile <= 90, percentile / 90 * 0.25, 0.25 + (percentile - 90) / 10 * 0.75)
    waits = pd.DataFrame(
        {"arm": "a", "replication": 0, "group": EVERYBODY, "percentile": percentile, "share": share,
         "hours": percentile * 2.0}
    )  # fmt: skip
    (section,) = lorenz(brief_of(waits=waits, waits_of_all=waits), "a")
    assert "a 75 %" in section.said
    assert section.table is not None
    assert section.table.rows[0][2:4] == [20.0, 50.0]


def test_draws_of_a_calibration_that_failed_its_test_are_warned_of_below_the_title(brief: Brief) -> None:
    row = {"measure": "on_time", "area": "all", "unit": "%"}
    test = {"fits": 10, "of": 14, "predicted": 0, "held": 2, "missed_fit": [], "missed_held": [row]}
    told = replace(brief, answer={**brief.answer, "draws": {"n": 64, "source": "mine/posterior.parquet", "test": test}})
    with speaking("en"):
        assert "predicts 0 of 2, fits 10 of 14 figures. No forecast for this place" in title(told, told.shown)
        assert "Nothing may be concluded of what it misses: on_time %" in all_limits(told)[0]
        assert "forecast" not in title(brief, brief.shown) + str(all_limits(brief))

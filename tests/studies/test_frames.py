"""Answers as tables: by hand, and the same as what is printed."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.measures import MEASURES
from sim.studies.frames import DIFFERENCES, SUMMARY, as_html, differences, summary
from sim.studies.looks import Plan
from sim.studies.statistics import paired

NAMES = ("response_mean", "trust")


def runs(**arms: tuple[list[float], list[float]]) -> pd.DataFrame:
    """Rows of ``response_mean`` and ``trust`` by arm and replication."""
    return pd.DataFrame(
        [
            {"arm": arm, "replication": k, "response_mean": a, "trust": b}
            for arm, columns in arms.items()
            for k, (a, b) in enumerate(zip(*columns, strict=True))
        ]
    )


TWO = runs(
    zero=([10.0, 12.0, 14.0, 16.0], [50.0, 51.0, 52.0, 53.0]), one=([8.0, 10.5, 11.5, 14.0], [50.0, 51.0, 52.0, 53.0])
)


def test_means_by_hand() -> None:
    frame = summary(TWO, NAMES)
    assert list(frame.columns) == list(SUMMARY)
    assert list(zip(frame.arm, frame.measure, strict=True)) == [(a, n) for a in ("zero", "one") for n in NAMES]
    first = frame.iloc[0]
    half = stats.t.ppf(0.975, 3) * np.std([10, 12, 14, 16], ddof=1) / 2.0
    assert (first["mean"], first.unit, first.replications) == (13.0, "h", 4)
    assert (first.low, first.high) == pytest.approx((13.0 - half, 13.0 + half))


def test_arms_come_in_the_order_of_the_table() -> None:
    frame = summary(TWO.iloc[::-1], NAMES[:1])
    assert list(frame.arm) == ["one", "zero"]


def test_a_replication_without_a_value_is_left_out() -> None:
    frame = summary(runs(zero=([10.0, math.nan, 14.0], [1.0, 1.0, 1.0])), NAMES)
    assert list(frame["mean"]) == [12.0, 1.0]
    assert list(frame.replications) == [2, 3]


def test_differences_by_hand() -> None:
    frame = differences(TWO, ["zero", "one"], NAMES)
    assert list(frame.columns) == list(DIFFERENCES)
    first, second = frame.iloc[0], frame.iloc[1]
    d = np.array([-2.0, -1.5, -2.5, -2.0])
    p = stats.ttest_1samp(d, 0.0).pvalue
    half = stats.t.ppf(0.975, 3) * d.std(ddof=1) / 2.0
    assert (first.before, first.after, first.change, first.pairs) == (13.0, 11.0, -2.0, 4)
    assert (first.low, first.high) == pytest.approx((-2.0 - half, -2.0 + half))
    assert first.p_holm == pytest.approx(2.0 * p)  # of two measures
    assert first.settled == "less"
    assert (second.change, second.settled, second.unit) == (0.0, "same", MEASURES["trust"].unit)


def test_every_other_arm_is_compared_with_the_first_that_is_named() -> None:
    three = runs(zero=([10.0, 12.0], [1.0, 1.0]), one=([11.0, 13.0], [1.0, 1.0]), two=([13.0, 15.0], [1.0, 1.0]))
    assert list(differences(three, ["zero", "one", "two"], NAMES[:1]).change) == [1.0, 3.0]
    assert list(differences(three, ["two", "zero", "one"], NAMES[:1]).change) == [-3.0, -2.0]
    assert differences(three, ["zero"], NAMES).empty


def test_rows_say_what_is_printed_of_them() -> None:
    frame = differences(TWO, ["zero", "one"], NAMES)
    printed = paired(TWO, "zero", "one", NAMES)
    assert list(frame.verdict) == [str(d.verdict()) for d in printed]
    assert list(frame.p_holm) == [d.p_holm for d in printed]


def test_by_a_plan_only_what_it_names_is_judged() -> None:
    rng = np.random.default_rng(3)
    before = rng.normal(50.0, 5.0, (2, 12))
    many = runs(
        zero=(list(before[0]), list(before[1])),
        one=(list(before[0] - 9.0 + rng.normal(0.0, 0.5, 12)), list(before[1] - 9.0)),
    )
    frame = differences(many, ["zero", "one"], NAMES, Plan.of(["response_mean"]))
    assert list(frame.settled) == ["less", "open"]
    assert list(frame.pairs) == [10, 12]  # the look of ten settled it; trust is shown as it is, without a verdict
    assert list(differences(many, ["zero", "one"], NAMES).settled) == ["less", "less"]


def test_html_is_a_table_that_no_name_can_break() -> None:
    long = "The model shows " + "less of it " * 20
    frame = pd.DataFrame({"arm": ["<b>x</b>"], "x": [0.123456789], "y": [math.nan], "verdict": [long]})
    text = as_html(frame, "<script>", "a & b")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "a &amp; b" in text
    assert "<b>x</b>" not in text
    assert "0.1235" in text
    assert "<td>-</td>" in text
    assert long.strip() in text

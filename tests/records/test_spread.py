"""Standard deviations against closed forms and against samples whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.records.spread import Blocks, between, blocks_of, number, ratio_by_weeks, share


def flat(n: int, weeks: int, months: int) -> Blocks:
    """Cases in order, parted evenly into weeks and months."""
    return Blocks(np.arange(n) * weeks // n, np.arange(n) * months // n)


def test_the_largest_reason_counts() -> None:
    found = number(50.0, 9, chance=1.0, weeks=math.nan, months=3.0)
    assert (found.sd, found.reason, found.parts) == (3.0, "months", {"chance": 1.0, "months": 3.0})


def test_chance_alone_is_binomial() -> None:
    hits = np.arange(900) % 3 == 0
    found = share(hits, np.ones(900, np.bool_), None)
    assert (found.value, found.reason) == (pytest.approx(100 / 3), "chance")
    assert found.sd == pytest.approx(100.0 * math.sqrt(2.0 / 9.0 / 900.0), rel=0.01)
    none = share(np.zeros(90, np.bool_), np.ones(90, np.bool_), None)
    assert (none.value, none.sd > 0.5) == (0.0, True)  # none of ninety is not never


def test_half_of_the_gap_between_readings_counts() -> None:
    hits = np.arange(1000) % 2 == 0
    found = share(hits, np.ones(1000, np.bool_), None, other=30.0)
    assert (found.sd, found.reason) == (10.0, "readings")


def test_weeks_as_wholes_differ_as_their_closed_form_says() -> None:
    """Equal weeks: the standard deviation of the mean of w weeks drawn anew is their spread over the root of w."""
    weeks = np.array([10.0, 30.0] * 8)
    wanted = 0.1 / math.sqrt(16)  # the spread of 0.1 and 0.3 is 0.1
    assert ratio_by_weeks(weeks, np.full(16, 100.0)) == pytest.approx(wanted, rel=0.1)
    assert math.isnan(ratio_by_weeks(weeks[:3], np.full(3, 100.0)))


def test_months_that_differ_make_a_share_less_sure_than_its_cases_do() -> None:
    n = 9000
    hits = np.concatenate([np.arange(3000) % 10 < k for k in (8, 9, 7)])
    found = share(hits, np.ones(n, np.bool_), flat(n, 13, 3))
    assert found.value == pytest.approx(80.0)
    assert (found.reason, found.sd) == ("months", pytest.approx(10.0))
    assert found.parts["chance"] < 0.5


def test_the_sd_holds_what_a_repeated_year_does() -> None:
    """Sixteen weeks with a week's own share: the sd told from one sample is the spread of the shares of many."""
    rng = np.random.default_rng(5)
    told, shares = [], []
    blocks = flat(3200, 16, 1)
    for _ in range(60):
        p = np.clip(rng.normal(0.7, 0.1, 16), 0, 1)
        hits = rng.random(3200) < p[blocks.week]
        found = share(hits, np.ones(3200, np.bool_), blocks)
        told.append(found.sd)
        shares.append(found.value)
    assert np.mean(told) == pytest.approx(np.std(shares), rel=0.3)
    assert np.mean(told) > 2.0 * 100.0 * math.sqrt(0.21 / 3200)


def test_a_spread_between_parts_is_told_from_chance() -> None:
    rng = np.random.default_rng(1)
    many = np.full(60, 200)
    assert between(rng.binomial(many, 0.9), many) < 1.0
    assert between(rng.binomial(many, np.where(np.arange(60) % 2, 0.7, 0.9)), many) == pytest.approx(10.0, abs=2.0)
    assert math.isnan(between(many[:2], many[:2]))
    assert (between(many, many), between(np.zeros(60, np.int64), many)) == (0.0, 0.0)
    assert between(np.where(np.arange(60) == 0, 0, many), many) > 5.0  # all but one are all


def test_days_left_over_belong_to_the_last_week_and_short_months_to_none() -> None:
    first = np.datetime64("2024-01-10")
    blocks = blocks_of((first + np.arange(30)).astype("datetime64[s]"), first, 30)
    assert np.bincount(blocks.week).tolist() == [7, 7, 7, 9]
    assert blocks.month.tolist() == [0] * 22 + [-1] * 8  # eight days of February

"""Intervals and verdicts against hand calculation, scipy and known coverage."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.measures import MEASURES
from sim.studies.statistics import Difference, Interval, compare, half_widths, holm, mean_interval, paired

RESPONSE = MEASURES["response_median"]  # 1 h matters


def test_interval_by_hand() -> None:
    i = mean_interval([1.0, 2.0, 3.0, 4.0])
    half = 3.182446305284263 * math.sqrt(5.0 / 3.0) / 2.0  # t(0.975, 3) s / sqrt(4)
    assert i.mean == 2.5
    assert i.high - i.mean == pytest.approx(half, rel=1e-12)


def test_interval_covers_as_often_as_it_says() -> None:
    draws = np.random.default_rng(3).normal(7.0, 2.0, (2000, 6))
    hits = sum(i.low <= 7.0 <= i.high for i in map(mean_interval, draws))
    assert hits / 2000 == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 2000))


def test_one_value_has_no_interval_and_nan_is_left_out() -> None:
    assert math.isnan(mean_interval([3.0]).low)
    assert mean_interval([3.0, math.nan, 5.0]).n == 2
    assert mean_interval([]).n == 0


def test_no_interval_leaves_what_the_measure_can_take() -> None:
    share, hours = MEASURES["on_time"], MEASURES["response_mean"]
    assert mean_interval([99.0, 100.0, 96.0], share.limits).high == 100.0
    assert mean_interval([0.0, 0.1, 3.0], hours.limits).low == 0.0
    assert mean_interval([100.0, 100.0], share.limits) == mean_interval([100.0, 100.0])
    change = compare(share, np.array([0.0, 100.0]), np.array([100.0, 0.0])).change
    assert (change.low, change.high) == (-100.0, 100.0)
    for measure in MEASURES.values():  # a cut interval still holds its mean
        low, high = measure.limits
        inside = mean_interval([max(low, 0.0), min(high, 1.0)], measure.limits)
        assert low <= inside.low <= inside.mean <= inside.high <= high


def test_scores_differ_by_points_and_shares_by_percentage_points() -> None:
    values = np.array([50.0, 60.0])
    told = {name: compare(m, values, values + 3.0).verdict().zh for name, m in MEASURES.items()}
    scores = {"satisfaction", "satisfaction_end", "satisfaction_gap", "trust"}
    assert {name for name, said in told.items() if "3分" in said} == scores, told
    assert MEASURES["formalism_gap"].unit == compare(MEASURES["silent"], values, values).unit == "% points"
    assert all("百分点" in told[name] for name, m in MEASURES.items() if m.unit == "%")


def test_a_cut_interval_covers_as_often_as_it_says() -> None:
    draws = np.random.default_rng(4).beta(0.5, 8.0, (4000, 5))
    truth = 0.5 / 8.5
    whole = [mean_interval(x) for x in draws]
    cut = [mean_interval(x, (0.0, 1.0)) for x in draws]
    assert any(i.low < 0.0 for i in whole)
    assert sum(i.low <= truth <= i.high for i in cut) == sum(i.low <= truth <= i.high for i in whole)


def test_many_half_widths_are_those_of_single_intervals() -> None:
    rows = np.random.default_rng(5).normal(0.0, 1.0, (6, 7))
    rows[0, 2:] = np.nan
    rows[1, 1:] = np.nan
    half = half_widths(rows)
    assert np.isnan(half[1])
    for row, found in zip(rows, half, strict=True):
        expected = mean_interval(row)
        assert found == pytest.approx(expected.half_width, nan_ok=True)


def test_a_single_pair_settles_nothing_and_says_so() -> None:
    d = holm([compare(RESPONSE, np.array([9.0]), np.array([7.0]))])[0]
    assert d.settled == "open"
    assert "nan" not in d.verdict()
    assert "-2 h in a single pair" in d.verdict()
    none = holm([compare(RESPONSE, np.array([math.nan]), np.array([7.0]))])[0]
    assert "nan" not in none.verdict()
    assert "no pair" in none.verdict()


def test_pairing_is_measured_not_assumed() -> None:
    rng = np.random.default_rng(1)
    shared, noise = rng.normal(0, 5, 40), rng.normal(0, 0.5, (2, 40))
    d = compare(RESPONSE, 10 + shared + noise[0], 8 + shared + noise[1])
    expected = (np.var(shared + noise[0], ddof=1) + np.var(shared + noise[1], ddof=1)) / np.var(
        noise[1] - noise[0], ddof=1
    )
    assert d.variance_cut == pytest.approx(expected)
    assert d.p == pytest.approx(float(stats.ttest_rel(8 + shared + noise[1], 10 + shared + noise[0]).pvalue))
    apart = compare(RESPONSE, 10 + rng.normal(0, 5, 400), 8 + rng.normal(0, 5, 400))
    assert apart.variance_cut == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    ("change", "spread", "word"), [(-3.0, 0.5, "less"), (3.0, 0.5, "more"), (0.1, 0.2, "same"), (0.8, 4.0, "open")]
)
def test_verdicts(change: float, spread: float, word: str) -> None:
    before = np.linspace(20, 30, 12)
    wiggle = spread * np.array([1, -1] * 6)
    d = holm([compare(RESPONSE, before, before + change + wiggle)])[0]
    assert d.settled == word
    assert "the model" in d.verdict()
    assert (d.pairs_needed > 12) == (word == "open")


def test_more_pairs_settle_what_it_says() -> None:
    rng = np.random.default_rng(5)
    first = compare(RESPONSE, np.zeros(10), rng.normal(0.0, 4.0, 10))
    assert first.pairs_needed > 10
    then = compare(RESPONSE, np.zeros(3 * first.pairs_needed), rng.normal(0.0, 4.0, 3 * first.pairs_needed))
    assert then.change.half_width < RESPONSE.matters


def test_holm_is_holm() -> None:
    rng = np.random.default_rng(2)
    pairs = [compare(RESPONSE, np.zeros(8), rng.normal(m, 1.0, 8)) for m in (0.0, 0.5, 1.0, 2.0)]
    p = np.array([d.p for d in pairs])
    order = np.argsort(p)
    expected = np.empty(4)
    expected[order] = np.maximum.accumulate(np.minimum(1.0, p[order] * np.arange(4, 0, -1)))
    assert [d.p_holm for d in holm(pairs)] == pytest.approx(list(expected))
    assert all(d.p_holm >= d.p for d in holm(pairs))


def test_a_constant_difference_is_certain() -> None:
    d = compare(RESPONSE, np.arange(5.0), np.arange(5.0) - 2.0)
    assert d.p == 0.0
    assert d.settled == "less"


def test_a_verdict_rests_on_the_corrected_p() -> None:
    # alone this change is sure; among forty comparisons of which none is, it is not
    before = np.linspace(20.0, 30.0, 12)
    change = 2.0 + 2.4 * np.array([1, -1] * 6)
    alone = holm([compare(RESPONSE, before, before + change)])[0]
    assert 0.01 < alone.p < 0.05
    assert alone.p_holm == alone.p
    assert alone.settled == "more"
    among = holm([alone, *[compare(RESPONSE, before, before + 9.0 * np.array([1, -1] * 6)) for _ in range(39)]])[0]
    assert among.p == alone.p
    assert among.p_holm == pytest.approx(40 * alone.p)
    assert among.settled == "open"
    assert "does not settle" in among.verdict()


@pytest.mark.parametrize(
    ("low", "high", "p", "settled"),
    # a change of 1 h matters
    [(-1.0, 1.0, 0.001, "same"), (-1.1, 0.5, 0.2, "open"), (0.5, 1.1, 0.04, "more"), (-1.1, -0.5, 0.04, "less"),
     (0.5, 1.1, 0.05, "open"), (2.0, 3.0, 0.2, "open"), (math.nan, math.nan, 0.0, "open")],
)  # fmt: skip
def test_what_is_settled_by_interval_zone_and_p(low: float, high: float, p: float, settled: str) -> None:
    assert RESPONSE.matters == 1.0
    flat = Interval(0.0, 0.0, 0.0, 5)
    change = Interval((low + high) / 2.0, low, high, 5)
    found = Difference(RESPONSE, flat, flat, change, p=0.0, p_holm=p, variance_cut=1.0, pairs_needed=7)
    assert found.settled == settled
    words = {"same": "no change", "open": "about 7 pairs", "more": "higher by", "less": "lower by"}
    assert words[settled] in found.verdict()


def test_pairs_are_compared_where_both_are_numbers() -> None:
    nan = math.nan
    d = compare(RESPONSE, np.array([1.0, nan, 3.0, 4.0]), np.array([2.0, 9.0, nan, 7.0]))
    assert (d.before.mean, d.after.mean, d.change.mean, d.change.n) == (2.5, 4.5, 2.0, 2)
    one = compare(RESPONSE, np.array([1.0]), np.array([2.0]))
    assert math.isnan(one.p)
    assert (one.pairs_needed, one.settled) == (0, "open")


def test_pairs_needed_by_hand() -> None:
    # differences +-4: their sd is 4 sqrt(8/7); (1.96 sd / 1 h)^2 = 70.2
    d = compare(RESPONSE, np.zeros(8), 4.0 * np.array([1.0, -1.0] * 4))
    assert d.pairs_needed == math.ceil(1.96**2 * 16.0 * 8.0 / 7.0) == 71
    narrow = compare(RESPONSE, np.zeros(8), 0.1 * np.array([1.0, -1.0] * 4))
    assert narrow.pairs_needed == 0


def test_arms_are_paired_by_replication() -> None:
    runs = pd.DataFrame(
        {
            "arm": ["a", "a", "a", "b", "b"],
            "replication": [0, 1, 2, 2, 1],
            "response_median": [1.0, 2.0, 3.0, 30.0, 20.0],
        }
    )
    (d,) = paired(runs, "a", "b", ["response_median", "trust"])
    assert (d.before.mean, d.after.mean, d.change.n) == (2.5, 25.0, 2)
    assert d.change.mean == 22.5


def test_a_p_that_is_not_a_number_stays_one() -> None:
    sure = compare(RESPONSE, np.zeros(8), np.linspace(2.0, 3.0, 8))
    unknown = compare(RESPONSE, np.array([1.0]), np.array([2.0]))
    found = holm([unknown, sure])
    assert math.isnan(found[0].p_holm)
    assert found[1].p_holm == pytest.approx(2.0 * sure.p)
    assert holm([]) == []

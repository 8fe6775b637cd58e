"""Sequential looks: the chance of a false verdict is kept, whatever is looked at, and in whatever order."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.studies.sequential import Plan, _holm, judge, next_look, pairs_needed, pairs_of, settled, verdicts
from sim.types import Floats
from tests.studies.folders import asked, question

ONE = Plan(("response_mean",), (1.0,))  # 1 h matters
NAMES = ("response_mean", "on_time", "silent", "spending")


def words(plan: Plan, differences: Floats) -> list[str]:
    """What is said of each of several comparisons of one measure, [comparisons, pairs]."""
    return [verdicts(plan, {plan.measures[0]: row})[plan.measures[0]].word for row in differences]


def false(said: list[str]) -> float:
    return sum(word in ("more", "less") for word in said) / len(said)


def skewed(rng: np.random.Generator) -> Floats:
    """Mean 0, standard deviation 1, skewness 1.5: the largest met in real differences."""
    shape = (2.0 / 1.5) ** 2
    return np.asarray((rng.gamma(shape, 1.0, (2000, 40)) - shape) / math.sqrt(shape))


@pytest.mark.slow
@pytest.mark.parametrize("sd", [2.0, 4.0])
@pytest.mark.parametrize("draw", [lambda rng: rng.normal(0.0, 1.0, (2000, 40)), skewed])
def test_nothing_is_found_where_there_is_nothing(sd: float, draw: Callable[[np.random.Generator], Floats]) -> None:
    draws = sd * draw(np.random.default_rng(11))
    assert false(words(ONE, draws)) <= 0.06
    assert false(words(ONE.extended(80), np.hstack([draws, draws[::-1]]))) <= 0.06


def test_a_real_difference_is_found_and_soon() -> None:
    draws = np.random.default_rng(12).normal(1.3, 1.0, (300, 40))
    said = [verdicts(ONE, {"response_mean": row})["response_mean"] for row in draws]
    assert sum(v.word == "more" for v in said) > 290
    assert not any(v.word == "less" for v in said)
    assert np.mean([v.look for v in said]) < 25
    narrow = np.random.default_rng(13).normal(0.0, 0.4, (300, 40))
    same = [verdicts(ONE, {"response_mean": row})["response_mean"] for row in narrow]
    assert sum(v.word == "same" for v in same) > 290
    assert np.mean([v.look for v in same]) < 20


@pytest.mark.slow
def test_a_zone_left_is_not_called_same() -> None:
    draws = np.random.default_rng(14).normal(1.05, 0.5, (2000, 40))
    assert np.mean([word == "same" for word in words(ONE, draws)]) <= 0.06


def test_an_interval_leaves_out_zero_exactly_where_holm_rejects() -> None:
    rng = np.random.default_rng(15)
    plan, met = Plan(NAMES, (0.0,) * 4), set()
    for _ in range(300):
        pairs = {name: rng.normal(rng.choice([0.0, 1.0]), 1.0, 40) for name in NAMES}
        said = judge(plan, pairs, 40)
        p = {name: float(stats.ttest_1samp(x, 0.0).pvalue) for name, x in pairs.items()}
        ordered, rejected = sorted(p, key=p.__getitem__), set()
        for k, name in enumerate(ordered):
            if p[name] > plan.alphas()[40] / (4 - k):
                break
            rejected.add(name)
        met.add(len(rejected))
        for name, v in said.items():
            assert (v.low > 0.0 or v.high < 0.0) == (name in rejected) == (v.word in ("more", "less"))
            t = stats.t.interval(1.0 - v.alpha, 39, pairs[name].mean(), stats.sem(pairs[name]))
            assert (v.low, v.high) == pytest.approx(t, rel=1e-9)
    assert met == {0, 1, 2, 3, 4}


@pytest.mark.slow
def test_ten_measures_together_err_no_more_than_one() -> None:
    plan = Plan(tuple("abcdefghij"), (1.0,) * 10)
    rng = np.random.default_rng(16)
    wrong = 0
    for _ in range(400):
        said = verdicts(plan, {name: rng.normal(0.0, 3.0, 40) for name in plan.measures})
        wrong += any(v.word in ("more", "less") for v in said.values())
    assert wrong / 400 <= 0.06


def test_the_order_of_pairs_and_measures_is_of_no_account() -> None:
    rng = np.random.default_rng(17)
    plan = Plan(NAMES, (1.0,) * 4)
    pairs = {name: rng.normal(0.7, 1.3, 20) for name in NAMES}
    pairs["silent"][3] = math.nan
    first = judge(plan, pairs, 20)
    for _ in range(20):
        order = rng.permutation(20)
        mixed = {name: pairs[name][order] for name in rng.permutation(NAMES)}
        assert judge(plan, mixed, 20) == first
    assert first["silent"].missing == 1
    assert first["silent"].pairs == 19


def test_pairs_after_a_look_wait_for_the_next_one() -> None:
    rng = np.random.default_rng(18)
    x = rng.normal(0.0, 4.0, 40)
    assert verdicts(ONE, {"response_mean": x[:9]}) == {}
    for n in (10, 19):
        assert verdicts(ONE, {"response_mean": x[:n]})["response_mean"].look == 10
    assert verdicts(ONE, {"response_mean": x})["response_mean"].look == 40
    assert [next_look(ONE, n) for n in (0, 10, 19, 39, 40)] == [10, 20, 20, 40, None]
    with pytest.raises(ValueError, match="no look"):
        judge(ONE, {"response_mean": x}, 12)
    with pytest.raises(ValueError, match="fewer"):
        judge(ONE, {"response_mean": x[:15]}, 20)


def test_a_verdict_stands_once_it_is_there() -> None:
    plan = Plan(("response_mean", "on_time"), (1.0, 1.0))
    sure = np.concatenate([np.full(10, 5.0) + 0.01 * np.arange(10), np.full(30, -5.0)])
    unsure = np.tile([9.0, -9.0], 20)
    said = verdicts(plan, {"response_mean": sure, "on_time": unsure})
    assert (said["response_mean"].word, said["response_mean"].look) == ("more", 10)
    assert (said["on_time"].word, said["on_time"].look) == ("open", 40)
    assert not settled(said)
    assert not settled({})
    assert settled(verdicts(ONE, {"response_mean": sure}))


def test_what_has_no_value_has_no_verdict() -> None:
    for x in (np.full(10, math.nan), np.array([3.0] + [math.nan] * 9)):
        v = verdicts(ONE, {"response_mean": x})["response_mean"]
        assert (v.word, pairs_needed(ONE, v)) == ("open", None)
        assert v.missing >= 9
    flat = verdicts(ONE, {"response_mean": np.zeros(10)})["response_mean"]
    assert (flat.word, flat.low, flat.high) == ("same", 0.0, 0.0)
    certain = verdicts(ONE, {"response_mean": np.full(10, -2.0)})["response_mean"]
    assert certain.word == "less"


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.5), (3.0, 8.0), (0.5, 2.0), (1.5, 6.0)])
def test_as_many_pairs_as_it_says_settle_it(mean: float, sd: float) -> None:
    x = np.random.default_rng(19).normal(0.0, 1.0, 10)
    x = mean + sd * (x - x.mean()) / x.std(ddof=1)
    v = verdicts(ONE, {"response_mean": x})["response_mean"]
    assert v.word == "open"
    more = pairs_needed(ONE, v)
    assert more is not None
    # the same mean and spread in as many pairs as it says are enough, in fewer they are not
    for enough in (True, False):
        n = 10 + more - (0 if enough else 1)
        plan = ONE.extended(n) if n > ONE.end else ONE
        look = max(k for k in plan.looks if k <= n)
        y = np.random.default_rng(20).normal(0.0, 1.0, look)
        y = mean + sd * (y - y.mean()) / y.std(ddof=1)
        assert judge(plan, {"response_mean": y}, look)["response_mean"].settled == enough
    assert pairs_needed(ONE, verdicts(ONE, {"response_mean": np.zeros(10)})["response_mean"]) == 0


def test_what_is_nearly_nothing_never_settles() -> None:
    x = 0.5 + 5000.0 * np.array([1.0, -1.0] * 5)
    assert pairs_needed(ONE, verdicts(ONE, {"response_mean": x})["response_mean"]) is None


@pytest.mark.slow
def test_real_differences_with_their_signs_at_random_are_called_nothing(tmp_path: Path) -> None:
    runs = asked(question(40, days=15, warmup_days=3), tmp_path)[0].runs
    rng = np.random.default_rng(21)
    for name in ("response_mean", "solved_of_all"):
        x = pairs_of(runs, "baseline", "dual_report", [name])[name]
        plan = Plan((name,), (0.0,))  # no zone: every comparison goes on until it finds something, or to the end
        mixed = rng.permuted(np.tile(x, (400, 1)), axis=1) * rng.choice([-1.0, 1.0], (400, 40))
        assert false(words(plan, mixed)) <= 0.06
        assert words(plan, x[None, :] if name == "solved_of_all" else np.abs(x)[None, :]) == ["more"]


def test_pairs_come_in_the_order_of_replications_up_to_the_first_gap() -> None:
    rows = [
        {"arm": arm, "replication": k, "silent": float(10 * k + s), "on_time": math.nan if (k, s) == (1, 2) else 1.0}
        for arm, s in (("as_is", 0), ("members", 2))
        for k in (0, 1, 2, 4, 5)
    ]
    runs = pd.DataFrame(rows).sample(frac=1.0, random_state=3)  # as they end
    runs = pd.concat([runs, pd.DataFrame([{"arm": "other", "replication": 3, "silent": 0.0}])])
    found = pairs_of(runs, "as_is", "members", ["silent", "on_time"])
    assert found["silent"].tolist() == [2.0, 2.0, 2.0]  # 4 and 5 wait for 3
    np.testing.assert_array_equal(found["on_time"], [0.0, math.nan, 0.0])
    late = pairs_of(runs, "as_is", "members", ["silent"], failed=[3])["silent"]
    np.testing.assert_array_equal(late, [2.0, 2.0, 2.0, math.nan, 2.0, 2.0])
    one = runs[(runs.arm == "as_is") | (runs.replication != 0)]
    assert len(pairs_of(one, "as_is", "members", ["silent"])["silent"]) == 0
    assert verdicts(Plan(("silent",), (1.0,)), pairs_of(one, "as_is", "members", ["silent"])) == {}


def test_holm_stops_at_the_first_that_is_not_rejected() -> None:
    shares = _holm({"a": 0.015, "b": 0.016, "c": 0.9, "d": 0.8}, 0.05)  # 0.016 < 0.05 / 3, but 0.015 > 0.05 / 4
    assert shares == dict.fromkeys("abcd", 0.0125)
    assert _holm({"a": 0.01, "b": 0.016, "c": 0.9, "d": 0.8}, 0.05) == {
        "a": 0.0125, "b": 0.05 / 3, "c": 0.025, "d": 0.025
    }  # fmt: skip

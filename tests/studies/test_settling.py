"""A comparison that grows is judged by its looks, and by nothing else."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.errors import ConfigError
from sim.studies.looks import ALPHA, KEPT, Plan
from sim.studies.sequential import pairs_needed, pairs_of, settled, verdicts
from sim.studies.settling import Looked, differences_of, is_settled, looked
from sim.studies.statistics import paired

NAMES = ("response_mean", "trust", "silent")


def runs(pairs: int, *, mean: float = 0.0, sd: float = 1.0, arms: int = 2, seed: int = 5) -> pd.DataFrame:
    """Replications of arms whose ``response_mean`` differs by `mean`; the first n are the same for every `pairs`."""
    rows = []
    for k in range(pairs):
        rng = np.random.default_rng([seed, k])
        base = {name: float(rng.normal(40.0, 5.0)) for name in NAMES}
        for arm in range(arms):
            change = {name: float(rng.normal(0.0, sd)) if arm else 0.0 for name in NAMES}
            change["response_mean"] += mean * arm
            rows.append({"arm": str(arm), "replication": k, **{name: base[name] + change[name] for name in NAMES}})
    return pd.DataFrame(rows)


@pytest.mark.parametrize("pairs", [1, 9, 10, 19, 20, 33, 40, 50])
@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.3), (3.0, 1.0), (0.5, 4.0)])
def test_verdicts_are_those_of_the_looks(pairs: int, mean: float, sd: float) -> None:
    frame = runs(pairs, mean=mean, sd=sd)
    plan = Plan.of(NAMES[:2])
    said = verdicts(plan, pairs_of(frame, "0", "1", plan.measures))
    found = {d.measure.name: d for d in differences_of(frame, "0", "1", NAMES, plan)}
    assert list(found) == list(NAMES)
    for name in plan.measures:
        d = found[name]
        if not said:  # before the first look
            assert d.settled == "open"
            continue
        v = said[name]
        assert d.settled == v.word
        assert (d.change.mean, d.change.low, d.change.high, d.change.n) == (v.mean, v.low, v.high, v.pairs)
        more = pairs_needed(plan, v)
        assert d.pairs_needed == (0 if not more else v.look + more)
    assert found["silent"].settled == "open"  # not named beforehand
    assert is_settled(frame, ["0", "1"], plan) == settled(said)


def test_pairs_between_two_looks_change_nothing() -> None:
    plan = Plan.of(["response_mean"])
    told = [differences_of(runs(n, mean=0.5, sd=4.0), "0", "1", ["response_mean"], plan)[0] for n in (20, 27, 39)]
    assert [d.change for d in told] == [told[0].change] * 3
    assert told[0].change.n == 20


def test_a_verdict_that_stands_is_not_taken_back() -> None:
    plan = Plan.of(["response_mean"])
    frame = runs(40, mean=6.0, sd=1.0)
    frame.loc[(frame.arm == "1") & (frame.replication >= 10), "response_mean"] -= 12.0  # after the look of ten
    (d,) = differences_of(frame, "0", "1", ["response_mean"], plan)
    assert (d.settled, d.change.n) == ("more", 10)
    assert paired(frame, "0", "1", ["response_mean"])[0].settled == "less"


def test_all_arms_must_be_settled() -> None:
    plan = Plan.of(["response_mean"])
    frame = runs(10, mean=5.0, sd=0.5, arms=3)
    assert is_settled(frame, ["0", "1", "2"], plan)
    other = frame.replication * 30.0 * (frame.arm == "2")
    open_ = frame.assign(response_mean=frame.response_mean + other * (-1.0) ** frame.replication)
    assert looked(open_, ["0", "1", "2"], plan)["1"]["response_mean"].settled
    assert not is_settled(open_, ["0", "1", "2"], plan)
    assert not is_settled(frame[frame.replication < 9], ["0", "1", "2"], plan)  # before the first look


def test_the_words_say_the_interval_of_the_look() -> None:
    frame = runs(12, mean=5.0, sd=0.5)
    (d,) = differences_of(frame, "0", "1", ["response_mean"], Plan.of(["response_mean"]))
    (plain,) = paired(frame, "0", "1", ["response_mean"])
    assert isinstance(d, Looked)
    assert math.isnan(d.p_holm)
    assert d.change.high - d.change.low > plain.change.high - plain.change.low  # it pays for looking again
    (ten,) = paired(frame[frame.replication < 10], "0", "1", ["response_mean"])
    assert (d.before, d.after) == (ten.before, ten.after)  # of the look of ten, so that they differ by its change
    assert d.after.mean - d.before.mean == pytest.approx(d.change.mean, abs=1e-12)
    assert f"{d.change.mean:.2f}" in str(d.verdict())


def test_without_a_plan_it_is_a_comparison_like_any_other() -> None:
    frame = runs(12, mean=5.0)
    assert differences_of(frame, "0", "1", NAMES) == paired(frame, "0", "1", NAMES)


# --- extensions spend the error that was kept for them


def test_an_extension_looks_with_half_of_what_was_kept_and_leaves_the_first_looks_alone() -> None:
    plan = Plan.of(["response_mean"])
    longer = plan.extended(80)
    first, then = plan.alphas(), longer.alphas()
    assert {n: then[n] for n in first} == first
    assert math.fsum(then[n] for n in then if n not in first) == pytest.approx(KEPT / 2.0)
    assert sum(then.values()) < ALPHA
    frame = runs(80, mean=0.5, sd=4.0)
    at_40 = differences_of(frame[frame.replication < 40], "0", "1", ["response_mean"], longer)[0]
    assert at_40.change == differences_of(frame, "0", "1", ["response_mean"], plan)[0].change
    at_80 = differences_of(frame, "0", "1", ["response_mean"], longer)[0]
    assert at_80.change.n == 80
    # an interval for less chance of error is wider than a plain one of as many pairs
    plain = paired(frame, "0", "1", ["response_mean"])[0]
    alpha = then[80]
    assert alpha < KEPT / 2.0 + 1e-12
    assert at_80.change.high - at_80.change.low > 1.2 * (plain.change.high - plain.change.low)


def test_what_is_settled_at_the_end_of_the_plan_stays_so_after_an_extension() -> None:
    frame = runs(80, mean=2.0, sd=2.0)
    plan = Plan.of(["response_mean"])
    before = differences_of(frame[frame.replication < 40], "0", "1", ["response_mean"], plan)[0]
    assert before.settled == "more"
    after = differences_of(frame, "0", "1", ["response_mean"], plan.extended(80))[0]
    assert (after.settled, after.change) == (before.settled, before.change)


def test_a_plan_cannot_be_drawn_out_backwards() -> None:
    with pytest.raises(ConfigError, match="more than the 40"):
        Plan.of(["response_mean"]).extended(40)
    assert replace(Plan.of(["response_mean"]), extensions=(80,)) == Plan.of(["response_mean"]).extended(80)

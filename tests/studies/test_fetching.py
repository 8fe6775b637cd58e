"""A figure that goes with the answer is found, one that does not is not, and too few draws find nothing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from sim.measures import MEASURES
from sim.studies.fetching import FIGURES, LEAST, fetch_next, shares

RNG = np.random.default_rng(3)
FOUND = RNG.normal(size=100)
CHANGE = np.exp(-3.0 * FOUND) + 0.1 * RNG.normal(size=100)
OTHER = RNG.normal(size=100)


def test_the_share_is_that_of_ranks_whatever_the_scale() -> None:
    figures = {"found": FOUND, "on_time": OTHER, "repeat": np.round(FOUND)}
    told = shares(CHANGE, figures)
    for name, values in figures.items():
        assert told[name] == pytest.approx(spearmanr(CHANGE, values).statistic ** 2, rel=1e-12)
    assert shares(CHANGE**3, {"found": np.exp(FOUND)})["found"] == pytest.approx(told["found"])


def test_the_figure_with_the_largest_share_is_named() -> None:
    fetch = fetch_next(CHANGE, {"on_time": OTHER, "found": FOUND})
    assert fetch is not None
    assert fetch.figure == "found"
    assert 0.8 < fetch.share <= 1.0
    whole = fetch_next(CHANGE, {"found": CHANGE})
    assert whole is not None
    assert whole.share == pytest.approx(1.0)


def test_chance_names_no_figure() -> None:
    named = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        named += fetch_next(rng.normal(size=64), {name: rng.normal(size=64) for name in FIGURES}) is not None
    assert named <= 20  # 5 % of 200, and four standard errors


def test_too_few_draws_and_figures_of_one_value_tell_nothing() -> None:
    assert fetch_next(CHANGE[: LEAST - 1], {"found": FOUND[: LEAST - 1]}) is None
    assert fetch_next(CHANGE[:LEAST], {"found": FOUND[:LEAST]}) is not None
    gone = np.where(np.arange(100) < 45, np.nan, CHANGE)
    assert fetch_next(gone, {"found": FOUND}) is None
    assert shares(CHANGE, {"found": np.full(100, 3.0)}) == {}


def test_figures_are_measures() -> None:
    assert len(set(FIGURES) & set(MEASURES)) >= 6

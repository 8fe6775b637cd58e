"""Predictive draws, cards and verdicts of figures made by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.observations import Observation
from sim.validation.predictive import REPEATS, back, card, forth, predictive, scale_of, too_wide

SHARE = Observation("B1", "on_time", 80.0, "%", 1.0, place="demo")
HOURS = Observation("B2", "response_mean", 10.0, "h", 0.5, place="demo")


def test_a_share_is_compared_by_its_logit_and_an_amount_by_its_logarithm() -> None:
    assert scale_of(SHARE) == "logit"
    assert scale_of(HOURS) == "log"
    assert scale_of(replace(HOURS, measure="formalism_gap", unit="% points")) == ""
    assert scale_of(replace(HOURS, measure="on_time_gap_property", unit="% points")) == ""
    assert scale_of(replace(HOURS, measure="satisfaction_residual", unit="logit")) == ""
    assert scale_of(replace(HOURS, transform="logit")) == "logit"


@pytest.mark.parametrize(("scale", "unit", "value"), [("log", "h", 7.0), ("logit", "%", 87.5), ("logit", "0-1", 0.3)])
def test_scales_go_forth_and_back(scale: str, unit: str, value: float) -> None:
    there = forth(np.array([value]), scale, unit)
    assert back(there, scale, unit)[0] == pytest.approx(value)


def test_a_share_of_all_still_has_a_logit() -> None:
    assert np.isfinite(forth(np.array([0.0, 100.0]), "logit", "%")).all()


def test_without_errors_the_predictive_is_what_the_model_says() -> None:
    said = np.array([70.0, 80.0, np.nan, 90.0])
    row = replace(SHARE, sd=0.0, disc_sd=0.0)
    assert sorted(set(np.round(predictive(row, said), 9))) == [70.0, 80.0, 90.0]
    assert len(predictive(row, said)) == 3 * REPEATS


def test_the_predictive_holds_noise_of_window_discrepancy_and_observation() -> None:
    rng = np.random.default_rng(1)
    said = 10.0 + 2.0 * rng.standard_normal(4000)
    row = replace(HOURS, sd=1.5, disc_sd=1.0)
    found = predictive(row, said)
    assert found.std() == pytest.approx(math.sqrt(4.0 + 2.25 + 1.0), rel=0.03)
    logs = np.log(predictive(replace(HOURS, transform="log", sd=0.3, disc_sd=0.4), np.full(4000, 10.0)))
    assert logs.std() == pytest.approx(0.5, rel=0.03)
    assert logs.mean() == pytest.approx(math.log(10.0), abs=0.01)


def test_an_amount_is_never_below_nothing_and_its_errors_are_shares() -> None:
    row = replace(HOURS, value=20.0, sd=3.0, disc_sd=0.0)
    found = predictive(row, np.full(2000, 5.0))
    assert found.min() > 0.0
    assert np.log(found).std() == pytest.approx(0.15, rel=0.03)
    assert card(row, np.linspace(4.0, 6.0, 50)).z > 5.0
    assert scale_of(replace(row, value=0.0)) == ""


def test_the_predictive_is_the_same_each_time_and_stays_in_what_a_measure_can_be() -> None:
    said = np.linspace(95.0, 100.0, 50)
    row = replace(SHARE, sd=5.0)
    assert np.array_equal(predictive(row, said), predictive(row, said))
    assert predictive(row, said).max() <= 100.0


def test_verdicts() -> None:
    narrow = np.linspace(75.0, 85.0, 101)
    exact = replace(SHARE, sd=0.01, disc_sd=0.0)
    assert card(exact, narrow).verdict == "fits"
    assert card(replace(exact, value=95.0), narrow).verdict == "misses"
    assert card(replace(exact, value=95.0), narrow).z > 3.0
    assert card(exact, np.linspace(20.0, 95.0, 101)).verdict == "cannot say"
    assert card(replace(exact, value=1.0), np.linspace(20.0, 95.0, 101)).verdict == "misses"
    assert card(exact, np.full(10, np.nan)).verdict == "cannot say"
    mostly = np.where(np.arange(101) % 4 == 0, 80.0, np.nan)
    assert card(exact, mostly).verdict == "cannot say"


def test_wide_is_a_factor_of_four_or_fifty_points() -> None:
    assert too_wide({5: 1.0, 95: 4.1}, "log", "h")
    assert not too_wide({5: 1.0, 95: 3.9}, "log", "h")
    assert too_wide({5: 0.0, 95: 0.0001}, "log", "h")
    assert too_wide({5: 20.0, 95: 71.0}, "logit", "%")
    assert not too_wide({5: 0.3, 95: 0.7}, "logit", "0-1")


def test_a_card_scores_against_the_prior_and_the_last_value() -> None:
    row = replace(HOURS, transform="log", sd=0.3, disc_sd=0.4)
    found = card(row, np.full(200, 10.0), np.full(200, 20.0), last=5.0)
    assert found.crps < found.crps_prior
    assert found.crps_last == pytest.approx(math.log(2.0) / 0.5)
    assert found.width == pytest.approx(found.quantiles[95] - found.quantiles[5])  # the zone is one hour
    assert found.in_50
    assert found.in_90
    assert math.isnan(card(row, np.full(200, 10.0)).crps_prior)

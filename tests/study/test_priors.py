"""Assumed numbers are drawn from their ranges, the same each time, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from sim.params import describe
from sim.policies import POLICIES
from sim.run_config import load
from sim.study.priors import assumed, drawn, drawn_settings, with_draw
from tests.theory import agrees


@pytest.mark.parametrize("lever", POLICIES)
def test_every_draw_is_inside_its_range_and_allowed(lever: str) -> None:
    infos = {i.name: i for i in assumed(lever)}
    for draw in range(20):
        for name, value in drawn(lever, draw).items():
            low, high = infos[name].low, infos[name].high
            assert low is not None
            assert high is not None
            assert low <= value <= high, name
            assert isinstance(value, type(infos[name].default)), name


def test_a_draw_repeats_and_draws_differ() -> None:
    assert drawn("dual_report", 3) == drawn("dual_report", 3)
    assert drawn("dual_report", 3) != drawn("dual_report", 4) != drawn("dual_report", 4, seed=2)


def test_draws_are_uniform() -> None:
    low, high = 0.05, 0.8
    share = np.array([drawn("dual_report", k)["active_share"] for k in range(2000)])
    agrees(share, (low + high) / 2.0)
    agrees((share - (low + high) / 2.0) ** 2, (high - low) ** 2 / 12.0)


def test_what_is_sourced_derived_or_chosen_is_not_drawn() -> None:
    names = {i.name for i in describe("", POLICIES["dual_report"]) if i.basis != "assumed"}
    assert not names & set(drawn("dual_report", 1))


def test_the_run_is_the_same_but_for_assumed_numbers() -> None:
    config = load("demo", ["dual_report"], days=30, policies={"dual_report": {"funding": "budget_neutral"}})
    other = with_draw(config, 5)
    assert other.policies[0].funding == "budget_neutral"
    assert other.policies[0].hours_per_turn == config.policies[0].hours_per_turn  # type: ignore[attr-defined]
    assert other.policies[0].active_share == drawn("dual_report", 5)["active_share"]  # type: ignore[attr-defined]
    assert (other.place, other.run) == (config.place, config.run)
    moved = {now[0].key for now, was in zip(other.parameters(), config.parameters(), strict=True) if now[1] != was[1]}
    assert len(moved) > 100
    assert {info.basis for info, _ in config.parameters() if info.key in moved} == {"assumed"}


def test_with_and_without_a_lever_the_mechanisms_are_the_same() -> None:
    config = load("demo", days=30)
    for lever in ("whistle", "grid_redivision"):
        assert with_draw(config.with_policies([lever]), 3).settings == with_draw(config, 3).settings
    assert with_draw(config, 3).settings != with_draw(config, 4).settings


def test_what_was_said_of_a_mechanism_stays() -> None:
    config = load("demo", days=30, emergencies={"start_day": 10, "days": 5}, voice={"p_notice": 0.61})
    other = with_draw(config, 1).settings
    assert (other.emergencies.start_day, other.emergencies.days, other.voice.p_notice) == (10, 5, 0.61)


def test_draws_of_mechanisms_are_uniform_and_independent() -> None:
    config = load("demo", days=30)
    draws = [drawn_settings(config, k) for k in range(300)]
    notice, delay = (np.array([d["voice"][name] for d in draws]) for name in ("p_notice", "delay_h"))
    agrees(notice, (0.6 + 0.95) / 2.0)
    other = np.array([d["workers"]["admin_share"] for d in draws])
    for a, b in ((notice, delay), (notice, other)):
        assert abs(np.corrcoef(a, b)[0, 1]) < 4.0 / len(draws) ** 0.5


def test_every_draw_can_be_run() -> None:
    for place in ("demo", "xialu", "tianquan"):
        config = load(place, days=30)
        for draw in range(20):
            with_draw(config, draw)

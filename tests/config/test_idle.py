"""What is said of levers that act on a part of the days measured, or on none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.policies import POLICIES
from tests import bits
from tests.places import small


def said(lever: str, days: int = 100, warmup: int = 10, **dose: Any) -> str:
    return " ".join(load("demo", [lever], days=days, warmup_days=warmup, policies={lever: dose}).late())


def test_a_lever_that_is_there_from_the_first_day_measured_is_not_told_of() -> None:
    assert said("dual_report") == said("dual_report", start_day=10) == said("dual_report", ramp_days=10) == ""
    assert load("demo", days=100).late() == []


def test_a_late_lever_says_on_how_many_of_the_days_measured_it_did_not_act() -> None:
    text = said("dual_report", start_day=40)
    assert "begins on day 40" in text
    assert "on 30 of the 90 days measured it did not act" in text
    assert "window=after_start" in text
    measured = load("demo", ["dual_report"], days=100, warmup_days=10, window="after_start",
                    policies={"dual_report": {"start_day": 40}})  # fmt: skip
    assert measured.late() == []


def test_a_slow_roll_out_is_told_of() -> None:
    assert "on 20 of the 90 days measured it acted in part" in said("dual_report", ramp_days=30)


def test_a_lever_whose_first_act_lies_behind_the_end_is_told_of() -> None:
    text = said("community_renovation", days=150)
    assert "cannot act within the run" in text
    assert "no change is no finding" in text
    assert "cannot act" in said("supervision_ranking", days=25, warmup=0)
    assert "cannot act" not in said("supervision_ranking", days=40, warmup=0)


@pytest.mark.parametrize("lever", [name for name, cls in POLICIES.items() if "acts_after" in vars(cls)])
def test_levers_act_when_they_say_and_not_before(lever: str) -> None:
    """Until then no rule, no map and no firm differs that cases could feel; soon after, something does."""
    config = load("demo", [lever], days=400)
    first = config.policies[0].acts_after(config.place)
    assert first > 0

    def cases(names: list[str], days: int) -> str:
        lived = District(load("demo", names, days=400), 0).live(days)
        return bits.digest(lived.world.cases.t_contact, lived.world.cases.t_accept, lived.world.firms.star,
                           lived.world.cases.t_close)  # fmt: skip

    if lever == "community_renovation":  # its day is an estimate: which compounds are old is drawn with the map
        assert cases([lever], first // 2) == cases([], first // 2)
        assert cases([lever], 2 * first) != cases([], 2 * first)
    else:
        assert cases([lever], first + 60) != cases([], first + 60)


def test_small_places_have_no_lever_that_is_late_by_default() -> None:
    assert np.all([not small(name).config.late() for name in ("dual_report", "whistle", "volunteer_teams")])

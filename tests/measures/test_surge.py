"""A surge written down by hand: ten open cases before, forty at the worst, back on the fourth evening after."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.measures import MEASURES, View

# days 0-3 warm-up, 4-9 before, 10-12 surge, then after
OPEN = np.array([99.0] * 4 + [9, 10, 11, 10, 9, 11] + [20, 30, 35] + [40, 20, 11.5, 11, 10, 30, 10])
RESIDENTS = 12480


def seen(start_day: int = 10, days: int = 3, lived: int = 20, series: np.ndarray = OPEN) -> View:
    world = District(load("demo", days=1, warmup_days=0)).live(1).world
    world.settings = replace(
        world.settings, emergencies=replace(world.settings.emergencies, start_day=start_day, days=days)
    )
    world.day = lived
    evenings: Any = SimpleNamespace(open_cases=series[:lived])
    return View(world, evenings, 4)


def test_peak_and_recovery() -> None:
    assert MEASURES["emergency_peak"](seen()) == pytest.approx(1000.0 * (40.0 - 10.0) / RESIDENTS)
    # the surge's last evening is that of day 12; 11.5 on day 15 is more than 10 % above, 11 on day 16 is not
    assert MEASURES["recovery"](seen()) == 4.0


def test_not_back_by_the_end_is_not_a_number() -> None:
    assert math.isnan(MEASURES["recovery"](seen(lived=16)))
    assert math.isnan(MEASURES["recovery"](seen(days=30)))
    assert MEASURES["emergency_peak"](seen(lived=13)) == pytest.approx(1000.0 * 25.0 / RESIDENTS)


@pytest.mark.parametrize("surge", [{"start_day": -1}, {"days": 0}, {"start_day": 20}, {"start_day": 3}])
def test_without_a_surge_there_is_nothing_to_recover_from(surge: dict[str, int]) -> None:
    for name in ("emergency_peak", "recovery"):
        assert math.isnan(MEASURES[name](seen(**surge)))


def test_a_real_surge_peaks() -> None:
    surge = {"start_day": 60, "days": 15, "multiplier": 4.0, "diverted_share": 0.3}
    district = District(load("demo", emergencies=surge, days=120)).live(120)
    assert MEASURES["emergency_peak"](View(district.world, district.recorder, 20)) > 0.0

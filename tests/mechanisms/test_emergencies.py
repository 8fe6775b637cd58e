"""Emergencies: a surge rises, holds and ebbs away, takes grid workers' time and puts off visits and patrols."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.mechanisms.emergencies import acts, strength
from sim.parameters.emergencies import Emergencies
from sim.state.cases import Category, Channel
from tests import bits
from tests.places import small


def course(**said: Any) -> list[float]:
    surge = Emergencies(**said)
    return [strength(surge, day) for day in range(16)]


def test_a_surge_rises_holds_and_ebbs_away() -> None:
    said = {"start_day": 2, "days": 6, "rise_days": 3, "fall_days": 4}
    expected = [0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0]
    assert course(**said) == pytest.approx(expected)
    assert [acts(Emergencies(**said), day) for day in range(16)] == [e > 0 for e in expected]


def test_without_ramps_a_surge_is_a_block() -> None:
    assert course(start_day=3, days=5, rise_days=0, fall_days=0) == [0.0] * 3 + [1.0] * 5 + [0.0] * 8


def test_a_surge_that_ends_before_its_peak_ebbs_from_where_it_was() -> None:
    expected = [0.25, 0.5, 0.25, 0.0]
    assert course(start_day=0, days=2, rise_days=3, fall_days=1)[:4] == pytest.approx(expected)


@pytest.mark.parametrize("said", [{}, {"start_day": -1, "days": 9}, {"start_day": 3, "days": 0}])
def test_no_surge_is_no_surge(said: dict[str, Any]) -> None:
    assert course(**said) == [0.0] * 16
    still, never = (small(emergencies=e).live(12) for e in (said, {"multiplier": 9.0, "diverted_share": 0.9}))
    assert bits.tables(still) == bits.tables(never)


def test_needs_and_time_taken_follow_its_course() -> None:
    needs = {"overdispersion_k": 0, "season_amplitude": 0.0, "requests_per_year": 20.0, "enquiries_per_year": 5.0}
    surge = {"start_day": 0, "days": 12, "rise_days": 11, "fall_days": 0, "multiplier": 5.0, "diverted_share": 0.6}
    run = small(emergencies=surge, needs=needs, days=12)
    away = []
    for _ in range(12):
        run.live(1)
        away.append(run.world.rules["away"].value.copy())
    strong = np.arange(1, 13) / 12.0
    assert np.array(away) == pytest.approx(np.repeat(0.6 * strong[:, None], run.world.n_communities, axis=1))
    cases, p = run.world.cases, run.world.settings.needs
    surging = np.isin(cases.category, (Category.HEALTH, Category.SERVICES)) & (cases.parent < 0)
    daily = np.bincount(cases.born[surging], minlength=12)
    yearly = 20.0 * np.array(p.mix)[Category.HEALTH] / sum(p.mix) + 5.0
    expected = 2000 / 365.0 * yearly * (1.0 + 4.0 * strong)
    assert (np.abs(daily - expected) <= 4.0 * np.sqrt(expected)).all()


def test_a_surge_puts_off_visits_and_patrols() -> None:
    busy = {"needs": {"requests_per_year": 6.0}, "days": 28}
    surge = {"start_day": 0, "days": 28, "rise_days": 0, "multiplier": 1.0, "diverted_share": 0.5}
    calm, hit = (small(emergencies=e, **busy).live(28) for e in ({}, surge))
    assert hit.world.sums.visits == pytest.approx(0.5 * calm.world.sums.visits, rel=0.02)
    on_patrol = [int((run.world.cases.channel == Channel.PATROL).sum()) for run in (calm, hit)]
    assert on_patrol[1] < 0.7 * on_patrol[0]


def test_a_surge_peaks_and_recovers() -> None:
    surge = {"start_day": 40, "days": 14, "multiplier": 5.0, "diverted_share": 0.5}
    calm, hit = (
        small(emergencies=said, days=200, needs={"requests_per_year": 3.0, "enquiries_per_year": 2.0}).live(200)
        for said in ({}, surge)
    )
    more = hit.recorder.open_cases - calm.recorder.open_cases
    assert (more[:40] == 0).all()
    peak = int(more.argmax())
    assert 40 <= peak <= 60
    assert more[peak] > 0.5 * calm.recorder.open_cases[peak]
    assert more[150:].mean() < 0.1 * more[peak]

"""Statistics of targets, against case tables and staff made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.run import RunConfig, load
from sim.district import District
from sim.observations import SPECIAL, figures
from sim.observations.of_targets import SAY_SD
from sim.observations.published import published
from sim.observations.table import Observation
from sim.state.cases import Channel, Stage, Status
from sim.state.incidents import Extent

DAYS = 425
"""A run of which a whole year is measured: growth of what is open can be told."""


def of(district: District, name: str, window: str = "") -> float:
    row = Observation("R", name, 1.0, SPECIAL[name].unit, 0.1, window=window)
    return figures(district, [row])["R"]


@pytest.fixture(scope="module")
def year() -> District:
    return District(load("demo", days=DAYS, warmup_days=60), 0).live(DAYS)


def test_every_published_row_has_a_figure(year: District) -> None:
    found = figures(year, published())
    assert [name for name, value in found.items() if not np.isfinite(value)] == []


def with_fatigue(*values: float, config: RunConfig | None = None) -> District:
    """A district after a day, its workers' fatigue over the line as said; the others are gone."""
    district = District(config or load("demo", days=1, warmup_days=0), 0).live(1)
    staff, p = district.world.staff, district.world.settings.workers
    staff.vacant_until[:] = 400
    staff.hired_day[:] = -1000
    staff.vacant_until[: len(values)] = -1
    staff.fatigue[: len(values)] = p.overload_from + np.array(values)
    return district


def test_half_of_those_on_the_line_call_it_too_much() -> None:
    assert of(with_fatigue(0.0, 0.0), "workers_overloaded") == pytest.approx(50.0)
    assert of(with_fatigue(0.5, 0.5, -0.5, -0.5), "workers_overloaded") == pytest.approx(50.0, abs=0.1)
    assert of(with_fatigue(0.5, 0.5, 0.5, -0.5), "workers_overloaded") == pytest.approx(75.0, abs=0.1)
    assert of(with_fatigue(SAY_SD), "workers_overloaded") == pytest.approx(84.13, abs=0.01)


def test_who_is_gone_or_new_is_not_asked() -> None:
    district = with_fatigue(0.5, -0.5, -0.5)
    district.world.staff.hired_day[1] = 0  # of a run of one day: yesterday
    assert of(district, "workers_overloaded") == pytest.approx(50.0, abs=0.1)
    district.world.staff.vacant_until[2] = 5
    assert of(district, "workers_overloaded") == pytest.approx(100.0, abs=0.1)
    district.world.staff.vacant_until[:] = 5
    assert np.isnan(of(district, "workers_overloaded"))


def test_load_of_cases_alone_is_no_overload() -> None:
    before = load("demo", workers={"load": "cases"}, days=1, warmup_days=0)
    assert np.isnan(of(with_fatigue(0.5, config=before), "workers_overloaded"))


def test_overload_is_asked_at_the_end() -> None:
    district = District(load("demo", days=30, warmup_days=0), 0).live(30)
    assert np.isnan(of(district, "workers_overloaded", "0..20"))


def test_more_forms_and_a_lower_line_mean_more_overload() -> None:
    def share(**workers: float) -> float:
        config = load("demo", workers=workers, days=120, warmup_days=30)
        return of(District(config, 0).live(120), "workers_overloaded")

    usual = share()
    assert 5.0 < usual < 95.0
    assert share(admin_share=0.7) > usual + 20.0
    assert share(overload_from=0.7) > usual + 10.0
    assert share(patrol_share=0.0) < usual - 10.0


def test_department_days_spread_as_counted_by_hand(year: District) -> None:
    cases = year.world.cases
    there = (cases.t_accept >= 24.0 * 60) & (cases.parent < 0) & (cases.status == Status.CLOSED)
    hours = cases.department_h[there & (cases.department_h > 0.0)]
    assert len(hours) > 100
    found = float(np.std(np.log(np.maximum(hours / 24.0, 1.0 / 24.0)), ddof=1))
    assert of(year, "department_log_sd") == pytest.approx(found)


def test_duplicates_in_the_street_as_counted_by_hand(year: District) -> None:
    """Slow is what a department prepared, whoever closed it."""
    cases, count = year.world.cases, {True: [0, 0], False: [0, 0]}
    for row in np.flatnonzero(cases.t_accept >= 24.0 * 60):
        first = int(cases.parent[row]) if cases.parent[row] >= 0 else int(row)
        if cases.channel[row] in (Channel.REPORT, Channel.DUPLICATE) and cases.extent[first] == Extent.STREET:
            slow = bool(cases.spent[first, Stage.LEAD] > 0.0)
            count[slow][0] += 1
            count[slow][1] += int(cases.parent[row] >= 0)
    for slow, name in ((True, "duplicate_share_slow"), (False, "duplicate_share_fast")):
        reports, again = count[slow]
        assert again > 20
        assert of(year, name) == pytest.approx(100.0 * again / reports)

"""Holidays in a district: offices stay closed, residents go on having problems, and work resumes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.config.run import load
from sim.district import District
from sim.state.desks import Net
from tests import bits
from tests.places import small

NEEDS = {"requests_per_year": 12.0}


def work_by_day(days: int, **said: Any) -> list[float]:
    """Hours that community offices worked on each day of a small district."""
    lived, hours = small(population=2000, days=days, needs=NEEDS, **said), [0.0]
    for _ in range(days):
        lived.live_day()
        desks = lived.world.desks
        hours.append(float(desks.worked_h[desks.net == int(Net.COMMUNITY)].sum()))
    lived.check()
    return np.diff(hours).tolist()


def test_offices_keep_holidays_and_make_up_days() -> None:
    # day 0 is 29 January 2024; Spring Festival 10 to 17 February, worked on 4 and 18 February
    dated, usual = work_by_day(28, start_date="2024-01-29"), work_by_day(28)
    open_on = [day for day in range(1, 28) if dated[day] > 0.0]  # on the first day nothing has come up to them
    assert open_on == [1, 2, 3, 4, 6, *range(7, 12), *range(20, 26)]
    assert [day for day in range(1, 28) if usual[day] > 0.0] == [day for day in range(1, 28) if day % 7 < 5]


def test_grid_workers_are_paid_and_rest_on_holidays() -> None:
    lived = small(population=2000, days=28, start_date="2024-01-29", needs=NEEDS).live(28)
    paid = np.diff(lived.recorder.paid_h, prepend=0.0) > 0.0
    days_per_week = lived.config.settings.workers.days_per_week
    assert days_per_week < 7
    assert not paid[12:20].any()
    assert paid[[6, 20]].all()
    assert paid[[0, 1, 2, 3, 4, 21]].all()


def test_dates_of_a_year_without_holidays_move_no_bit() -> None:
    plain, dated = small(days=30, needs=NEEDS), small(days=30, start_date="2029-01-01", needs=NEEDS)
    assert bits.tables(plain.live(30)) == bits.tables(dated.live(30))


def test_seasons_begin_on_the_day_of_the_year() -> None:
    january, july = (small(days=30, start_date=start).world.people.season for start in ("2024-01-01", "2024-07-29"))
    assert int(january.argmax()) == 210  # the model's day of most needs, 29 July in a year without a leap day
    assert int(july.argmax()) == 0
    assert np.array_equal(january, small(days=30).world.people.season)


def test_a_run_with_dates_can_be_made_anew() -> None:
    config = load("demo", start_date="2024-01-01", days=20)
    assert bits.tables(District(config).live(20)) == bits.tables(District(config).live(20))

"""Open hours, compared with counting tick by tick; a tick is 1/64 h (56 s), which a float holds exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.kernel.clock import after_open_hours, is_open, next_opening, open_hours_between
from sim.state.cases import Status
from sim.state.desks import Net
from sim.types import Array
from tests.places import FIXED
from tests.shops import one_net, serve, table_of

TICK = 1.0 / 64.0
DAY = 24 * 64
WEEKS = 14


@dataclass(frozen=True)
class Hours:
    """Open hours in ticks of the day, and days as bits."""

    opens: int
    closes: int
    days: int
    calendar: Array = field(default_factory=lambda: np.zeros(0, np.int8), compare=False, repr=False)

    @property
    def said(self) -> tuple[float, float, int, Array]:
        return TICK * self.opens, TICK * self.closes, self.days, self.calendar

    @property
    def ticks(self) -> Array:
        """For every tick of the weeks looked at, whether it is open."""
        tick = np.arange(WEEKS * 7 * DAY)
        of_day, day = tick % DAY, np.append(self.calendar, np.arange(len(self.calendar), WEEKS * 7) % 7)[tick // DAY]
        return (self.opens <= of_day) & (of_day < self.closes) & ((self.days >> day) & 1 == 1)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    opens = draw(st.integers(0, DAY - 1))
    return Hours(opens, draw(st.integers(opens + 1, DAY)), draw(st.integers(1, 127)))


START = st.integers(0, 14 * DAY - 1)
"""Ticks since midnight of day 0."""

NO_DATES = np.zeros(0, np.int8)
ALWAYS, OFFICE = Hours(0, DAY, 127), Hours(576, 1120, 31)


@FIXED
@given(hours(), START)
@example(Hours(531, 1120, 31), 28 * DAY + 531)
@example(ALWAYS, 77)
@example(Hours(0, DAY, 0b0000001), 3 * DAY)
def test_is_open(desk: Hours, start: int) -> None:
    assert is_open(TICK * start, *desk.said) == desk.ticks[start]


@FIXED
@given(hours(), START)
@example(OFFICE, 4 * DAY + 1120)  # Friday, closing time
@example(Hours(0, DAY, 0b1000000), 0)
def test_next_opening(desk: Hours, start: int) -> None:
    open_ticks = np.flatnonzero(desk.ticks)
    expected = open_ticks[open_ticks >= start][0]
    assert next_opening(TICK * start, *desk.said) == TICK * expected


def test_a_desk_without_days_never_opens() -> None:
    assert next_opening(5.0, 9.0, 17.0, 0, NO_DATES) == math.inf


@pytest.mark.parametrize("opens", [8.0, 8.1, 8.25, 8.3, 8.7, 9.1, 9.2, 1 / 3])
def test_a_desk_is_open_when_it_opens(opens: float) -> None:
    for day in range(400):
        opening = next_opening(24.0 * day, opens, opens + 8.0, 127, NO_DATES)
        assert is_open(opening, opens, opens + 8.0, 127, NO_DATES), f"closed at its own opening on day {day}"


def test_a_queue_is_served_when_the_desk_opens() -> None:
    # One problem every midnight; each must be begun when the desk opens, whatever that hour is in binary.
    days = 200
    for opens in (8.5, 8.3, 9.1):
        cases = table_of(24.0 * np.arange(days), np.zeros(days, int))
        desks, routes, rules = one_net(np.ones(1), 0.25, 0.0)
        desks.open_from[:], desks.open_to[:] = opens, 17.5
        serve(cases, desks, routes, rules)
        assert (cases.status == Status.CLOSED).all()
        assert cases.t_contact - cases.t_accept == pytest.approx(np.full(days, opens)), f"opening at {opens}"


@FIXED
@given(hours(), START, st.integers(0, 21 * DAY))
@example(ALWAYS, 100, 5000)
@example(OFFICE, 576, 544)  # exactly a day
@example(OFFICE, 576, 5 * 544)  # exactly a week
@example(OFFICE, 4 * DAY + 640, 480 + 5 * 544)  # from within a Friday to the close of the next
@example(OFFICE, 5 * DAY, 10 * 544)
@example(Hours(0, DAY, 0b0111111), 0, 6 * DAY)
@example(Hours(600, 660, 0b0000100), 0, 60)
def test_after_open_hours_counts_every_open_tick(desk: Hours, start: int, work: int) -> None:
    # keep within the weeks that are counted
    per_week = int(desk.ticks[: 7 * DAY].sum())
    work = min(work, (WEEKS - 4) * per_week)
    end = after_open_hours(TICK * start, TICK * work, *desk.said)
    open_ticks = np.flatnonzero(desk.ticks)
    open_ticks = open_ticks[open_ticks >= start]
    expected = open_ticks[work - 1] + 1 if work > 0 else open_ticks[0]
    assert end == TICK * expected
    assert open_hours_between(TICK * start, end, *desk.said) == TICK * work


@FIXED
@given(hours(), START, st.integers(0, 14 * DAY))
def test_open_hours_between_counts_every_open_tick(desk: Hours, start: int, length: int) -> None:
    expected = TICK * desk.ticks[start : start + length].sum()
    assert open_hours_between(TICK * start, TICK * (start + length), *desk.said) == expected


@FIXED
@given(hours(), st.floats(0.0, 400.0), st.floats(0.0, 60.0), st.floats(0.0, 60.0))
def test_more_work_never_ends_earlier(desk: Hours, start: float, work: float, more: float) -> None:
    end = after_open_hours(start, work, *desk.said)
    assert start <= end <= after_open_hours(start, work + more, *desk.said) + 1e-9
    assert end <= after_open_hours(start + more, work, *desk.said) + 1e-9
    # the end is an open moment, or the moment of closing
    assert is_open(end, *desk.said) or is_open(end - 1e-6, *desk.said) or is_open(end + 1e-6, *desk.said)
    assert open_hours_between(start, end, *desk.said) == pytest.approx(work, abs=1e-6)


def test_urgent_cases_call_people_out() -> None:
    cases = table_of(np.array([1.0, 1.0]), np.array([0, 1]), np.array([0, 2]))
    desks, routes, rules = one_net(np.ones(2), 0.5, 0.0)
    desks.open_from[:], desks.open_to[:], desks.callout[:] = 9.0, 17.0, True
    serve(cases, desks, routes, rules)
    assert cases.t_contact.tolist() == [1.0, 9.0]
    assert cases.t_close.tolist() == [1.5, 9.5]
    assert desks.overtime_h.tolist() == [0.5, 0.0]
    assert desks.worked_h.tolist() == [0.0, 0.5]
    assert desks.net.tolist() == [int(Net.GRID)] * 2


CALENDARS = st.lists(st.integers(0, 6), min_size=1, max_size=42).map(lambda days: np.array(days, np.int8))


@FIXED
@given(hours(), CALENDARS, START, st.integers(0, 7 * DAY))
def test_a_calendar_is_obeyed_tick_by_tick(desk: Hours, calendar: Array, start: int, work: int) -> None:
    desk = Hours(desk.opens, desk.closes, desk.days, calendar)
    open_ticks = np.flatnonzero(desk.ticks)
    open_ticks = open_ticks[open_ticks >= start]
    at = TICK * start
    assert is_open(at, *desk.said) == desk.ticks[start]
    assert next_opening(at, *desk.said) == TICK * open_ticks[0]
    work = min(work, len(open_ticks) - 1)
    end = after_open_hours(at, TICK * work, *desk.said)
    if not desk.ticks.all() or desk.days != 127:
        assert end == TICK * (open_ticks[work - 1] + 1 if work > 0 else open_ticks[0])
        assert open_hours_between(at, end, *desk.said) == TICK * work


def test_a_calendar_without_an_end_of_closed_days_ends_all_the_same() -> None:
    closed = np.full(400, 6, np.int8)
    assert next_opening(5.0, 9.0, 17.0, 31, closed) == math.inf
    assert after_open_hours(9.0, 40.0, 9.0, 17.0, 31, np.concatenate([np.zeros(1, np.int8), closed])) == math.inf

"""Layers worked out by hand: when a case begins to count, and when it no longer does."""

from __future__ import annotations

import numpy as np
import pytest

from sim.show.coding import NOTHING
from sim.show.layers import (
    BY_CELL,
    BY_COMMUNITY,
    WINDOW_DAYS,
    Areas,
    in_window,
    open_cases,
    open_per_1000,
    satisfaction,
    silent,
    waiting,
)
from sim.types import Floats
from tests.show.by_hand import stamps

NAN = np.nan


def areas(*of_case: int) -> Areas:
    return Areas(np.array(of_case, np.int32), 2, np.array([500, 0]))


def days_with(values: Floats, area: int = 0) -> dict[int, float]:
    """Days on which an area has something to show."""
    return {day: value for day, value in enumerate(values[:, area].tolist()) if value == value}


def test_waiting_counts_from_the_contact_for_thirty_days() -> None:
    own = stamps([{"contact": 3, "wait_s": 7200}, {"contact": 5, "wait_s": 14400}, {"contact": 38, "wait_s": 3600}])
    found = days_with(waiting(own, areas(0, 0, 1)))
    assert found == {**dict.fromkeys((3, 4), 2.0), **dict.fromkeys(range(5, 33), 3.0), **dict.fromkeys((33, 34), 4.0)}


def test_silent_is_a_share_of_the_problems_of_thirty_days() -> None:
    own = stamps([{"occur": 2}, {"occur": 2, "accept": 4}, {"occur": 10, "accept": 10}])
    found = days_with(silent(own, areas(0, 0, 0)))
    assert found[2] == found[3] == 1.0
    assert found[4] == 0.5
    assert found[10] == pytest.approx(1 / 3)
    assert found[31] == pytest.approx(1 / 3)
    assert found[32] == found[39] == 0.0  # the first two have left the window


def test_a_problem_heard_of_after_its_window_never_counts_as_known() -> None:
    own = stamps([{"occur": 2, "accept": 2 + WINDOW_DAYS}, {"occur": 8, "accept": 9}])
    found = days_with(silent(own, areas(0, 0)))
    assert found[31] == 0.5
    assert found[32] == 0.0


def test_a_repeated_case_is_no_problem_but_waits() -> None:
    again = {"occur": 1, "accept": 1, "contact": 1, "end": 5, "wait_s": 3600, "original": 0}
    own = stamps([again])
    assert np.isnan(silent(own, areas(0))).all()
    assert (open_cases(own, areas(0)) == 0).all()
    assert days_with(waiting(own, areas(0)))[1] == 1.0


def test_open_from_acceptance_to_the_end() -> None:
    own = stamps([{"accept": 2, "end": 4}, {"accept": 3}, {"end": 7}], days=10)
    found = open_cases(own, areas(0, 0, 1))
    assert found[:, 0].tolist() == [0, 0, 1, 2, 1, 1, 1, 1, 1, 1]
    per_1000 = open_per_1000(own, areas(0, 0, 1))
    assert per_1000[3].tolist()[0] == 4.0
    assert np.isnan(per_1000[:, 1]).all()  # nobody lives there


def test_cases_elsewhere_are_left_out() -> None:
    own = stamps([{"occur": 1, "accept": 1, "contact": 1, "wait_s": 60}])
    nowhere = areas(-1)
    assert np.isnan(waiting(own, nowhere)).all()
    assert np.isnan(silent(own, nowhere)).all()
    assert (open_cases(own, nowhere) == 0).all()


def test_satisfaction_is_what_was_recorded() -> None:
    own = stamps([])
    assert satisfaction(own, areas()) is own.satisfaction


def test_a_window_is_right_after_its_sum_has_run_over() -> None:
    by_day = np.full((100, 1), 2**25, np.int32)
    assert (in_window(by_day)[29:] == 30 * 2**25).all()


@pytest.mark.parametrize("layer", {layer.key: layer for layer in BY_CELL + BY_COMMUNITY}.values(), ids=lambda x: x.key)
def test_classes_are_seven_and_lie_on_the_scale(layer: object) -> None:
    assert len(layer.breaks) == 6  # type: ignore[attr-defined]
    assert len(layer.steps) == 3  # type: ignore[attr-defined]
    for limits in (layer.breaks, layer.steps):  # type: ignore[attr-defined]
        assert list(limits) == sorted(set(limits))
        assert layer.coding.lo < limits[0] < limits[-1] < layer.coding.hi  # type: ignore[attr-defined]
    # two neighbouring bytes are never two classes apart, so that a class is never skipped
    values = layer.coding.decode(np.arange(NOTHING - 4, dtype=np.uint8))  # type: ignore[attr-defined]
    assert (np.diff(np.searchsorted(layer.breaks, values, side="right")) <= 1).all()  # type: ignore[attr-defined]

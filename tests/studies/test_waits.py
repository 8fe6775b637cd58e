"""Waits: percentiles and the Lorenz curve, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import View
from sim.studies.waits import EVERYBODY, curve, waits
from tests.places import small


def test_curve_of_equal_waits_is_the_diagonal() -> None:
    hours, share = curve(np.full(7, 3.0))
    assert (hours == 3.0).all()
    np.testing.assert_allclose(share, np.arange(101) / 100.0)


def test_curve_by_hand() -> None:
    hours, share = curve(np.array([6.0, 0.0, 2.0, 2.0]))
    assert [hours[k] for k in (0, 50, 100)] == [0.0, 2.0, 6.0]
    np.testing.assert_allclose(share[[0, 25, 50, 75, 100]], [0.0, 0.0, 0.2, 0.4, 1.0])


def test_nobody_waiting_is_the_diagonal_too() -> None:
    np.testing.assert_allclose(curve(np.zeros(3))[1], np.arange(101) / 100.0)


def test_groups_and_those_without_contact_count() -> None:
    district = small(days=40).live(40)
    view = View(district.world, district.recorder, 0)
    frame = waits(view).to_pandas()
    assert frame.group.iloc[0] == EVERYBODY
    assert {"vulnerable", "not vulnerable", "old buildings"} <= set(frame.group)
    assert (frame.groupby("group").size() == 101).all()
    for _, own in frame.groupby("group"):
        assert own.share.is_monotonic_increasing
        assert own.hours.is_monotonic_increasing
        assert own.share.iloc[-1] == pytest.approx(1.0)
    cases = district.world.cases
    known = (cases.parent < 0) & (cases.t_accept >= 0.0)
    until = np.where(cases.t_contact <= 960.0, cases.t_contact, np.fmin(cases.t_close, 960.0))
    longest = frame[(frame.group == EVERYBODY) & (frame.percentile == 100)].hours.item()
    assert longest == (until - cases.t_accept)[known].max()

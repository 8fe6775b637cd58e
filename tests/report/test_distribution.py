"""Waiting times: who counts, who is censored, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.report import distribution
from sim.report.style import Page, sheet
from sim.studies.old_results import OldResults

NAN = np.nan


def test_who_counts_and_who_is_censored() -> None:
    end = 240.0
    table = pd.DataFrame(
        [
            (30.0, 34.0, 40.0),  # contacted after 4 h
            (100.0, 100.0, NAN),  # at once
            (20.0, 30.0, 40.0),  # accepted in the warm-up: left out
            (230.0, 250.0, NAN),  # contact planned after the end: has waited 10 h
            (200.0, NAN, NAN),  # still open: 40 h
            (50.0, NAN, 60.0),  # gave up after 10 h
        ],
        columns=["t_accept_h", "t_contact_h", "t_close_h"],
    )
    waited, came = distribution.waits(table, warmup_days=1, days=int(end / 24))
    np.testing.assert_allclose(waited, [4.0, 0.0, 10.0, 40.0, 10.0])
    assert came.tolist() == [True, True, False, False, False]


def test_share_contacted_is_kaplan_meier() -> None:
    # at risk 4 when the first is contacted, 2 (one was censored at 2 h) when the next is: 1 - 3/4 * 1/2
    waited, came = np.array([1.0, 2.0, 3.0, 8.0]), np.array([True, False, True, False])
    shares = distribution.share_contacted(waited, came, np.array([0.5, 1.0, 2.5, 3.0, 9.0]))
    np.testing.assert_allclose(shares, [0.0, 0.25, 0.25, 0.625, 0.625])


def test_nobody_contacted_is_zero_not_an_error() -> None:
    shares = distribution.share_contacted(np.array([5.0]), np.array([False]), np.array([1.0, 9.0]))
    assert shares.tolist() == [0.0, 0.0]


@pytest.fixture(scope="module")
def drawn(two_arms: OldResults, page: Callable[..., Page]):
    with sheet():
        return distribution.draw(two_arms, page(two_arms))


def line(ax, label: str):
    (found,) = [own for own in ax.lines if own.get_label() == label]
    return found


def test_the_line_is_the_mean_of_the_replications_shares(drawn, two_arms: OldResults) -> None:
    own = line(drawn.axes[0], "baseline")
    at = int(np.searchsorted(own.get_xdata(), 12.75))
    hours = own.get_xdata()[at]
    shares = []
    for replication in (0, 1):
        cases = two_arms.cases[(two_arms.cases.arm == "baseline") & (two_arms.cases.replication == replication)]
        cases = cases[cases.t_accept_h >= 24.0 * 7]
        # the one open case waits longer than this, so nothing is censored yet
        shares.append(((cases.t_contact_h - cases.t_accept_h) <= hours).mean())
    assert own.get_ydata()[at] == pytest.approx(100.0 * np.mean(shares))
    assert 0.0 < own.get_ydata()[at] < 100.0


def test_lines_rise_and_stay_between_0_and_100(drawn) -> None:
    for own in drawn.axes[0].lines:
        assert (np.diff(own.get_ydata()) >= -1e-9).all()
        assert own.get_ydata().min() >= 0.0
        assert own.get_ydata().max() <= 100.0 + 1e-9


def test_the_lower_panel_is_the_paired_difference(drawn) -> None:
    top, below = drawn.axes[:2]
    gap = line(top, "dual_report").get_ydata() - line(top, "baseline").get_ydata()
    np.testing.assert_allclose(line(below, "dual_report").get_ydata(), gap, atol=1e-9)
    assert gap.max() > 2.0  # an hour less of waiting shows


def test_the_first_hour_has_as_much_room_as_the_next_two(drawn) -> None:
    ax = drawn.axes[0]
    at = [ax.transData.transform((hours, 0.0))[0] for hours in (0.0, 1.0, 3.0, 7.0)]
    np.testing.assert_allclose(np.diff(at), np.diff(at)[0])
    labels = [tick.get_text() for tick in drawn.axes[-1].get_xticklabels()]
    assert labels[:6] == ["0", "1 h", "2 h", "4 h", "8 h", "1 d"]


def test_one_arm_has_no_lower_panel(one_arm: OldResults, page: Callable[..., Page]) -> None:
    with sheet():
        assert len(distribution.draw(one_arm, page(one_arm)).axes) == 1

"""What is drawn over time must be the frame's numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from sim.report import over_time
from sim.report.style import Page, sheet
from sim.studies.old_results import OldResults

HALF = 12.706204736  # t quantile of one degree of freedom; replications are 2 h apart, so half the band is t * 1 h


@pytest.fixture(scope="module")
def drawn(two_arms: OldResults, page: Callable[..., Page]):
    with sheet():
        return over_time.draw(two_arms, page(two_arms))


def line(ax, label: str):
    (found,) = [own for own in ax.lines if own.get_label() == label]
    return found


def test_a_point_is_the_mean_of_a_week_and_the_last_week_that_is_not_whole_is_left_out(drawn) -> None:
    top = drawn.axes[0]
    for arm, less in (("baseline", 0.0), ("dual_report", 3.0)):
        own = line(top, arm)
        np.testing.assert_allclose(own.get_xdata(), [3.5, 10.5, 17.5, 24.5])
        np.testing.assert_allclose(own.get_ydata(), np.array([21.0, 22.0, 23.0, 24.0]) - less)


def test_the_band_is_the_t_interval_over_replications(drawn) -> None:
    corners = drawn.axes[0].collections[0].get_paths()[0].vertices
    of_first_week = corners[corners[:, 0] == 3.5][:, 1]
    assert of_first_week.min() == pytest.approx(21.0 - HALF)
    assert of_first_week.max() == pytest.approx(21.0 + HALF)


def test_the_warm_up_is_shaded_from_the_first_day_to_its_last(drawn, two_arms: OldResults) -> None:
    for ax in drawn.axes:
        (shade,) = [patch for patch in ax.patches if patch.get_gid() == "warm-up"]
        assert (shade.get_x(), shade.get_width()) == (0.0, two_arms.manifest["warmup_days"])
        assert (shade.get_y(), shade.get_height()) == (0.0, 1.0)
    assert any("warm-up" in text.get_text() for text in drawn.axes[0].texts)


def test_changes_are_paired_by_replication(drawn) -> None:
    below = drawn.axes[1]
    np.testing.assert_allclose(line(below, "dual_report").get_ydata(), -3.0)
    # every pair differs by the same three hours, so the band has no width although replications differ
    corners = below.collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(corners[:, 1], -3.0)


def test_a_replication_without_partner_is_in_the_line_but_not_in_the_change(build, page: Callable[..., Page]) -> None:
    saved = build(frames=None)
    lonely = saved.daily[(saved.daily.arm == "baseline") | (saved.daily.replication == 1)]
    saved = build(frames={"daily": lonely})
    with sheet():
        figure = over_time.draw(saved, page(saved))
    np.testing.assert_allclose(line(figure.axes[0], "baseline").get_ydata()[0], 21.0)
    np.testing.assert_allclose(line(figure.axes[0], "dual_report").get_ydata()[0], 19.0)
    np.testing.assert_allclose(line(figure.axes[1], "dual_report").get_ydata(), -3.0)


def test_a_single_replication_has_no_band_and_says_so(build, page: Callable[..., Page]) -> None:
    saved = build(replications=1)
    with sheet():
        figure = over_time.draw(saved, page(saved))
    assert not any(ax.collections for ax in figure.axes)
    assert any("no band" in text.get_text() for text in figure.texts)


def test_a_short_run_is_drawn_day_by_day(build, page: Callable[..., Page]) -> None:
    saved = build(days=10)
    with sheet():
        figure = over_time.draw(saved, page(saved))
    np.testing.assert_allclose(line(figure.axes[0], "baseline").get_xdata(), np.arange(10) + 0.5)


def test_no_band_is_cut_however_wide(build, page: Callable[..., Page]) -> None:
    frame = build().daily.copy()
    burst = (frame.day // 7 == 2) & (frame.replication == 1) & (frame.level == "district")
    frame.loc[burst, "response_h"] += 40.0
    saved = build(frames={"daily": frame})
    with sheet():
        figure = over_time.draw(saved, page(saved))
    for ax in figure.axes:
        low, high = ax.get_ylim()
        bands = np.concatenate([path.vertices[:, 1] for band in ax.collections for path in band.get_paths()])
        assert low <= np.nanmin(bands)
        assert np.nanmax(bands) < high
        assert low <= 0.0 <= high


def test_one_arm_has_no_panel_of_changes(one_arm: OldResults, page: Callable[..., Page]) -> None:
    with sheet():
        figure = over_time.draw(one_arm, page(one_arm))
    assert len(figure.axes) == 1
    assert not math.isnan(figure.axes[0].get_ylim()[1])

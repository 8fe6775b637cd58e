"""The forest must show the paired changes, what matters, and which side is better."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.measures import HEADLINE, MEASURES
from sim.report import forest
from sim.report.style import QUIET, Page, sheet
from sim.studies.old_results import OldResults

HALF = 12.706204736 * 0.5  # the pairs' changes, -4 and -5, are one apart


@pytest.fixture(scope="module")
def drawn(two_arms: OldResults, page: Callable[..., Page]):
    with sheet():
        return forest.draw(two_arms, page(two_arms))


def marked(ax, gid: str):
    return [line for line in ax.lines if line.get_gid() == gid]


def panels(figure) -> list:
    return [ax for ax in figure.axes if ax.get_visible()]


def test_every_headline_measure_has_a_panel(drawn) -> None:
    titles = [ax.get_title(loc="left") for ax in panels(drawn)]
    assert titles == [MEASURES[name].title for name in HEADLINE]


def test_the_change_and_its_interval_are_paired(drawn) -> None:
    for ax in panels(drawn):
        (change,), (interval,) = marked(ax, "change"), marked(ax, "interval")
        assert change.get_xdata()[0] == pytest.approx(-4.5)
        np.testing.assert_allclose(interval.get_xdata(), [-4.5 - HALF, -4.5 + HALF])


def test_the_grey_zone_is_what_matters(drawn) -> None:
    for ax, name in zip(panels(drawn), HEADLINE, strict=True):
        (zone,) = ax.patches
        assert (zone.get_x(), zone.get_width()) == pytest.approx((-MEASURES[name].matters, 2 * MEASURES[name].matters))


def test_zero_the_zone_and_every_interval_are_inside_the_axis(drawn) -> None:
    for ax, name in zip(panels(drawn), HEADLINE, strict=True):
        low, high = ax.get_xlim()
        assert low < min(-MEASURES[name].matters, -4.5 - HALF)
        assert high > max(MEASURES[name].matters, -4.5 + HALF)


def test_the_better_side_and_the_unit_are_told(drawn) -> None:
    for ax, name in zip(panels(drawn), HEADLINE, strict=True):
        measure, label = MEASURES[name], ax.get_xlabel()
        assert f"({'% points' if measure.unit == '%' else measure.unit})" in label
        assert label.startswith("\u2190 better") == (measure.better == "lower")
        assert label.endswith("better \u2192") == (measure.better == "higher")


def test_a_change_that_is_not_settled_is_hollow(drawn) -> None:
    (change,) = marked(drawn.axes[0], "change")
    assert change.get_markerfacecolor() == "white"  # two pairs, an interval from -11 to 2


def test_settled_and_negligible_changes_look_different(build, page: Callable[..., Page]) -> None:
    frame = build(replications=6).runs.copy()
    other = frame.arm == "dual_report"
    jitter = 0.01 * frame.replication
    frame.loc[other, "response_mean"] = frame.loc[~other, "response_mean"].to_numpy() - 5.0 + jitter[other]
    frame.loc[other, "satisfaction"] = frame.loc[~other, "satisfaction"].to_numpy() + jitter[other]
    saved = build(replications=6, frames={"runs": frame})
    with sheet():
        figure = forest.draw(saved, page(saved))
    by_name = dict(zip(HEADLINE, panels(figure), strict=True))
    (settled,) = marked(by_name["response_mean"], "change")
    (same,) = marked(by_name["satisfaction"], "change")
    assert (settled.get_marker(), settled.get_markerfacecolor()) == ("o", page(saved).colour("dual_report"))
    assert same.get_marker() == "|"


def test_every_arm_has_a_row_with_its_name_numbers_and_colour(build, page: Callable[..., Page]) -> None:
    saved = build(arms=("baseline", "dual_report", "grid_redivision"))
    with sheet():
        figure = forest.draw(saved, page(saved))
    texts = figure.axes[0].texts
    assert [text.get_text().split()[0] for text in texts] == ["dual_report", "grid_redivision"]
    assert "\u22124.50" in texts[0].get_text()
    assert "\u22129.00" in texts[1].get_text()  # the second is twice as far
    assert len({text.get_color() for text in texts}) == 2
    assert [line.get_ydata()[0] for line in marked(figure.axes[0], "change")] == [0, 1]


def test_one_pair_has_a_point_and_no_interval(build, page: Callable[..., Page]) -> None:
    saved = build(replications=1)
    with sheet():
        figure = forest.draw(saved, page(saved))
    assert not marked(figure.axes[0], "interval")
    assert figure.axes[0].texts[0].get_text() == "dual_report  \u22124.00"


def test_the_first_arm_is_grey_in_all_figures(two_arms: OldResults, page: Callable[..., Page]) -> None:
    assert page(two_arms).colour("baseline") != page(two_arms).colour("dual_report") != QUIET

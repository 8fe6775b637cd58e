"""The map: boundaries, means by cell, cells with too few cases, one colour scale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from sim.geography.shapes import from_middles
from sim.report import waiting_map
from sim.report.style import Page, sheet
from sim.studies.old_results import OldResults

from .conftest import COMMUNITY, X, Y


def test_means_are_of_contacted_cases_after_the_warm_up(two_arms: OldResults) -> None:
    table = waiting_map.cell_means(two_arms, "baseline")
    assert table.n.tolist() == [24, 24, 24, 24, 24, 6]
    # waits are 1 to 12 h, ten more in each cell, half an hour more in every other replication
    np.testing.assert_allclose(table.response_h[:5], 6.75 + 10.0 * np.arange(5))
    assert np.isnan(table.response_h[5])  # six cases are too few


@pytest.fixture(scope="module")
def drawn(two_arms: OldResults, page: Callable[..., Page]):
    with sheet():
        return waiting_map.draw(two_arms, page(two_arms))


def cells(ax) -> PolyCollection:
    (found,) = [c for c in ax.collections if c.get_gid() == "cells"]
    return found


def picture(ax) -> np.ndarray:
    """Values of the six cells where they are painted, by row and column."""
    found = np.full((2, 3), np.nan)
    for path, value in zip(cells(ax).get_paths(), cells(ax).get_array(), strict=True):
        x, y = path.vertices[:4].mean(axis=0)
        found[int(y), int(x)] = value
    return found


def test_cells_are_painted_where_they_are(drawn) -> None:
    found = picture(drawn.axes[0])
    np.testing.assert_allclose(found, [[6.75, 16.75, 26.75], [36.75, 46.75, np.nan]])


def test_the_other_arm_is_drawn_as_its_difference_around_zero(drawn, two_arms: OldResults) -> None:
    first, change = (cells(ax) for ax in drawn.axes[:2])
    assert first.get_cmap().name != change.get_cmap().name
    low, high = change.get_clim()
    assert low == -high < 0
    tables = [waiting_map.cell_means(two_arms, arm) for arm in ("baseline", "dual_report")]
    expected = (tables[1].response_h - tables[0].response_h).to_numpy().reshape(2, 3)
    np.testing.assert_allclose(picture(drawn.axes[1]), expected)
    assert np.nanmax(expected) < 0  # the later arm waits less


def test_the_first_map_shows_the_grids_at_the_start_and_the_second_those_after(drawn) -> None:
    def sides(ax, gid: str) -> int:
        (lines,) = [patch for patch in ax.patches if patch.get_gid() == gid]
        return len(lines.get_path().vertices) // 2

    outline = 10
    assert sides(drawn.axes[0], "grid_at_start") == outline + 2  # as communities: one cut of two cells
    assert sides(drawn.axes[1], "grid") == outline + 4  # columns: two cuts
    for ax in drawn.axes[:2]:
        assert sides(ax, "community") == len(from_middles(X, Y).boundaries(COMMUNITY)) == outline + 2
        assert not ax.axison  # no rows and columns of cells


def test_communities_are_thicker_than_grids(drawn) -> None:
    widths = {patch.get_gid(): patch.get_linewidth() for patch in drawn.axes[1].patches}
    assert widths["community"] > 2 * widths["grid"]


def test_cells_with_few_cases_are_hatched_and_the_key_says_so(drawn) -> None:
    hatched = [c for c in drawn.axes[0].collections if c.get_hatch()]
    assert len(hatched) == 1
    (square,) = hatched[0].get_paths()
    assert square.vertices.min(axis=0).tolist() == [1.5, 0.5]  # the cell at column 2, row 1
    assert any("fewer than 10 cases" in text.get_text() for text in drawn.legends[0].get_texts())


def test_a_change_is_clear_only_if_its_interval_leaves_out_zero() -> None:
    rng = np.random.default_rng(1)
    rows = []
    for arm, less in (("a", 0.0), ("b", 5.0)):
        for replication in range(4):
            for cell in (0, 1):
                noise = rng.normal(0.0, 30.0, 12) if cell else rng.normal(0.0, 0.1, 12)
                rows += [(arm, replication, cell, 24.0, 24.0 + 50.0 - less + e) for e in noise]
    cases = pd.DataFrame(rows, columns=["arm", "replication", "cell", "t_accept_h", "t_contact_h"])
    saved = OldResults(None, {"warmup_days": 0, "days": 30})  # type: ignore[arg-type]
    saved.__dict__["cases"] = cases
    shown = [pd.DataFrame({"response_h": [1.0, 1.0]})] * 2
    assert waiting_map.clear_changes(saved, "a", "b", shown).tolist() == [True, False]
    few = cases[cases.replication < 2]
    saved.__dict__["cases"] = few
    assert not waiting_map.clear_changes(saved, "a", "b", shown).any()  # two pairs cannot tell


@pytest.mark.parametrize(("n", "panels"), [(1, 1), (3, 3), (5, 4)])
def test_panels_by_number_of_arms(build, page: Callable[..., Page], n: int, panels: int) -> None:
    arms = ("baseline", "dual_report", "grid_redivision", "whistle", "layer_integration")[:n]
    saved = build(arms=arms)
    with sheet():
        figure = waiting_map.draw(saved, page(saved))
    assert sum(any(c.get_gid() == "cells" for c in ax.collections) for ax in figure.axes) == panels
    assert any("layer_integration" in text.get_text() for text in figure.texts) == (n > 4)


def test_the_colour_bar_points_only_where_values_run_off() -> None:
    values = pd.Series([1.0, 2.0, np.nan])
    assert [waiting_map.over(values, ends) for ends in ((0, 3), (1.5, 3), (0, 1.5), (1.2, 1.5))] == [
        "neither", "min", "max", "both",
    ]  # fmt: skip

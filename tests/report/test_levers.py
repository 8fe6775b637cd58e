"""The figure of all levers: a row a lever, sorted, coloured by what is surely better or worse."""

from __future__ import annotations

import pytest

from sim.config.run import load
from sim.report.levers import BETTER, NEUTRAL, PANELS, WORSE, draw, save_figure
from sim.report.origin import Origin
from sim.report.style import Page, sheet
from tests.studies.test_lever_table import table


@pytest.fixture(scope="module")
def found():
    import pandas as pd

    good = table(solved_of_all=4.0, spending=20.0)
    bad = table(solved_of_all=-4.0).assign(lever="supervision_ranking")
    none = table(solved_of_all=0.1).assign(lever="whistle", circumstance="a surge")
    return pd.concat([bad, none, good], ignore_index=True)


@pytest.fixture(scope="module")
def origin() -> Origin:
    return Origin.of_config(load("demo", days=30, replications=6), "python experiments/all_levers.py")


def test_levers_are_sorted_by_what_they_solve_and_coloured(found, origin: Origin) -> None:
    with sheet():
        figure = draw(found, Page(origin))
    axes = [ax for ax in figure.axes if ax.get_visible()]
    assert len(axes) == len(PANELS)
    assert [t.get_text() for t in axes[0].get_yticklabels()] == ["dual_report", "whistle *", "supervision_ranking"]
    solved, spending = axes[PANELS.index("solved_of_all")], axes[PANELS.index("spending")]
    marks = [line for line in solved.lines if line.get_gid() == "change"]
    assert [line.get_color() for line in marks] == [BETTER, NEUTRAL, WORSE]
    assert next(line for line in spending.lines if line.get_gid() == "change").get_color() == WORSE
    assert all("(" not in ax.get_xlabel() and ax.get_xlabel() for ax in axes)  # a unit stands under every panel


def test_files_in_both_languages_say_where_they_come_from(found, origin: Origin, tmp_path) -> None:
    made = save_figure(found, origin, tmp_path)
    assert sorted(p.name for p in made) == ["levers.png", "levers.svg", "levers_zh.png", "levers_zh.svg"]
    assert "experiments/all_levers.py" in (tmp_path / "levers.svg").read_text(encoding="utf-8")

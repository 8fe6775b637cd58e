"""The cost table: per year, mean over replications, with whose hours and what was given up."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from sim.cli.cost_table import print_costs
from sim.cli.terminal import console
from sim.config.run import load
from sim.state.costs import LeverCost
from sim.studies.asking import ask_of
from sim.studies.costs import cost_rows, items, mean_costs
from tests.studies.folders import asked


def test_items_are_per_year() -> None:
    cost = LeverCost(
        "budget_neutral", running_fen=100_000, charge_fen=50_000, wages_fen=50_000, capital_fen=900_000, grid_posts=2,
        post_days=146.0, hours={"residents": 73.0}, given_up_h=14.6, saved_fen=150_000,
    )  # fmt: skip
    by = {item: (unit, value) for item, unit, value in items(cost, 73)}
    assert by["spent, all in all"] == ("yuan/yr", pytest.approx(2000.0 * 5))
    assert by["of it capital written off"] == ("yuan/yr", pytest.approx(500.0 * 5))
    assert by["of it wages of grid workers hired"] == ("yuan/yr", pytest.approx(500.0 * 5))
    assert by["invested in all"] == ("yuan", pytest.approx(9000.0))
    assert by["posts filled"] == ("full-time posts", pytest.approx(2.0 + 2.0))
    assert by["hours of residents"] == ("h/yr", pytest.approx(73.0 * 5))
    assert by["grid workers' hours given up"] == ("h/yr", pytest.approx(14.6 * 5))
    assert by["grid workers' wages cut"] == ("yuan/yr", pytest.approx(1500.0 * 5))
    assert by["spent and not saved elsewhere"] == ("yuan/yr", pytest.approx(500.0 * 5))


def costs_of(levers: list[str], folder: Path, **said: object) -> pd.DataFrame:
    """The cost table of a lived arm."""
    return asked(ask_of("run", {"arm": load("demo", levers, **said)}, tables=False), folder)[0].costs  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_run_without_levers_has_no_cost_table(tmp_path: Path) -> None:
    costs = costs_of([], tmp_path, days=3, replications=1)
    assert costs.empty
    out = io.StringIO()
    print_costs(console(out), costs)
    assert out.getvalue() == ""


@pytest.mark.slow
def test_what_is_given_up_is_printed(tmp_path: Path) -> None:
    said = {"policies": {"dual_report": {"funding": "budget_neutral", "yuan_per_community": 36500.0}}}
    costs = costs_of(["dual_report"], tmp_path, days=10, replications=2, **said)
    out = io.StringIO()
    print_costs(console(out), costs)
    (line,) = [row for row in out.getvalue().splitlines() if row.startswith("dual_report")]
    assert line.split()[2] == "182,500"  # five communities
    assert line.split()[6] == "182,500"  # what was paid in the morning is saved on the same day
    assert "in-service" in out.getvalue()


@pytest.mark.slow
def test_a_lever_that_saves_money_owes_nothing_and_the_table_says_so(tmp_path: Path) -> None:
    said = {"policies": {"community_merging": {"funding": "budget_neutral"}}}
    costs = costs_of(["community_merging"], tmp_path, days=10, replications=2, **said)
    value = costs.set_index("item")["value"]
    assert value["spent, all in all"] < 0.0
    assert "spent and not saved elsewhere" not in value.index
    out = io.StringIO()
    print_costs(console(out), costs)
    assert "community_merging: saves more money than it costs; nothing had to be given up for it." in out.getvalue()


def test_what_was_saved_too_much_is_no_debt() -> None:
    assert LeverCost("budget_neutral", running_fen=100, saved_fen=150).owed_fen == 0
    assert LeverCost("budget_neutral", running_fen=150, saved_fen=100).owed_fen == 50


def test_a_year_is_counted_from_the_day_on_which_the_lever_began() -> None:
    arm = SimpleNamespace(
        run=SimpleNamespace(days=100),
        policies=[
            SimpleNamespace(name="early", days_within=lambda days: days),
            SimpleNamespace(name="late", days_within=lambda days: days - 90),
        ],
    )
    lived = [
        cost_rows(arm, {name: LeverCost("added", running_fen=fen) for name in ("early", "late")})  # type: ignore[arg-type]
        for fen in (100_00, 300_00)
    ]
    rows = pd.concat([table.to_pandas().assign(arm="both") for table in lived])
    value = mean_costs(rows, {"both": 2}).set_index("lever")["value"]
    # 200 yuan on average over two replications, in 100 days and in ten
    assert value.to_dict() == pytest.approx({"early": 200.0 * 3.65, "late": 200.0 * 36.5})
    assert mean_costs(rows, {"both": 4}).value.to_list() == [v / 2 for v in value]  # nothing was spent in two of four

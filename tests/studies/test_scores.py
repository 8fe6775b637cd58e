"""Scores of what was lived: of arms and replications, of areas, and of old rows that lack a rate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from sim.config.scores import Score, read_score
from sim.errors import ResultError
from sim.i18n import Bilingual
from sim.studies.scores import as_told, columns_of, score_differences, scores, scores_by_area

CITY = read_score("city_management")


def rows(**columns: Any) -> pd.DataFrame:
    usual = {
        "arm": "a",
        "on_time": 80.0,
        "closing_rate": 90.0,
        "rework_rate": 10.0,
        "cases_due": 50,
        "cases_checked": 40,
    }
    return pd.DataFrame(usual | columns)


RUNS = rows(arm=["a", "a", "b", "b"], replication=[0, 1, 0, 1], on_time=[70.0, 80.0, 72.0, 84.0])
AREAS = rows(
    replication=[0, 0, 0, 1, 1, 1], level="community", id=[0, 1, 2] * 2, area=["C1", "C2", "C3"] * 2,
    on_time=[70.0, 90.0, float("nan"), 72.0, 90.0, float("nan")],
)  # fmt: skip


def results(runs: pd.DataFrame = RUNS, areas: pd.DataFrame = AREAS, arms: tuple[str, ...] = ("a", "b")) -> Any:
    return SimpleNamespace(runs=runs, areas=areas, arms=list(arms), path="results/x", has=lambda table: True)


def test_a_score_of_every_replication_with_what_its_rates_are_of() -> None:
    assert columns_of(CITY) == ["on_time", "closing_rate", "rework_rate", "cases_due", "cases_checked"]
    found = scores(results(), CITY)
    assert found.score.tolist() == pytest.approx([42 + 27 + 9, 48 + 27 + 9, 43.2 + 36, 50.4 + 36])
    assert found.cases_due.tolist() == [50] * 4


def test_arms_are_paired_by_replication() -> None:
    whole, on_time, closing, rework = score_differences(results(), CITY, "b")
    assert (whole.before.mean, whole.change.mean) == (pytest.approx(81.0), pytest.approx((1.2 + 2.4) / 2))
    assert whole.change.low >= -100.0
    assert (on_time.change.mean, closing.change.mean, rework.change.mean) == (3.0, 0.0, 0.0)


def test_communities_are_ranked_and_one_without_a_rate_is_last() -> None:
    found = scores_by_area(results(), CITY)
    assert found.area.tolist() == ["C2", "C1", "C3"]
    assert found["rank"].tolist()[:2] == [1.0, 2.0]
    assert found["mean"].tolist()[:2] == pytest.approx([54 + 36, 42.6 + 36])
    assert found["mean"].isna().tolist() == [False, False, True]
    assert found.cases_due.tolist() == [50] * 3


def test_of_machines_it_is_told_with_everything() -> None:
    told = as_told(results(), CITY)
    assert told["weights"] == {"on_time": 60.0, "closing_rate": 30.0, "rework_rate": 10.0}
    assert told["arms"]["a"]["score"]["mean"] == pytest.approx(81.0)
    assert told["arms"]["a"]["cases_due"] == 50
    assert told["differences"]["b"]["mean"] == pytest.approx(1.8)
    alone = as_told(results(RUNS[RUNS.arm == "a"], arms=("a",)), CITY)
    assert [row["area"] for row in alone["areas"]] == ["C2", "C1", "C3"]
    assert alone["areas"][2]["mean"] is None


def test_rows_of_an_older_version_are_refused_in_words() -> None:
    with pytest.raises(ResultError, match=r"results/x .* older version without closing_rate, cases_due"):
        scores(results(RUNS.drop(columns=["closing_rate", "cases_due"])), CITY)


def test_a_score_makes_sense_where_all_its_rates_do() -> None:
    from sim.studies.scores import as_measure

    assert "group" in as_measure(CITY).levels
    whole = Score("x", Bilingual("x", "x"), "", {"on_time": 1.0, "admin_share": 1.0})
    assert as_measure(whole).levels == ("district",)

"""The answer as numbers and codes: verdict and sureness by hand, rules of titles, ranking, files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ConfigError
from sim.measures import MEASURES
from sim.studies.statistics import Difference, compare, holm
from sim.studies.under_draws import Under
from sim.studies.verdict import FORMAT, answer_of, as_text, rank, read_answer, title_rule
from sim.studies.verdict_measures import of_difference, sureness, verdict_of
from tests.studies.answers_by_hand import answer, found
from tests.studies.folders import asked, question

BEFORE = np.zeros(4)


def difference(name: str, change: float, spread: float = 0.1) -> Difference:
    return holm([compare(MEASURES[name], BEFORE, change + spread * np.array([-1.0, 0.0, 0.0, 1.0]))])[0]


@pytest.mark.parametrize(
    ("name", "change", "spread", "verdict"),
    [("solved_of_all", 5.0, 0.1, "better"), ("solved_of_all", -5.0, 0.1, "worse"), ("silent", -5.0, 0.1, "better"),
     ("silent", 5.0, 0.1, "worse"), ("solved_of_all", 0.2, 0.1, "small"), ("solved_of_all", 2.0, 9.0, "open"),
     ("spending", 40.0, 0.1, "dearer"), ("spending", -40.0, 0.1, "cheaper"), ("utilisation", 9.0, 0.1, "higher"),
     ("utilisation", -9.0, 0.1, "lower")],
)  # fmt: skip
def test_verdicts(name: str, change: float, spread: float, verdict: str) -> None:
    d = difference(name, change, spread)
    assert verdict_of(d) == verdict
    told = of_difference(d)
    assert told["sure"] == (verdict != "open")  # nothing was drawn
    assert (told["needed"] is None) == (verdict != "open")
    assert told["change"] == pytest.approx(change)


def test_what_holds_under_draws_too_is_surer() -> None:
    m = MEASURES["solved_of_all"]
    sure = Under(m, 3.0, 4.0, 5.0, 1.0, 1.0, 64, 0.9, "sure_too")
    rests = Under(m, -3.0, 4.0, 5.0, 0.8, 0.7, 64, 0.9, "rests")
    none = Under(m, -0.1, 0.0, 0.1, 0.5, 0.0, 64, 0.9, "not_sure")
    assert sureness("better", m, sure, np.full(64, 4.0)) == 2
    assert sureness("better", m, rests, np.full(64, 4.0)) == 1
    assert sureness("open", m, none, np.zeros(64)) == 0
    assert sureness("small", m, none, np.zeros(64)) == 2
    assert sureness("small", m, none, np.r_[np.zeros(59), np.full(5, 2.0)]) == 1  # 92 of 100
    assert sureness("small", m, none, np.zeros(10)) == 1  # too few


@pytest.mark.parametrize(
    ("solved", "silent", "spending", "rule", "sure"),
    [
        ((4.8, "better", 2), (-5.0, "better", 2), (43.0, "dearer", 2), "gain_for_cost", 2),
        ((4.8, "better", 2), (-5.0, "better", 2), (43.0, "dearer", 1), "gain_for_cost", 1),
        ((4.8, "better", 2), (-5.0, "better", 2), (0.1, "small", 2), "gain", 2),
        ((4.8, "better", 2), (-5.0, "better", 2), (-9.0, "cheaper", 2), "gain_and_saving", 2),
        ((-4.8, "worse", 1), (5.0, "worse", 2), (-9.0, "cheaper", 2), "harm_and_saving", 1),
        ((0.1, "small", 2), (0.1, "small", 2), (0.1, "small", 2), "small", 2),
        ((0.1, "small", 2), (-3.0, "better", 1), (0.1, "small", 2), "moves", 1),
        ((2.0, "open", 0), (-3.0, "better", 1), (9.0, "dearer", 2), "open", 0),
        ((None, "open", 0), (None, "open", 0), (None, "open", 0), "none", 0),
    ],
)  # fmt: skip
def test_rules_of_titles(solved: tuple, silent: tuple, spending: tuple, rule: str, sure: int) -> None:  # type: ignore[type-arg]
    own = {"solved_of_all": found(*solved), "silent": found(*silent), "spending": found(*spending)}
    told = title_rule(own, "solved_of_all")
    assert (told["rule"], told["sure"]) == (rule, sure)


def test_a_question_may_be_about_money_alone() -> None:
    told = title_rule({"spending": found(9.0, "dearer", 1)}, "spending")
    assert (told["rule"], told["sure"]) == ("harm", 1)
    arms = {"a": {"spending": found(9.0, "dearer", 1)}, "b": {"spending": found(-9.0, "cheaper", 1)}}
    assert rank(arms, "spending") == ["b", "a"]


def test_arms_are_ranked_by_sureness_gain_and_cost() -> None:
    def own(change: float | None, verdict: str, sure: int, yuan: float = 1.0) -> dict[str, object]:
        return {"solved_of_all": found(change, verdict, sure), "spending": found(yuan, "dearer", 1)}

    arms = {"worse": own(-3.0, "worse", 2), "none": own(None, "open", 0), "open": own(9.0, "open", 0),
            "small": own(0.1, "small", 2), "unsure": own(8.0, "better", 1), "dear": own(5.0, "better", 2, 9.0),
            "sure": own(5.0, "better", 2, 2.0), "most": own(6.0, "better", 2, 90.0)}  # fmt: skip
    assert rank(arms, "solved_of_all") == ["most", "sure", "dear", "unsure", "small", "open", "worse", "none"]
    assert answer(3)["ranked"] == ["grid_redivision", "grid_redivision1", "grid_redivision2"]


def test_it_is_written_with_the_answer_and_made_where_it_is_missing(tmp_path: Path) -> None:
    results, _ = asked(question(3), tmp_path / "demo")
    file = results.answer / "answer.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told == json.loads(as_text(answer_of(results))) == read_answer(tmp_path / "demo")
    d = {d.measure.name: d for d in results.differences_to("dual_report", results.names)}
    own = told["measures"]["dual_report"]
    changes = {name: m["change"] for name, m in own.items()}
    assert changes == {name: None if np.isnan(x := one.change.mean) else x for name, one in d.items()}
    assert told["arms"][1]["levers"][0]["key"] == "dual_report"
    assert told["replication"] in range(3)
    os.remove(file)
    assert read_answer(results.answer) == told
    assert not file.exists()
    file.write_text('{"format": "govsim-answer/0"}')
    with pytest.raises(ConfigError, match=FORMAT):
        read_answer(results.answer)


def test_a_run_has_values_and_no_verdict(tmp_path: Path) -> None:
    results, _ = asked(question(2, []), tmp_path / "demo")
    told = read_answer(results.path)
    assert (told["kind"], told["ranked"], told["best"]) == ("run", [], None)
    assert told["measures"]["baseline"]["spending"]["value"] == pytest.approx(results.runs["spending"].mean())

"""The record of validation: its tables are what was kept, and acceptance is judged as it is asked for."""

from __future__ import annotations

from typing import Any

from sim.cli.validation_record import BEGIN, END, PAGE, acceptance, kept, page, tables

SCORES = {"rows": 12, "in_90": 9, "in_50": 6, "gain": 0.12, "worse": 4}
FITTED = {
    "self_test": {"coverage": {"0.5": 0.51, "0.9": 0.9}, "least_at_90": 0.8, "truths": 100},
    "fit": [{"id": "T1", "emulator_error": 0.2, "tolerance": 0.5, "flagged": False, "emulator_within_2sd": 0.95}],
}


def told(**scores: Any) -> dict[str, Any]:
    return {"oracles": [{"holds": True}], "patterns": [{"holds": False}], "scores": {**SCORES, **scores}}


def judged(told: dict[str, Any], fitted: dict[str, Any] | None = None) -> dict[str, str]:
    return {what: holds for what, _, _, holds in acceptance(told, fitted)}


def test_the_page_is_what_was_kept() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert kept(), "no validation was kept"
    assert text == page(text), "make docs"


def test_all_that_is_asked_can_hold_and_fail() -> None:
    good = judged(told(), FITTED)
    assert set(good.values()) == {"yes", "-"}
    assert judged(told(in_90=8))["predicted and blind rows in the 90 %"] == "**no**"
    assert judged(told(in_50=10))["the same in the 50 %"] == "**no**"
    assert judged(told(gain=0.09))["CRPS against the prior predictive"] == "**no**"
    assert judged(told(worse=5))["rows on which it is worse"] == "**no**"
    assert judged({**told(), "oracles": [{"holds": False}]})["oracles"] == "**no**"


def test_a_calibration_is_judged_by_its_self_test() -> None:
    bad = {
        "self_test": {"coverage": {"0.5": 0.3, "0.9": 0.6}, "least_at_90": 0.5, "truths": 100},
        "fit": [{**FITTED["fit"][0], "emulator_error": 0.3, "emulator_within_2sd": 0.7}],  # type: ignore[index]
    }
    assert list(judged(told(), bad).values()).count("**no**") == 5
    flagged = {**FITTED, "fit": [{**FITTED["fit"][0], "emulator_error": 0.3, "flagged": True}]}  # type: ignore[index]
    assert "**no**" not in judged(told(), flagged).values()


def test_too_few_rows_are_not_judged() -> None:
    assert judged(told(rows=6))["the same in the 50 %"] == "-"


def test_misses_are_named() -> None:
    row = {"id": "P1", "measure": "on_time", "unit": "%", "value": 80.0, "z": -3.0, "role": "predict",
           "quantiles": {"5": 82.0, "50": 85.0, "95": None}, "verdict": "misses"}  # fmt: skip
    whole = {**told(), "posterior": None, "draws": 9, "days": 365, "patterns": [], "cards": [row]}
    text = tables({"demo": (whole, None)})
    assert "Misses: P1." in text
    assert "| P1 | on time (%) | 80 | 82 | 85 | - | -3 | predicted | misses |" in text

"""Changes of an arm: operators by hand, and which settings an arm may change."""

from __future__ import annotations

from typing import Any

import pytest

from sim.config.arms import Arm, Change, fully_named, key_problem, settings_of_arms, twice, value_problem


@pytest.mark.parametrize(
    ("below", "op", "value", "result"),
    [
        (207, "=", 300, 300),
        (207, "+=", 100, 307),
        (207, "-=", 80, 127),
        (207, "*=", 1.1, 228),
        (207, "*=", 2, 414),
        (0.1, "*=", 3, 0.3),
        (0.1, "+=", 0.2, 0.3),
        (0.25, "-=", 1, -0.75),
        ("split", "=", "merge", "merge"),
        ([1], "=", [2, 3], [2, 3]),
    ],
)
def test_operators(below: Any, op: str, value: Any, result: Any) -> None:
    found = Change("place.workers", op, value, "").applied(below)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(("below", "value"), [("unknown", 3), (None, 3), (True, 3), ([1], 3), (3, "x"), (3, True)])
def test_what_is_no_number_cannot_be_added_to(below: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        Change("place.workers", "+=", value, "").applied(below)


def test_an_arm_changes_the_place_parameters_and_doses_and_not_how_long_a_run_is() -> None:
    known = settings_of_arms()
    assert {"place.workers", "voice.p_report", "policies.dual_report.active_share"} <= set(known)
    assert not {"days", "seed", "window", "place.name", "place.sources"} & set(known)
    assert key_problem("place.workers", "") is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("days", "one for all arms"),
        ("workers", "one for all arms, or no setting"),
        ("place.wrkers", "did you mean workers"),
        ("policies.dual_rport.active_share", "did you mean dual_report"),
        ("voic.p_report", "did you mean voice.p_report"),
        ("", "one for all arms"),
        ("..", "no such setting"),
        ("x" * 9999, "9,999 characters"),
    ],
)
def test_a_wrong_key_is_told_with_what_was_meant(key: str, words: str) -> None:
    assert words in str(key_problem(key, "here"))


def test_a_name_without_its_owner() -> None:
    assert fully_named("population") == "did you mean place.population?"
    assert fully_named("start_day") == ""  # every lever has one


@pytest.mark.parametrize(("op", "value"), [("=", None), ("=", {"a": 1}), ("+=", "many"), ("*=", [2]), ("-=", False)])
def test_a_value_that_is_none(op: str, value: Any) -> None:
    assert "place.workers" in str(value_problem(Change("place.workers", op, value, ""), "here"))


def test_said_twice() -> None:
    one, other = Change("place.workers", "=", 1, ""), Change("place.workers", "+=", 1, "")
    assert twice((one,), "here") == []
    assert "place.workers is said 2 times" in str(twice((one, other), "here")[0])


def test_doses_are_changes_of_levers() -> None:
    dose, more = Change("policies.whistle.share", "=", 0.2, ""), Change("place.workers", "+=", 1, "")
    assert Arm("a", ("whistle",), (more, dose)).doses == (dose,)

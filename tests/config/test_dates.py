"""Dates in a run: where they may stand, what day they are, and the window of days that is measured."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.cli.compose import checked
from sim.config.arm_configs import arms_of
from sim.config.arm_words import sort_words
from sim.config.run import RunConfig, load, parse, place_file, same_window
from sim.errors import ConfigError

MONDAY = "2024-01-01"


def told(policy: Any = (), **said: Any) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load("demo", policy, **said)
    return {p.where: str(p) for p in caught.value.problems}


def dated(**said: Any) -> RunConfig:
    return load("demo", ["dual_report"], start_date=MONDAY, days=300, **said)


def test_a_date_is_the_day_it_is() -> None:
    levers = {"dual_report": {"start_day": "2024-04-01", "end_day": "2024-07-01"}}
    config = dated(policies=levers, emergencies={"start_day": "2024-05-01", "days": 5})
    by_day = {"dual_report": {"start_day": 91, "end_day": 182}}
    assert config == dated(policies=by_day, emergencies={"start_day": 121, "days": 5})
    assert [config.date_of(day) for day in (0, 91, 182)] == [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
    assert load("demo").date_of(3) is None
    assert parse(config.to_dict()) == config


def test_dates_in_arms_and_overrides() -> None:
    words = ["a=dual_report:start_day=2024-04-01,end_day=2024-07-01"]
    ((_, config),) = arms_of({**place_file("demo"), "start_date": MONDAY, "days": 300}, {}, sort_words(words).arms)
    assert (config.policies[0].start_day, config.policies[0].end_day) == (91, 182)
    asked = ["policy=[whistle]", f"start_date={MONDAY}", "days=300", "policies.whistle.start_day=2024-04-01"]
    ((_, typed),) = checked([*asked, "window={after_start:[0,100]}"])
    assert typed.policies[0].start_day == 91
    assert (typed.run.window, typed.run.window_days) == ("after_start", (0, 100))


@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({"start_date": "2024-01-02"}, "start_date", "is a Tuesday"),
        ({"start_date": "2024-01-02"}, "start_date", "2024-01-01 or 2024-01-08"),
        ({"start_date": "2024-02-30"}, "start_date", "a date as 2024-01-01"),
        ({"start_date": "tomorrow"}, "start_date", "a date as 2024-01-01"),
        ({"start_date": 2024}, "start_date", "found 2024"),
        ({"start_date": "9999-01-04"}, "start_date", "a date as"),
        ({"start_date": [1]}, "start_date", "found [1]"),
        ({"start_date": MONDAY, "emergencies.start_day": "2023-12-31"}, "emergencies.start_day", "before day 0"),
        ({"start_date": MONDAY, "emergencies.start_day": "soon"}, "emergencies.start_day", "found 'soon'"),
        ({"emergencies.start_day": "2024-02-01"}, "emergencies.start_day", "start_date=2024-01-01 says"),
        ({"days": MONDAY}, "days", "found '2024-01-01'"),
    ],
)
def test_what_is_no_date_is_told(said: dict[str, Any], where: str, words: str) -> None:
    found = told(**said)
    assert set(found) == {where}
    assert words in found[where]


def test_a_wrong_start_date_is_told_once() -> None:
    assert set(told(start_date="2024-01-02", **{"emergencies.start_day": "2024-02-01"})) == {"start_date"}


@pytest.mark.parametrize("start", ["2024-01-02", "tomorrow"])
def test_a_wrong_start_date_makes_no_end_wrong(start: str) -> None:
    ends = {"policies.dual_report.start_day": "2024-02-01", "policies.dual_report.end_day": "2024-03-01"}
    assert set(told(policy=["dual_report"], start_date=start, **ends)) == {"start_date"}


@pytest.mark.parametrize(
    ("lever", "end", "words"),
    [
        ("dual_report", 10, "begins on day 20"),
        ("dual_report", 20, "begins on day 20"),
        ("grid_redivision", 60, "cannot be undone"),
        ("staffing", 60, "cannot be undone"),
    ],
)
def test_an_end_that_cannot_be(lever: str, end: int, words: str) -> None:
    found = told([lever], days=100, policies={lever: {"start_day": 20, "end_day": end}})
    assert words in found[f"policies.{lever}.end_day"]


def test_a_lever_that_ends_is_told_of() -> None:
    levers = {"dual_report": {"start_day": 20, "end_day": 60}}
    (said,) = load("demo", ["dual_report"], days=100, warmup_days=25, policies=levers).late()
    assert said == "dual_report ends on day 60: on 40 of the 75 days measured it did not act"
    assert (
        load("demo", ["dual_report"], days=100, warmup_days=25, policies={"dual_report": {"start_day": 20}}).late()
        == []
    )


def test_what_is_not_said_leaves_the_digest() -> None:
    tree = load("demo", ["dual_report"]).to_dict()
    assert (tree["start_date"], tree["window_days"], tree["policies"]["dual_report"]["end_day"]) == ("", [], -1)
    plain = load("demo", ["dual_report"]).digest()
    assert len({plain, dated().digest(), load("demo", ["dual_report"], window_days=[0, 90]).digest()}) == 3
    ended = load("demo", ["dual_report"], policies={"dual_report": {"end_day": 90}})
    assert ended.digest() != plain


def test_years_without_holidays_are_told_of() -> None:
    assert dated().remarks() == []
    assert "2027" in load("demo", start_date="2026-12-28", days=30).remarks()[-1]


# -- the window


def window(*arms: RunConfig) -> tuple[int, int]:
    found = {(arm.first_day, arm.until_day) for arm in same_window(arms)}
    assert len(found) == 1
    return found.pop()


def test_the_window_follows_the_earliest_lever_of_any_arm() -> None:
    common: dict[str, Any] = {"days": 400, "warmup_days": 60, "window": {"after_start": [0, 180]}}
    base = load("demo", **common)
    early = load("demo", ["dual_report"], **common, policies={"dual_report": {"start_day": 100}})
    late = load("demo", ["whistle"], **common, policies={"whistle": {"start_day": 150}})
    assert window(base, early, late) == (100, 280)
    assert window(late, base) == (150, 330)
    assert (early.first_day, early.until_day) == (100, 280)


def test_the_window_may_count_from_the_warm_up() -> None:
    base = load("demo", days=400, warmup_days=60, window={"after_warmup": [10, 40]})
    assert window(base) == (70, 100)
    assert window(load("demo", days=400, warmup_days=60)) == (60, 400)
    assert window(load("demo", days=400, warmup_days=60, window_days=[0, 340])) == (60, 400)


def test_a_window_to_the_end_is_the_run_that_it_was() -> None:
    (cut,) = same_window([load("demo", days=400, warmup_days=60, window={"after_warmup": [0, 340]})])
    assert cut == load("demo", days=400, warmup_days=60)


@pytest.mark.parametrize(
    ("days", "words"), [([0, 180], "the warm-up ends with day 89"), ([90, 500], "the run has 400 days")]
)
def test_a_window_that_the_run_has_not(days: list[int], words: str) -> None:
    arm = load("demo", ["dual_report"], days=400, window={"after_start": days})
    with pytest.raises(ConfigError, match=words):
        same_window([load("demo", days=400, window={"after_start": days}), arm])


@pytest.mark.parametrize(
    "wrong",
    [{"after_start": [180, 0]}, {"after_start": [0]}, {"after_start": "x"}, {"after_start": [-3, 5]},
     {"after_x": [0, 1]},
     {"after_start": [0, 1.5]}, {"after_start": [0, 1], "after_warmup": [0, 1]}, {}, {"after_start": 3},
     {"after_start": [False, True]}, 3, [0, 3]],
)  # fmt: skip
def test_what_is_no_window(wrong: Any) -> None:
    assert set(told(window=wrong)) == {"window"}

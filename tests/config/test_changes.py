"""What an arm changes, said in words."""

from __future__ import annotations

from sim.config.arm_configs import arms_of
from sim.config.arm_words import sort_words
from sim.config.changes import describe, fates_apart
from sim.config.run import place_file


def said(*words: str, place: str = "xialu", **more: object) -> dict[str, list[str]]:
    found = dict(arms_of({**place_file(place), "days": 200, **more}, {}, sort_words(["baseline", *words]).arms))
    return {name: describe(config, found["baseline"]) for name, config in found.items()}


def test_what_arms_change() -> None:
    assert said(
        "weak=dual_report:active_share=0.1", "more=place.workers+=100", "plain=dual_report",
        "both=whistle:start_day=30,communities=[1,2]+voice.p_report=0.5+needs.mix=[.1,.1,.1,.1,.1,.1,.2,.2]",
        "merge=grid_redivision:mode=merge,ramp_days=0+place.reporting_members-=1000",
    ) == {
        "baseline": ["as it is"],
        "weak": ["dual_report with active_share 0.1 share per month"],
        "more": ["place.workers 207 -> 307 (+100)"],
        "plain": ["dual_report"],
        "both": ["whistle with start_day 30, communities [1, 2]",
                 "needs.mix [0.22, 0.18, 0.22, 0.1, 0.1, 0.11, 0, 0.07] -> [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2]",
                 "voice.p_report 0.3 -> 0.5 (+0.2)"],
        "merge": ["grid_redivision with mode merge", "place.reporting_members 5,636 -> 4,636 (-1,000)"],
    }  # fmt: skip


def test_a_lever_that_both_have() -> None:
    assert said("a=policies.whistle.share=0.4", in_force=["whistle"], place="demo")["a"] == [
        "policies.whistle.share 0.3 -> 0.4 (+0.1)"
    ]


def test_a_lever_that_the_arm_has_not() -> None:
    found = dict(arms_of(place_file("demo"), {}, sort_words(["dual_report", "baseline"]).arms))
    assert describe(found["baseline"], found["dual_report"]) == ["without dual_report"]


def test_days_have_dates_where_the_run_has() -> None:
    told = said("a=dual_report:start_day=2024-04-01,end_day=150", start_date="2024-01-01")
    assert told["a"] == ["dual_report with start_day 91 (2024-04-01), end_day 150 (2024-05-30)"]


def test_arms_whose_place_is_another_share_no_fate() -> None:
    words = ["baseline", "more=place.workers+=1", "new=place.population=20000+place.map_seed=7", "lever=whistle"]
    found = dict(arms_of(place_file("demo"), {}, sort_words(words).arms))
    (told,) = fates_apart(found)
    assert told.startswith("new: pairs share no fate with baseline, for place.population, place.map_seed differ")

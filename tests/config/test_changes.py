"""What an arm changes, said in words."""

from __future__ import annotations

from sim.config.arm_configs import arms_of
from sim.config.arm_words import sort_words
from sim.config.changes import describe
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

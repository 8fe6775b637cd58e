"""Words of the command line: which are arms, what they say, and what is wrong with those that are neither."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.arm_words import is_arm, read_arm, sort_words, value_of
from sim.config.arms import Arm
from sim.config.layers import Layer
from sim.errors import PlaceError
from tests.places import FIXED

SETTINGS = (
    "days=90", "place=xialu", "place=./winter.yaml", "place.workers=300", "voice.p_report=0.3", "policy=[whistle]",
    "policies.dual_report.active_share=0.3", "policies={whistle:{share:0.3}}", "place={workers:3}", "pairs=10",
    "window=after_start", "++days=3", "+place=demo", "~place", "hydra/launcher=joblib", "a.b=c", "place@x=demo",
)  # fmt: skip

ARMS: dict[str, tuple[str, tuple[str, ...], dict[str, tuple[str, Any]]]] = {
    "baseline": ("baseline", (), {}),
    "dual_report": ("dual_report", ("dual_report",), {}),
    "whistle+dual_report": ("whistle+dual_report", ("whistle", "dual_report"), {}),
    "dual_report:active_share=0.1": (
        "dual_report", ("dual_report",), {"policies.dual_report.active_share": ("=", 0.1)}
    ),
    "weak=dual_report:active_share=0.1": (
        "weak", ("dual_report",), {"policies.dual_report.active_share": ("=", 0.1)}
    ),
    "twice=dual_report:active_share*=2,start_day=30": (
        "twice", ("dual_report",),
        {"policies.dual_report.active_share": ("*=", 2), "policies.dual_report.start_day": ("=", 30)},
    ),
    "more100=place.workers+=100": ("more100", (), {"place.workers": ("+=", 100)}),
    "merge80=community_merging+place.workers-=80": (
        "merge80", ("community_merging",), {"place.workers": ("-=", 80)}
    ),
    "as_it_is=baseline": ("as_it_is", (), {}),
    "fewer=baseline+place.workers=+5": ("fewer", (), {"place.workers": ("=", 5)}),
    "rich=finance.base_funds_yuan=1e+5": ("rich", (), {"finance.base_funds_yuan": ("=", 1e5)}),
    "c=whistle:communities=[1,2],coverage=1.0+place.workers*=2": (
        "c", ("whistle",),
        {"policies.whistle.communities": ("=", [1, 2]), "policies.whistle.coverage": ("=", 1.0),
         "place.workers": ("*=", 2)},
    ),
    "own=grid_redivision:mode=custom,file='a+b,c.csv'": (
        "own", ("grid_redivision",),
        {"policies.grid_redivision.mode": ("=", "custom"), "policies.grid_redivision.file": ("=", "a+b,c.csv")},
    ),
    "forte=dual_report": ("forte", ("dual_report",), {}),
    "2x=place.workers*=2": ("2x", (), {"place.workers": ("*=", 2)}),
    "合并=community_merging": ("合并", ("community_merging",), {}),
    "whistle=whistle:share=0.2": ("whistle", ("whistle",), {"policies.whistle.share": ("=", 0.2)}),
}  # fmt: skip

WRONG = {
    "dual_rport": "did you mean dual_report",
    "weak=dual_rport:active_share=0.1": "did you mean dual_report",
    "weak=dual_report:activ_share=0.1": "did you mean active_share",
    "dayz=90": "did you mean days",
    "plase=xialu": "did you mean place",
    "polcy=[whistle]": "did you mean policy",
    "pair=10": "did you mean pairs",
    "workrs=300": "no such setting",
    "xialu": "did you mean place=xialu",
    "x=workers=300": "did you mean place.workers",
    "place.workers+=100": "NAME=place.workers+=100",
    "days+=3": "acts in an arm only",
    "community_merging+place.workers-=80": "it has no name",
    "dual_report:": "no dose behind dual_report",
    "dual_report:active_share": "is no dose of dual_report",
    "dual_report+": "a lever is missing",
    "+": "a lever is missing",
    "": "a lever is missing",
    "whistle+whistle": "named 2 times",
    "baseline+whistle": "baseline beside whistle",
    "baseline=whistle": "called baseline that has levers",
    "whistle=dual_report": "without the lever whistle",
    "a b=whistle": "cannot be the name",
    "_a=whistle": "cannot be the name",
    "=5": "no such setting",
    "=": "no such setting",
    "a=": "no such setting",
    "a=days=3": "one for all arms",
    "a=place.name=x": "no such setting",
    "a=place.sources=x": "no such setting",
    "a=place.workers=": "found place.workers=None",
    "a=place.workers=1+place.workers=2": "said 2 times",
    "a=place.workers+=many": "a number behind +=",
    "a=place.workers=[[" : "cannot be read",
    "a=place.workers=" + "[" * 60: "lists in lists without end",
    "a=place.workers=!!python/object/apply:os.system [ls]": "tags",
    "a=place.workers=&x 3": "anchors",
    "a=place.workers={x: 1}": "a number, a word, or a list",
    "a=place.workers=" + "9" * 5000: "a number is too long",
    "a=dual_report：active_share=0.1": "did you mean a=dual_report:active_share=0.1",
    "a＝whistle": "did you mean a=whistle",
    "arms.weak=3": "arms.NAME.KEY=VALUE",
    "arms.weak.place.workers": "arms.NAME.KEY=VALUE",
    "arms.weak.place.wrkers=3": "did you mean workers",
    "\udcff": "is not a lever",
    "x" * 5000: "5,000 characters",
}  # fmt: skip


@pytest.mark.parametrize("word", SETTINGS)
def test_settings_are_settings(word: str) -> None:
    found = sort_words([word], ["pairs"])
    assert (found.settings, found.arms, found.problems) == ([word], [], [])


@pytest.mark.parametrize("word", ARMS)
def test_arms_are_arms(word: str) -> None:
    name, levers, changes = ARMS[word]
    found = sort_words([word], ["pairs"])
    assert (found.settings, found.problems) == ([], [])
    (arm,) = found.arms
    assert (arm.name, arm.levers, arm.where) == (name, levers, word)
    assert {c.key: (c.op, c.value) for c in arm.changes} == changes
    assert {c.layer for c in arm.changes} <= {Layer.ARM}


@pytest.mark.parametrize("word", WRONG)
def test_what_is_neither_is_told_with_what_was_meant(word: str) -> None:
    found = sort_words([word], ["pairs"])
    assert (found.settings, found.arms) == ([], [])
    assert WRONG[word] in "\n".join(map(str, found.problems))
    assert len(str(found.problems[0])) < 1500


def test_what_is_typed_for_one_arm() -> None:
    found = sort_words(["arms.weak.policies.dual_report.active_share=0.3", "arms.a+b.place.workers+=3"])
    assert found.problems == []
    (change,) = found.own["weak"]
    assert (change.key, change.value, change.layer) == ("policies.dual_report.active_share", 0.3, Layer.TYPED)
    assert found.own["a+b"][0].op == "+="
    assert "said twice" in str(sort_words(["arms.a.place.workers=3", "arms.a.place.workers=4"]).problems[0])


def test_two_arms_of_one_name() -> None:
    found = sort_words(["dual_report:active_share=0.1", "dual_report:active_share=0.6"])
    (problem,) = found.problems
    assert "a=dual_report:active_share=0.1 b=dual_report:active_share=0.6" in str(problem)


def test_a_key_of_the_command_is_no_arm() -> None:
    assert is_arm("pairs=10")
    assert not is_arm("pairs=10", ["pairs"])


@FIXED
@given(st.text(alphabet="ab_:=+-*,.[]'\"~ 1{}&!", max_size=30))
def test_no_word_is_lost_or_breaks_anything(word: str) -> None:
    found = sort_words([word])
    assert bool(found.problems) or len(found.arms) + len(found.settings) + len(found.own) == 1


@FIXED
@given(st.text(max_size=30))
def test_no_value_breaks_anything(text: str) -> None:
    with suppress(PlaceError):
        value_of(text)
    arm, problems = read_arm(f"a=place.workers={text}")
    assert isinstance(arm, Arm) is not bool(problems)

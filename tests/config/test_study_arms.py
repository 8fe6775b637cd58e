"""Arms of a file: by name, as words, with operators; the same records as typed ones."""

from __future__ import annotations

from sim.config.arm_words import read_arm
from sim.config.arms import Arm
from sim.config.study_arms import read_arms


def plain(arm: Arm | None) -> tuple[str, tuple[str, ...], set[tuple[str, str, object]]]:
    assert arm is not None
    return arm.name, arm.levers, {(c.key, c.op, c.value) for c in arm.changes}


def test_written_and_typed_arms_are_the_same_records() -> None:
    said = {
        "baseline": None,
        "merge80": {"policy": ["community_merging"], "place": {"workers": "-= 80"}},
        "x": {
            "policy": "dual_report",
            "policies": {"dual_report": {"active_share": "*=2"}},
            "voice": {"p_report": 0.3},
        },
        "y": "whistle:share=0.2,start_day=30+place.workers*=1.5",
    }  # fmt: skip
    typed = [
        "baseline", "merge80=community_merging+place.workers-=80",
        "x=dual_report:active_share*=2+voice.p_report=0.3", "y=whistle:share=0.2,start_day=30+place.workers*=1.5",
    ]  # fmt: skip
    written, problems = read_arms(said, lambda key: key)
    assert problems == []
    assert [plain(arm) for arm in written] == [plain(read_arm(word)[0]) for word in typed]
    assert [arm.where for arm in written] == [f"arms.{name}" for name in said]


def test_what_is_no_arm_is_told_where_it_stands() -> None:
    arms, problems = read_arms({"a": [1], "b": {"policy": {"x": 1}}, "c": {"voice": 3}}, lambda key: key)
    assert [p.where for p in problems] == ["arms.a", "arms.b.policy", "arms.c.voice"]
    assert [arm.name for arm in arms] == ["a", "b", "c"]
    assert read_arms([3], lambda key: key)[1][0].where == "arms"


def test_levers_in_the_wrong_place_are_told_their_own() -> None:
    _, problems = read_arms({"a": {"levers": ["whistle"]}, "b": {"policies": ["whistle"]}}, lambda key: key)
    assert [p.where for p in problems] == ["arms.a.levers", "arms.b.policies"]
    assert all("policy: [dual_report]" in p.hint for p in problems)

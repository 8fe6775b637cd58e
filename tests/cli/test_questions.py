"""Questions as they are typed and as a file has them are one and the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.questions import Question, read_questions
from sim.errors import ConfigError

TYPED = [
    "baseline", "weak=dual_report:active_share=0.1", "place=demo", "more=place.workers+=8",
    "both=dual_report+whistle+place.workers-=2", "days=30", "warmup_days=5", "voice.p_report=0.4",
]  # fmt: skip
FILE = """\
place: demo
days: 30
warmup_days: 5
voice: {p_report: 0.4}
arms:
  baseline: {}
  weak: {policy: [dual_report], policies: {dual_report: {active_share: 0.1}}}
  more: {place: {workers: "+= 8"}}
  both: "dual_report+whistle+place.workers-=2"
"""


def one(words: list[str]) -> Question:
    (question,) = read_questions(words).questions
    return question


def written(text: str = FILE) -> str:
    Path("winter.yaml").write_text(text, encoding="utf-8")
    return "study=winter.yaml"


def problems(words: list[str]) -> list[str]:
    with pytest.raises(ConfigError) as told:
        read_questions(words)
    return [str(p) for p in told.value.problems]


def test_arms_and_settings_in_any_order() -> None:
    question = one(TYPED)
    assert list(question.arms) == ["baseline", "weak", "more", "both"]  # as typed; the first is compared with
    arms = question.arms
    assert {arm.run.days for arm in arms.values()} == {30}
    assert [arm.place.workers for arm in arms.values()] == [12, 12, 20, 10]
    assert [list(arm.policy_names) for arm in arms.values()] == [[], ["dual_report"], [], ["dual_report", "whistle"]]
    assert arms["weak"].fixed("policies.dual_report.active_share")
    assert not arms["both"].fixed("policies.dual_report.active_share")
    other = one([*TYPED[2:], *TYPED[:2]])
    assert list(other.arms) == ["more", "both", "baseline", "weak"]
    assert {name: arm.digest() for name, arm in other.arms.items()} == {
        name: arm.digest() for name, arm in arms.items()
    }


def test_what_is_typed_and_what_a_file_says_are_equal() -> None:
    typed, file = one(TYPED), one([written()])
    assert list(file.arms) == list(typed.arms)
    for name, arm in typed.arms.items():
        assert file.arms[name].canonical() == arm.canonical(), name
        assert file.arms[name].run == arm.run, name
    fixed = [key for key in typed.arms["weak"].said if typed.arms["weak"].fixed(key)]
    assert [key for key in fixed if not file.arms["weak"].fixed(key)] == []


def test_what_is_typed_lies_over_the_file() -> None:
    words = [
        written(),
        "days=60",
        "voice.p_report=0.3",
        "arms.weak.policies.dual_report.active_share=0.2",
        "strong=whistle",
    ]
    arms = one(words).arms
    assert list(arms) == ["baseline", "weak", "more", "both", "strong"]  # those that are typed come after
    assert {(arm.run.days, arm.run.warmup_days) for arm in arms.values()} == {(60, 5)}
    assert {arm.settings.voice.p_report for arm in arms.values()} == {0.3}
    assert arms["weak"].policies[0].active_share == 0.2


def test_another_place_may_be_typed_for_a_file() -> None:
    assert {arm.place.name for arm in one([written(), "place=xialu"]).arms.values()} == {"xialu"}


def test_values_that_a_file_sweeps_make_a_question_each() -> None:
    found = read_questions([written(FILE + "sweep: {voice.p_report: [0.2, 0.5], place.grids: [12, 10]}\n")])
    assert [q.name for q in found.questions] == [
        f"voice.p_report={p}, place.grids={n}" for p in (0.2, 0.5) for n in (12, 10)
    ]
    assert [q.arms["weak"].settings.voice.p_report for q in found.questions] == [0.2, 0.2, 0.5, 0.5]
    assert [q.arms["more"].place.grids for q in found.questions] == [12, 10, 12, 10]
    assert {q.arms["more"].place.workers for q in found.questions} == {20}
    assert found.study is not None
    assert found.study.place == "demo"
    assert one(TYPED).name == ""


def test_without_a_file_there_is_no_study() -> None:
    found = read_questions(TYPED)
    assert found.study is None
    assert found.settings == ["place=demo", "days=30", "warmup_days=5", "voice.p_report=0.4"]


# --- all that is wrong, at once


def test_all_problems_of_all_arms_are_told_at_once() -> None:
    told = problems(
        [
            "baseline", "weak=dual_rport:active_share=0.1", "strong=dual_report:active_shar=0.6",
            "more=place.workerz+=1", "dayz=90", "voice.p_report=7", "seed=1,2", "place=demo",
        ]
    )  # fmt: skip
    text = "\n".join(told)
    for word in ("dual_report", "active_share", "workers", "days", "seed", "p_report"):
        assert word in text, word
    assert len(told) >= 6
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("words", "where", "found"),
    [
        ([], "ARM", "none given"),
        (["baseline", "place=demo"], "ARM", "1 given"),
        (["baseline", "dual_report", "seed=1,2"], "seed", "several values"),
        (["a=dual_report", "a=whistle"], "a", "two arms of this name"),
        (["baseline", "dual_report", "study=nowhere.yaml"], "", "nowhere.yaml"),
        (["study=no_such_study"], "study", "there is no study"),
        (["study=a.yaml", "study=b.yaml"], "study", "said twice"),
    ],
)
def test_what_cannot_be_asked(words: list[str], where: str, found: str) -> None:
    told = problems(words)
    assert any(line.startswith(where) and found in line for line in told), told


def test_a_file_with_one_arm_is_told_with_its_line() -> None:
    told = problems([written("place: demo\narms:\n  baseline: {}\n")])
    assert any("winter.yaml:2" in line and "two or more" in line for line in told)
    assert len(one([written("place: demo\narms:\n  baseline: {}\n"), "whistle"]).arms) == 2  # another may be typed


def test_what_is_typed_wrong_is_told_beside_what_the_file_says_wrong() -> None:
    told = "\n".join(problems([written(FILE.replace("active_share: 0.1", "active_share: 7")), "dayz=3", "x=whistl"]))
    for word in ("active_share", "days", "whistle"):
        assert word in told


def test_a_number_that_a_file_sweeps_and_an_arm_changes_is_refused() -> None:
    told = problems([written(FILE + "sweep: {place.workers: [12, 14]}\n")])
    assert any(line.startswith("place.workers (arm more)") and "one of the two" in line for line in told)

"""Arms put together: layers, operators, doses for all, and everything that does not fit told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from sim.cli.compose import composed, layers_of
from sim.config.arm_configs import arms_of
from sim.config.arm_words import sort_words
from sim.config.layers import Layer
from sim.config.run import RunConfig, load, merged, place_file
from sim.errors import ConfigError
from sim.studies.priors import with_draw


def configs(*words: str) -> Mapping[str, RunConfig]:
    found = sort_words(words)
    assert found.problems == []
    base = composed(found.settings)
    return dict(arms_of(base, layers_of(found.settings), found.arms, found.own))


def problems(*words: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        configs(*words)
    return {p.where: str(p) for p in caught.value.problems}


def test_arms_of_the_issue_stand_beside_each_other() -> None:
    found = configs(
        "baseline", "weak=dual_report:active_share=0.1", "strong=dual_report:active_share=0.6",
        "more100=place.workers+=100", "merge80=community_merging+place.workers-=80", "place=xialu", "days=120",
    )  # fmt: skip
    assert list(found) == ["baseline", "weak", "strong", "more100", "merge80"]
    assert [c.place.workers for c in found.values()] == [207, 207, 207, 307, 127]
    assert [c.policies[0].active_share for c in (found["weak"], found["strong"])] == [0.1, 0.6]  # type: ignore[attr-defined]
    assert {c.run.days for c in found.values()} == {120}
    assert found["baseline"] == load("xialu", days=120)
    assert found["weak"] == load("xialu", "dual_report", days=120, **{"policies.dual_report.active_share": 0.1})
    assert found["merge80"] == load("xialu", "community_merging", days=120, **{"place.workers": 127})


def test_the_old_form_gives_what_it_gave() -> None:
    found = configs("baseline", "dual_report+whistle", "policies.dual_report.active_share=0.3", "days=60")
    doses = {"policies.dual_report.active_share": 0.3}
    assert found["dual_report+whistle"] == load("demo", ["dual_report", "whistle"], days=60, **doses)
    assert found["baseline"] == load("demo", days=60)


def test_each_number_knows_who_said_it_and_no_draw_moves_it() -> None:
    found = configs("weak=dual_report:active_share=0.25", "voice.p_report=0.3", "arms.weak.voice.p_notice=0.5")
    said = found["weak"].said
    key = "policies.dual_report.active_share"
    assert (said[key].layer, said[key].where, said[key].value) == (Layer.ARM, "arm weak", 0.25)
    assert (said["voice.p_notice"].layer, said["voice.p_notice"].where) == (
        Layer.TYPED, "arms.weak.voice.p_notice=0.5"
    )  # fmt: skip
    assert said["voice.p_report"].layer is Layer.TYPED
    drawn = with_draw(found["weak"], 3)
    assert drawn.policies[0].active_share == 0.25  # type: ignore[attr-defined]
    assert drawn.settings.voice.p_notice == 0.5


def test_operators_act_on_the_layer_below(tmp_path: Path) -> None:
    base = merged(place_file("demo"), {"place": {"workers": 40}})
    (arm,) = sort_words(["a=place.workers*=1.5+voice.p_report*=2+dual_report:active_share*=2"]).arms
    ((_, config),) = arms_of(base, {}, [arm])
    assert config.place.workers == 60
    assert config.settings.voice.p_report == pytest.approx(2 * load("demo").settings.voice.p_report)
    (lever,) = config.policies
    assert lever.active_share == 0.5  # type: ignore[attr-defined] # its default is 0.25
    assert base["place"]["workers"] == 40  # the base is as it was


def test_an_operator_acts_on_the_norm_of_an_unknown_number() -> None:
    base = merged(place_file("demo"), {"place": {"workers": "unknown"}})
    below, more = sort_words(["b=baseline", "a=place.workers+=3"]).arms
    found = dict(arms_of(base, {}, [below, more]))
    assert found["a"].place.workers == found["b"].place.workers + 3


def test_what_is_typed_for_one_arm_lies_over_it() -> None:
    found = configs("weak=dual_report:active_share=0.1", "more=place.workers+=2",
                    "arms.weak.policies.dual_report.active_share=0.3", "arms.more.place.workers+=3")  # fmt: skip
    assert found["weak"].policies[0].active_share == 0.3  # type: ignore[attr-defined]
    assert found["more"].place.workers == load("demo").place.workers + 5


def test_a_number_said_by_an_arm_and_for_all_is_refused_with_the_way_out() -> None:
    key = "policies.dual_report.active_share"
    told = problems("baseline", "weak=dual_report:active_share=0.1", f"{key}=0.3")
    (said,) = told.values()
    assert f"arms.weak.{key}=0.3" in said
    assert "arm weak" in said
    assert f"{key}=0.3" in said
    found = configs("weak=dual_report:active_share=0.1", "other=dual_report", f"{key}=0.3", f"arms.weak.{key}=0.2")
    assert [c.policies[0].active_share for c in found.values()] == [0.2, 0.3]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        (["a=place.workers-=500"], "place.workers (arm a)", "found -"),
        (["a=dual_report:active_share=7"], "policies.dual_report.active_share (arm a)", "found 7"),
        (["a=place.workers=[1,2]"], "place.workers (arm a)", "found [1, 2]"),
        (["a=policies.whistle.share=0.3"], "policies.whistle.share (arm a)", "does not act"),
        (["a=place.layer_reading+=3"], "place.layer_reading (arm a)", "a number below it"),
        (["whistle", "policies.dual_report.active_share=0.3"], "policies.dual_report.active_share", "does not act"),
        (["whistle", "policy=[dual_report]"], "policy", "beside arms"),
        (["weak=whistle", "arms.weka.place.workers=3"], "arms.weka.place.workers=3", "did you mean weak"),
        (["voice.p_report=7", "whistle"], "voice.p_report", "found 7"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_arm(words: list[str], where: str, what: str) -> None:
    assert what in problems("baseline", *words)[where]


def test_all_that_is_wrong_in_all_arms_at_once() -> None:
    told = problems("baseline", "a=place.workers=0", "b=place.workers=0", "c=voice.p_report=7", "needs.p_money=3")
    assert set(told) == {"place.workers (arm a, b)", "voice.p_report (arm c)", "needs.p_money"}


def test_a_lever_that_the_place_has_needs_no_arm() -> None:
    base = merged(place_file("demo"), {"in_force": ["whistle"]})
    baseline, more = sort_words(["baseline", "a=policies.whistle.share=0.3"]).arms
    found = dict(arms_of(base, {}, [baseline, more]))
    assert found["a"].policies[0].share == 0.3  # type: ignore[attr-defined]
    assert found["baseline"].policies[0].name == "whistle"
    with pytest.raises(ConfigError, match="in force in this place already"):
        arms_of(base, {}, sort_words(["whistle"]).arms)


def test_an_arm_takes_milliseconds() -> None:
    words = [f"a{k}=dual_report:active_share=0.{k + 1}+place.workers+={k}" for k in range(8)]
    found, base = sort_words(words), composed(["place=xialu"])
    said: Any = layers_of(["place=xialu"])
    arms_of(base, said, found.arms)
    started = process_time()
    for _ in range(5):
        arms_of(base, said, found.arms)
    assert (process_time() - started) / 40 < 0.005

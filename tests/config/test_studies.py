"""A study's arms are those that would be typed, and know their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.compose import composed, layers_of
from sim.config.arm_configs import arms_of
from sim.config.arm_words import sort_words
from sim.config.layers import Layer
from sim.config.studies import configs_of
from sim.config.study_files import read_study
from sim.errors import ConfigError
from sim.studies.priors import with_draw
from tests.config.test_study_files import WINTER

TYPED = (
    "baseline", "merge80=community_merging+place.workers-=80", "more100=place.workers+=100",
    "weak=dual_report:active_share=0.1", "strong=dual_report:active_share=0.6", "place=xialu", "days=180",
    "replications=20", "policies.dual_report.start_day=90", "policies.community_merging.start_day=90",
    "voice.p_notice=0.6",
)  # fmt: skip


@pytest.fixture
def winter(tmp_path: Path) -> Path:
    path = tmp_path / "winter.yaml"
    path.write_text(WINTER, encoding="utf-8")
    return path


def test_a_file_and_words_give_equal_configurations(winter: Path) -> None:
    words = sort_words(TYPED)
    typed = arms_of(composed(words.settings), layers_of(words.settings), words.arms)
    written = configs_of(read_study(winter))
    assert written == typed
    assert [c.digest() for _, c in written] == [c.digest() for _, c in typed]


def test_layers(winter: Path) -> None:
    found = dict(configs_of(read_study(winter), {"days": 120}, sort_words(["more=place.workers+=1"]).arms))
    assert list(found)[-1] == "more"
    said = found["strong"].said
    assert {c.run.days for c in found.values()} == {120}
    assert said["days"].layer is Layer.TYPED
    assert (said["voice.p_notice"].layer, said["voice.p_notice"].where) == (Layer.STUDY, f"{winter}:7")
    assert said["policies.dual_report.active_share"].layer is Layer.ARM
    assert said["place.population"].layer is Layer.PLACE
    assert with_draw(found["strong"], 1).settings.voice.p_notice == 0.6
    # an arm lies over its study
    text = WINTER.replace("{start_day: 90}, comm", "{start_day: 90, active_share: 0.5}, comm")
    winter.write_text(text, encoding="utf-8")
    assert dict(configs_of(read_study(winter)))["weak"].policies[0].active_share == 0.1  # type: ignore[attr-defined]


def test_typed_for_one_arm_and_for_all(winter: Path) -> None:
    study, key = read_study(winter), "policies.dual_report.active_share"
    own = sort_words([f"arms.strong.{key}=0.5"]).own
    assert dict(configs_of(study, own=own))["strong"].policies[0].active_share == 0.5  # type: ignore[attr-defined]
    with pytest.raises(ConfigError, match=f"arms.weak.{key}=0.3"):
        configs_of(study, {"policies": {"dual_report": {"active_share": 0.3}}})


def test_a_number_out_of_range_is_told_with_its_line(winter: Path) -> None:
    winter.write_text(WINTER.replace("p_notice: 0.6", "p_notice: 6"), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        configs_of(read_study(winter))
    assert [p.where for p in caught.value.problems] == [f"voice.p_notice, {winter}:7"]


def test_run_small(winter: Path) -> None:
    small = read_study(winter).small()
    assert (small.place, small.tree["days"], small.tree["replications"], small.until) == ("demo", 30, 2, "")
    assert small.arms == read_study(winter).arms


def test_a_small_run_has_a_folder_of_its_own(winter: Path) -> None:
    assert read_study(winter).small().tree["into"] == "winter_small"
    winter.write_text(f"{WINTER}into: cold\n", encoding="utf-8")
    assert read_study(winter).small().tree["into"] == "cold_small"


CIRCUMSTANCES = """\
place: demo
arms:
  as_is: {}
  lever: {policy: [dual_report], policies: {dual_report: {active_share: 0.1}}}
  hired: {place: {workers: 20}}
  hired_slow: {place: {workers: 20}, workers: {learning_days: 300}}
  split: {policy: [grid_redivision], place: {workers: 20}}
  slow_split: {policy: [grid_redivision], place: {workers: 20}, workers: {learning_days: 300, new_skill: 0.5}}
  fewer_split: {policy: [grid_redivision], place: {workers: 10}}
"""


def test_an_arm_is_told_from_the_arm_with_its_circumstances_alone(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(CIRCUMSTANCES, encoding="utf-8")
    study = read_study(tmp_path / "own.yaml")
    assert {arm.name: study.own_baseline(arm.name) for arm in study.arms} == {
        "as_is": "as_is",
        "lever": "as_is",
        "hired": "as_is",
        "hired_slow": "hired",
        "split": "hired",
        "slow_split": "hired_slow",
        "fewer_split": "as_is",
    }

"""Scores: presets and files of one's own; every rate known, every weight a number, all that is wrong at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.config.scores import read_score, score_names
from sim.errors import ConfigError
from sim.evidence.register import load_register


def told(score: str, **weights: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_score(score, weights)
    return [str(p) for p in caught.value.problems]


def test_presets_are_there_with_their_weights_and_sources() -> None:
    assert score_names() == ["city_management", "hotline"]
    city, hotline = map(read_score, score_names())
    assert dict(city.weights) == {"on_time": 60.0, "closing_rate": 30.0, "rework_rate": 10.0}
    assert dict(hotline.weights) == {"visit_response": 10.0, "visit_resolution": 50.0, "visit_satisfaction": 40.0}
    for score in (city, hotline):
        assert sum(score.weights.values()) == 100.0
        assert score.source in load_register()
        assert score.title.zh.endswith(("指标", "得分"))


def test_points_by_hand() -> None:
    city = read_score("city_management")
    assert city.points({"on_time": 80.0, "closing_rate": 90.0, "rework_rate": 20.0}) == pytest.approx(48 + 27 + 8)
    many = city.points({"on_time": np.array([100.0, 0.0]), "closing_rate": np.array([100.0, 0.0]),
                        "rework_rate": np.array([0.0, 100.0])})  # fmt: skip
    assert many.tolist() == pytest.approx([100.0, 0.0])
    assert np.isnan(city.points({"on_time": np.nan, "closing_rate": 1.0, "rework_rate": 1.0}))


def test_weights_can_be_said_and_are_parts_of_their_sum() -> None:
    city = read_score("city_management", {"on_time": "10", "closing_rate": "0", "silent": "10"})
    assert dict(city.weights) == {"on_time": 10.0, "rework_rate": 10.0, "silent": 10.0}
    assert city.points({"on_time": 90.0, "rework_rate": 0.0, "silent": 40.0}) == pytest.approx((90 + 100 + 60) / 3)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("title: 本地考核\nweights:\n  on_time: 50\n  visit_satisfaction: 50\n", encoding="utf-8")
    mine = read_score(str(file))
    assert (mine.name, mine.title.en, mine.title.zh, mine.source) == ("mine", "本地考核", "本地考核", "")
    assert list(mine.weights) == ["on_time", "visit_satisfaction"]


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("titel: x\nweights:\n  on_tim: 50\n  response_mean: 50\n  closing_rate: many\n  found: 1\n")
    problems = told(str(file), on_time="x", rework_rate="-1")
    assert len(problems) == 7
    assert "mine.yaml:1" in problems[0]
    assert "mine.yaml:3" in problems[1]
    assert "did you mean on_time" in problems[1]
    assert all(f"mine.yaml:{line}" in problem for line, problem in zip((4, 5, 6), problems[2:], strict=False))
    for name, problem in zip(("on_time", "rework_rate"), problems[5:], strict=True):
        assert problem.startswith(f"score.weights.{name}")


@pytest.mark.parametrize("text", ["", "a: b", "weights: 3", "weights: {}", "[1]", "weights: {on_time: 0}"])
def test_a_file_without_weights_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    (problem,) = [p for p in told(str(file)) if "title" not in p][:1]
    assert "weight" in problem


def test_what_is_not_there_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    (problem,) = told("hotlin")
    assert "hotline" in problem
    assert "city_management" in problem
    assert len(told(str(tmp_path / "none.yaml"))) == 1

"""Mesa's flat controls and our settings must say the same run."""

from __future__ import annotations

from pathlib import Path

import mesa
import pytest

from sim.cli.questions import read_questions
from sim.config.run import load, place_names
from sim.errors import ConfigError
from sim.parameters.param import BASES
from sim.policies import POLICIES
from sim.viewer.asked import words_of
from sim.viewer.controls import DIALS, ViewedModel, controls, flat, step_of
from sim.viewer.pages.ask import ask_page
from sim.viewer.places import OWN_VARIABLE, word_of
from sim.viewer.study_file import of_run

PLACE = """
place: {name: here, population: 900, streets: 1, communities: 1, grids: 2, workers: 2, compounds: 2,
        owners_committees: 0, reporting_members: 20}
"""


def test_untouched_controls_are_the_run_that_was_asked_for() -> None:
    run = load("demo", ["dual_report"], seed=7, days=100, **{"voice.p_report": 0.4, "place.layers": 2})
    model = ViewedModel.from_controls(controls(run))
    assert model.config.digest() == run.digest()
    assert model.refused == ""


def test_another_place_keeps_what_was_said_but_not_the_numbers_of_the_first() -> None:
    run = load("xialu", seed=7, **{"voice.delay_h": 20.0, "place.workers": 300})
    params = controls(run)
    params["place"]["value"] = "demo"
    config = ViewedModel.from_controls(params).config
    assert config.settings.voice.delay_h == 20.0
    assert config.place == load("demo").place
    assert config.settings.mediation == load("demo").settings.mediation


def test_turned_controls_reach_the_run() -> None:
    model = ViewedModel(
        "demo",
        3,
        use__dual_report=True,
        use__grid_redivision=False,
        policies__dual_report__coverage=0.4,
        workers__admin_share=0.6,
    )
    assert model.config.policy_names == ("dual_report",)
    assert model.config.policies[0].coverage == 0.4
    assert model.config.settings.workers.admin_share == 0.6
    assert model.config.run.seed == 3


def test_scenario_that_mesa_offers_on_reset_is_not_ours() -> None:
    assert ViewedModel("demo", 1, scenario=object()).config.digest() == load("demo", seed=1).digest()


def test_impossible_choice_shows_the_place_without_levers_and_says_why() -> None:
    model = ViewedModel("demo", 1, use__grid_redivision=True, use__layer_integration=True)
    assert "both redraw the map" in model.refused
    assert model.config.policies == ()
    assert model.config.place.name == "demo"


@pytest.mark.parametrize("place", place_names())
def test_every_slider_can_stand_on_its_value(place: str) -> None:
    for name, control in controls(load(place)).items():
        if isinstance(control, dict) and control.get("type", "").startswith("Slider"):
            steps = (control["value"] - control["min"]) / control["step"]
            assert steps == pytest.approx(round(steps), abs=1e-4), name
            assert control["min"] <= control["value"] <= control["max"], name


def test_every_lever_can_be_switched_and_every_dial_says_basis_and_source() -> None:
    found = controls(load("demo"))
    assert {f"use__{name}" for name in POLICIES} <= set(found)
    for key in DIALS:
        words = found[flat(key)]["label"]
        assert any(f" {basis}: " in words for basis in BASES)


@pytest.mark.parametrize(
    ("low", "high", "value", "step"),
    [(0.0, 1.0, 0.5, 0.01), (0.3, 2.0, 0.8, 0.01), (0.2, 0.7, 0.325, 0.001), (0.0, 30000.0, 6000.0, 1000.0)],
)
def test_step_is_a_power_of_ten_that_meets_the_value(low: float, high: float, value: float, step: float) -> None:
    assert step_of(low, high, value) == pytest.approx(step)


def test_model_photographs_every_day() -> None:
    model = ViewedModel("demo", 1)
    for _ in range(3):
        model.step()
    assert model.snapshot.days == (0, 1, 2, 3)
    assert model.snapshot.open_cases[-1] == model.world.open_cases()


def test_agents_of_a_user_act_in_the_browser_too() -> None:
    class Visitor(mesa.Agent):
        days = 0

        def step(self) -> None:
            self.days += 1

    model = ViewedModel("demo", 1)
    visitor = Visitor(model)
    model.step()
    assert visitor.days == 1


def test_the_file_of_an_own_place_is_offered_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "here.yaml"
    own.write_text(PLACE, encoding="utf-8")
    form = {"place": str(own), "levers": {"dual_report": {}}}
    with pytest.raises(ConfigError, match="place: found"):
        words_of(form)
    monkeypatch.setenv(OWN_VARIABLE, str(own))
    assert f"place={own}" in words_of(form)
    model = ViewedModel.from_controls(controls(load(own, seed=5)))
    assert model.refused == ""
    assert model.config.place.population == 900
    assert word_of(load("demo")) == "demo"
    assert f'<option value="{own}" selected data-draws="0">' in ask_page(str(own), None).body


def test_what_is_set_on_live_is_a_study_that_the_command_line_reads(tmp_path: Path) -> None:
    run = load(
        "xialu", ["dual_report"], seed=7, days=30, **{"policies.dual_report.active_share": 0.4, "voice.delay_h": 20}
    )
    (tmp_path / "live.yaml").write_text(of_run(run), encoding="utf-8")
    arms = read_questions([f"study={tmp_path / 'live.yaml'}"]).questions[0].arms
    assert arms["live"].to_dict() == run.to_dict()
    assert arms["as_is"].policy_names == ()
    assert arms["as_is"].run.seed == 7

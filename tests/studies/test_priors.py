"""Numbers are drawn around their values, the same each time, and nothing that somebody has said is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.cli.compose import checked, hydra_main
from sim.config.layers import Layer
from sim.config.run import RunConfig, load
from sim.errors import ConfigError
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.studies.laws import quantile
from sim.studies.priors import Input, drawn_values, input_of, inputs, with_draw, with_values
from tests.theory import agrees

OWNERS = {"place": Place, **GROUPS, **{f"policies.{name}": lever for name, lever in POLICIES.items()}}
DECLARED = [(info, one) for owner, cls in OWNERS.items() for info in describe(owner, cls)
            if info.default is not None and (one := input_of(info, info.default))]  # fmt: skip


def with_lever(lever: str, place: str = "demo", **said: Any) -> RunConfig:
    settings = {"place.layers": 4} if lever == "layer_integration" else {}
    return load(place, [lever], days=300, policies={lever: said}, **settings)


@pytest.mark.parametrize(("info", "one"), DECLARED, ids=[info.key for info, _ in DECLARED])
def test_the_median_of_every_number_is_its_default_and_its_draws_are_plausible(info: Any, one: Input) -> None:
    assert one.quantile(0.5) == info.default
    assert type(one.quantile(0.3)) is type(info.default)
    drawn = [one.quantile(u) for u in np.linspace(0.0, 1.0, 101)]
    assert drawn == sorted(drawn)
    assert info.low <= drawn[0] <= info.default <= drawn[-1] <= info.high
    assert info.allowed[0] <= drawn[0] <= drawn[-1] <= info.allowed[1]
    agrees_at = [one.uniform(k) for k in range(200)]
    assert np.median(agrees_at) == pytest.approx(0.5, abs=0.2)


def test_most_numbers_are_drawn_and_those_that_are_not_have_a_reason() -> None:
    assert len(DECLARED) > 350
    drawn = {info.key for info, _ in DECLARED}
    measured_elsewhere = {"dispatch.p_formal", "voice.success_ratio", "satisfaction.p_if_solved"}
    assert measured_elsewhere | {"voice.p_report", "place.app_share", "policies.dual_report.active_share"} <= drawn
    rules_of_the_house = {"service.office_opens", "offices.council_day", "place.household_size", "needs.mix"}
    doses_as_told = {"policies.volunteer_teams.teams", "policies.dual_report.hours_per_turn"}
    assert not drawn & (rules_of_the_house | doses_as_told)


@pytest.mark.parametrize("lever", POLICIES)
def test_a_levers_own_numbers_are_drawn_with_it(lever: str) -> None:
    own = {info.key for info, _ in DECLARED if info.owner == f"policies.{lever}"}
    drawn = drawn_values(with_lever(lever), 3)
    assert {key for key in drawn if key.startswith("policies.")} == own


def test_a_draw_repeats_and_draws_differ() -> None:
    config = load("demo", ["dual_report"])
    assert drawn_values(config, 3) == drawn_values(config, 3)
    three, four = drawn_values(config, 3), drawn_values(config, 4)
    assert three.keys() == four.keys()
    assert sum(three[key] == four[key] for key in three) < 10  # whole numbers may fall together


def test_draws_follow_their_law_and_are_independent() -> None:
    config = load("demo")
    share = Input("x.y", "log", 1.0, 16.0, 2.0)
    u = [share.uniform(k) for k in range(1000)]
    agrees(np.array(u), 0.5)
    assert share.quantile(0.3) == quantile("log", 0.3, 1.0, 16.0, 2.0)
    keys = ["voice.p_notice", "workers.admin_share", "voice.delay_h", "voice.p_report"]
    known = {one.key: one for one in inputs(config)}
    drawn = np.array([[known[key].uniform(k) for k in range(300)] for key in keys])
    away = np.corrcoef(drawn)[np.triu_indices(len(keys), 1)]
    assert np.abs(away).max() < 4.0 / drawn.shape[1] ** 0.5


def test_a_number_keeps_its_draws_whichever_of_the_others_are_drawn() -> None:
    free, said = load("demo"), load("demo", **{"voice.p_report": 0.5})
    others = drawn_values(free, 5)
    del others["voice.p_report"]
    assert drawn_values(said, 5) == others
    lever = drawn_values(load("demo", ["dual_report"]), 5)
    assert {key: lever[key] for key in drawn_values(free, 5)} == drawn_values(free, 5)


def test_the_run_is_the_same_but_for_what_is_drawn() -> None:
    config = load("demo", ["dual_report"], days=30, policies={"dual_report": {"funding": "budget_neutral"}})
    other = with_draw(config, 5)
    assert other.policies[0].funding == "budget_neutral"
    assert other.run == config.run
    moved = {now[0].key: now[1] for now, was in zip(other.parameters(), config.parameters(), strict=True)
             if now[1] != was[1]}  # fmt: skip
    drawn = drawn_values(config, 5)
    assert moved.items() <= drawn.items()
    assert len(moved) > len(drawn) - 10 > 100
    assert all(other.said[key].layer is Layer.DRAWN and other.said[key].where == "draw 5" for key in drawn)


@pytest.mark.parametrize("value", [0.25, 0.6])  # its default, and another
def test_a_dose_that_was_said_is_never_drawn_over(value: float) -> None:
    config = load("demo", ["dual_report"], **{"policies.dual_report.active_share": value})
    assert "policies.dual_report.active_share" not in drawn_values(config, 5)
    assert with_draw(config, 5).policies[0].active_share == value  # type: ignore[attr-defined]
    later = with_draw(config.with_policies(["dual_report", "whistle"], {"dual_report": {"active_share": value}}), 5)
    assert later.policies[0].active_share == value  # type: ignore[attr-defined]


def test_what_was_typed_is_never_drawn_over_also_where_it_is_the_default() -> None:
    default = load("demo").settings.voice.p_report
    typed = [f"voice.p_report={default}", "needs={p_money: 0.2}", "policy=[dual_report]",
             "policies.dual_report.active_share=0.25", "place.old_share=0.4"]  # fmt: skip
    ((_, config),) = checked(typed)
    pins = {"voice.p_report", "needs.p_money", "policies.dual_report.active_share", "place.old_share"}
    assert not pins & {one.key for one in inputs(config)}
    for draw in range(5):
        other = with_draw(config, draw)
        assert (other.settings.voice.p_report, other.settings.needs.p_money) == (default, 0.2)
        assert (other.policies[0].active_share, other.place.old_share) == (0.25, 0.4)  # type: ignore[attr-defined]
    assert with_draw(load("demo"), 1).settings.voice.p_report != default
    ran: list[RunConfig] = []
    hydra_main(typed, lambda found, overrides: ran.append(found))
    assert ran[0].said == config.said


@pytest.mark.parametrize(
    "basis", ["sourced: a bureau's count", "derived: X1", "counted: by hand", "told: by the office"]
)
def test_a_figure_of_the_place_is_a_pin(basis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = of_place(monkeypatch, basis)
    assert "workers.admin_share" not in {one.key for one in inputs(config)}
    assert with_draw(config, 2).settings.workers.admin_share == 0.3


@pytest.mark.parametrize("basis", ["assumed: a guess", "norm: usual"])
def test_what_a_place_assumes_is_drawn_around(basis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = of_place(monkeypatch, basis)
    (one,) = [one for one in inputs(config) if one.key == "workers.admin_share"]
    assert (one.quantile(0.5), one.centre) == (0.3, 0.3)  # around the place's guess, not the default
    drawn = np.array([with_draw(config, k).settings.workers.admin_share for k in range(100)])
    assert len(set(drawn)) == 100
    agrees((drawn < 0.3).astype(float), 0.5)


def of_place(monkeypatch: pytest.MonkeyPatch, line: str) -> RunConfig:
    """The demo, whose file says a share of forms."""
    import sim.config.run as home

    whole = home.place_file("demo")
    sources = {**whole["place"]["sources"], "workers.admin_share": line}
    told = {"place": {**whole["place"], "sources": sources}, "workers": {"admin_share": 0.3}}
    monkeypatch.setattr(home, "place_file", lambda _: told)
    return load("demo")


def test_with_and_without_a_lever_the_mechanisms_and_the_place_are_the_same() -> None:
    config = load("demo", days=30)
    for lever in ("whistle", "grid_redivision"):
        own, other = with_draw(config.with_policies([lever]), 3), with_draw(config, 3)
        assert (own.settings, own.place) == (other.settings, other.place)
    assert with_draw(config, 3).settings != with_draw(config, 4).settings


def test_values_are_laid_over_a_run_and_known_as_drawn() -> None:
    config = load("demo", ["dual_report"], days=30)
    values = {"voice.p_report": 0.4, "mediation.mediators": 3, "policies.dual_report.active_share": 0.3,
              "place.app_share": 0.5}  # fmt: skip
    other = with_values(config, values, "wave 2, point 7")
    assert other.settings.voice.p_report == 0.4
    assert other.settings.mediation.mediators == 3
    assert other.policies[0].active_share == 0.3  # type: ignore[attr-defined]
    assert other.place.app_share == 0.5
    assert {key for key, said in other.said.items() if said.layer is Layer.DRAWN} == set(values)
    assert other.said["voice.p_report"].where == "wave 2, point 7"
    with pytest.raises(ConfigError, match="p_reprt"):
        with_values(config, {"voice.p_reprt": 0.4}, "draw 1")
    with pytest.raises(ConfigError, match=r"voice\.p_report"):
        with_values(config, {"voice.p_report": 1.4}, "draw 1")


class Posterior:
    def draw(self, k: int) -> dict[str, float]:
        return {"voice.p_report": 0.3 + 0.01 * k, "mediation.mediators": 3.7, "needs.p_money": 0.2, "gone.x": 1.0}


def test_what_a_source_names_is_taken_from_it_and_the_rest_from_the_prior() -> None:
    config = load("demo", **{"needs.p_money": 0.11})
    free, found = drawn_values(config, 2), drawn_values(config, 2, Posterior())
    assert found["voice.p_report"] == 0.32
    assert found["mediation.mediators"] == 4  # a whole number
    assert "needs.p_money" not in found  # a pin is a pin
    rest = {"voice.p_report", "mediation.mediators"}
    assert {k: v for k, v in found.items() if k not in rest} == {k: v for k, v in free.items() if k not in rest}


@pytest.mark.parametrize("place", ["demo", "xialu", "tianquan"])
def test_every_draw_can_be_run(place: str) -> None:
    config = load(place, days=30)
    for draw in range(20):
        with_draw(config, draw)

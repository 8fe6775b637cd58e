"""Assumed numbers are drawn from their ranges, the same each time, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.cli.compose import checked, hydra_main
from sim.config.run import RunConfig, load
from sim.parameters.param import describe
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.studies.priors import assumed, drawn_of, quantile, with_draw
from tests.theory import agrees


def doses(lever: str, draw: int, seed: int = 1, place: str = "demo", **said: Any) -> dict[str, Any]:
    settings = {"place.layers": 4} if lever == "layer_integration" else {}
    config = load(place, [lever], days=300, policies={lever: said}, **settings)
    return drawn_of(config, f"policies.{lever}", draw, seed)


@pytest.mark.parametrize("lever", POLICIES)
def test_every_draw_is_inside_its_range_and_allowed(lever: str) -> None:
    infos = {i.name: i for i in assumed(lever)}
    for draw in range(20):
        found = doses(lever, draw)
        assert set(found) == set(infos)
        for name, value in found.items():
            low, high = infos[name].low, infos[name].high
            assert low is not None
            assert high is not None
            assert low <= value <= high, name
            assert isinstance(value, type(infos[name].default)), name


def test_a_draw_repeats_and_draws_differ() -> None:
    assert doses("dual_report", 3) == doses("dual_report", 3)
    assert doses("dual_report", 3) != doses("dual_report", 4) != doses("dual_report", 4, seed=2)


def test_a_triangle_is_one_and_on_the_logarithm_it_is_one_of_ratios() -> None:
    u = (np.arange(20000) + 0.5) / 20000
    narrow = np.array([quantile("triangular", v, 0.6, 0.95, 0.85) for v in u])
    law = stats.triang((0.85 - 0.6) / 0.35, 0.6, 0.35)
    np.testing.assert_allclose(narrow, law.ppf(u), rtol=1e-12)
    wide = np.array([quantile("log-triangular", v, 1.0, 16.0, 2.0) for v in u])
    law = stats.triang(0.25, 0.0, 4.0)  # log2: 0..4, peak at 1
    np.testing.assert_allclose(np.log2(wide), law.ppf(u), rtol=1e-9, atol=1e-9)
    assert np.median(wide) < 4.0 < (1.0 + 16.0) / 2.0  # nearer to the default than a uniform draw
    # neither asks how wide the range is
    even = np.exp(np.log(2.0) * stats.triang(0.5, 0.0, 1.0).ppf(0.3))
    assert quantile("log-triangular", 0.3, 1.0, 2.0, np.sqrt(2.0)) == pytest.approx(even)
    assert quantile("triangular", 0.3, 1.0, 16.0, 1.0) == pytest.approx(stats.triang(0.0, 1.0, 15.0).ppf(0.3))
    assert quantile("log-triangular", 0.0, 1.0, 16.0, 2.0) == 1.0
    assert quantile("log-triangular", 1.0, 1.0, 16.0, 99.0) == pytest.approx(16.0)
    assert quantile("fixed", 0.3, 1.0, 16.0, 99.0) == 99.0


@pytest.mark.parametrize("prior", ["fixed", "triangular", "log-triangular"])
def test_a_number_is_drawn_as_its_declaration_says(prior: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load("demo")
    whole = {info.name: (info, value) for info, value in config.parameters() if info.owner == "voice"}
    info, value = whole["silent_days"]
    assert (info.declared_prior, info.prior) == (None, "log-triangular")
    others = drawn_of(config, "voice", 3)
    usual = others.pop("silent_days")
    one = {**whole, "silent_days": (replace(info, declared_prior=prior), value)}
    monkeypatch.setattr("sim.studies.priors._owned", lambda *_: one)
    drawn = drawn_of(config, "voice", 3)
    mine = drawn.pop("silent_days", None)
    assert drawn == others
    if prior == "fixed":
        assert mine is None
    else:
        assert (mine == usual) == (prior == "log-triangular")
        assert info.low < mine < info.high


def test_draws_follow_the_law_of_their_range() -> None:
    info = next(i for i in assumed("dual_report") if i.name == "active_share")
    assert info.high >= 4.0 * info.low  # 0.05 to 0.8: on the logarithm
    share = np.log([doses("dual_report", k)["active_share"] for k in range(1000)])
    low, high, peak = np.log([info.low, info.high, info.default])
    agrees(share, (low + high + peak) / 3.0)


def test_what_is_sourced_derived_or_chosen_is_not_drawn() -> None:
    names = {i.name for i in describe("", POLICIES["dual_report"]) if i.basis != "assumed"}
    assert not names & set(doses("dual_report", 1))


def test_the_run_is_the_same_but_for_assumed_numbers() -> None:
    config = load("demo", ["dual_report"], days=30, policies={"dual_report": {"funding": "budget_neutral"}})
    other = with_draw(config, 5)
    assert other.policies[0].funding == "budget_neutral"
    assert other.policies[0].hours_per_turn == config.policies[0].hours_per_turn  # type: ignore[attr-defined]
    assert other.policies[0].active_share == doses("dual_report", 5)["active_share"]  # type: ignore[attr-defined]
    assert (other.place, other.run) == (config.place, config.run)
    moved = {now[0].key for now, was in zip(other.parameters(), config.parameters(), strict=True) if now[1] != was[1]}
    assert len(moved) > 100
    assert {info.basis for info, _ in config.parameters() if info.key in moved} == {"assumed"}


@pytest.mark.parametrize("value", [0.25, 0.6])  # its default, and another
def test_a_dose_that_was_said_is_never_drawn_over(value: float) -> None:
    assert next(i for i in assumed("dual_report") if i.name == "active_share").default == 0.25
    free, said = doses("dual_report", 5), doses("dual_report", 5, active_share=value)
    assert "active_share" not in said
    assert said == {k: v for k, v in free.items() if k != "active_share"}  # and the others keep their draws
    config = load("demo", ["dual_report"], **{"policies.dual_report.active_share": value})
    assert with_draw(config, 5).policies[0].active_share == value  # type: ignore[attr-defined]
    later = with_draw(config.with_policies(["dual_report", "whistle"], {"dual_report": {"active_share": value}}), 5)
    assert later.policies[0].active_share == value  # type: ignore[attr-defined]


def test_what_was_typed_is_never_drawn_over_also_where_it_is_the_default() -> None:
    default = load("demo").settings.voice.p_report
    typed = [f"voice.p_report={default}", "needs={p_money: 0.2}", "policy=[dual_report]",
             "policies.dual_report.active_share=0.25"]  # fmt: skip
    ((_, config),) = checked(typed)
    assert {"voice.p_report", "needs.p_money", "policies.dual_report.active_share"} <= {
        k for k in config.said if config.fixed(k)
    }
    for draw in range(5):
        other = with_draw(config, draw)
        assert other.settings.voice.p_report == default
        assert other.settings.needs.p_money == 0.2
        assert other.policies[0].active_share == 0.25  # type: ignore[attr-defined]
    assert with_draw(load("demo"), 1).settings.voice.p_report != default
    ran: list[RunConfig] = []
    hydra_main(typed, lambda found, overrides: ran.append(found))
    assert ran[0].said == config.said


def test_a_figure_of_the_place_stays_and_its_assumption_is_drawn_around(monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.config.run as home

    whole = home.place_file("demo")

    def with_line(line: str) -> dict[str, Any]:
        sources = {**whole["place"]["sources"], "workers.admin_share": line}
        return {"place": {**whole["place"], "sources": sources}, "workers": {"admin_share": 0.3}}

    for basis in ("sourced: a bureau's count", "derived: X1", "counted: by hand", "told: by the office"):
        monkeypatch.setattr(home, "place_file", lambda _, line=basis: with_line(line))
        assert with_draw(load("demo"), 2).settings.workers.admin_share == 0.3
    monkeypatch.setattr(home, "place_file", lambda _: with_line("assumed: a guess"))
    drawn = [with_draw(load("demo"), k).settings.workers.admin_share for k in range(200)]
    assert len(set(drawn)) == 200
    agrees(np.array(drawn), (0.2 + 0.7 + 0.3) / 3.0)  # around the place's guess, not the default


def test_with_and_without_a_lever_the_mechanisms_are_the_same() -> None:
    config = load("demo", days=30)
    for lever in ("whistle", "grid_redivision"):
        assert with_draw(config.with_policies([lever]), 3).settings == with_draw(config, 3).settings
    assert with_draw(config, 3).settings != with_draw(config, 4).settings


def test_what_was_said_of_a_mechanism_stays() -> None:
    config = load("demo", days=30, emergencies={"start_day": 10, "days": 5}, voice={"p_notice": 0.61})
    other = with_draw(config, 1).settings
    assert (other.emergencies.start_day, other.emergencies.days, other.voice.p_notice) == (10, 5, 0.61)


def test_draws_of_mechanisms_are_independent() -> None:
    config = load("demo", days=30)
    notice, admin = (
        np.array([drawn_of(config, owner, k)[name] for k in range(300)])
        for owner, name in (("voice", "p_notice"), ("workers", "admin_share"))
    )
    delay = np.array([drawn_of(config, "voice", k)["delay_h"] for k in range(300)])
    for a, b in ((notice, delay), (notice, admin)):
        assert abs(np.corrcoef(a, b)[0, 1]) < 4.0 / len(a) ** 0.5


def test_every_draw_can_be_run() -> None:
    for place in ("demo", "xialu", "tianquan"):
        config = load(place, days=30)
        for draw in range(20):
            with_draw(config, draw)


def test_a_new_group_comes_last_or_all_draws_behind_it_would_move() -> None:
    known = ["needs", "voice", "dispatch", "service", "offices", "mediation"]
    known += ["property", "volunteering", "satisfaction", "workers", "finance", "emergencies"]
    assert list(GROUPS)[: len(known)] == known

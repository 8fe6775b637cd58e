"""A run is described wrongly: everything that is wrong is said at once, with what is allowed and what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.agents.model import GovernanceModel
from sim.config.run import Run, RunConfig, load, parse, place_names
from sim.errors import ConfigError
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES


def problems(place: str = "demo", policy: Any = (), **said: Any) -> dict[str, str]:
    """What is wrong, by setting."""
    with pytest.raises(ConfigError) as caught:
        load(place, policy, **said)
    found: dict[str, str] = {}
    for problem in caught.value.problems:
        found[problem.where] = f"{found.get(problem.where, '')}{problem}\n"
        assert str(problem) in str(caught.value)
    return found


def test_all_problems_at_once() -> None:
    found = problems(
        policy=["dual_reprot", "grid_redivision"], days=0, seeed=3,
        **{"voice.p_report": 1.5, "voice.p_notise": 0.5, "workers.days_per_week": 6.5, "place.streets": 9,
           "policies.grid_redivision.mode": "spilt", "needs.mix": [1.0, 2.0], "satisfaction.rule": "both"},
    )  # fmt: skip
    assert set(found) >= {
        "days", "seeed", "policy", "voice.p_report", "voice.p_notise", "workers.days_per_week", "place.communities",
        "policies.grid_redivision.mode", "needs.mix", "satisfaction.rule",
    }  # fmt: skip
    assert "did you mean seed" in found["seeed"]
    assert "did you mean dual_report" in found["policy"]
    assert "did you mean p_notice" in found["voice.p_notise"]
    assert "did you mean split" in found["policies.grid_redivision.mode"]
    assert "1.5" in found["voice.p_report"]
    assert "0 to 1" in found["voice.p_report"]
    assert "not an int" in found["workers.days_per_week"]
    assert "1 to 7" in found["workers.days_per_week"]
    assert "1 to 36500 days" in found["days"]
    assert "5 for 9 streets" in found["place.communities"]
    assert "disconfirmation" in found["satisfaction.rule"]


def test_an_unknown_place() -> None:
    assert "did you mean xialu" in problems("xialou")["place"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"days": 30, "warmup_days": 30}, "warmup_days"),
        ({"days": 90, "warmup_days": 90}, "warmup_days"),
        ({"warmup_days": -2}, "warmup_days"),
        ({"place.grids": 4}, "place.grids"),
        ({"place.grids": 10_000}, "place.grids"),
        ({"place.layers": 3, "place.workers": 2}, "place.workers"),
        ({"place.child_share": 0.6, "place.elder_share": 0.6}, "place.elder_share"),
        ({"voice.p_report": float("nan")}, "voice.p_report"),
        ({"voice.delay_h": float("inf")}, "voice.delay_h"),
        ({"voice.p_report": "much"}, "voice.p_report"),
        ({"voice.p_report": None}, "voice.p_report"),
        ({"voice": 3}, "voice"),
        ({"needs.mix": [-1.0, *[0.1] * 7]}, "needs.mix"),
        ({"needs.mix": [0.1] * 7}, "needs.mix"),
        ({"policies": {"dual_reports": {}}}, "policies.dual_reports"),
        ({"seed": -1}, "seed"),
    ],
)
def test_one_problem(said: dict[str, Any], where: str) -> None:
    assert set(problems(**said)) == {where}


@pytest.mark.parametrize(
    ("policy", "said", "message"),
    [
        (["layer_integration"], {}, "one net already"),
        (["grid_redivision"], {"place.layers": 2}, "lie in 2 layers"),
        (["grid_redivision", "layer_integration"], {"place.layers": 2}, "both redraw the map"),
        (["dual_report", "dual_report"], {}, "named twice"),
    ],
)
def test_levers_that_do_not_go_together(policy: list[str], said: dict[str, Any], message: str) -> None:
    assert message in str(problems(policy=policy, **said).values())


@pytest.mark.parametrize(
    "said",
    [
        {"mode": "split", "grids": 6},
        {"mode": "merge", "grids": 20},
        {"mode": "merge", "grids": 3},
        {"mode": "split", "grids": 5000},
    ],
)
def test_grids_that_cannot_be_drawn(said: dict[str, Any]) -> None:
    found = problems(policy=["grid_redivision"], policies={"grid_redivision": said})
    assert set(found) & {"policies.grid_redivision.grids", "place.grids"}


def test_a_file_of_grids_that_is_not_there(tmp_path: Path) -> None:
    said = {"mode": "custom", "file": str(tmp_path / "nowhere.csv")}
    found = problems(policy=["grid_redivision"], policies={"grid_redivision": said})
    assert "cannot be read" in found["policies.grid_redivision.file"]


def test_one_net_may_have_fewer_grids_than_there_were_layers() -> None:
    # 19 department nets become one of 5 grids, one in each community.
    config = load("demo", ["layer_integration"], **{"place.layers": 19, "place.grids": 38, "place.workers": 38,
                  "policies.layer_integration.grids": 5})  # fmt: skip
    assert config.policies[0].wanted(config.place) == 5  # type: ignore[attr-defined]


# -- levers that could never act


@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({"start_day": 400}, "start_day", "begins after the run ends, days=365"),
        ({"start_day": 365}, "start_day", "day 0 to 364"),
        ({"coverage": 0.05}, "coverage", "none of 5 communities\n    allowed: 0, or more than 0.1 up to 1"),
        ({"communities": [0], "coverage": 0.4}, "communities", "beside coverage=0.4"),
        ({"communities": [0], "coverage": 0.0}, "communities", "beside coverage=0"),
        ({"communities": [1, 1, 2]}, "communities", "communities=[1,2]?"),
    ],
)
def test_a_lever_that_could_not_act_as_told_is_refused(said: dict[str, Any], where: str, words: str) -> None:
    found = problems(policy=["whistle"], policies={"whistle": said})
    assert words in found.pop(f"policies.whistle.{where}")
    assert not found


def test_all_that_keeps_levers_from_acting_is_said_at_once() -> None:
    said = {"whistle": {"start_day": 400, "coverage": 0.05}, "staffing": {"communities": [7, 7]}}
    found = problems(policy=["whistle", "staffing"], policies=said)
    assert set(found) == {
        "policies.whistle.start_day", "policies.whistle.coverage", "policies.staffing.communities"
    }  # fmt: skip
    assert "twice" in found["policies.staffing.communities"]
    assert "0..4" in found["policies.staffing.communities"]


@pytest.mark.parametrize(
    ("lever", "place", "words"),
    [
        ("community_merging", {"communities": 1}, "no two communities lie in one street"),
        ("community_merging", {"communities": 5, "streets": 5}, "no two communities lie in one street"),
        ("red_property", {"managed_share": 0.0}, "managed_share"),
        ("star_rating", {"managed_share": 0.02}, "managed_share"),  # which is none of twenty compounds
        ("owners_committee", {"managed_share": 0.0}, "managed_share"),
        ("state_property_firm", {"managed_share": 1.0}, "all 20 compounds have a firm"),
        ("dual_report", {"reporting_members": 0}, "reporting_members=0"),
        ("community_renovation", {"old_share": 0.0}, "old_share=0"),
        ("party_organisation", {"resident_member_share": 0.0}, "resident_member_share=0"),
    ],
)
def test_a_place_that_has_nothing_for_a_lever(lever: str, place: dict[str, Any], words: str) -> None:
    found = problems(policy=[lever], **{f"place.{name}": value for name, value in place.items()})
    assert set(found) == {"policy"}
    assert words in found["policy"]


def test_a_lever_that_brings_firms_gives_others_something_to_work_with() -> None:
    config = load("demo", ["red_property", "state_property_firm"], **{"place.managed_share": 0.0})
    assert len(config.policies) == 2


def test_pairs_need_two_communities() -> None:
    found = problems(policy=["community_merging"], **{"place.communities": 4})
    assert "0.5 is 2 of 4" in found["policies.community_merging.coverage"]
    load("demo", ["community_merging"], **{"place.communities": 4, "policies.community_merging.coverage": 0.5})


def test_a_number_of_grids_that_nobody_said_and_that_is_there_already() -> None:
    found = problems(policy=["grid_redivision"], **{"place.grids_after": 12})
    assert "other than 12" in found["policies.grid_redivision.grids"]


def test_no_dose_is_a_dose() -> None:
    for name in POLICIES:
        layers = 3 if name == "layer_integration" else 1
        load("demo", [name], **{"place.layers": layers, f"policies.{name}.coverage": 0.0})


# -- settings of a lever that does not act, by every way in


def test_settings_of_a_lever_that_does_not_act_are_refused_everywhere() -> None:
    said = {"dual_report": {}}
    tree = {**load().to_dict(), "policies": said}
    ways: list[Callable[[], Any]] = [
        lambda: load("demo", policies=said),
        lambda: load("demo", ["whistle"], **{"policies.dual_report.coverage": 0.5}),
        lambda: load("demo", ["whistle"]).with_policies(["whistle"], said),
        lambda: parse(tree),
        lambda: parse(json.loads(json.dumps(tree))),
        lambda: GovernanceModel("demo", policies=said),
    ]
    for way in ways:
        with pytest.raises(ConfigError, match=r"policies\.dual_report: found .* dual_report does not act"):
            way()


def test_a_lever_that_acts_is_said_again_by_every_way() -> None:
    config = load("demo", ["whistle", "dual_report"], policies={"whistle": {"share": 0.2}})
    assert parse(config.to_dict()) == parse(json.loads(json.dumps(config.to_dict()))) == config
    assert config.with_policies(["whistle"], {"whistle": {"share": 0.2}}) == load(
        "demo", "whistle", policies={"whistle": {"share": 0.2}}
    )
    assert parse(load().to_dict() | {"policies": {"whistle": {}}}, waiting=["whistle"]) == load()


def test_what_waits_must_be_right_all_the_same() -> None:
    with pytest.raises(ConfigError, match=r"policies\.whistle\.share"):
        parse(load().to_dict() | {"policies": {"whistle": {"share": 7}}}, waiting=["whistle"])


# -- names of folders


@pytest.mark.parametrize("where", ["into", "place.name"])
@pytest.mark.parametrize("name", ["../up", "/abs", "a/b", "a\\b", "..", "a\0b", "黄" * 67, "NUL", "a.", " a"])
def test_a_name_that_is_no_folder_is_refused(where: str, name: str) -> None:
    assert set(problems(**{where: name})) == {where}


def test_names_of_folders_may_be_chinese_or_numbers() -> None:
    assert load(into="黄石试点").run.into == "黄石试点"
    assert load(into=2024).run.into == "2024"
    assert load(**{"place.name": 2024}).place.name == "2024"
    assert set(problems(into=True)) == {"into"}
    assert set(problems(into=2024.5)) == {"into"}
    assert set(problems(**{"place.name": ""})) == {"place.name"}
    assert set(problems(results_dir="a\0b")) == {"results_dir"}


# -- what is no description of a run at all


@pytest.mark.parametrize(
    ("tree", "where"),
    [
        ([], "settings"),
        ({}, "place"),
        ({"place": None}, "place"),
        ({"place": 3}, "place"),
        ({1: 2}, "1"),
        ({"voice": None}, "voice"),
        ({"voice": []}, "voice"),
        ({"policy": 1}, "policy"),
        ({"policy": {"whistle": {}}}, "policy"),
        ({"policy": [1, None, []]}, "policy"),
        ({"policies": 1}, "policies"),
        ({"policies": None}, "policies"),
        ({"policies": {"whistle": None}}, "policies.whistle"),
        ({"policies": {1: 2}}, "policies.1"),
        ({"days": 10**5000}, "days"),
        ({"days": True}, "days"),
        ({"voice": {"p_report": True}}, "voice.p_report"),
        ({"voice": {1: 2}}, "voice.1"),
        ({"x" * 10_000: 1}, f"{'x' * 100}... (10,000 characters)"),
        ({"into": "x" * 10_000}, "into"),
    ],
)
def test_what_is_no_run_is_told_in_words(tree: Any, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(tree)
    assert where in {p.where for p in caught.value.problems}
    assert len(str(caught.value)) < 30_000


def test_python_s_odd_ways_are_told_in_words() -> None:
    assert set(problems(policy=1)) == {"policy"}
    assert set(problems(**{"voice": 3, "voice.p_report": 0.3})) == {"voice.p_report"}
    assert load(policy=None) == load()  # type: ignore[arg-type]
    for place in (None, 3, ["demo"], "", "nowhere", "../demo", "demo.yaml", "a\0b.yaml"):
        with pytest.raises(ConfigError):
            load(place)  # type: ignore[arg-type]


def test_a_place_without_its_own_numbers_takes_no_other_place_s() -> None:
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Place(name="x", population=80000)  # type: ignore[call-arg]
    with pytest.raises(ConfigError, match="x says no streets, communities, grids, workers, compounds, owners_comm"):
        parse({"place": {"name": "x", "population": 80000}})


# -- what is right


@pytest.mark.parametrize("name", place_names())
def test_every_place_can_be_said_again(name: str) -> None:
    config = load(name)
    assert parse(config.to_dict()) == config
    assert parse(config.to_dict()).digest() == config.digest()


@pytest.mark.parametrize(
    ("days", "warmup"), [(1, 0), (3, 0), (4, 1), (30, 7), (90, 22), (359, 89), (360, 90), (365, 90), (3650, 90)]
)
def test_a_warm_up_that_is_not_said_fits_the_run(days: int, warmup: int) -> None:
    config = load(days=days)
    assert config.run.warmup_days == warmup
    assert config == load(days=days, warmup_days=-1) == load(days=days, warmup_days=warmup)
    assert config.digest() == load(days=days, warmup_days=warmup).digest()
    assert config.to_dict()["warmup_days"] == warmup
    assert config.with_policies(["dual_report"]).run.warmup_days == warmup


def test_a_warm_up_that_is_said_stays() -> None:
    assert load(days=90, warmup_days=0).run.warmup_days == 0
    assert load(days=90, warmup_days=89).run.warmup_days == 89
    assert load(days=90, warmup_days=0).digest() != load(days=90).digest()


def test_a_run_made_by_hand_settles_its_warm_up_too() -> None:
    made = RunConfig(place=load().place, run=Run(days=90))
    assert made.run.warmup_days == 22
    assert replace(made, run=replace(made.run, days=365, warmup_days=-1)).run.warmup_days == 90


def test_hydra_settles_the_warm_up_of_every_run_of_a_sweep() -> None:
    from sim.cli.compose import checked

    runs = checked(["place=demo", "days=90,365"], sweep=True)
    assert [config.run.warmup_days for _, config in runs] == [22, 90]
    ((_, config),) = checked(["place=jilin", "replications=1", "days=90"])
    assert config == load("jilin", replications=1, days=90)


def test_dotted_keys_and_groups_are_the_same() -> None:
    dotted = load("demo", "dual_report", **{"voice.p_report": 0.4, "policies.dual_report.coverage": 0.5})
    grouped = load("demo", ["dual_report"], voice={"p_report": 0.4}, policies={"dual_report": {"coverage": 0.5}})
    assert dotted == grouped
    assert dotted.settings.voice.p_report == 0.4
    assert dotted.policies[0].coverage == 0.5


def test_levers_are_put_in_one_order() -> None:
    forth, back = (
        load("demo", names) for names in (["dual_report", "grid_redivision"], ["grid_redivision", "dual_report"])
    )
    assert forth == back
    assert forth.digest() == back.digest()


def test_the_digest_tells_what_moves_numbers() -> None:
    base = load("demo", "dual_report").digest()
    assert load("demo", "dual_report", jobs=7).digest() == base
    assert load("demo", "dual_report", **{"place.sources": {"population": "choice: other words"}}).digest() == base
    others = [{"seed": 2}, {"days": 364}, {"voice.p_report": 0.31}, {"policies.dual_report.start_day": 1}]
    digests = {load("demo", "dual_report", **other).digest() for other in others}
    assert len(digests | {base, load("demo").digest(), load("xialu", "dual_report").digest()}) == len(others) + 3


def test_seed_0_is_a_seed() -> None:
    assert load(seed=0).run.seed == 0


@pytest.mark.parametrize("owner", [*GROUPS, *POLICIES])
def test_every_default_is_allowed_and_every_limit_is_kept(owner: str) -> None:
    group = GROUPS.get(owner) or POLICIES[owner]
    key = owner if owner in GROUPS else f"policies.{owner}"
    for info in describe(key, group):
        if not info.allowed or isinstance(info.allowed[0], str) or isinstance(info.default, (bool, tuple)):
            continue
        low, high = info.allowed
        assert low <= info.default <= high, info.key
        for beyond in (low - 1, high + 1):
            assert info.key in problems(**{info.key: beyond}), f"{info.key} = {beyond}"

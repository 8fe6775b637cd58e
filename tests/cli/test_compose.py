"""Every config composes, and Hydra's way and ours give the same run."""

from __future__ import annotations

from itertools import cycle

import pytest

from sim.cli.compose import checked, composed, defaults, known_keys
from sim.errors import ConfigError
from sim.mechanisms.settings import GROUPS
from sim.params import describe
from sim.policies import POLICIES
from sim.run_config import config_dir, load, parse, place_names

PLACES = place_names()


def test_there_are_places() -> None:
    assert {"demo", "xialu"} <= set(PLACES)
    assert {p.stem for p in (config_dir() / "place").glob("*.yaml")} == set(PLACES)


# Every place and every lever, but not every pair: a place's file and a lever's group are composed apart.
PAIRS = [(place, "") for place in PLACES] + list(zip(cycle(PLACES), POLICIES, strict=False))


@pytest.mark.parametrize(("place", "policy"), PAIRS)
def test_hydra_composes_what_load_loads(place: str, policy: str) -> None:
    layers = ["place.layers=3"] if policy == "layer_integration" else []
    tree = composed([f"place={place}", f"policy=[{policy}]", *layers])
    said = {"place.layers": 3} if layers else {}
    if policy == "grid_redivision" and tree["place"]["layers"] > 1:
        with pytest.raises(ConfigError, match="layers"):
            parse(tree)
        return
    assert parse(tree) == load(place, [policy] if policy else [], **said)


def test_every_parameter_can_be_typed() -> None:
    keys = set(known_keys(defaults()))
    for owner, cls in {**GROUPS, **{f"policies.{n}": c for n, c in POLICIES.items()}}.items():
        assert {i.key for i in describe(owner, cls)} <= keys


def test_what_is_typed_beats_the_place() -> None:
    (_, config), = checked(["place=xialu", "mediation.p_agree=0.9", "place.workers=378"])  # fmt: skip
    assert config.settings.mediation.p_agree == 0.9
    assert config.place.workers == 378
    assert config.place.grids == 207


def test_a_sweep_is_the_product() -> None:
    runs = checked(["place=demo", "policy=[],[dual_report]", "voice.p_report=0.2,0.3,0.4"], sweep=True)
    assert [(c.label, c.settings.voice.p_report) for _, c in runs] == [
        (label, p) for label in ("baseline", "dual_report") for p in (0.2, 0.3, 0.4)
    ]


def test_unknown_keys_are_all_found_before_hydra_stops_at_the_first() -> None:
    with pytest.raises(ConfigError) as caught:
        checked(["voce.p_report=1", "place.gird=3", "policies.dual_report.coverge=1", "seed=-3"])
    assert [p.where for p in caught.value.problems] == [
        "voce.p_report", "place.gird", "policies.dual_report.coverge", "seed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["policies.whistle.share=0.5", "policies.whistle={share:0.5}", "policies={whistle:{share:0.5}}"]
)
def test_what_is_typed_for_a_lever_that_does_not_act_is_refused(typed: str) -> None:
    for policy in ("policy=[]", "policy=[dual_report]"):
        with pytest.raises(ConfigError, match=r"whistle does not act") as caught:
            checked(["place=demo", policy, typed])
        assert "policy=[" in caught.value.problems[0].hint
    assert checked(["place=demo", "policy=[whistle]", typed])
    assert checked(["place=demo", "policy=[]", typed], acting={"whistle"})


def test_in_a_sweep_one_job_must_have_the_lever() -> None:
    typed = "policies.whistle.share=0.2,0.5"
    assert len(checked(["place=demo", "policy=[],[whistle]", typed], sweep=True)) == 4
    with pytest.raises(ConfigError, match="whistle does not act"):
        checked(["place=demo", "policy=[],[dual_report]", typed], sweep=True)


def test_what_is_typed_for_an_idle_lever_is_told_with_all_else() -> None:
    with pytest.raises(ConfigError) as caught:
        checked(["place=demo", "days=0", "policies.whistle.share=0.5"])
    assert [p.where for p in caught.value.problems] == ["days", "policies.whistle.share"]

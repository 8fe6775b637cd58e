"""Who said a number, and whether a draw may touch it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sim.cli.compose import checked
from sim.config.layers import Layer, Said, said_by_place, said_of
from sim.config.run import RunConfig, load, parse
from sim.errors import ConfigError
from sim.studies.answers import assumptions
from sim.studies.priors import with_draw

KEY = "streets: 2\n  communities: 10\n  grids: 60\n  workers: 60\n  compounds: 50\n  owners_committees: 20\n  "


def place(tmp_path: Path, *lines: str, numbers: str = KEY, more: str = "") -> Path:
    file = tmp_path / "jinhe.yaml"
    text = "place:\n  population: 60000\n  " + numbers + "reporting_members: 1400\n"
    file.write_text(text + "".join(f"  {line}\n" for line in lines) + more, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("layer", "basis", "fixed"),
    [(Layer.TYPED, "choice", True), (Layer.ARM, "choice", True), (Layer.STUDY, "choice", True),
     (Layer.PLACE, "sourced", True), (Layer.PLACE, "told", True), (Layer.PLACE, "assumed", False),
     (Layer.PLACE, "norm", False), (Layer.TYPED, "norm", False), (Layer.DRAWN, "choice", False),
     (Layer.DEFAULT, "choice", False)],
)  # fmt: skip
def test_what_is_fixed(layer: Layer, basis: str, fixed: bool) -> None:
    assert Said(1, layer, "", basis).fixed is fixed


def test_a_tree_is_said_key_by_key() -> None:
    tree = {"days": 3, "voice": {"p_report": 0.3}, "policies": {"whistle": {"start_day": 2}}}
    found = said_of(tree, Layer.TYPED, "here")
    assert {key: said.value for key, said in found.items()} == {
        "days": 3, "voice.p_report": 0.3, "policies.whistle.start_day": 2
    }  # fmt: skip
    assert {said.where for said in found.values()} == {"here"}


def test_a_places_numbers_carry_the_basis_of_its_sources() -> None:
    tree = {"place": {"population": 5, "old_share": 0.4, "sources": {"population": "counted: by hand",
            "voice.p_report": "assumed: a guess"}}, "voice": {"p_report": 0.3}, "needs": {"p_money": 0.2}}  # fmt: skip
    found = said_by_place(tree, "f.yaml")
    assert {key: said.basis for key, said in found.items()} == {
        "place.population": "counted", "place.old_share": "told", "voice.p_report": "assumed", "needs.p_money": "told"
    }  # fmt: skip
    assert "place.sources" not in found


def test_the_last_to_speak_is_known_with_the_words(tmp_path: Path) -> None:
    file = place(tmp_path, more="voice:\n  p_report: 0.31\nneeds:\n  p_money: 0.2\n")
    ((_, config),) = checked([f"place={file}", "voice.p_report=0.33", "days=30"])
    assert config.said["voice.p_report"] == Said(0.33, Layer.TYPED, "voice.p_report=0.33")
    assert config.said["needs.p_money"].layer is Layer.PLACE
    assert config.said["needs.p_money"].where.endswith("jinhe.yaml")
    assert "voice.p_notice" not in config.said
    drawn = with_draw(config, 3)
    assert drawn.settings.voice.p_report == 0.33
    assert drawn.settings.needs.p_money == 0.2
    assert drawn.said["voice.p_notice"].layer is Layer.DRAWN
    assert drawn.said["voice.p_notice"].where == "draw 3"
    assert with_draw(drawn, 4).settings.voice.p_notice != drawn.settings.voice.p_notice  # it may be drawn again


def test_assumptions_say_who_said_what(tmp_path: Path) -> None:
    file = place(tmp_path, numbers=KEY.replace("grids: 60", "grids: unknown"), more="needs:\n  p_money: 0.2\n")
    ((_, config),) = checked([f"place={file}", "voice.p_report=0.33", "policy=[whistle]"])
    rows = {row["parameter"]: row for row in csv.DictReader(io.StringIO(assumptions({"whistle": config})))}
    assert next(iter(rows)) == "place.grids"  # what is from a norm first
    assert (rows["place.grids"]["basis"], rows["place.grids"]["fixed"]) == ("assumed", "")
    assert "X011" in rows["place.grids"]["source"]
    typed = rows["voice.p_report"]
    assert (typed["layer"], typed["where"], typed["fixed"], typed["basis"]) == (
        "typed", "voice.p_report=0.33", "yes", "choice"
    )  # fmt: skip
    assert (rows["needs.p_money"]["layer"], rows["needs.p_money"]["fixed"]) == ("place", "yes")
    assert (rows["voice.p_notice"]["layer"], rows["voice.p_notice"]["fixed"]) == ("default", "")


def test_unknown_numbers_come_from_norms_and_never_from_another_place(tmp_path: Path) -> None:
    keys = ("streets", "grids", "workers", "compounds", "owners_committees")
    file = place(tmp_path, numbers="communities: 16\n  " + "".join(f"{key}: unknown\n  " for key in keys))
    file.write_text(file.read_text().replace("members: 1400", "members: unknown"), encoding="utf-8")
    p = load(file).place
    households = 60000 / 2.6
    assert (p.streets, p.grids, p.workers) == (2, round(households / 400), round(households / 400))
    assert (p.compounds, p.owners_committees) == (round(households / 400), round(0.45 * round(households / 400)))
    assert p.reporting_members == round(0.024 * 60000)
    for key in ("streets", "grids", "workers", "compounds", "owners_committees", "reporting_members"):
        assert p.sources[key].startswith("assumed: norm")
    assert len([said for said in load(file).remarks() if "norm" in said]) == 6
    assert parse(load(file).to_dict()).place == p


def test_what_has_no_norm_must_be_said(tmp_path: Path) -> None:
    file = place(
        tmp_path,
        numbers=KEY.replace("communities: 10", "communities: unknown").replace("streets: 2", "streets: unknown"),
    )
    with pytest.raises(ConfigError) as error:
        load(file)
    told = {p.where: str(p) for p in error.value.problems}
    assert set(told) == {"place.communities", "place.streets"}
    assert "no norm for it" in told["place.communities"]
    assert "needs place.communities" in told["place.streets"]


def test_unusual_ratios_are_told_of_and_run(tmp_path: Path) -> None:
    assert load(place(tmp_path)).remarks() == []
    file = place(tmp_path, numbers=KEY.replace("workers: 60", "workers: 6"))
    (said,) = load(file).remarks()
    assert "10,000 residents a grid worker" in said
    assert "usual are 500 to 3,000" in said
    assert all(not load(name).remarks() for name in ("demo", "xialu", "guancheng"))


def test_more_committees_than_compounds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="51 committees for 50 compounds"):
        load(place(tmp_path, numbers=KEY.replace("committees: 20", "committees: 51")))


def test_levers_in_force_act_in_every_arm(tmp_path: Path) -> None:
    file = place(tmp_path, more="in_force: [whistle]\npolicies:\n  whistle:\n    start_day: 3\n")
    config = load(file, ["dual_report"], days=30)
    assert config.label == "dual_report"
    assert [p.name for p in config.policies] == ["dual_report", "whistle"]
    base = config.with_policies([])
    assert base.label == "baseline"
    assert [(p.name, p.start_day) for p in base.policies] == [("whistle", 3)]
    assert parse(config.to_dict()) == config
    ((_, typed),) = checked([f"place={file}", "policy=[dual_report]", "days=30"])
    assert typed == config
    with pytest.raises(ConfigError, match="in force in this place already"):
        load(file, ["whistle"])
    with pytest.raises(ConfigError, match="not a lever"):
        load(place(tmp_path, more="in_force: [wistle]\n"))


def test_places_without_levers_in_force_keep_their_digest() -> None:
    assert "in_force" in load("demo").to_dict()
    config: RunConfig = load("demo")
    assert config.digest() == parse({k: v for k, v in config.to_dict().items() if k != "in_force"}).digest()

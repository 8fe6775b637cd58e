"""Every experiment is a study file and a page: it runs small, and the page's table is the published one."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli import guarded, main
from sim.config.study_files import read_study, study_names
from sim.measures import HEADLINE
from sim.policies import POLICIES
from sim.studies.published import BEGIN, END

ROOT = Path(__file__).parents[1]
OWN = "own_district"
"""Of no study, but of files that people bring; see tests/experiments."""
PAGES = sorted(page for page in (ROOT / "experiments").glob("*.md") if page.stem != OWN)
SCRIPTS = sorted((ROOT / "experiments").glob("*.py"))
PARTS = ("Question", "Design", "Answer", "Command", "What is assumed", "Limits")


def imported(name: str) -> Any:
    """A script as a module."""
    path = ROOT / "experiments" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_study_has_a_page_and_every_page_a_study() -> None:
    assert [page.stem for page in PAGES] == study_names()


@pytest.mark.parametrize("name", study_names())
def test_it_runs_small(name: str, tmp_path: Path) -> None:
    study = read_study(name)
    assert set(study.question) == {"en", "zh"}
    waits = [measure for measure in study.measures if measure.startswith("response_")]
    assert waits[0] == HEADLINE[0]  # how long people wait, those never contacted too, before any median
    results = sim.study(name, small=True, into=tmp_path / name, engine="serial")
    assert results.arms == [arm.name for arm in study.arms]
    assert all(found == [*range(study.test["replications"])] for found in results.replications.values())
    table = imported("publish").table_of(results, study)
    compared = {arm.name: study.own_baseline(arm.name) for arm in study.arms}
    assert dict(zip(table.arm, table.against, strict=True)) == {a: b for a, b in compared.items() if a != b}
    assert any(table.change.abs() > 0.0)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_tells_all_and_its_table_is_the_published_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(PARTS)
    assert f"govsim compare study={page.stem}" in text
    assert all(said in text for said in read_study(page.stem).question.values())
    assert "the model shows" in text.lower()
    told = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert told == imported("publish").page_table(page.stem)
    assert (ROOT / "results" / "curated" / page.stem / "README.md").is_file()
    for path in (page, ROOT / "results" / "curated" / page.stem / "README.md"):
        assert all((path.parent / target).exists() for target in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")))


def test_a_study_by_its_name_runs_small_into_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "study=xialu_grids", "--small", "days=3"]) == 0
    assert "Demo street (invented): paper " in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["xialu_grids_small"]
    assert main(["compare", "baseline", "dual_report", "--small"]) == 2
    assert "--small: there is no study" in capsys.readouterr().err


def test_all_levers_are_in_all_levers() -> None:
    study = read_study("all_levers")
    acting = [lever for arm in study.arms for lever in arm.levers]
    assert sorted(acting) == sorted(POLICIES)
    assert all(arm.name == arm.levers[0] for arm in study.arms if arm.levers)
    own = {study.own_baseline(name): name for name in ("emergency_response", "layer_integration")}
    assert own == {"surge": "emergency_response", "layered": "layer_integration"}


def test_levers_that_a_place_refuses_are_left_out_of_all_levers_with_the_reason() -> None:
    refused: dict[str, str] = {}
    designs = imported("all_levers").designs(read_study("all_levers"), "mingshan", 2, refused=refused)
    assert set(refused) == {"grid_redivision"}
    assert "lie in 19 layers" in refused["grid_redivision"]
    acting = {name for arms in designs.values() for arm in arms for name in arm.policy_names}
    assert acting == set(POLICIES) - set(refused)
    assert all(not arms[0].policy_names for arms in designs.values())


def test_the_table_of_all_levers_has_draws_costs_and_side_effects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two levers, one in a circumstance of its own, in two ways of funding."""
    script = imported("all_levers")
    study = read_study("all_levers").small()
    few = tuple(arm for arm in study.arms if arm.name in ("as_is", "dual_report", "layered", "layer_integration"))
    small = replace(study, arms=few)
    found = script.table(small, study.place, 2, ("added", "staff_neutral"))
    assert set(zip(found.lever, found.funding, found.circumstance, strict=True)) == {
        ("dual_report", "added", ""), ("dual_report", "staff_neutral", ""),
        ("layer_integration", "added", "layered grids"), ("layer_integration", "staff_neutral", "layered grids"),
    }  # fmt: skip
    drawn = found[found.measure == "spending"].set_index(["lever", "funding"]).drawn_high
    assert drawn.notna().tolist() == [True, False, True, False]  # only what is paid for is drawn
    script.save(tmp_path, found, "two levers", {"whistle": "it is not here"})
    assert "Left out: whistle" in (tmp_path / "table.txt").read_text(encoding="utf-8")
    assert "two levers" not in capsys.readouterr().out


@pytest.mark.parametrize(("name", "said"), [("all_levers", "--place"), ("publish", "")])
def test_what_is_not_there_is_said_in_words(
    name: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [name, *filter(None, [said]), "nowhere"])
    assert guarded(name, imported(name).main) == 2
    assert f"{name}: 1 problem" in (told := capsys.readouterr().err)
    assert "nowhere" in told

"""The command line as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import COMMANDS, main
from sim.config.place_files import config_dir
from sim.measures import HEADLINE, MEASURES
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.studies.loading import load

SHORT = ["days=30", "warmup_days=5", "replications=2"]
ROOT = Path(__file__).parents[2]


def run(*args: str) -> int:
    return main(list(args))


def test_help_of_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    text = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in text
        assert run(name, "--help") == 0
        own = capsys.readouterr().out
        assert f"usage: govsim {name}" in own


def test_a_misspelt_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cmopare") == 2
    assert "did you mean compare?" in capsys.readouterr().err


def test_run_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("run", "place=demo", "policy=[dual_report]", "--json", *SHORT) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["place"] == "demo"
    assert told["policy"] == ["dual_report"]
    assert (told["days"], told["replications"], told["seed"]) == (30, 2, 1)
    assert set(told["measures"]) == set(HEADLINE)
    one = told["measures"]["response_mean"]
    assert one["unit"] == "h"
    assert one["low"] <= one["mean"] <= one["high"]
    assert told["cpu_s_per_replication"] > 0
    assert told["peak_mb"] > 0
    assert told["folder"] == str(Path("results", "demo"))
    assert (tmp_path / told["folder"] / "manifest.json").is_file()


def test_run_as_a_table_and_without_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("place=demo", "--measures", "on_time,trust", "--full", *SHORT) == 0
    text = capsys.readouterr().out
    assert "closed on time" in text
    assert "95 % interval" in text
    assert "assumed" in text
    assert "response time" not in text


def test_all_problems_and_exit_code_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = [
        "run",
        "place=xialu",
        "policy=[dual_reprot]",
        "workers.hours_per_day=30",
        "vioce.p_report=1",
        "--measures",
        "x",
    ]
    assert run(*asked) == 2
    text = capsys.readouterr().err
    assert "4 problems" in text
    assert "did you mean dual_report?" in text
    assert "0.5 to 15 h" in text
    assert "voice.p_report" in text
    assert not list(tmp_path.iterdir())


def test_compare_says_what_the_model_shows(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "baseline", "grid_redivision", "place=demo", "days=60", "warmup_days=10", "pairs=3"]
    assert run(*asked) == 0
    text = capsys.readouterr().out
    assert "variance cut" not in text
    assert "splitting 12 grids into 22" in text
    assert f"{Path('results', 'demo')}  --full" in text
    assert run(*asked, "--full") == 0
    text = capsys.readouterr().out
    assert "variance cut" in text
    assert "The model shows" in text
    assert f"Written to {Path('results', 'demo')}" in text
    assert run(*asked, "--json", "--measures", "all") == 0
    told = json.loads(capsys.readouterr().out)
    found = told["differences"]["grid_redivision"]
    assert set(found) == set(MEASURES)
    assert found["spending"]["mean"] > 0
    assert found["spending"]["settled"] == "more"
    assert found["workers"]["mean"] == pytest.approx(10, abs=3)


def test_compare_needs_two_arms_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "baseline", "place=demo") == 2
    assert run("compare", "basline", "dual_report") == 2
    assert "did you mean baseline?" in capsys.readouterr().err


def test_a_sweep_runs_every_combination_or_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("run", "-m", "place=demo", "policy=[],[dual_report]", "seed=1,2", "--json", *SHORT) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(t["policy"], t["seed"]) for t in told["runs"]] == [
        ("", 1), ("", 2), ("dual_report", 1), ("dual_report", 2)
    ]  # fmt: skip
    assert [t["replications"] for t in told["runs"]] == [2] * 4
    assert told["folder"] == str(Path("results", "demo"))
    before = sorted(tmp_path.rglob("*"))
    assert run("run", "-m", "place=demo", "seed=1,2", "voice.p_report=0.3,3", *SHORT) == 2
    assert "0 to 1 probability" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_results_lie_in_folders_of_any_script_and_never_above(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "我的 地方"
    folder.mkdir()
    text = (config_dir() / "place" / "demo.yaml").read_text(encoding="utf-8").replace("name: demo", "name: 锦河")
    (folder / "锦河.yaml").write_bytes(text.encode("gbk"))
    for into in ("黄石试点", "2024"):
        asked = ["-m", "place=./我的 地方/锦河.yaml,demo", f"into={into}", "replications=1", "days=4", "--json"]
        assert run("run", *asked) == 0
        answer = capsys.readouterr()
        told = json.loads(answer.out)
        assert told["folder"] == str(Path("results", into))
        assert [t["place.name"] for t in told["runs"]] == ["锦河", "demo"]
    assert sorted(p.name for p in (tmp_path / "results").iterdir()) == ["2024", "黄石试点"]
    assert "is read as GB 18030" in answer.err
    before = sorted(tmp_path.rglob("*"))
    for bad in ("into=../up", f"place.name={tmp_path}/up", "into=a/b", "place.name=..", "into=NUL"):
        assert run("run", "place=demo", bad, "days=4") == 2
        assert run("compare", "baseline", "whistle", bad, "days=4") == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_sweep_leaves_nothing_but_its_study_folder(tmp_path: Path) -> None:
    assert run("run", "place=demo", "-m", "policy=[],[dual_report]", "replications=1", "days=30", "--json") == 0
    assert [p.name for p in tmp_path.iterdir()] == ["results"]
    assert [p.name for p in (tmp_path / "results").iterdir()] == ["demo"]
    assert len(load(tmp_path / "results" / "demo").runs) == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_flag_is_named_with_those_there_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--colour", "zh") == 2
    text = capsys.readouterr().err
    assert f"--colour: not a flag of govsim {name}" in text
    assert "--help" in text
    assert text.count("--colour") == 1


def test_an_unknown_flag_may_be_misspelt_or_of_another_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", "place=demo", "--jsn", "--port", "80") == 2
    text = capsys.readouterr().err
    assert "2 problems" in text
    assert "did you mean --json?" in text
    assert "it is a flag of: viz" in text
    assert "'80'" not in text


@pytest.mark.parametrize(("asked", "known"), [(["list", "levels"], "policies"), (["run", "--by", "district"], "grid")])
def test_what_is_allowed_is_said_once(asked: list[str], known: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*asked) == 2
    assert capsys.readouterr().err.count(known) == 1


def test_one_of_something_is_not_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "place=demo", "days=1", "warmup_days=0", "replications=1") == 0
    text = capsys.readouterr().out
    assert ", 1 street, 5 communities," in text
    assert "1 replication of 1 day," in text


def test_docstrings_are_shown_without_their_marks(capsys: pytest.CaptureFixture[str]) -> None:
    for name in [*GROUPS, *POLICIES]:
        assert run("show", name) == 0
        assert "`" not in capsys.readouterr().out


def test_several_values_without_m_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", "seed=1,2") == 2
    assert "-m" in capsys.readouterr().err


def test_cfg_job_prints_the_configuration(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("run", "place=xialu", "--cfg", "job") == 0
    text = capsys.readouterr().out
    assert "p_agree: 0.99604" in text
    assert "grids_after: 378" in text
    assert not list(tmp_path.iterdir())


def test_settings_are_completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("run", "-sc", "install=bash") == 0
    assert "govsim" in capsys.readouterr().out
    for line in ("govsim voice.p_re", "govsim run voice.p_re"):
        monkeypatch.setenv("COMP_LINE", line)
        monkeypatch.setenv("COMP_POINT", str(len(line)))
        assert run("run", "-sc", "query=bash") == 0
        assert "voice.p_report=" in capsys.readouterr().out


@pytest.mark.parametrize("what", ["places", "levers", "policies", "measures", "parameters"])
def test_lists(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", what) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3
    assert run("list", what, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert all(row["name"] for row in found)
    if what == "policies":
        assert set(found[0]) >= {"name", "name_zh", "summary", "evidence"}


@pytest.mark.parametrize("name", ["xialu", "dual_report", "satisfaction", "voice"])
def test_show(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", name, "--lang", "both") == 0
    assert name in capsys.readouterr().out
    assert run("show", name, "--json") == 0
    assert json.loads(capsys.readouterr().out)["name"] == name


def test_a_measure_of_the_name_of_a_group_is_shown_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "satisfaction") == 0
    said = capsys.readouterr().out
    assert said.index("Mean satisfaction of all residents") < said.index("p_if_solved")
    assert run("show", "satisfaction", "--json") == 0
    assert json.loads(capsys.readouterr().out)["measure"]["unit"] == "points"
    assert run("show", "voice", "--json") == 0
    assert "measure" not in json.loads(capsys.readouterr().out)


def test_the_name_of_a_list_shows_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "places", "--lang", "zh") == 0
    listed = capsys.readouterr().out
    assert run("show", "places", "--lang", "zh") == 0
    assert capsys.readouterr().out == listed
    assert run("show", "plases") == 2
    assert "a name of govsim list places, levers, measures, parameters" in capsys.readouterr().err


def test_show_tells_the_articles_numbers_apart(capsys: pytest.CaptureFixture[str]) -> None:
    run("show", "xialu")
    text = capsys.readouterr().out
    assert text.index("from the article") < text.index("E101") < text.index("external") < text.index("X039")
    assert "assumed" in text


def test_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evidence", "E101", "--lang", "en") == 0
    text = capsys.readouterr().out
    assert "original 207 grid" in text
    assert "place=xialu: grids" in text
    assert run("evidence", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) > 150
    assert run("evidence", "E1010") == 2
    assert "E101" in capsys.readouterr().err


def test_check_runs_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("check", "-m", "place=xialu", "policy=[],[grid_redivision]", "seed=1,2,3") == 0
    assert "6 runs, all valid" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    assert "compiled kernel" in capsys.readouterr().out


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_the_help_waits_for_no_package() -> None:
    heavy = {"argparse", "numpy", "hydra", "rich", "sim.errors", "sim.policies"}
    code = f"import sys; from sim.cli import main; main(['--help']); print(*sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], env=_environment(), capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == ""

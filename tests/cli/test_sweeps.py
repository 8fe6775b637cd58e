"""Sweeps: ours and Hydra's own, one folder, and words for what cannot be."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.sweeps import designed
from sim.errors import ConfigError
from sim.store.folder import StudyFolder

SMALL = ["place=demo", "days=20", "replications=2", "voice.p_report=0.2,0.3"]


def rows(study: Path) -> list[tuple[str, int]]:
    """Cell and replication of every task in a folder."""
    table = StudyFolder(study).table("runs")
    assert table is not None
    return sorted(zip(table["cell"].to_pylist(), table["replication"].to_pylist(), strict=True))


def test_hydras_own_sweep_gives_the_tasks_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-m", *SMALL, "into=ours"]) == 0
    assert main(["run", "-m", "hydra/sweeper=basic", *SMALL, "into=theirs"]) == 0
    ours, theirs = rows(tmp_path / "results" / "ours"), rows(tmp_path / "results" / "theirs")
    assert ours == theirs
    assert len(ours) == len(set(ours)) == 4
    assert sorted(p.name for p in tmp_path.rglob("*")).count("multirun.yaml") == 0


@pytest.mark.slow
@pytest.mark.skipif(find_spec("hydra_plugins.hydra_joblib_launcher") is None, reason="no hydra-joblib-launcher")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_jobs_of_joblib_share_one_folder(tmp_path: Path) -> None:
    by_joblib = ["hydra/sweeper=basic", "hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]
    assert main(["run", "-m", *by_joblib, *SMALL, "into=shared"]) == 0
    found = rows(tmp_path / "results" / "shared")
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["hydra/launcher=joblib"], "jobs=8 on this machine, engine=dask on several"),
        (["hydra.launcher.n_jobs=2"], "jobs=8 on this machine"),
        (["hydra/sweeper=design", "hydra/launcher=joblib", "vary=[voice.p_report]"], "or hydra/sweeper=basic with it"),
        (["hydra.sweep.dir=x"], "into=NAME says the folder of results"),
        (["hydra.run.dir=x"], "into=NAME says the folder of results"),
        (["hydra.job.chdir=true"], "results_dir=DIR says where"),
        (["hydra/sweeper=optuna"], "optuna looks for the best of one number"),
        (["hydra/sweeper=desing"], "did you mean design?"),
        (["hydra.sweeper.n=4"], "hydra/sweeper=design with it"),
        (["vary=[voice.p_report]"], "hydra/sweeper=design with it"),
        (["voice.p_report=interval(0.1,0.2)"], "an interval stands in a design"),
        (["hydra/sweeper=design", "hydra.sweeper.kin=lhs"], "did you mean kind?"),
        (["hydra/sweeper=design", "hydra.sweeper.n=few"], "a whole number"),
        (["hydra/sweeper=design", "voice.p_report=interval(0.1)"], "interval(LOW,HIGH)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_sweep_does_not_take_is_told_with_what_to_say(
    typed: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "-m", "place=demo", *typed]) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("typed", ["hydra/sweeper=design", "hydra/sweeper=basic", "hydra.sweeper.n=4", "vary=assumed"])
def test_what_makes_a_sweep_needs_one(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "place=demo", typed]) == 2
    assert "which says how a sweep is made" in capsys.readouterr().err


def test_hydra_lists_our_sweeper_and_its_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--info", "plugins"]) == 0
    assert "DesignSweeper" in capsys.readouterr().out
    assert main(["run", "--cfg", "hydra", "-p", "hydra.sweeper", "hydra/sweeper=design"]) == 0
    assert "kind: lhs" in capsys.readouterr().out


def test_a_design_goes_over_all_places_that_are_meant() -> None:
    words = ["hydra/sweeper=design", "hydra.sweeper.n=4", "hydra.sweeper.kind=sobol", "vary=[voice.p_report]"]
    runs = designed([*words, "place=glob([d*,x*])", "days=20"])
    assert [config.place.name for _, config in runs] == ["demo"] * 4 + ["xialu"] * 4
    assert len({config.settings.voice.p_report for _, config in runs}) == 4  # the same points in each


def test_a_design_goes_between_the_ends_that_were_said() -> None:
    runs = designed(["hydra/sweeper=design", "hydra.sweeper.n=8", "voice.p_report=interval(0.2,0.25)"])
    assert len(runs) == 8
    assert all(0.2 <= config.settings.voice.p_report <= 0.25 for _, config in runs)
    with pytest.raises(ConfigError, match="p_report"):
        designed(["hydra/sweeper=design", "voice.p_report=interval(0.2,25)"])


def test_a_check_takes_what_a_run_takes(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["hydra/sweeper=design", "hydra.sweeper.n=2", "vary=[voice.p_report]", "engine=dask", "budget=4h"]
    assert main(["check", "-m", "--json", *words]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_drawn_numbers_are_told_in_few_digits_and_kept_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    design = ["hydra/sweeper=design", "hydra.sweeper.n=2", "vary=[voice.p_report]", "into=few"]
    assert main(["run", "-m", "place=demo", "days=4", "replications=1", *design, "--measures", "found"]) == 0
    kept = [str(config.settings.voice.p_report) for _, config in designed(["place=demo", "days=4", *design])]
    told = capsys.readouterr().out
    assert all(len(number) > 9 and number not in told and f"{float(number):.4g}" in told for number in kept)

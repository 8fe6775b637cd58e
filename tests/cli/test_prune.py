"""``govsim prune``: says first, deletes when told, and never what is finished and of this code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.cli import main
from sim.store.folder import StudyFolder
from sim.store.writers import writing
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from tests.cli.folders import OTHER, as_other_code, copied, made_in
from tests.studies.folders import asked, bits, question


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A study by this code, and by another."""
    root = tmp_path_factory.mktemp("prune")
    results = made_in(root, 2)
    with pytest.MonkeyPatch.context() as patch, as_other_code(patch):
        asked(question(2, tables=True), root / "demo", How(anew=True))
    return results


def files() -> set[str]:
    return {str(p) for p in Path("results").rglob("*") if p.is_file()}


def test_it_says_first_and_deletes_nothing(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    (folder / "runs" / ".x.parquet.tmp").touch()
    before = files()
    assert main(["prune"]) == 0
    said = capsys.readouterr().out
    assert files() == before
    lines = said.splitlines()
    assert "--yes" in lines[-1]
    assert {line.split("  ")[1] for line in lines[:-1]} == {"rows of other code", "draft of a process that died"}
    assert {line.split("  ")[0] for line in lines[:-1]} <= before


def test_told_so_it_deletes_just_that(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    before = files()
    assert main(["prune"]) == 0
    named = {line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[:-1]}
    assert main(["prune", "--yes"]) == 0
    assert f"{len(named)} entries deleted" in " ".join(capsys.readouterr().out.split())
    assert before - files() == named
    results = results_of(folder)
    assert results.complete
    assert bits(results).equals(bits(made))
    assert results.cases.equals(made.cases)
    assert OTHER not in StudyFolder(folder).codes()
    assert main(["prune", "--yes"]) == 0
    assert "nothing could go" in capsys.readouterr().out


def test_finished_rows_of_this_code_go_with_the_whole_folder_only(
    made: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(made), copied(made, "other")
    assert main(["prune", "results/demo", "--all"]) == 0
    assert "the whole folder" in capsys.readouterr().out
    assert Path("results/demo").is_dir()
    assert main(["prune", "results/demo", "--all", "--yes"]) == 0
    assert os.listdir("results") == ["other"]


def test_other_results_may_be_named(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    copied(made), copied(made, "other")
    assert main(["prune", "results/other"]) == 0
    told = capsys.readouterr().out
    assert str(Path("results/other")) in told
    assert str(Path("results/demo")) not in told
    assert main(["prune", "results_dir=elsewhere"]) == 0
    assert "nothing could go" in capsys.readouterr().out


def test_a_folder_that_is_written_to_is_left_alone(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    before = files()
    with writing(folder):
        assert main(["prune", "--yes"]) == 6
        assert main(["prune", str(folder), "--all", "--yes"]) == 6
    assert "is being written to" in capsys.readouterr().err
    assert files() == before


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        (["--all", "--yes"], 2, "no folder is named"),
        (["days=9"], 2, "govsim prune knows no such setting"),
        (["results", "--yes", "--all"], 1, "results"),
        (["results/nowhere", "--all", "--yes"], 1, "nowhere"),
    ],
)
def test_what_cannot_be_pruned(
    made: Results, words: list[str], code: int, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(made)
    before = files()
    assert main(["prune", *words]) == code
    assert found in capsys.readouterr().err
    assert files() == before

"""``govsim study``: a file is run as what it says would be typed; with ``--plan`` it is said, and nothing is run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.study import PARTS, script
from sim.studies.results import results_of
from tests.cli.folders import no_day
from tests.studies.folders import asked, bits, question

FILE = """\
place: demo
days: 4
warmup_days: 0
replications: 2
measures: [trust, response_mean]
arms: {baseline: {}, dual_report: dual_report}
"""


@pytest.fixture(autouse=True)
def file() -> None:
    Path("winter.yaml").write_text(FILE, encoding="utf-8")


def test_it_is_run_as_it_would_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "winter.yaml", "jobs=1", "into=winter"]) == 0
    said = capsys.readouterr().out
    assert "trust of all residents" in said
    assert "yuan a resident" not in said  # its own measures are printed
    results = results_of(Path("results/winter"))
    assert bits(results).equals(bits(asked(question(2), Path("typed"))[0]))
    assert main(["compare", "study=winter.yaml", "into=winter", "jobs=1"]) == 0
    assert capsys.readouterr().out == said


def test_a_plan_is_written_and_nothing_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    no_day(monkeypatch)
    assert main(["study", "winter.yaml", "--plan", "pairs=40", "into=winter plan"]) == 0
    said = capsys.readouterr().out
    assert "80 tasks" in said
    folder = Path("results/winter plan")
    results = results_of(folder)
    assert results.asked.told["replications"] == 40
    assert not (folder / "runs").exists()
    assert not (folder / "writers").exists()
    lines = said.splitlines()
    start = lines.index("#!/bin/bash")
    (line,) = (line for line in lines[start:] if line.startswith("exec "))
    assert shlex.split(line) == [
        "exec", "govsim", "resume", str(folder), f"shard=$SLURM_ARRAY_TASK_ID/{PARTS}", "jobs=1",
    ]  # fmt: skip
    (head,) = (line for line in lines[start:] if line.startswith("#SBATCH"))
    assert f"--array=0-{PARTS - 1} " in head
    assert "--signal=B:TERM@120" in head


def test_what_the_script_says_can_be_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "winter.yaml", "--plan", "into=it's winter"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = (line for line in lines if line.startswith("exec "))
    parts = int(line.split("/")[-1].split()[0])
    assert parts == 4  # no more than there are tasks
    for part in range(parts):
        words = shlex.split(line.replace("$SLURM_ARRAY_TASK_ID", str(part)))
        assert words[:2] == ["exec", "govsim"]
        assert main(words[2:]) == 0
    results = results_of(Path("results/it's winter"))
    assert results.complete
    assert bits(results).equals(bits(asked(question(2), Path("typed"))[0]))


@pytest.mark.parametrize("name", ["plain", "a b", "it's", "$HOME", "`x`", "冬季"])
def test_a_folder_is_one_word_whatever_it_is_called(name: str) -> None:
    line = next(line for line in script(f"results/{name}").splitlines() if line.startswith("exec "))
    assert shlex.split(line)[3] == f"results/{name}"
    assert name == "plain" or f"results/{name}" not in line or "'" in line or name == "冬季"


def test_a_sweep_is_planned_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    no_day(monkeypatch)
    Path("winter.yaml").write_text(FILE + "sweep: {voice.p_report: [0.2, 0.4]}\n", encoding="utf-8")
    assert main(["study", "winter.yaml", "--plan"]) == 0
    said = capsys.readouterr().out
    assert said.count("4 tasks") == 2
    assert said.count("exec govsim resume") == 1
    assert "--array=0-7 " in said
    assert len(list(Path("results/demo/answers").glob("*/study.yaml"))) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["nowhere.yaml"], "nowhere.yaml"),
        (["winter"], "there is no study"),
        (["winter.yaml", "dayz=3", "--plan"], "days"),
        (["winter.yaml", "budget=soon", "--plan"], "budget"),
        ([], "FILE"),
        (["winter.yaml", "results_dir=winter.yaml/x", "--plan"], "is a file, not a folder"),
    ],
)
def test_what_cannot_be_planned(
    words: list[str], found: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_day(monkeypatch)
    assert main(["study", *words]) == 2
    said = capsys.readouterr()
    assert found in said.err
    assert said.out == ""
    assert not Path("results").exists()

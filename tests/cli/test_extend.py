"""``govsim extend``: more of the same; what is there is not lived again, and a plan of looks keeps what it promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.store.folder import StudyFolder
from sim.studies.asking import Looks, until_settled
from sim.studies.engines.settings import EngineSettings
from sim.studies.looks import ALPHA
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from tests.cli.folders import copied, made_in, no_day
from tests.studies.folders import asked, bits, question


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made_in(tmp_path_factory.mktemp("extend"), 2)


def test_only_what_is_missing_is_lived(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    shards = set(StudyFolder(folder).shards("runs"))
    assert main(["extend", str(folder), "--pairs", "4", "jobs=1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["replications"] == 4
    results = results_of(folder)
    assert results.replications == {"baseline": [0, 1, 2, 3], "dual_report": [0, 1, 2, 3]}
    assert set(StudyFolder(folder).shards("runs")) > shards
    assert sum(StudyFolder(folder).codes().values()) == 8
    whole, _ = asked(question(4), Path("whole"))
    assert bits(results).equals(bits(whole))
    assert results_of(folder / "answers" / made.answer.name).replications == made.replications  # the first answer stays


def test_an_answer_may_be_named(made: Results) -> None:
    folder = copied(made)
    asked(question(1, ["whistle"]), folder)  # the newest question
    assert main(["extend", str(folder / "answers" / made.answer.name), "--pairs", "3", "jobs=1"]) == 0
    assert results_of(folder).arms == ["baseline", "dual_report"]
    assert results_of(folder).replications["dual_report"] == [0, 1, 2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], "--pairs: not said"),
        (["--pairs", "many"], "found 'many'"),
        (["--pairs", "0"], "found '0'"),
        (["--pairs", "2"], "was asked for 2"),
        (["--pairs", "1"], "more than 2: it is how many there shall be in all"),
        (["--pairs", "9", "days=9"], "the folder says what was asked"),
        (["--pairs", "x", "days=9", "budget=soon", "--measures", "rong"], "4 problems"),
    ],
)
def test_what_cannot_be_extended(
    made: Results, words: list[str], found: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(made)
    no_day(monkeypatch)
    assert main(["extend", str(folder), *words]) == 2
    said = capsys.readouterr()
    assert found in said.err
    assert said.out == ""


def test_a_plan_of_looks_gets_a_later_end_and_spends_what_was_kept(tmp_path: Path) -> None:
    looks = Looks(("response_mean",), 3)
    folder = tmp_path / "results" / "looked"
    results, _ = until_settled(question(2), folder, EngineSettings(name="serial"), How(), looks)
    plan = results.plan
    assert plan is not None
    assert plan.looks == (3,)
    assert main(["extend", str(folder), "--pairs", "4", "jobs=1"]) == 0
    longer = results_of(folder).plan
    assert longer == plan.extended(4)
    assert longer.looks == (3, 4)
    alphas = longer.alphas()
    assert alphas[3] == plan.alphas()[3]
    assert sum(alphas.values()) < ALPHA
    assert main(["extend", str(folder), "--pairs", "5", "jobs=1"]) == 0
    last = results_of(folder).plan
    assert last == longer.extended(5)
    assert last.alphas()[5] == pytest.approx(alphas[4] / 2.0)  # half of what is left, each time

"""``govsim resume``: what is missing is lived, nothing else; what the folder says is not asked again."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.cli import main
from sim.errors import ResultError
from sim.store.folder import StudyFolder
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from tests.cli.folders import OTHER, as_other_code, copied, made_in, no_day
from tests.studies.folders import asked, bits, question


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made_in(tmp_path_factory.mktemp("resume"), 3)


@pytest.fixture
def half() -> Path:
    """Begin the same question, and live every other task only."""
    folder = Path("results/demo")
    asked(question(3, tables=True), folder, How(join=True, shard=(0, 2)))
    assert not results_of(folder).complete
    return folder


def test_what_is_missing_is_lived_and_printed(half: Path, whole: Results, capsys: pytest.CaptureFixture[str]) -> None:
    shards = set(StudyFolder(half).shards("runs"))
    assert main(["resume", "results/demo", "jobs=1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["replications"] == 3
    results = results_of(half)
    assert results.complete
    assert bits(results).equals(bits(whole))
    new = [shard for shard in StudyFolder(half).shards("runs") if shard not in shards]
    assert sum(pq.read_metadata(shard).num_rows for shard in new) == 3


def test_a_complete_one_is_printed_without_a_day(
    whole: Results, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(whole)
    no_day(monkeypatch)
    assert main(["resume", "results/demo"]) == 0
    said = capsys.readouterr()
    assert "in-service party members report" in said.out
    table = Path(results_of(Path("results/demo")).answer / "table.txt").read_text(encoding="utf-8")
    assert table.strip()


def test_parts_of_an_array_say_what_is_there_and_the_last_prints(
    whole: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path("results/demo")
    asked(question(3, tables=True), folder, How(budget_s=0.0))  # written down, nothing lived
    assert main(["resume", str(folder), "shard=0/2", "jobs=1"]) == 0
    assert "3 of 3 tasks of this part are there" in " ".join(capsys.readouterr().out.split())
    assert not results_of(folder).complete
    assert main(["resume", str(folder), "shard=1/2", "jobs=1"]) == 0
    assert "of this part" not in capsys.readouterr().out
    assert bits(results_of(folder)).equals(bits(whole))


def test_every_question_of_the_folder_is_gone_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("results/demo")
    first, _ = asked(question(2), folder, How(budget_s=0.0))
    second, _ = asked(question(1, ["whistle"]), folder, How(budget_s=0.0))
    assert main(["resume", str(second.answer), "jobs=1"]) == 0  # that one alone
    assert [results_of(r.answer).complete for r in (first, second)] == [False, True]
    assert main(["resume", str(folder), "jobs=1"]) == 0
    assert results_of(first.answer).complete
    said = capsys.readouterr().out
    assert said.count("call in departments") == said.count("party members report") == 1  # the second was complete


def test_time_that_is_used_up_is_told_with_the_command(half: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", str(half), "budget=0.000001s", "jobs=1"]) == 5
    said = " ".join(capsys.readouterr().err.split())
    assert "3 of 6 tasks are there" in said
    assert f"govsim resume {half}" in said


@pytest.mark.parametrize(
    ("command", "said", "jobs"),
    [(["resume"], [], 0), (["resume"], ["jobs=3"], 3), (["extend", "--pairs", "9"], ["jobs=2"], 2)],
)
def test_as_many_at_a_time_as_is_said(
    half: Path, command: list[str], said: list[str], jobs: int, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def lived(ask: object, folder: object, engine: object, how: How, *_: object) -> None:
        raise ResultError(f"{how.jobs} at a time")

    monkeypatch.setattr("sim.cli.asking.lived", lived)
    assert main([*command, str(half), *said]) == 1
    assert f"{jobs} at a time" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        (["results/demo", "days=9"], 2, "the folder says what was asked"),
        (["results/demo", "place=xialu", "pairs=3", "budget=x"], 2, "3 problems"),
        (["results/demo", "shard=3/2"], 2, "shard"),
        (["results/demo", "jobs=many"], 2, "jobs"),
        (["results/nowhere"], 1, "nowhere"),
        (["results"], 1, "results"),
        ([], 2, "DIR"),
    ],
)
def test_what_cannot_be_gone_on_with(
    whole: Results, words: list[str], code: int, found: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    copied(whole)
    no_day(monkeypatch)
    assert main(["resume", *words]) == code
    said = capsys.readouterr()
    assert found in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


# --- the code has moved


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Live a question by other code."""
    with as_other_code(monkeypatch):
        asked(question(2), Path("results/demo"))
    return Path("results/demo")


def test_rows_of_other_code_are_seen_and_the_ways_out_told(
    moved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_day(monkeypatch)
    assert main(["extend", str(moved), "--pairs", "3"]) == 7
    said = capsys.readouterr().err
    for word in (OTHER, "--same", "--anew"):
        assert word in said


def test_same_code_is_noted_after_a_task_of_each_arm_agrees(moved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", str(moved), "--same", "jobs=1"]) == 0
    assert f"code {OTHER} and" in capsys.readouterr().out
    assert OTHER in StudyFolder(moved).same_codes(OTHER) - {""}
    assert results_of(moved).complete
    assert sum(StudyFolder(moved).codes().values()) == 4  # nothing was lived for keeps
    assert main(["extend", str(moved), "--pairs", "3", "jobs=1"]) == 0


def test_code_that_gives_other_bits_is_not(
    moved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = itertools.count()
    monkeypatch.setattr("sim.studies.verify.bits_of", lambda _: f"{next(numbers)}")
    assert main(["resume", str(moved), "--same", "jobs=1"]) == 4
    assert "give other bits" in capsys.readouterr().err
    assert not (moved / "codes.json").exists()


def test_anew_lives_all_again_and_keeps_the_old_rows(moved: Path) -> None:
    assert main(["resume", str(moved), "--anew", "jobs=1"]) == 0
    codes = StudyFolder(moved).codes()
    assert (codes.pop(OTHER), list(codes.values())) == (4, [4])

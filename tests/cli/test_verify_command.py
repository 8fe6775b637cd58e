"""``govsim verify``: exit code 4 where a bit is otherwise, with everything that a person needs to look it up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli import main
from sim.store.folder import StudyFolder
from sim.store.tasks import bits_of
from sim.studies.results import Results
from tests.cli.folders import copied, made_in, no_day


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made_in(tmp_path_factory.mktemp("verify"), 2)


def change(folder: Path, value: float, *, hashed: bool) -> dict[str, object]:
    """Change the trust of the first row; return the row as it was."""
    (shard,) = StudyFolder(folder).shards("runs")
    table = pq.read_table(shard)
    rows = table.to_pylist()
    row = next(r for r in rows if r["replication"] == 0)
    was = dict(row)
    row["trust"] = value
    row["bits"] = bits_of(row) if hashed else row["bits"]
    pq.write_table(pa.Table.from_pylist(rows, table.schema), shard)
    return was


def test_one_task_of_each_arm_or_all(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    assert main(["verify", str(folder), "jobs=1"]) == 0
    assert f"2 tasks of {folder} lived again: every bit agrees" in " ".join(capsys.readouterr().out.split())
    assert main(["verify", str(folder), "--all", "--json", "jobs=1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"folder": str(folder), "tasks": 4, "agrees": True, "wrong": []}


def test_a_changed_value_is_exit_code_four_with_task_measure_and_both_values(
    made: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(made)
    was = change(folder, 12.125, hashed=True)
    assert main(["verify", str(folder), "jobs=1"]) == 4
    said = capsys.readouterr()
    for part in ("1 disagreement", str(was["task"]), "trust was 12.125", f"is {was['trust']!r}"):
        assert part in said.err
    assert said.out == ""
    assert main(["verify", str(folder), "--json", "jobs=1"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert (told["agrees"], told["tasks"]) == (False, 2)
    assert "trust was 12.125" in told["wrong"][0]


def test_a_changed_row_and_a_damaged_shard_are_exit_code_four_too(
    made: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(made)
    was = change(folder, 12.125, hashed=False)
    assert main(["verify", str(folder), "jobs=1"]) == 4
    assert f"task {was['task']}: its measures are not those that were written" in capsys.readouterr().err
    (shard,) = StudyFolder(folder).shards("runs")
    shard.write_bytes(b"PAR1")
    assert main(["verify", str(folder), "jobs=1"]) == 4
    assert str(shard) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        (["days=9"], 2, "days"),
        (["jobs=many", "engine=steam"], 2, "2 problems"),
        (["--al"], 2, "--all"),
        (["more"], 2, "more"),
    ],
)
def test_what_cannot_be_verified(
    made: Results, words: list[str], code: int, found: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    no_day(monkeypatch)
    assert main(["verify", str(copied(made)), *words]) == code
    assert found in capsys.readouterr().err


def test_a_folder_without_rows_or_no_folder_is_said(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    shutil.rmtree(folder / "runs")
    assert main(["verify", str(folder), "jobs=1"]) == 1
    assert f"there is no finished task in {folder}" in capsys.readouterr().err
    assert main(["verify", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err

"""SQL over all results: every task once, under its arm; what cannot be read or mixed is left out and told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.errors import ResultError
from sim.store.code import identity
from sim.store.folder import StudyFolder
from sim.studies.query import query
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from tests.studies.folders import asked, question

WITH_ROWS = ("daily", "areas", "cases", "costs", "map", "flows", "waits")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two studies in a folder of results whose path has a quote and a space in it."""
    root = tmp_path_factory.mktemp("query") / "o'brien's results"
    asked(question(2, tables=True), root / "first")
    asked(question(1, ["whistle"], tables=True, voice={"p_report": 0.4}), root / "sub" / "second")
    return root


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """Copy one study, to be changed."""
    return Path(shutil.copytree(made / "first", tmp_path / "it's" / "first"))


def count(table: str, folder: Path, remarks: list[str] | None = None) -> dict[str, int]:
    frame = query(f"select arm, count(*) as n from {table} group by all order by arm", [folder], remarks)
    return dict(zip(frame.arm, map(int, frame.n), strict=True))


def counts(folder: Path, *kinds: str) -> dict[str, dict[str, int]]:
    """Rows by table and arm, asked at once."""
    each = (f"select '{kind}' as kind, arm, count(*) as n from {kind} group by all" for kind in kinds)
    frame = query(" union all ".join(each), [folder])
    return {kind: {r.arm: int(r.n) for r in frame[frame.kind == kind].itertuples()} for kind in kinds}


def test_two_studies_in_one_question(made: Path) -> None:
    frame = query(
        "select study, place, arm, avg(response_mean) as mean, count(*) as n from runs group by all order by all",
        [made],
    )
    assert set(frame.place) == {"demo"}
    assert list(frame.study + " " + frame.arm) == [
        "first baseline", "first dual_report", "second baseline", "second whistle",
    ]  # fmt: skip
    assert list(frame.n) == [2, 2, 1, 1]
    for folder, name in ((made / "first", "first"), (made / "sub" / "second", "second")):
        means = results_of(folder).runs.groupby("arm").response_mean.mean()
        assert list(frame[frame.study == name]["mean"]) == pytest.approx(list(means[sorted(means.index)]), rel=1e-14)


def test_what_differs_is_a_column_of_all(made: Path) -> None:
    frame = query("select study, arm, policy from runs where replication = 0 order by all", [made])
    assert list(frame.policy) == ["", "dual_report", "", "whistle"]


def test_tables_have_the_rows_of_their_results(made: Path) -> None:
    for folder in (made / "first", made / "sub" / "second"):
        results = results_of(folder)
        own = {kind: results.table(kind, may_miss=kind == "costs") for kind in WITH_ROWS}
        assert counts(folder, *WITH_ROWS) == {kind: rows.groupby("arm").size().to_dict() for kind, rows in own.items()}
    for kind, rows in own.items():
        first = query(f"from {kind} limit 1", [folder])
        assert list(first.columns[:3]) == ["study", "place", "arm"]
        assert set(first.columns) == {"study", "place", *rows.columns}


def test_a_study_folder_itself_may_be_named(made: Path) -> None:
    assert count("runs", made / "first") == {"baseline": 2, "dual_report": 2}
    frame = query("select distinct study from runs order by study", [made / "first", made / "sub"])
    assert list(frame.study) == ["first", "second"]


def test_a_label_that_stood_for_two_configurations_is_told_apart(study: Path) -> None:
    asked(question(1, ["dual_report"], seed=9), study)
    arms = count("runs", study)
    assert sorted(arms.values()) == [1, 1, 2, 2]
    assert {name.split(" (")[0] for name in arms} == {"baseline", "dual_report"}


# --- every task once


def test_tasks_that_two_writers_lived_count_once(study: Path, tmp_path: Path) -> None:
    whole = counts(study, "runs", *WITH_ROWS)
    asked(question(2, tables=True), tmp_path / "again", How())
    for kind in ("runs", *WITH_ROWS):
        for shard in StudyFolder(tmp_path / "again").shards(kind):
            shutil.copy(shard, study / kind / f"other-{shard.name}")
    assert counts(study, "runs", *WITH_ROWS) == whole


@pytest.mark.parametrize("name", ["0-first", "z-last"])
def test_of_a_task_that_kept_more_at_one_time_the_most_is_there(study: Path, name: str) -> None:
    whole = count("cases", study)
    (shard,) = StudyFolder(study).shards("cases")
    pq.write_table(pq.read_table(shard).slice(0, 3), study / "cases" / f"{name}.parquet")
    assert count("cases", study) == whole


def test_rows_of_other_code_are_left_out_and_told(study: Path) -> None:
    whole = counts(study, "runs", "daily")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("runner", "results", "answers", "engines.work"):
            patch.setattr(f"sim.studies.{name}.identity", lambda: "bbbbbbbb")
        asked(question(3, tables=True), study, How(anew=True))
    remarks: list[str] = []
    assert count("runs", study, remarks) == whole["runs"]
    assert [("6 tasks" in line, "other code" in line) for line in remarks] == [(True, True)]
    assert count("daily", study) == whole["daily"]
    StudyFolder(study).note_same(identity(), "bbbbbbbb")
    assert count("runs", study) == {"baseline": 3, "dual_report": 3}  # each once, though lived twice
    assert count("daily", study) == {arm: n // 2 * 3 for arm, n in whole["daily"].items()}


def test_a_changed_row_is_left_out_and_told(study: Path) -> None:
    (shard,) = StudyFolder(study).shards("runs")
    table = pq.read_table(shard)
    at = table.column_names.index("trust")
    pq.write_table(table.set_column(at, "trust", [[1.0, *table["trust"].to_pylist()[1:]]]), shard)
    remarks: list[str] = []
    assert sum(count("runs", study, remarks).values()) == 3
    assert "1 row is not what was written" in remarks[0]


def test_a_damaged_shard_is_left_out_and_told(study: Path) -> None:
    (shard,) = StudyFolder(study).shards("daily")
    body = shard.read_bytes()
    asked(question(3, tables=True), study)
    whole = count("daily", study)
    shard.write_bytes(body[: len(body) // 2])
    remarks: list[str] = []
    left = count("daily", study, remarks)
    assert left == {arm: n // 3 for arm, n in whole.items()}
    assert [str(shard) in line for line in remarks] == [True]


# --- said in words


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("selec 1", "syntax error"),
        ("select * from rums", "Table with name rums does not exist"),
        ("select respons_mean from runs", '"response_mean"'),
        ("select 'a' + date '2024-01-01' from runs", "Error"),
        ("", "nothing was asked"),
        ("-- a remark alone", "nothing was asked"),
    ],
)
def test_a_question_that_cannot_be_answered_names_the_tables(made: Path, sql: str, words: str) -> None:
    with pytest.raises(ResultError) as told:
        query(sql, [made])
    assert words in str(told.value)
    for name in ("runs", *WITH_ROWS):
        assert name in str(told.value).splitlines()[-1]


def test_a_table_that_nobody_kept_is_not_there(tmp_path: Path) -> None:
    asked(question(1, []), tmp_path / "bare")
    assert count("runs", tmp_path) == {"baseline": 1}
    with pytest.raises(ResultError, match=r"tables: runs, tasks$"):
        query("from daily", [tmp_path])


def test_no_results_at_all(tmp_path: Path, made: Path) -> None:
    with pytest.raises(ResultError, match=r"there are no results in .*nowhere: run something first"):
        query("from runs", [tmp_path / "nowhere"])
    empty: Results = asked(question(1, []), tmp_path / "empty")[0]
    shutil.rmtree(empty.path / "runs")
    with pytest.raises(ResultError, match=r"there is no finished task in .*empty"):
        query("from runs", [tmp_path])
    assert count("runs", made / "first")

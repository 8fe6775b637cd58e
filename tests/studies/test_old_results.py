"""Run folders of govsim 0.1: what is damaged, empty, foreign or half-written is refused in words, file by file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.config.run import load as config_of
from sim.errors import ResultError
from sim.measures import HEADLINE
from sim.studies.frames import summary
from sim.studies.loading import load
from sim.studies.old_results import OldResults
from tests.old_folders import hashed, write_old

RUNS = pd.DataFrame({"arm": ["baseline"] * 2, "replication": [0, 1], "response_median": [20.0, 22.0]})
TOLD = {
    "place": "demo", "days": 30, "warmup_days": 7, "seed": 4, "complete": True, "replications": {"baseline": [0, 1]},
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "run"
    return write_old(folder, {"baseline": config_of("demo")}, {"runs": RUNS}, TOLD)


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    """Copy a run, to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "run"))


def write(folder: Path, frame: pd.DataFrame, name: str = "runs") -> None:
    """Put another table in, with its right hash."""
    file = folder / f"{name}.parquet"
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), file)
    tell(folder, lambda told: told["files"].update({file.name: hashed(file)}))


def tell(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest."""
    file = folder / "manifest.json"
    told = json.loads(file.read_text())
    change(told)
    file.write_text(json.dumps(told))


def test_a_run_reads_back(run: Path) -> None:
    saved = load(run)
    assert isinstance(saved, OldResults)
    assert saved.answer == run  # where its figures go
    pd.testing.assert_frame_equal(saved.runs, RUNS)
    assert (saved.has("runs"), saved.has("cases")) == (True, False)
    assert saved.tree("config.yaml")["baseline"]["place"]["name"] == "demo"
    assert saved.tree("overrides.yaml") == []


def test_a_copy_of_another_name_and_more_measures_reads_too(run: Path) -> None:
    moved = run.rename(run.with_name("other name"))
    write(moved, RUNS.assign(measure_of_tomorrow="unknown"))
    tell(moved, lambda told: told.update(told_tomorrow=1))
    assert "measure_of_tomorrow" in load(moved).runs


def test_a_run_without_the_measures_of_today_is_shown_with_those_it_has(run: Path) -> None:
    saved = load(run)
    assert set(HEADLINE) - set(saved.runs)
    found = summary(saved.runs)
    assert found.empty
    write(run, RUNS.assign(silent=[50.0, 52.0]))
    assert summary(load(run).runs)[["measure", "mean"]].to_numpy().tolist() == [["silent", 51.0]]


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (shutil.rmtree, r"nothing of that name exists"),
    "a file": (lambda run: (shutil.rmtree(run), run.write_text("")), r"is not a folder, but a file$"),
    "empty": (lambda run: (shutil.rmtree(run), run.mkdir()), r"is empty: nothing was saved there"),
    "no manifest": (lambda run: (run / "manifest.json").unlink(), r"has neither study\.yaml nor manifest\.json"),
    "manifest a folder": (
        lambda run: ((run / "manifest.json").unlink(), (run / "manifest.json").mkdir()), r"has neither study\.yaml nor",
    ),
    "manifest empty": (lambda run: (run / "manifest.json").write_text(""), r"manifest\.json is empty"),
    "manifest cut": (lambda run: half(run / "manifest.json"), r"manifest\.json is damaged, or only half"),
    "manifest no JSON": (lambda run: (run / "manifest.json").write_text("schema: 1"), r"manifest\.json is damaged"),
    "manifest no text": (lambda run: (run / "manifest.json").write_bytes(b"\xff\xfe"), r"manifest\.json is damaged"),
    "manifest deep": (lambda run: (run / "manifest.json").write_text("[" * 10**6), r"manifest\.json is damaged"),
    "manifest a list": (lambda run: (run / "manifest.json").write_text("[1]"), r"holds no object"),
    "another schema": (
        lambda run: tell(run, lambda told: told.update(schema=2, versions={"govsim": "9.1"})),
        r"has schema 2 \(govsim 9\.1 wrote it\), this version reads 1",
    ),
    "no schema": (lambda run: tell(run, lambda told: told.pop("schema")), r"has schema None"),
    "versions a list": (lambda run: tell(run, lambda told: told.update(schema=2, versions=[])), r"has schema 2,"),
    "two keys missing": (
        lambda run: tell(run, lambda told: (told.pop("days"), told.pop("files"))),
        r"files: field required; days: field required",
    ),
    "no arms": (lambda run: tell(run, lambda told: told.update(arms=[])), r"arms: list should have at least 1 item"),
    "days in words": (lambda run: tell(run, lambda told: told.update(days="30")), r"days: input should be a valid int"),
    "no days": (lambda run: tell(run, lambda told: told.update(days=0)), r"days: input should be greater than 0"),
    "another arm": (lambda run: tell(run, lambda told: told["digests"].update(x="1")), r"digests are of other arms"),
    "an arm too many": (lambda run: tell(run, lambda told: told["arms"].append("x")), r"digests are of other arms"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "words"), FOLDERS.values(), ids=FOLDERS)
def test_what_is_no_run_folder_is_refused_in_words(run: Path, damage: Callable[[Path], object], words: str) -> None:
    damage(run)
    with pytest.raises(ResultError, match=words) as told:
        load(run)
    assert str(run) in str(told.value)


def test_what_was_meant_is_said(run: Path) -> None:
    with pytest.raises(ResultError, match=rf"did you mean {run}\?"):
        load(run / "manifest.json")
    with pytest.raises(ResultError, match=rf"there are some in it: {run}$"):
        load(run.parent)


TABLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda run: (run / "runs.parquet").unlink(), "is missing, which the run had written"),
    "empty": (lambda run: (run / "runs.parquet").write_bytes(b""), "is empty"),
    "a folder": (lambda run: ((run / "runs.parquet").unlink(), (run / "runs.parquet").mkdir()), "cannot be read"),
    "cut": (lambda run: half(run / "runs.parquet"), "is not what the run wrote: its SHA-256 differs"),
    "of another run": (
        lambda run: RUNS.assign(response_median=0.0).to_parquet(run / "runs.parquet"),
        "is not what the run wrote: its SHA-256 differs",
    ),
    "no parquet": (
        lambda run: ((run / "runs.parquet").write_bytes(b"PAR1"), tell(run, lambda told: told["files"].update(
            {"runs.parquet": hashed(run / "runs.parquet")}))),
        "is no parquet file",
    ),
    "without columns": (
        lambda run: write(run, RUNS.drop(columns=["arm", "replication"])), "has no column arm, replication",
    ),
    "words for numbers": (lambda run: write(run, RUNS.assign(replication="one")), "has no numbers in replication"),
    "a strange arm": (lambda run: write(run, RUNS.assign(arm="x")), r"arms that the manifest does not know \(x\)"),
    "not in the manifest": (lambda run: tell(run, lambda told: told["files"].clear()), "its manifest does not know"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "words"), TABLES.values(), ids=TABLES)
def test_a_damaged_table_is_named_when_it_is_read(run: Path, damage: Callable[[Path], object], words: str) -> None:
    damage(run)
    saved = load(run)
    with pytest.raises(ResultError, match=words) as told:
        _ = saved.runs
    assert "runs.parquet" in str(told.value)


@pytest.mark.parametrize("name", ["daily", "cases", "map", "areas", "costs"])
def test_a_table_that_was_not_saved_is_said_to_be_missing(run: Path, name: str) -> None:
    with pytest.raises(ResultError, match=rf"{name}\.parquet: the run was saved without it"):
        getattr(load(run), name)


@pytest.mark.parametrize("body", [b"", b"a: [", b"\xff\xfe\x00"])
def test_a_damaged_yaml_file_is_named(run: Path, body: bytes) -> None:
    (run / "config.yaml").write_bytes(body)
    with pytest.raises(ResultError, match=r"config\.yaml is (damaged|empty)"):
        load(run).tree("config.yaml")
    (run / "config.yaml").unlink()
    with pytest.raises(ResultError, match=r"config\.yaml is missing"):
        load(run).tree("config.yaml")

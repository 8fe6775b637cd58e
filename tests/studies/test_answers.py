"""What is concluded from a question: files that are derived, replaced whole, and never half."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from sim.config.run import load
from sim.errors import ResultError
from sim.measures import MEASURES
from sim.studies.answers import assumptions, conclude
from sim.studies.results import Results, results_of
from tests.studies.folders import asked, question


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return asked(question(2, tables=True), tmp_path_factory.mktemp("answers") / "demo")[0]


def test_the_folder_tells_all_that_is_in_it(results: Results) -> None:
    assert {p.name for p in results.path.iterdir()} == {
        "study.yaml", "manifest.json", "answers", "cells", "runs", "daily", "cases", "map", "areas", "costs",
        "flows", "waits",
    }  # fmt: skip
    assert {p.name for p in results.answer.iterdir()} >= {"study.yaml", "assumptions.csv", "runs.csv"}
    told = json.loads((results.path / "manifest.json").read_text(encoding="utf-8"))
    assert (told["complete"], told["failed"]) == (True, [])
    assert told["replications"] == {"baseline": [0, 1], "dual_report": [0, 1]}
    assert sum(told["codes"].values()) == 4
    assert set(told["measures"]) == set(MEASURES)
    for name, sha256 in told["files"].items():
        assert hashlib.sha256((results.path / name).read_bytes()).hexdigest() == sha256


def test_the_printed_table_can_be_read_elsewhere(results: Results) -> None:
    body = (results.answer / "runs.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")  # for Excel
    assert b"\r" not in body
    read = pd.read_csv(results.answer / "runs.csv", encoding="utf-8-sig")
    assert list(read.columns) == list(results.runs.columns)
    assert read.response_mean.tolist() == results.runs.response_mean.tolist()  # all figures


def test_the_manifest_may_be_deleted(results: Results) -> None:
    (results.path / "manifest.json").unlink()
    read = results_of(results.path)
    assert len(read.runs) == 4
    conclude(read)
    assert json.loads((results.path / "manifest.json").read_text(encoding="utf-8"))["complete"] is True


def test_a_conclusion_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    results, _ = asked(question(1), tmp_path)
    before = (results.answer / "runs.csv").read_bytes()
    with pytest.MonkeyPatch.context() as full:

        def no_room(*_: object, **__: object) -> int:
            raise OSError(28, "No space left on device")

        full.setattr(Path, "write_text", no_room)
        with pytest.raises(ResultError, match=r"runs\.csv cannot be written: the disk is full"):
            conclude(results)
    assert (results.answer / "runs.csv").read_bytes() == before
    assert not list(tmp_path.rglob(".*tmp"))


def test_assumptions_are_written_beside_the_numbers(results: Results) -> None:
    table = pd.read_csv(results.answer / "assumptions.csv", encoding="utf-8-sig")
    assert {"voice.p_report", "policies.dual_report.active_share", "place.population"} <= set(table.parameter)
    row = table[table.parameter == "voice.p_report"].iloc[0]
    assert (row.arm, row.basis) == ("baseline", "assumed")
    assert row.source
    assert not row.source.startswith("assum")


def test_of_later_arms_only_what_differs_is_listed() -> None:
    arms = {"baseline": load("demo"), "more": load("demo", **{"place.workers": 20}, voice={"p_report": 0.4})}
    rows = [line.split(",")[:3] for line in assumptions(arms).splitlines() if line.startswith("more,")]
    assert {tuple(row[1:]) for row in rows} == {("place.workers", "20"), ("voice.p_report", "0.4")}

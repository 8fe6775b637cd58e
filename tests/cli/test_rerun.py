"""``govsim rerun``: a folder is enough to run it again, wherever it lies; what changed is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli import main
from sim.config.place_files import config_dir
from sim.config.run import load
from sim.store.folder import StudyFolder
from sim.store.tasks import bits_of
from sim.studies.asking import ask_of
from sim.studies.results import results_of
from tests.cli.folders import no_day
from tests.studies.folders import DAYS, asked, bits


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison in a place that had a file, which has gone."""
    root = tmp_path_factory.mktemp("rerun")
    file = root / "jinhe.yaml"
    text = (config_dir() / "place" / "demo.yaml").read_text(encoding="utf-8")
    assert "workers: 12" in text
    file.write_text(text.replace("workers: 12", "workers: 17").replace("name: demo", "name: jinhe"), encoding="utf-8")
    arms = {
        "baseline": load(file, **DAYS, replications=2),
        "weak": load(file, ["dual_report"], policies={"dual_report": {"active_share": 0.1}}, **DAYS, replications=2),
    }
    asked(ask_of("compare", arms), root / "jinhe")
    file.unlink()
    return root / "jinhe"


@pytest.fixture
def folder(made: Path) -> Path:
    return Path(shutil.copytree(made, Path("carried") / "here"))


def test_its_own_configuration_is_enough(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rerun", str(folder), "into=again", "jobs=1"]) == 0
    said = capsys.readouterr().out
    assert f"Against {folder}: every measure is the same" in said
    again, before = results_of(Path("carried/again")), results_of(folder)
    assert {arm.place.workers for arm in again.configs} == {17}
    assert again.ask.arms["weak"].said == before.ask.arms["weak"].said
    assert bits(again).equals(bits(before))
    assert again.asked.cells == before.asked.cells


def test_without_a_name_it_goes_beside_and_what_is_there_is_not_lived_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rerun", str(folder), "results_dir=other", "jobs=1"]) == 0
    assert results_of(Path("other/here-again")).complete
    no_day(monkeypatch)
    assert main(["rerun", str(folder), "into=here-again", "results_dir=other", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["replications"] == 2


def test_what_changed_is_said_with_both_means(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shard,) = StudyFolder(folder).shards("runs")
    table = pq.read_table(shard)
    rows = table.to_pylist()
    for row in rows:
        row["trust"] = 12.5
        row["bits"] = bits_of(row)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), shard)
    assert main(["rerun", str(folder), "into=again", "jobs=1"]) == 0
    said = capsys.readouterr().out
    now = results_of(Path("carried/again")).runs
    mean = now[now.arm == "baseline"].trust.mean()
    assert f"baseline: trust 12.5 -> {mean:.6g} points" in said
    assert "weak: trust 12.5 -> " in said
    assert "response_mean" not in said.split("Against", 1)[1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["into=here"], "is the folder that is run again"),
        (["into=a/b"], "cannot be a folder's name"),
        (["days=9", "place=xialu"], "2 problems"),
        (["budget=soon", "jobs=-1", "--measures", "rong"], "3 problems"),
    ],
)
def test_what_cannot_be_run_again(
    folder: Path, words: list[str], found: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_day(monkeypatch)
    assert main(["rerun", str(folder), *words]) == 2
    assert found in capsys.readouterr().err
    assert [p.name for p in Path("carried").iterdir()] == ["here"]

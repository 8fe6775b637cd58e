"""``govsim explain``: what is printed, written and told as JSON adds up to the difference that is measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from sim.config.run import load
from sim.studies.asking import ask_of
from sim.studies.results import Results, results_of
from tests.cli.folders import copied
from tests.studies.folders import asked, question

DIMENSIONS = ("total", "stage", "category", "community", "group", "age")
SAID = {"days": 30, "warmup_days": 5, "replications": 2}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Nothing, a lever, and the baseline once more under another name."""
    arms = {
        "baseline": load("demo", **SAID),  # type: ignore[arg-type]
        "more": load("demo", **SAID, **{"place.workers": 8}),  # type: ignore[arg-type]
        "again": load("demo", **SAID),  # type: ignore[arg-type]
    }
    return asked(ask_of("compare", arms), tmp_path_factory.mktemp("explain") / "demo")[0]


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    assert main(["explain", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("hours", ["contacted", "to_contact", "to_closing"])
def test_the_parts_add_up_in_every_dimension(made: Results, hours: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    one = told([str(folder), "more", "--hours", hours], capsys)["more"]
    parts = pd.DataFrame(one["parts"])
    assert one["change"] == pytest.approx(one["after"] - one["before"], abs=1e-9)  # type: ignore[operator]
    assert abs(float(one["change"])) > 1e-3  # type: ignore[arg-type]
    sums = parts.groupby("dimension")[["part_h", "new_h", "lost_h"]].sum().sum(axis=1)
    assert set(sums.index) == set(DIMENSIONS)
    for dimension, whole in sums.items():
        assert whole == pytest.approx(one["change"], abs=1e-6), dimension
    assert (one["pairs"], one["hours"]) == (2, hours)


def test_a_against_a_is_zero_everywhere(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    one = told([str(copied(made)), "again"], capsys)["again"]
    assert (one["change"], one["new"], one["lost"]) == (0.0, 0, 0)
    parts = pd.DataFrame(one["parts"])
    assert (parts[["part_h", "new_h", "lost_h"]].to_numpy() == 0.0).all()


def test_every_arm_is_explained_and_written_down(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    both = told([str(folder)], capsys)
    assert list(both) == ["more", "again"]
    file = results_of(folder).answer / "explained.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(file, encoding="utf-8-sig")
    assert list(frame.columns[:2]) == ["arm", "hours"]
    assert list(frame.arm.unique()) == ["more", "again"]
    own = frame[(frame.arm == "more") & (frame.dimension == "total")].iloc[0]
    assert own.part_h + own.new_h + own.lost_h == pytest.approx(both["more"]["change"], abs=1e-9)


@pytest.mark.parametrize("by", ["stage", "category", "community", "group", "age"])
def test_what_is_printed_is_what_is_written(made: Results, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(made)
    assert main(["explain", str(folder), "more", "--by", by]) == 0
    said = " ".join(capsys.readouterr().out.split())
    frame = pd.read_csv(results_of(folder).answer / "explained.csv", encoding="utf-8-sig", dtype={"value": str})
    largest = frame[frame.dimension == by].iloc[0]
    assert f"{largest.part_h:+.2f}" in said
    assert str(largest["value"]) in said
    assert "more" in said


def test_pairs_without_whole_cases_are_not_used(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("results/sampled")
    asked(ask_of("compare", dict(list(made.ask.arms.items())[:2]), tables=False), folder)
    assert main(["explain", str(folder)]) == 1
    said = capsys.readouterr()
    assert str(folder) in said.err
    assert said.out == ""
    assert not (results_of(folder).answer / "explained.csv").exists()


def test_what_cannot_be_explained_is_said_in_words(made: Results, capsys: pytest.CaptureFixture[str]) -> None:
    asked(question(1, [], tables=True), Path("results/one"))
    assert main(["explain", "results/one"]) == 1
    said = capsys.readouterr().err
    assert str(Path("results/one")) in said
    assert "Traceback" not in said
    folder = str(copied(made))
    assert main(["explain", folder, "mroe", "agian"]) == 2
    said = capsys.readouterr().err
    assert "2 problems" in said
    assert "did you mean more" in said
    assert "again" in said
    assert main(["explain", folder, "--by", "colour", "--hours", "x"]) == 2
    assert "2 problems" in capsys.readouterr().err
    shutil.rmtree(Path(folder) / "cases")
    assert main(["explain", folder]) == 1
    assert "Traceback" not in capsys.readouterr().err

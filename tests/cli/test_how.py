"""Words that move no number, beside Hydra's."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.how import read_how

WORDS = ["engine=dask", "budget=4h", "shard=0/2", "pairs=3", "engine.scheduler_file=f"]


@pytest.mark.parametrize(
    "flags", [["--cfg", "job"], ["--cfg", "all"], ["--info", "defaults"], ["--help"]], ids=" ".join
)
def test_hydra_is_not_told_of_them(flags: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *flags, *WORDS, "--join"]) == 0
    told = capsys.readouterr()
    assert told.out
    assert "govsim run:" not in told.err
    assert not list(tmp_path.iterdir())


def test_pairs_are_replications(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--cfg", "job", *WORDS]) == 0
    assert "replications: 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("engin=dask", "engine"), ("bugdet=4h", "budget"), ("shrad=1/2", "shard"), ("untill=settled", "until"),
     ("engine=dsk", "dask"), ("engine.schedulr_file=f", "scheduler_file")],
)  # fmt: skip
@pytest.mark.parametrize("flags", [[], ["--cfg", "job"]], ids=["run", "cfg"])
def test_a_misspelt_one_is_told_with_what_was_meant(
    flags: list[str], typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "place=demo", *flags, typed]) == 2
    assert f"did you mean {meant}?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90.0), ("90s", 90.0), ("30min", 1800.0), ("1.5h", 5400.0), ("2d", 172800.0)]
)
def test_a_time_is_read_in_its_unit(typed: str, seconds: float) -> None:
    how = read_how([f"budget={typed}"])
    assert not how.problems
    assert how.how.budget_s == seconds


@pytest.mark.parametrize("typed", ["budget=0", "budget=4 weeks", "budget=", "shard=2/2", "shard=1", "max=0", "until=x"])
def test_what_cannot_be_is_a_problem(typed: str) -> None:
    assert read_how([typed]).problems

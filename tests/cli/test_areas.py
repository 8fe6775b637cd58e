"""`govsim run --by`: measures by area, as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import by_area, main
from sim.measures import BY
from sim.studies.loading import load

SHORT = ["place=demo", "days=30", "warmup_days=5", "replications=2"]


def run(*args: str) -> int:
    return main(list(args))


@pytest.mark.parametrize("level", BY)
def test_a_row_per_area(capsys: pytest.CaptureFixture[str], level: str) -> None:
    assert run("run", *SHORT, "--by", level, "--measures", "on_time,response_mean,spending") == 0
    text = capsys.readouterr().out
    lines = text.splitlines()
    whole = next(i for i, line in enumerate(lines) if line.startswith("the whole"))
    rows = lines[whole + 1 : lines.index("", whole)]
    assert len(rows) == {"street": 1, "community": 5, "grid": 12, "group": 7}[level]
    shares = [float(row.split(" (")[0].split()[-1]) for row in rows]
    assert shares == sorted(shares)  # worst first
    assert f"Not measured by {level}: spending" in text
    assert "closed on time" in text
    assert "assumptions.csv" in text


def test_the_table_is_cut_and_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_area, "MOST_AREAS", 5)
    assert run("run", *SHORT, "--by=grid", "--measures", "response_mean,on_time") == 0
    text = capsys.readouterr().out
    assert sum(line.startswith("G0") for line in text.splitlines()) == 5
    assert "7 of 12 left out" in text


def test_one_replication_has_no_interval(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", *SHORT[:3], "replications=1", "--by=street", "--measures=trust") == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("S1"))
    assert "(" not in row
    assert 0.0 < float(row.split()[1]) < 100.0


def test_as_json_it_agrees_with_the_table_on_disk(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("run", *SHORT, "--by", "community", "--json", "--measures", "satisfaction,spending") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["by"] == "community"
    areas = load(tmp_path / told["folder"]).areas
    own = areas[areas.level == "community"].groupby("area").satisfaction.mean()
    assert {a["area"]: a["satisfaction"]["mean"] for a in told["areas"]} == pytest.approx(own.to_dict())
    assert "spending" in told["measures"]
    assert "spending" not in told["areas"][0]


def test_a_bad_level_is_told_with_all_other_problems(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("run", "place=xialo", "--measures", "on_tim", "--by", "comunity") == 2
    text = capsys.readouterr().err
    assert "3 problems" in text
    assert "did you mean community?" in text
    assert run("run", "place=xialo", "--by") == 2
    assert "2 problems" in capsys.readouterr().err
    assert run("run", "place=demo", "--by", "grid", "--measures", "spending") == 2
    assert "spending cannot be measured by grid" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())

"""``govsim calibrate`` from the outside, on a tiny plan."""

import json

import pytest

from sim.calibration.steps import Plan
from sim.cli import main
from sim.studies.priors import inputs

TINY = Plan(trajectories=1, points=50, waves=1, checks=5, truths=5)


@pytest.fixture
def tiny(monkeypatch, tmp_path):
    monkeypatch.setattr("sim.calibration.steps.QUICK", TINY)
    few = ("voice.", "dispatch.")
    monkeypatch.setattr("sim.calibration.place.inputs", lambda c: [i for i in inputs(c) if i.key.startswith(few)])
    return ["calibrate", "place=demo", "--quick", "days=24", "warmup_days=8", f"results_dir={tmp_path}", "jobs=1"]


def test_it_ends_with_what_was_narrowed_and_covered_and_goes_on_from_its_points(tiny, tmp_path, capsys):
    assert main(tiny) == 0
    out = capsys.readouterr().out
    assert "Narrowed" in out
    assert "Data did not narrow" in out
    assert "Self-test on 5 known truths" in out
    assert "growth of open" in out  # left out with a word: the window is no whole year
    kept = tmp_path / "calibration" / "demo" / "quick.json"
    first = json.loads(kept.read_text())
    assert first["command"].startswith("govsim calibrate place=demo --quick")
    assert first["effective_size"] >= 200.0
    assert "T10" in first["skipped"]
    assert main([*tiny, "--json"]) == 0
    captured = capsys.readouterr()
    assert {**json.loads(captured.out), "draws_sha256": first["draws_sha256"]} == first  # same seed, same numbers
    assert "screening" not in captured.err  # all points were there


def test_all_that_is_wrong_is_said_before_anything_runs(capsys, tmp_path):
    file = tmp_path / "o.csv"
    file.write_text("id,place,measure,window,value,unit,sd\nA,demo,on_tyme,,80,%,1\n")
    assert main(["calibrate", "place=demo", f"observations={file}", f"results_dir={tmp_path}"]) == 2
    assert "on_time" in capsys.readouterr().err
    assert main(["calibrate", "place=demo", "out=here.csv", "dys=3"]) == 2
    told = capsys.readouterr().err
    assert "out" in told
    assert "dys" in told


def test_rows_of_other_places_alone_are_refused(capsys, tmp_path):
    file = tmp_path / "o.csv"
    file.write_text("id,place,measure,window,value,unit,sd\nA,xialu,on_time,,80,%,1\n")
    assert main(["calibrate", "place=demo", f"observations={file}", f"results_dir={tmp_path}"]) == 2
    assert "demo" in capsys.readouterr().err

"""The report: windows, what is fitted and what is predicted, refused rows, and a whole page of a tiny place."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli import main
from sim.config.run import load
from sim.errors import ConfigError
from sim.fold import cells
from sim.observations import Observation
from sim.observations.published import published
from sim.studies.posterior import Posterior
from sim.validation import oracles, report
from sim.validation.checks import Check, near
from sim.validation.predictive import Card
from sim.validation.report import last_of, long_enough, refuse_fitted, rows_of, scored

ROW = Observation("B1", "on_time", 80.0, "%", 1.0, place="demo")


def posterior(*rows: Observation) -> Posterior:
    return Posterior(Path("demo.parquet"), (), np.zeros((1, 0)), {"rows": [row.key for row in rows]})


def test_a_run_grows_to_hold_its_windows() -> None:
    config = load("demo", days=200, warmup_days=50)
    assert long_enough(config, [ROW]) is config
    assert long_enough(config, [replace(ROW, window="60..400")]).run.days == 400
    dated = long_enough(config, [replace(ROW, window="2023-01..2023-12")])
    assert dated.run.start_date == "2022-11-07"  # a Monday, at least 50 days before
    assert dated.run.days == 420
    assert dated.run.warmup_days == 50


def test_a_window_in_the_warm_up_is_refused() -> None:
    config = load("demo", days=200, warmup_days=50)
    with pytest.raises(ConfigError, match=r"20\.\.90"):
        long_enough(config, [replace(ROW, window="20..90")])
    with pytest.raises(ConfigError, match="2021"):
        long_enough(load("demo", days=200, start_date="2023-01-02"), [replace(ROW, window="2021")])


def test_rows_that_were_fitted_are_not_blind() -> None:
    refuse_fitted([ROW], None)
    refuse_fitted([replace(ROW, value=81.0)], posterior(ROW))
    with pytest.raises(ConfigError, match=ROW.key):
        refuse_fitted([replace(ROW, id="told again", note="new")], posterior(ROW))


def test_no_row_is_both_fitted_and_predicted() -> None:
    config = load("demo")
    all_rows = rows_of(config, [], None)
    keys = [row.key for row in all_rows]
    assert len(keys) == len(set(keys))
    one = all_rows[0]
    again = {row.key: row.role for row in rows_of(config, [], posterior(one))}
    assert again[one.key] == "fit"
    assert {role for key, role in again.items() if key != one.key} == {"predict"}


def test_a_places_own_figure_replaces_the_published_one() -> None:
    config, of_any = load("demo"), published()[0]
    own = replace(of_any, id="B9", place="demo", role="blind")
    named = [row for row in rows_of(config, [own], None) if row.measure == of_any.measure]
    assert [row.id for row in named] == ["B9"]


def test_the_last_value_is_the_latest_that_ended_before() -> None:
    old, new = replace(ROW, window="2021", value=70.0), replace(ROW, window="2022", value=75.0)
    later, other = replace(ROW, window="2024", value=90.0), replace(ROW, window="2022-06", area="C01", value=1.0)
    mine = replace(ROW, window="2023")
    assert last_of(mine, [old, later, new, other, mine]) == 75.0
    assert math.isnan(last_of(old, [old, new]))
    assert last_of(replace(ROW, window="200..300"), [replace(ROW, window="90..200", value=60.0)]) == 60.0
    assert math.isnan(last_of(ROW, [ROW]))


def test_scores_count_rows() -> None:
    def made(crps: float, prior: float, *, in_90: bool) -> Card:
        return Card(ROW, {}, 0.0, "fits", in_90, in_90, crps, prior, math.nan, 4.0, 10)

    found = scored([made(1.0, 2.0, in_90=True), made(3.0, 2.0, in_90=False), made(math.nan, math.nan, in_90=False)])
    assert (found.rows, found.in_90, found.worse, found.crps, found.width) == (2, 1, 1, 2.0, 4.0)


def test_a_check_is_near_within_errors_and_share() -> None:
    said = "x"
    assert near("a", said, 10.0, 10.2, 0.1, 3.0).holds  # type: ignore[arg-type]
    assert not near("a", said, 10.0, 10.4, 0.1, 3.0).holds  # type: ignore[arg-type]
    assert not near("a", said, 10.0, 10.3, 1.0, 3.0, 0.02).holds  # type: ignore[arg-type]
    assert not near("a", said, 10.0, 10.0, 0.0).holds  # type: ignore[arg-type]


def test_queues_known_on_paper_hold() -> None:
    checks = list(oracles.golden_queues(quick=True))
    assert len(checks) == 13
    assert [check.name for check in checks if not check.holds] == []


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Check("simpy: made by hand", "a check", 1.0, 1.0, 0.1)  # type: ignore[arg-type]
    monkeypatch.setattr(oracles, "peer", lambda quick: iter([good]))
    monkeypatch.setattr(oracles, "golden_queues", lambda quick: iter([]))
    monkeypatch.setattr(report, "patterns", lambda *of, **more: [])
    monkeypatch.setattr(report, "CONSERVED", 1)


COMMAND = ["validate", "place=demo", "days=100", "warmup_days=30", "draws=4", "jobs=1", "--quick", "--lang", "en"]
BLIND = "id,place,measure,window,value,unit,sd\nB1,demo,known:disputes,30..80,30,cases,5\nB2,xialu,on_time,,80,%,1\n"


@pytest.mark.usefixtures("fast")
def test_the_page_and_the_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "seen.csv"
    file.write_text(BLIND, encoding="utf-8")
    assert main([*COMMAND, f"observations={file}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = told["blind"]["rows"]
    assert list(row["quantiles"]) == ["5", "25", "50", "75", "95"]
    assert row["quantiles"]["5"] <= row["quantiles"]["95"]
    assert row["verdict"] in ("fits", "misses", "cannot say")
    assert told["blind"]["elsewhere"] == 1
    assert len(told["blind"]["hash"]) == 12
    assert {row["role"] for row in told["cards"]} <= {"fit", "predict"}
    assert told["holds"] is True
    assert main([*COMMAND, f"observations={file}"]) == 0
    page = capsys.readouterr().out
    assert [line[0] for line in page.splitlines() if line[:1] in "12345" and "  " in line[:4]] == list("12345")
    assert max(map(len, page.splitlines())) <= 80
    assert told["blind"]["hash"] in page
    assert main([*COMMAND[:-1], "zh", f"observations={file}"]) == 0
    chinese = capsys.readouterr().out
    assert "邻里家庭纠纷" in chinese
    assert not any(word in chinese for word in ("cannot say", "misses", "weekend", "predicted", "districts"))
    assert max(map(cells, chinese.splitlines())) <= 80


@pytest.mark.usefixtures("fast")
def test_a_broken_oracle_ends_with_four(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bad = Check("simpy: made by hand", "the bad check", 1.0, 2.0, 0.1, holds=False)  # type: ignore[arg-type]
    monkeypatch.setattr(oracles, "peer", lambda quick: iter([bad]))
    assert main(COMMAND) == 4
    told = capsys.readouterr()
    assert "FAILS" in told.out
    assert "the bad check" in told.err


def test_a_file_with_faults_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "seen.csv"
    file.write_text(
        "id,place,measure,value,unit,sd\nB1,demo,on_tim,80,%,1\nB2,xialo,on_time,80,%,1\n", encoding="utf-8"
    )
    assert main(["validate", f"observations={file}", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "did you mean on_time" in told
    assert "xialu" in told

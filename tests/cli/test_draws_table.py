"""Draws on the command line: asked for, printed beside the pairs, kept, extended, refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.cli.draws_table import as_plain, print_under, source_word
from sim.cli.how import read_how
from sim.cli.terminal import console
from sim.measures import MEASURES
from sim.studies.fetching import Fetch
from sim.studies.results import results_of
from sim.studies.statistics import compare
from sim.studies.under_draws import Under
from tests.cli.folders import no_day
from tests.studies.folders import asked, question

SMALL = ["place=demo", "days=4", "warmup_days=0", "jobs=1"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_comparison_prints_and_keeps_what_the_draws_say(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["baseline", "dual_report", *SMALL, "pairs=2", "draws=3", "from=prior", "--measures", "spending,on_time"]
    assert main(["compare", *words, "--full"]) == 0
    said = capsys.readouterr().out
    assert "Over 3 draws from the prior" in said
    assert "5-95 % of draws" in said
    assert re.search(r"Of 3 draws nothing is said; 60 at least:\s+govsim extend", said)
    assert "fetch next:" not in said
    kept = pd.read_csv("results/demo/answers/" + Path("results/demo/answers/latest").read_text().strip()
                       + "/comparison.csv")  # fmt: skip
    assert kept["draws"].tolist() == [3, 3]
    assert {"draws_low", "draws_high", "sure", "assumed", "fetch"} <= set(kept.columns)
    assert main(["compare", *words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["draws"], told["draws_from"]) == (3, "prior")
    under = told["differences"]["dual_report"]["spending"]["draws"]
    assert under["n"] == 3
    assert under["low"] <= under["median"] <= under["high"]
    assert set(told["over_draws"]) == {"baseline", "dual_report"}


def test_more_draws_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "baseline", "dual_report", *SMALL, "pairs=2", "draws=2", "from=prior"]) == 0
    assert main(["extend", "results/demo", "--draws", "3", "--pairs", "3", "jobs=1", "--json"]) == 0
    results = results_of(Path("results/demo"))
    assert (results.asked.draws, results.asked.told["replications"]) == (3, 3)
    assert results.complete
    capsys.readouterr()
    assert main(["extend", "results/demo", "--draws", "3"]) == 2
    assert "was asked for 3" in capsys.readouterr().err


def test_a_run_and_a_sweep_have_draws_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *SMALL, "replications=1", "draws=2", "from=prior", "--measures", "on_time", "--full"]) == 0
    assert "Over 2 draws from the prior" in capsys.readouterr().out
    sweep = ["run", "-m", *SMALL, "replications=1", "voice.p_report=0.2,0.4", "into=swept", "draws=2", "--measures",
             "on_time"]  # fmt: skip
    assert main(sweep) == 0
    assert "Over 2 draws from the prior" in capsys.readouterr().out
    results = results_of(Path("results/swept"))
    assert len(results.draws) == 4
    assert {task.config.settings.voice.p_report for task in results.ask.drawn_tasks} == {0.2, 0.4}
    assert main([*sweep, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["runs"]
    assert all(row["draws"]["on_time"]["median"] is not None for row in rows)


def test_a_studys_draws_are_obeyed_and_typed_ones_lie_over_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "winter.yaml"
    file.write_text("place: demo\ndays: 4\nwarmup_days: 0\npairs: 2\ndraws: 2\narms: {a: {}, b: whistle}\n")
    assert main(["study", str(file), "--plan"]) == 0
    plan = capsys.readouterr().out
    assert "8 " in plan
    assert "2 draws of each arm, from the prior" in plan
    assert main(["compare", f"study={file}", "jobs=1"]) == 0
    assert results_of(Path("results/demo")).asked.draws == 2
    assert main(["compare", f"study={file}", "jobs=1", "draws=0"]) == 0
    assert results_of(Path("results/demo")).asked.draws == 0


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("draws=many", "draws: found 'many'"),
        ("draws=-1", "draws: found '-1'"),
        ("from=guess", "from: found 'guess'"),
        ("posterior=none", "there is no file none.parquet"),
        ("from=posterior", "there is no file"),
    ],
)
def test_what_is_wrong_is_said_before_a_day_is_lived(
    word: str, found: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_day(monkeypatch)
    more = [] if word.startswith("draws") else ["draws=2"]
    assert main(["compare", "baseline", "whistle", *SMALL, word, *more]) == 2
    assert found in capsys.readouterr().err


def test_words_of_draws_are_no_settings() -> None:
    how = read_how(["draws=3", "from=prior", "days=4"])
    assert (how.draws, how.source, how.settings, how.problems) == (3, "prior", ["days=4"], [])
    own = read_how(["posterior=own/jinhe"])
    assert (own.draws, own.source) == (None, "own/jinhe.parquet")
    assert [p.where for p in read_how(["from=prior", "posterior=x"]).problems] == ["from"]
    assert source_word("x.parquet") == "x.parquet"


def test_verdicts_and_the_figure_to_fetch_are_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results, _ = asked(question(2), tmp_path / "demo")
    d = {name: compare(MEASURES[name], np.zeros(3), np.array([9.0, 9.1, 9.2])) for name in ("silent", "on_time")}
    sure = Under(MEASURES["on_time"], 8.0, 9.0, 10.0, 1.0, 1.0, 64, 0.4, "sure_too", None)
    rests = Under(MEASURES["silent"], -1.0, 3.0, 9.0, 0.9, 0.7, 64, 0.97, "rests", Fetch("found", 0.72))
    results.__dict__["draws"] = pd.DataFrame({"arm": ["baseline"] * 64, "draw": range(64)})
    print_under(console(), results, list(d.values()), [rests, sure], full=True)
    said = " ".join(capsys.readouterr().out.split())
    assert "sure also under the draws: closed on time." in said
    assert "depends on numbers nobody has measured here: problems never heard of." in said
    assert "problems never heard of: fetch next: cases found, not reported (72 % of the spread)." in said
    assert "nothing is said" not in said
    told = as_plain(rests)
    assert told["fetch"] == {"figure": "found", "share": 0.72}
    assert told["verdict"].zh == "取决于假设"
    json.dumps(told)

"""Draws are tasks of their own beside the pairs: the same in all arms, resumable, extendable, and the pairs stay."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.api import compare
from sim.config.run import load
from sim.errors import ConfigError
from sim.measures import MEASURES
from sim.store.asks import read_ask, write_ask
from sim.store.folder import StudyFolder
from sim.studies.asking import DRAWS, Looks, left_aside, more_draws, until_settled, with_draws
from sim.studies.engines.serial import Serial
from sim.studies.engines.settings import EngineSettings
from sim.studies.folders import listed
from sim.studies.posterior import FOLDER
from sim.studies.priors import drawn_values, with_draw
from sim.studies.query import query
from sim.studies.replication import live
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from sim.studies.verify import verify
from tests.studies.folders import asked, bits, question
from tests.studies.test_posterior import written

NAMES = list(MEASURES)


def drawn(n: int = 3, pairs: int = 2, **said: object) -> Any:
    return with_draws(question(pairs, **said), n, "prior")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return asked(drawn(), tmp_path_factory.mktemp("draws") / "demo")[0]


def test_draw_k_is_the_configuration_of_draw_k_with_fate_k(made: Results) -> None:
    rows = made.draws.set_index(["arm", "draw"])
    assert list(rows.index) == [(arm, k) for k in range(3) for arm in ("baseline", "dual_report")]
    for label, config in made.ask.arms.items():
        expected = live(with_draw(config, 2), 2, 0, tables=False).measures
        pd.testing.assert_series_equal(
            rows.loc[(label, 2), NAMES].astype(float), pd.Series(expected)[NAMES], check_names=False
        )
    without, lever = (made.ask.drawn_tasks[k].config for k in (4, 5))
    assert (without.settings, without.place) == (lever.settings, lever.place)


def test_the_pairs_are_those_of_a_question_without_draws(made: Results, tmp_path: Path) -> None:
    alone, _ = asked(question(2), tmp_path / "alone")
    assert bits(alone).equals(bits(made))
    pd.testing.assert_frame_equal(alone.runs.drop(columns="cpu_s"), made.runs.drop(columns="cpu_s"))
    columns = list(alone.differences)
    pd.testing.assert_frame_equal(made.differences[columns], alone.differences)
    assert made.ask.digest() != question(2).digest()  # another answer of the same folder


def test_the_answer_has_a_second_interval_beside_the_first(made: Results) -> None:
    row = made.differences.set_index("measure").loc["spending"]
    change = made.draws.pivot(index="draw", columns="arm", values="spending")
    change = change["dual_report"] - change["baseline"]
    assert row["draws"] == 3
    assert row["draws_median"] == pytest.approx(change.median())
    assert row["draws_low"] == pytest.approx(change.quantile(0.05))
    assert row["sure"] in ("too_few", "not_sure")
    assert made.manifest["draws"] == 3
    assert made.manifest["draws_from"] == "prior"


def test_what_was_asked_comes_back_from_its_file(made: Results, tmp_path: Path) -> None:
    write_ask(made.ask, tmp_path / "study.yaml")
    again = read_ask(tmp_path / "study.yaml")
    assert (again.draws, again.source) == (3, "prior")
    assert again.ask().drawn == made.ask.drawn
    assert again.ask().digest() == made.ask.digest()
    told = {label: [task.cell for task in made.ask.drawn_tasks if task.arm == label] for label in made.arms}
    assert again.drawn_cells == told
    plain = read_ask(asked(question(1), tmp_path / "plain")[0].answer / "study.yaml")
    assert (plain.draws, plain.source, plain.drawn, plain.drawn_cells) == (0, "", (), {})


def test_of_draws_measures_alone_are_kept(tmp_path: Path) -> None:
    results, _ = asked(drawn(2, 1, tables=True), tmp_path / "tables")
    folder = StudyFolder(results.path)
    daily = folder.table("daily")
    assert daily is not None
    assert set(daily["task"].to_pylist()) == set(results.tasks["task"])
    assert len(results.draws) == 4
    assert results.complete


def test_it_is_counted_everywhere_and_told_while_it_runs(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    results, outcome = asked(drawn(3), tmp_path / "demo", progress=lambda there, of: told.append((there, of)))
    assert (outcome.asked, outcome.there, outcome.lived) == (10, 10, 10)
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)
    one = listed(results.path)
    assert (one.asked, one.of_it, one.state) == (10, 10, "complete")
    with Serial() as engine:
        assert verify(results.path, engine).tasks == 4  # one of each arm, one draw of each
        found = verify(results.path, engine, every=True)
    assert found.agrees
    assert found.tasks == 10
    runs = query("select arm, replication from runs", [results.path])
    assert len(runs) == 4
    draws = query("select study, place, arm, draw, source, on_time from draws", [results.path])
    assert draws["draw"].value_counts().to_dict() == {0: 2, 1: 2, 2: 2}
    assert set(draws["source"]) == {"prior"}


def test_stopped_and_resumed_is_as_if_it_had_not_stopped(made: Results, tmp_path: Path) -> None:
    stop = threading.Event()
    folder = tmp_path / "demo"

    def seven(there: int, of: int) -> None:
        if there >= 7:
            stop.set()

    results, outcome = asked(drawn(), folder, stop=stop, progress=seven)
    assert 7 <= outcome.there < 10
    assert not results.complete
    assert results.replications == {"baseline": [0, 1], "dual_report": [0, 1]}  # the pairs come first
    assert listed(folder).state == "unfinished"
    again, outcome = asked(results_of(folder).ask, folder)
    assert outcome.lived == 10 - len(results.tasks) - len(results.draws)
    assert again.complete
    pd.testing.assert_frame_equal(again.draws, made.draws)
    assert bits(again).equals(bits(made))


def test_more_draws_leave_those_that_are_there_as_they_are(made: Results, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    asked(drawn(), folder)
    results, outcome = asked(more_draws(results_of(folder).ask, 5), folder)
    assert outcome.lived == 4
    pd.testing.assert_frame_equal(results.draws[:6], made.draws)
    assert results.asked.draws == 5
    whole, _ = asked(drawn(5), tmp_path / "whole")
    pd.testing.assert_frame_equal(results.draws, whole.draws)


def test_what_an_arm_says_is_a_pin_in_that_arm_alone() -> None:
    base = load("demo", days=4, warmup_days=0)
    said = load("demo", days=4, warmup_days=0, **{"voice.p_report": 0.3})
    from sim.studies.asking import ask_of

    ask = with_draws(ask_of("compare", {"as_is": base, "said": said}), 2, "prior")
    free, pinned = ask.drawn_tasks[2].config, ask.drawn_tasks[3].config
    assert free.settings.voice.p_report == drawn_values(base, 1)["voice.p_report"] != 0.3
    assert pinned.settings.voice.p_report == 0.3
    assert pinned.settings.voice.p_notice == free.settings.voice.p_notice


@pytest.fixture
def posterior(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A posterior of the demo."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "posterior"))
    (tmp_path / "posterior").mkdir()
    path = written(tmp_path / "posterior")
    for file in (path, path.with_suffix(".json")):
        file.rename(file.with_stem("demo"))
    return path.with_stem("demo")


def test_the_first_interval_does_not_move_when_a_posterior_appears(posterior: Path, tmp_path: Path) -> None:
    ask = question(2)
    assert with_draws(ask, 0).drawn == ()
    after = with_draws(ask, None)
    assert (len(after.drawn), after.source) == (DRAWS, "posterior")
    assert after.drawn[1]["voice.p_report"] == 0.3
    assert after.drawn[4]["mediation.mediators"] == 3
    assert after.cells == ask.cells
    short = with_draws(ask, 2)
    results, _ = asked(short, tmp_path / "demo")
    alone, _ = asked(ask, tmp_path / "alone")
    assert bits(results).equals(bits(alone))
    columns = list(alone.differences)
    pd.testing.assert_frame_equal(results.differences[columns], alone.differences)
    posterior.unlink()
    assert with_draws(ask, None).drawn == ()
    again, outcome = asked(results_of(tmp_path / "demo").ask, tmp_path / "demo")  # the draws are in its file
    assert outcome.lived == 0
    assert again.complete


def test_a_posterior_that_is_refused_is_no_fault_of_who_did_not_ask_for_it(posterior: Path) -> None:
    ask = question(1)
    assert left_aside(ask) is None
    told = json.loads(posterior.with_suffix(".json").read_text())
    posterior.with_suffix(".json").write_text(json.dumps({**told, "model_version": 0}))
    assert with_draws(ask, None).drawn == ()
    why = left_aside(ask)
    assert why is not None
    assert "made by model version 0" in why
    with pytest.raises(ConfigError, match="model version 0"):
        with_draws(ask, 2)
    with pytest.raises(ConfigError, match="model version 0"):
        with_draws(ask, None, "posterior")
    assert len(with_draws(ask, 2, "prior").drawn) == 2


def test_where_draws_come_from(posterior: Path, tmp_path: Path) -> None:
    ask = question(1)
    prior, own = with_draws(ask, 2, "prior"), with_draws(ask, 2, str(posterior))
    assert prior.drawn[0] == {**drawn_values(ask.arms["dual_report"], 0)}
    assert own.source == str(posterior)
    assert own.drawn == with_draws(ask, 2, "posterior").drawn
    assert {k: v for k, v in own.drawn[0].items() if k not in ("voice.p_report", "mediation.mediators")} == {
        k: v for k, v in prior.drawn[0].items() if k not in ("voice.p_report", "mediation.mediators")
    }
    assert len(with_draws(ask, None, "prior").drawn) == DRAWS
    assert with_draws(question(1, []), None).drawn == ()  # a run asks for draws, or has none
    posterior.unlink()
    with pytest.raises(ConfigError, match="there is no file"):
        with_draws(ask, 2, "posterior")


def test_draws_have_no_say_in_when_pairs_are_enough(tmp_path: Path) -> None:
    looks = Looks(("spending",), 3)
    alone, _ = until_settled(question(2), tmp_path / "alone", EngineSettings(name="serial"), How(), looks)
    both, outcome = until_settled(drawn(2), tmp_path / "both", EngineSettings(name="serial"), How(), looks)
    assert bits(alone).equals(bits(both))
    assert outcome.complete
    assert len(both.draws) == 4
    assert both.plan == alone.plan


def test_draws_in_python(tmp_path: Path) -> None:
    said = {"pairs": 2, "days": 4, "warmup_days": 0, "jobs": 1, "engine": "serial"}
    r = compare("demo", ["baseline", "dual_report"], draws=2, source="prior", into=tmp_path / "py", **said)
    assert len(r.draws) == 4
    assert "draws_low" in r.frame
    assert not len(compare("demo", ["baseline", "dual_report"], into=tmp_path / "no", **said).draws)

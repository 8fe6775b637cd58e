"""The pair that is shown: chosen once, derived once, the same bytes again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import ResultError
from sim.show.coding import unpacked_days
from sim.show.thinned import thinned
from sim.studies import shown
from sim.studies.results import Results, results_of
from sim.studies.shown import ensure_frames, frames_of_answer, number_shown
from tests.studies.folders import asked, question


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("shown")
    return asked(question(3, tables=True, days=16, voice={"p_report": 0.3}), folder)[0]


def test_each_step_of_the_flows_adds_up_to_all_problems(results: Results) -> None:
    flows = results.flows
    assert list(flows.columns[:5]) == ["arm", "replication", "from", "to", "problems"]
    for (arm, number), own in flows.groupby(["arm", "replication"]):
        first = own[own["from"] == "arisen"]
        later = own[own["from"] != "arisen"]
        known = first[first.to.isin(["reported", "found"])].problems.sum()
        assert later.problems.sum() == known > 0
        run = results.runs[(results.runs.arm == arm) & (results.runs.replication == number)].iloc[0]
        solved = later[later.to == "solved"].problems.sum()
        assert 100.0 * solved / first.problems.sum() == pytest.approx(run.solved_of_all)


def test_waits_of_every_group_end_with_all_of_their_hours(results: Results) -> None:
    waits = results.waits
    assert set(waits.arm) == {"baseline", "dual_report"}
    np.testing.assert_allclose(waits[waits.percentile == 100].share, 1.0)


def test_the_median_pair_is_shown(results: Results) -> None:
    table = results.runs.pivot(index="replication", columns="arm", values="solved_of_all")
    change = table["dual_report"] - table["baseline"]
    assert change[number_shown(results)] == sorted(change)[1]


def test_frames_are_derived_once_and_give_the_same_bytes(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ensure_frames(results)
    assert file == results.answer / "frames.json"
    once = file.read_bytes()
    file.unlink()
    assert ensure_frames(results).read_bytes() == once
    frames = frames_of_answer(results_of(results.path))
    assert [arm["key"] for arm in frames["arms"]] == results.arms
    monkeypatch.setattr(shown, "shown_pair", lambda *_: pytest.fail("lived again"))
    assert ensure_frames(results).read_bytes() == once
    for stale in ("", json.dumps({**frames, "made_of": {**frames["made_of"], "replication": 99}})):
        file.write_text(stale, encoding="utf-8")
        with pytest.raises(pytest.fail.Exception, match="lived again"):
            ensure_frames(results)
    file.write_bytes(once)


def test_streets_of_a_province_are_made_on_request(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    (results.answer / "frames.json").unlink(missing_ok=True)
    assert frames_of_answer(results)["details"] == []
    assert json.loads(ensure_frames(results, [0]).read_text(encoding="utf-8"))["details"] == [0]
    assert (results.answer / "detail" / "street_001.js").read_text(encoding="utf-8").startswith("Govsim.detail(0,{")
    assert frames_of_answer(results)["details"] == [0]  # what is there stays
    (results.answer / "frames.json").unlink()


def test_weekly_frames_of_one_arm_are_those_of_the_whole(results: Results) -> None:
    whole = frames_of_answer(results)
    few = thinned(whole, ["dual_report"], every=7)
    assert few["days"] == [1, 8, 15]
    assert [arm["key"] for arm in few["arms"]] == ["dual_report"]
    for key, text in few["blocks"].items():
        layer = next(own for own in whole["layers"] if own["key"] == key.split("/")[1])
        n = whole["n"] if layer["of"] == "unit" else len(whole["names"])
        assert (unpacked_days(text, n) == unpacked_days(whole["blocks"][key], n)[[1, 8, 15]]).all()


def test_without_a_whole_pair_nothing_is_shown(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    other = results_of(results.path)
    monkeypatch.setattr(Results, "replications", {"baseline": [0], "dual_report": [1]})
    with pytest.raises(ResultError, match="resume"):
        number_shown(other)


def test_old_folders_without_flows_are_read_and_say_so(results: Results, tmp_path: Path) -> None:
    saved, _ = asked(question(1, [], tables=False), tmp_path)
    assert isinstance(saved.runs, pd.DataFrame)
    assert not saved.has("flows")
    with pytest.raises(ResultError, match="flows"):
        _ = saved.flows

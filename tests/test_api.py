"""govsim in Python gives what the command line gives, keeps nothing unless told to, and raises typed errors."""

from __future__ import annotations

import gc
import signal
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.cli import main
from sim.config.run import load as configured
from sim.errors import ConfigError, GovsimError, PlaceError, ResultError, SomeFailed
from sim.measures import HEADLINE, MEASURES
from sim.studies.engines.work import live
from sim.studies.results import Results
from tests.studies.folders import asked, bits, question

SHORT: dict[str, Any] = {"days": 4, "warmup_days": 0, "jobs": 1}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of one's own, with temporary files in it too."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return asked(question(2), tmp_path_factory.mktemp("api") / "demo")[0]


# --- the same as elsewhere


def test_run() -> None:
    r = sim.run("demo", ["dual_report"], replications=2, **SHORT)
    assert list(r.runs.replication) == [0, 1]
    assert list(r.frame.measure) == list(HEADLINE)
    assert r.frame.equals(r.summary)
    assert set(MEASURES) <= set(r.runs.columns)
    assert r.runs.response_mean.notna().all()
    assert r.settings("dual_report")["days"] == 4


def test_compare_takes_arms_as_they_are_typed_or_by_name(compared: Results) -> None:
    typed = sim.compare("demo", ["baseline", "weak=dual_report:active_share=0.1"], pairs=2, **SHORT)
    named = sim.compare("demo", {"baseline": {}, "weak": "dual_report:active_share=0.1"}, pairs=2, **SHORT)
    tree = {"policy": ["dual_report"], "policies": {"dual_report": {"active_share": 0.1}}}
    written = sim.compare("demo", {"baseline": "baseline", "weak": tree}, pairs=1, **SHORT)
    dotted = sim.compare(
        "demo", {"baseline": {}, "weak": {"policy": ["dual_report"], "policies.dual_report.active_share": 0.1}},
        pairs=1, **SHORT,
    )  # fmt: skip
    for other in (named, written, dotted):
        assert other.arms == ["baseline", "weak"]
        assert other.asked.cells == typed.asked.cells
        assert other.ask.arms["weak"].fixed("policies.dual_report.active_share")
    pd.testing.assert_frame_equal(named.frame, typed.frame)
    assert list(typed.frame.columns[:3]) == ["arm", "measure", "unit"]
    default = sim.compare("demo", ["baseline", "dual_report"], pairs=2, **SHORT)
    assert bits(default).equals(bits(compared))
    assert not bits(typed).equals(bits(compared))


def test_arms_by_name_may_change_numbers_of_the_place_and_parameters() -> None:
    arms = {
        "baseline": {}, "more": {"place.workers": 20}, "plus": {"place": {"workers": "+= 8"}},
        "voice": {"voice": {"p_report": 0.5}},
    }  # fmt: skip
    r = sim.compare("demo", arms, pairs=1, **SHORT)
    assert [r.settings(arm)["place.workers"] for arm in r.arms] == [12, 20, 20, 12]
    assert r.settings("voice")["voice.p_report"] == 0.5
    assert r.replications == {arm: [0] for arm in arms}


def test_what_is_said_for_all_is_in_every_arm() -> None:
    r = sim.compare(
        "demo", ["baseline", "whistle"], pairs=1, voice={"p_report": 0.4}, **{"workers.admin_share": 0.2}, **SHORT
    )
    for arm in r.arms:
        assert (r.settings(arm)["voice.p_report"], r.settings(arm)["workers.admin_share"]) == (0.4, 0.2)
        assert r.ask.arms[arm].fixed("voice.p_report")


def test_until_settled() -> None:
    r = sim.compare("demo", ["baseline", "dual_report"], until=sim.Looks(("trust",), most=3), **SHORT)
    assert r.plan is not None
    assert r.plan.looks == (3,)
    assert list(r.frame.measure) == ["trust"]
    assert list(r.frame.pairs) == [3]


def test_sweep_by_values_runs_every_combination() -> None:
    r = sim.sweep("demo", {"voice.p_report": [0.2, 0.4], "place.workers": [10, 14]}, replications=1, **SHORT)
    assert sorted(zip(r.runs["voice.p_report"], r.runs["place.workers"], strict=True)) == [
        (0.2, 10), (0.2, 14), (0.4, 10), (0.4, 14),
    ]  # fmt: skip
    one = sim.run("demo", replications=1, **SHORT, **{"voice.p_report": 0.4, "place.workers": 14})
    assert set(one.tasks.bits) < set(r.tasks.bits)
    assert not r.has("cases")


@pytest.mark.parametrize("design", ["sobol", "grid"])
def test_sweep_by_names_varies_them_over_their_ranges(design: str) -> None:
    names = ["voice.p_report", "policies.dual_report.active_share"]
    n = 2 if design == "grid" else 4
    r = sim.sweep("demo", names, design=design, n=n, policy="dual_report", replications=1, **SHORT)
    assert len(r.runs) == 4
    info = {p.key: p for p, _ in configured("demo", ["dual_report"]).parameters()}
    for name in names:
        assert r.runs[name].between(info[name].low, info[name].high).all()
        assert r.runs[name].nunique() == n
    again = sim.sweep("demo", names[::-1], design=design, n=n, policy="dual_report", replications=1, **SHORT)
    assert set(again.tasks.bits) == set(r.tasks.bits)  # the same points, whatever their order


def test_study_is_its_file_under_what_is_said(compared: Results) -> None:
    Path("winter.yaml").write_text(
        "place: demo\ndays: 9\nwarmup_days: 0\npairs: 5\nquestion: why\n"
        "arms: {baseline: {}, dual_report: dual_report}\n",
        encoding="utf-8",
    )
    r = sim.study("winter.yaml", days=4, pairs=2, jobs=1)
    assert bits(r).equals(bits(compared))
    assert r.asked.told["question"] == "why"
    assert r.asked.told["kind"] == "compare"


def test_what_the_command_line_kept_is_opened(compared: Results, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "baseline", "dual_report", "place=demo", "days=4", "warmup_days=0", "pairs=2", "jobs=1"]
    assert main(words) == 0
    capsys.readouterr()
    r = sim.load("results/demo")
    assert isinstance(r, Results)
    assert bits(r).equals(bits(compared))
    again = sim.compare("demo", ["baseline", "dual_report"], pairs=3, into="demo", **SHORT)  # adds to that folder
    assert again.path == Path("results/demo")
    assert again.replications["baseline"] == [0, 1, 2]


# --- what is kept


def test_without_a_folder_nothing_is_left_once_the_result_is_gone(here: Path) -> None:
    r = sim.run("demo", replications=1, **SHORT)
    folder = r.path
    assert folder.is_relative_to(here / "tmp")
    assert len(r.daily)  # tables can be read as long as it is there
    frame = r.runs
    del r
    gc.collect()
    assert not folder.exists()
    assert len(frame) == 1
    assert sorted(p.name for p in here.iterdir()) == ["tmp"]
    assert list((here / "tmp").iterdir()) == []


def test_a_folder_is_kept_and_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sim.run("demo", replications=2, into=Path("a") / "b", **SHORT)
    assert first.path == Path("a/b")
    before = bits(first)
    del first
    gc.collect()

    def lived(*_: object, **__: object) -> None:
        raise AssertionError("a day was lived")

    monkeypatch.setattr("sim.studies.engines.work.live", lived)
    assert bits(sim.run("demo", replications=2, into="a/b", **SHORT)).equals(before)
    assert bits(sim.load("a/b")).equals(before)  # type: ignore[arg-type]


# --- in a notebook


def test_a_notebook_shows_the_answer() -> None:
    r = sim.compare("demo", ["baseline", "whistle"], pairs=2, into="here", **SHORT)
    text = r._repr_html_()
    assert text.startswith("<div>")
    for part in ("demo: baseline, whistle", "<table", "verdict", "response_mean", "2 of 2 replications"):
        assert part in text
    assert str(r.frame.verdict.iloc[0]).replace("&", "&amp;").replace("<", "&lt;") in text


def test_progress_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    sim.run("demo", replications=3, into="x", progress=lambda done, total: told.append((done, total)), **SHORT)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    told.clear()
    sim.run("demo", replications=4, into="x", progress=lambda done, total: told.append((done, total)), **SHORT)
    assert told == [(3, 4), (4, 4)]
    assert capsys.readouterr().out == ""
    sim.run("demo", replications=4, into="x", progress=True, **SHORT)
    assert "govsim" in capsys.readouterr().out


def test_no_signal_is_caught() -> None:
    before = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
    during: list[object] = []

    def told(_: int, __: int) -> None:
        during.extend(signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM))

    sim.run("demo", replications=1, progress=told, **SHORT)
    assert during[:2] == before
    assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_stop_keeps_what_had_finished_in_a_folder_and_nothing_elsewhere(here: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sim.run("demo", replications=3, into="kept", progress=stop, **SHORT)
    assert sim.load("results/kept").replications == {"baseline": [0]}  # type: ignore[union-attr]
    with pytest.raises(KeyboardInterrupt):
        sim.run("demo", replications=3, progress=stop, **SHORT)
    assert list((here / "tmp").iterdir()) == []


# --- errors have types, and carry all problems


@pytest.mark.parametrize(
    ("job", "error", "words"),
    [
        (lambda: sim.run("demo", dayz=3, voice={"p_report": 7}), ConfigError, "2 problems"),
        (lambda: sim.run("dem"), ConfigError, "demo"),
        (lambda: sim.run("demo", "dual_reprot"), ConfigError, "did you mean dual_report"),
        (lambda: sim.compare("demo", ["baseline", "weak=dual_rport", "x=whistl"]), ConfigError, "2 problems"),
        (lambda: sim.compare("demo", {"a b": "whistle", "c": {"placee": {}}}), ConfigError, "2 problems"),
        (lambda: sim.compare("demo", {"a": {"policy": ["whistl"]}}), ConfigError, "whistle"),
        (lambda: sim.compare("demo", {"a": 3}), ConfigError, "found 3"),  # type: ignore[dict-item]
        (lambda: sim.compare("demo", ["a=whistle", "a=dual_report"]), ConfigError, "two arms of this name"),
        (lambda: sim.compare("demo", ["baseline", "whistle"], until="tired"), ConfigError, "until"),
        (lambda: sim.compare("demo", ["baseline", "whistle"], until=sim.Looks(("x",))), ConfigError, "x"),
        (lambda: sim.sweep("demo", ["voice.p_rport"]), ConfigError, "p_report"),
        (lambda: sim.sweep("demo", {"voice.p_report": [0.2, 7.0]}), ConfigError, "p_report"),
        (lambda: sim.sweep("demo", ["voice.p_report"], design="random"), ConfigError, "design"),
        (lambda: sim.run("demo", engine="steam"), ConfigError, "engine"),
        (lambda: sim.study("nowhere.yaml"), ConfigError, "nowhere.yaml"),
        (lambda: sim.load("nowhere"), ResultError, "nowhere"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_before_anything_runs(
    job: Any, error: type[GovsimError], words: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lived(*_: object, **__: object) -> None:
        raise AssertionError("a day was lived")

    monkeypatch.setattr("sim.studies.engines.work.live", lived)
    with pytest.raises(error) as told:
        job()
    assert words in str(told.value)
    assert sorted(p.name for p in here.iterdir()) == ["tmp"]
    assert list((here / "tmp").iterdir()) == []


def test_replications_that_fail_are_told_of_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(config: Any, number: int, *rest: Any, **said: Any) -> Any:
        if number == 1:
            raise PlaceError("no homes")
        return live(config, number, *rest, **said)

    monkeypatch.setattr("sim.studies.engines.work.live", breaks)
    with pytest.raises(SomeFailed, match="1 of 3 tasks failed") as told:
        sim.run("demo", replications=3, into="x", **SHORT)
    assert "no homes" in str(told.value)
    assert sim.load("results/x").replications == {"baseline": [0, 2]}  # type: ignore[union-attr]

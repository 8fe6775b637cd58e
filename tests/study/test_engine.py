"""Experiments: same fate in all arms, the same bits on one or two threads, stopped runs keep what is finished."""

from __future__ import annotations

import gc
import hashlib
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.config.run import RunConfig, load
from sim.errors import ResultError
from sim.measures import BY_AREA, MEASURES
from sim.results import load as open_run
from sim.state.world import World
from sim.study.engine import Experiment, run_arms
from sim.study.replication import live
from sim.study.save import folder_of, runs_frame, save_experiment, table_frame

pytestmark = pytest.mark.slow

DAYS = {"days": 40, "warmup_days": 10, "replications": 3}


def arms(tmp_path: Path, **said: object) -> list[RunConfig]:
    both = {**DAYS, "results_dir": str(tmp_path), **said}
    return [load("demo", **both), load("demo", ["dual_report"], **both)]  # type: ignore[arg-type]


def bytes_of(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.parquet"))}


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    return run_arms(arms(tmp_path_factory.mktemp("results"), jobs=1))


def test_serial_and_threads_give_the_same_bytes(experiment: Experiment, tmp_path: Path) -> None:
    one = save_experiment(experiment)
    two = save_experiment(run_arms(arms(tmp_path, jobs=2)))
    assert one.path.name == two.path.name
    assert bytes_of(one.path) == bytes_of(two.path)
    assert two.manifest["files"] == bytes_of(two.path)


def test_another_seed_gives_other_numbers(experiment: Experiment, tmp_path: Path) -> None:
    other = run_arms(arms(tmp_path, seed=2))
    assert not runs_frame(other).equals(runs_frame(experiment))


def test_a_run_reads_back_with_one_call(experiment: Experiment) -> None:
    saved = save_experiment(experiment, ["place=demo"])
    again = open_run(saved.path)
    frame = pd.read_parquet(saved.path / "runs.parquet")
    pd.testing.assert_frame_equal(again.runs, frame)
    assert list(frame.columns) == ["arm", "replication", *MEASURES]
    assert again.arms == ["baseline", "dual_report"]
    assert again.manifest["complete"] is True
    assert {p.name for p in saved.path.iterdir()} >= {
        "manifest.json", "config.yaml", "overrides.yaml", "assumptions.csv", "runs.parquet", "daily.parquet",
        "cases.parquet", "map.parquet", "areas.parquet", "costs.parquet",
    }  # fmt: skip
    assert not list(saved.path.glob(".*tmp"))


def test_assumptions_are_written_beside_the_numbers(experiment: Experiment) -> None:
    table = pd.read_csv(save_experiment(experiment).path / "assumptions.csv")
    assert {"voice.p_report", "policies.dual_report.active_share", "place.population"} <= set(table.parameter)
    row = table[table.parameter == "voice.p_report"].iloc[0]
    assert row.basis == "assumed"
    assert "assumption" in row.source


def test_the_daily_table_agrees_with_the_cases(experiment: Experiment) -> None:
    saved = save_experiment(experiment)
    daily, cases = saved.daily, saved.cases
    one = daily[(daily.arm == "baseline") & (daily.replication == 1)]
    known = cases[(cases.arm == "baseline") & (cases.replication == 1)]
    district, community = one[one.level == "district"], one[one.level == "community"]
    assert district.closed.sum() == (known.status == "closed").sum()
    by_day = community.groupby("day")[["reported", "closed", "open"]].sum()
    assert (by_day.to_numpy() == district.set_index("day")[["reported", "closed", "open"]].to_numpy()).all()
    contacted = known[known.t_contact_h.floordiv(24) == 20]
    value = float(district[district.day == 20].response_h.iloc[0])
    # duplicates that a desk looked at count in the daily table but are not among the cases kept
    assert value == pytest.approx(float((contacted.t_contact_h - contacted.t_accept_h).mean()), rel=0.35)


def test_the_areas_agree_with_the_measures_of_the_district(experiment: Experiment) -> None:
    saved = save_experiment(experiment)
    areas, index = saved.areas, ["arm", "replication"]
    assert list(areas.columns) == ["arm", "replication", "level", "id", "area", "residents", "cases", *BY_AREA]
    district = areas[areas.level == "district"].set_index(index)[list(BY_AREA)]
    pd.testing.assert_frame_equal(district, saved.runs.set_index(index)[list(BY_AREA)])
    for level in ("street", "community", "grid"):
        own = areas[areas.level == level]
        whole = areas[areas.level == "district"].set_index(index)
        assert (own.groupby(index).cases.sum() == whole.cases).all()
        assert (own.groupby(index).residents.sum() == whole.residents).all()


def test_without_tables_there_are_the_same_measures_and_nothing_else(experiment: Experiment, tmp_path: Path) -> None:
    full = save_experiment(run_arms(arms(tmp_path)))
    assert len(list(full.path.glob("*.parquet"))) == 6
    bare = run_arms(arms(tmp_path), tables=False)
    pd.testing.assert_frame_equal(runs_frame(bare), runs_frame(experiment))
    saved = save_experiment(bare)
    assert saved.path == full.path
    # tables of the earlier run are not left beside numbers that they do not belong to
    assert (
        list(saved.manifest["files"])
        == ["costs.parquet", "runs.parquet"]
        == sorted(p.name for p in saved.path.glob("*.parquet"))
    )
    assert len(saved.runs) == 6
    with pytest.raises(ResultError, match=r"areas\.parquet"):
        _ = saved.areas


def test_the_first_arm_does_not_feel_the_second(experiment: Experiment, tmp_path: Path) -> None:
    alone = runs_frame(run_arms(arms(tmp_path)[:1]))
    both = runs_frame(experiment)
    pd.testing.assert_frame_equal(alone, both[both.arm == "baseline"].reset_index(drop=True))


def test_cases_are_sampled_above_the_limit(tmp_path: Path) -> None:
    run = run_arms([load("demo", case_rows=300, results_dir=str(tmp_path), **DAYS)])
    cases = save_experiment(run).cases
    assert len(cases) == 300
    assert cases.groupby("replication").size().tolist() == [100, 100, 100]


def test_a_stopped_experiment_keeps_finished_replications(tmp_path: Path) -> None:
    stop = threading.Event()

    def after_two(done: int, total: int) -> None:
        if done == 2:
            stop.set()

    run = run_arms([load("demo", replications=50, days=30, warmup_days=0, jobs=1, results_dir=str(tmp_path))],
                   progress=after_two, stop=stop)  # fmt: skip
    assert run.interrupted
    assert 2 <= len(run.replications[0]) <= 4
    saved = save_experiment(run)
    assert saved.manifest["complete"] is False
    whole = run_arms([load("demo", replications=2, days=30, warmup_days=0, jobs=1, results_dir=str(tmp_path))])
    np.testing.assert_array_equal(saved.runs.response_mean[:2], runs_frame(whole).response_mean)


def test_a_stopped_run_never_takes_the_place_of_a_larger_one(tmp_path: Path) -> None:
    config = load("demo", replications=4, days=20, warmup_days=0, jobs=1, results_dir=str(tmp_path))
    whole = save_experiment(run_arms([config]))
    before = bytes_of(whole.path)
    stopped = run_arms([config])
    stopped.interrupted, stopped.replications = True, [stopped.replications[0][:2]]
    kept = save_experiment(stopped)
    assert kept.manifest["complete"] is True
    assert len(kept.runs) == 4
    assert bytes_of(whole.path) == before
    # and a larger one takes the place of a smaller
    for name in ("manifest.json", "runs.parquet"):
        (whole.path / name).unlink()
    assert len(save_experiment(stopped).runs) == 2
    assert len(save_experiment(run_arms([config])).runs) == 4
    assert bytes_of(whole.path) == before


def test_an_interrupted_save_leaves_the_old_run_whole(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save_experiment(experiment)
    before = bytes_of(saved.path)

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.results.assumptions", full)
    with pytest.raises(OSError, match="No space left"):
        save_experiment(experiment)
    assert bytes_of(saved.path) == before
    assert open_run(saved.path).manifest == saved.manifest
    assert not list(saved.path.glob(".new*"))


def test_tables_leave_memory_as_replications_finish(tmp_path: Path) -> None:
    config = load("demo", replications=3, days=20, warmup_days=0, jobs=1)
    run = run_arms([config], scratch=tmp_path)
    assert all(not r.tables for r in run.replications[0])
    assert len(list(tmp_path.rglob("cases-0-*.parquet"))) == 3
    frame = table_frame(run, "daily")
    assert frame is not None
    assert sorted(frame.replication.unique()) == [0, 1, 2]
    del run
    assert not list(tmp_path.iterdir())


def test_a_finished_district_leaves_memory_at_once() -> None:
    """A circle of references would hold it until Python looks for circles, some hundred megabytes later."""
    gc.collect()
    gc.disable()
    try:
        live(load("demo", days=10, warmup_days=0), 0, 100)
        # a place is kept as it was founded, on day 0, to be copied
        assert not [found for found in gc.get_objects() if type(found) is World and found.day > 0]
    finally:
        gc.enable()


def test_all_arms_are_measured_from_the_first_start_of_any(tmp_path: Path) -> None:
    said = {"days": 40, "warmup_days": 5, "replications": 1, "results_dir": str(tmp_path), "window": "after_start"}
    late = {"policies": {"dual_report": {"start_day": 30}, "whistle": {"start_day": 20}}}
    both = [load("demo", names, **said, policies={n: late["policies"][n] for n in names})
            for names in ([], ["dual_report"], ["whistle"])]  # fmt: skip
    run = run_arms(both)
    assert [arm.run.warmup_days for arm in run.arms] == [20, 20, 20]
    other = load("demo", days=40, warmup_days=20, replications=1)
    assert run.replications[0][0].measures == pytest.approx(live(other, 0, 0, tables=False).measures, nan_ok=True)
    assert both[1].first_day == 30  # alone it is measured from its own start
    early = load("demo", ["whistle"], **{**said, "warmup_days": 25}, policies={"whistle": {"start_day": 20}})
    assert early.first_day == 25  # never in the warm-up


def test_what_is_not_a_run_is_refused(tmp_path: Path, experiment: Experiment) -> None:
    with pytest.raises(ResultError, match="not a folder"):
        open_run(tmp_path / "nothing")
    with pytest.raises(ResultError, match=r"manifest\.json"):
        open_run(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema": 99}')
    with pytest.raises(ResultError, match="schema 99"):
        open_run(tmp_path)
    assert folder_of(experiment).parent.name == "demo"

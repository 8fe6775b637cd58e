"""Results of a study folder: tidy tables that agree with each other, answers that lie apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.config.run import load
from sim.errors import ResultError
from sim.measures import BY_AREA, MEASURES
from sim.store.folder import StudyFolder
from sim.studies.asking import ask_of
from sim.studies.results import Results, results_of
from tests.studies.folders import asked, question

DAYS = {"days": 40, "warmup_days": 10}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two arms, two replications, forty days, with tables."""
    return asked(question(2, tables=True, **DAYS), tmp_path_factory.mktemp("results") / "demo")[0]


def test_a_folder_reads_back_with_one_call(results: Results) -> None:
    again = results_of(results.path)
    pd.testing.assert_frame_equal(again.runs, results.runs)
    assert again.arms == ["baseline", "dual_report"]
    assert again.answer == results.answer
    assert (again.complete, again.remarks) == (True, [])
    assert [config.digest() for config in again.configs] == [config.digest() for config in results.configs]
    assert not list(results.path.rglob(".*tmp"))


def test_the_tidy_table_is_headed_by_what_differs(results: Results) -> None:
    frame = results.runs
    assert list(frame.columns[:3]) == ["place", "arm", "policy"]
    assert list(frame.policy) == ["", "", "dual_report", "dual_report"]
    assert list(frame.replication) == [0, 1, 0, 1]
    assert list(frame.columns[-len(MEASURES) :]) == list(MEASURES)
    assert (frame.days == 40).all()
    assert (frame.place == "demo").all()


def test_rows_come_by_arm_and_replication_whatever_the_order_they_were_written_in(
    results: Results, tmp_path: Path
) -> None:
    asked(question(2, [], tables=True, **DAYS), tmp_path)  # in another order, another shard
    other, _ = asked(question(2, tables=True, **DAYS), tmp_path)
    for table in ("daily", "cases", "areas", "map", "costs", "flows", "waits"):
        pd.testing.assert_frame_equal(getattr(other, table), getattr(results, table))


def test_the_first_arm_does_not_feel_the_second(results: Results, tmp_path: Path) -> None:
    alone, _ = asked(question(2, [], **DAYS), tmp_path)
    both = results.runs[results.runs.arm == "baseline"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.runs[list(MEASURES)], both[list(MEASURES)])


def test_another_seed_gives_other_numbers(results: Results, tmp_path: Path) -> None:
    other, _ = asked(question(2, seed=2, **DAYS), tmp_path)
    assert set(other.tasks.bits).isdisjoint(results.tasks.bits)


def test_the_daily_table_agrees_with_the_cases(results: Results) -> None:
    daily, cases = results.daily, results.cases
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


def test_the_areas_agree_with_the_measures_of_the_district(results: Results) -> None:
    areas, index = results.areas, ["arm", "replication"]
    assert list(areas.columns) == ["arm", "replication", "level", "id", "area", "residents", "cases", *BY_AREA]
    district = areas[areas.level == "district"].set_index(index)[list(BY_AREA)]
    pd.testing.assert_frame_equal(district, results.runs.set_index(index)[list(BY_AREA)], check_index_type=False)
    for level in ("street", "community", "grid"):
        own = areas[areas.level == level]
        whole = areas[areas.level == "district"].set_index(index)
        assert (own.groupby(index).cases.sum() == whole.cases).all()
        assert (own.groupby(index).residents.sum() == whole.residents).all()


def test_each_question_has_an_answer_of_its_own(results: Results, tmp_path: Path) -> None:
    first, _ = asked(question(2, tables=True), tmp_path)
    second, _ = asked(question(1, ["whistle"]), tmp_path)
    assert first.answer != second.answer
    assert results_of(tmp_path).arms == ["baseline", "whistle"]  # the newest
    again = results_of(first.answer)
    assert again.arms == ["baseline", "dual_report"]
    pd.testing.assert_frame_equal(again.runs, first.runs)
    assert again.has("cases")
    assert not second.has("cases")  # though the folder has some, of other tasks


def test_a_table_that_was_not_kept_is_said_to_be_missing(tmp_path: Path) -> None:
    results, _ = asked(question(1), tmp_path)
    for table in ("daily", "cases", "map", "areas"):
        assert not results.has(table)
        with pytest.raises(ResultError, match=f"has no table of {table}: the run was saved without it"):
            getattr(results, table)


def test_all_arms_are_measured_from_the_first_start_of_any(tmp_path: Path) -> None:
    late = {"policies": {"dual_report": {"start_day": 30}, "whistle": {"start_day": 20}}}
    said = {"days": 40, "warmup_days": 5, "replications": 1, "window": "after_start"}
    arms = {
        "+".join(names) or "baseline": load("demo", names, **said, policies={n: late["policies"][n] for n in names})  # type: ignore[arg-type]
        for names in ([], ["dual_report"], ["whistle"])
    }
    settled = ask_of("compare", arms, tables=False)
    assert [arm.run.warmup_days for arm in settled.arms.values()] == [20, 20, 20]
    first = asked(settled, tmp_path)[0].runs.iloc[0]
    other = asked(question(1, [], days=40, warmup_days=20), tmp_path / "other")[0].runs.iloc[0]
    np.testing.assert_array_equal(
        first[list(MEASURES)].to_numpy(np.float64), other[list(MEASURES)].to_numpy(np.float64)
    )
    assert arms["dual_report"].first_day == 30  # alone it is measured from its own start


def test_results_of_a_folder_without_rows_are_empty(tmp_path: Path) -> None:
    asked(question(1), tmp_path)
    for shard in StudyFolder(tmp_path).shards("runs"):
        shard.unlink()
    results = results_of(tmp_path)
    assert results.runs.empty
    assert results.replications == {"baseline": [], "dual_report": []}
    assert results.costs.empty
    assert not results.complete


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no name of the newest": (lambda f: (f / "answers" / "latest").unlink(), "nothing was asked of it"),
    "no question": (lambda f: next(f.glob("answers/*/study.yaml")).unlink(), "is missing"),
    "half a question": (
        lambda f: next(f.glob("answers/*/study.yaml")).write_text("format: 2\nkind: run", encoding="utf-8"),
        "is damaged: nothing fitting is said of",
    ),
    "no YAML": (lambda f: next(f.glob("answers/*/study.yaml")).write_text("a: [", encoding="utf-8"), "no YAML"),
    "no text": (lambda f: next(f.glob("answers/*/study.yaml")).write_bytes(b"\xff\xfe\x00"), "no YAML"),
    "another version": (
        lambda f: next(f.glob("answers/*/study.yaml")).write_text("format: 99", encoding="utf-8"),
        "has format 99, this version reads 2",
    ),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_question_is_refused_in_words(damage: Callable[[Path], object], words: str, tmp_path: Path) -> None:
    asked(question(1, []), tmp_path)
    damage(tmp_path)
    with pytest.raises(ResultError, match=words) as told:
        results_of(tmp_path)
    assert str(tmp_path) in str(told.value)


def test_arms_that_are_the_same_configuration_share_their_tasks(tmp_path: Path) -> None:
    said = {"days": 4, "warmup_days": 0, "replications": 2}
    default = load("demo").settings.voice.p_report
    arms = {
        "a": load("demo", **said),  # type: ignore[arg-type]
        "b": load("demo", **said, **{"voice.p_report": default}),  # type: ignore[arg-type]
        "c": load("demo", ["dual_report"], **said),  # type: ignore[arg-type]
    }
    results, outcome = asked(ask_of("compare", arms), tmp_path)
    assert (outcome.asked, outcome.lived) == (4, 4)
    assert results.replications == {"a": [0, 1], "b": [0, 1], "c": [0, 1]}
    assert results.complete
    # in four days nobody has waited for seven
    assert (results.differences[results.differences.arm == "b"].change.dropna() == 0.0).all()
    for kind in ("daily", "cases", "areas", "map", "flows", "waits"):
        frame = results.table(kind)
        assert list(frame.arm.unique()) == ["a", "b", "c"]
        a, b = (frame[frame.arm == arm].drop(columns="arm").reset_index(drop=True) for arm in "ab")
        pd.testing.assert_frame_equal(a, b)

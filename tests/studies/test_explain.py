"""A difference is split so that every dimension adds up to it: by hand, and of a lever in the demo."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.config.run import load
from sim.state.cases import BEFORE_CONTACT, Stage
from sim.studies.case_table import WHOLE, of_stage, to_contact
from sim.studies.explain import COLUMNS, DIMENSIONS, Explanation, explain, tables_of
from sim.studies.hours import HOURS, side_of
from sim.studies.replication import Replication, live

DAYS, WARMUP = 60, 10
START, END = 24.0 * WARMUP, 24.0 * DAYS
ALL = ("total", "stage", *DIMENSIONS)


def cases(*rows: dict[str, Any]) -> pd.DataFrame:
    """Cases by hand: born, waits in the queue from hour 10 on, is worked on for an hour, then closed."""
    made = []
    for number, row in enumerate(rows):
        wait = row.pop("wait", 0.0)
        usual: dict[str, Any] = {
            "born": 0, "index": number, "share": 1.0, "community": 0, "vulnerable": 0, "age": 1, "category": "care",
            "status": "closed", "life": 0, "solved": True, "t_occur_h": 4.0, "t_accept_h": 10.0,
            "t_contact_h": 10.0 + wait, "t_close_h": 11.0 + wait,
            **{of_stage(s): 0.0 for s in Stage}, **{to_contact(s): 0.0 for s in BEFORE_CONTACT},
            "discovery_h": 6.0, "queue_h": wait, "queue_to_contact_h": wait, "work_h": 1.0,
        }  # fmt: skip
        made.append(usual | row)
    return pd.DataFrame(made).astype({"category": pd.CategoricalDtype(["environment", "care", "safety"])})


def terms(found: Explanation, dimension: str) -> dict[str, tuple[float, float, float]]:
    own = found.frame[found.frame.dimension == dimension]
    return {
        r.value: (r.part_h, r.new_h, r.lost_h) for r in own.itertuples() if (r.part_h, r.new_h, r.lost_h) != (0, 0, 0)
    }


def adds_up(found: Explanation) -> None:
    for dimension in ALL:
        own = found.frame[found.frame.dimension == dimension]
        whole = own[["part_h", "new_h", "lost_h"]].to_numpy().sum()
        assert whole == pytest.approx(found.change.mean, abs=1e-6), dimension
        if dimension != "stage":
            assert own.cases_both.sum() == found.both


def test_a_case_set_of_known_answer() -> None:
    # before: waits of 2, 4 and 12 h, mean 6; after: the first two wait 1 and 5, the third is lost, a new one waits 6
    before = cases({"wait": 2.0}, {"wait": 4.0, "category": "safety", "community": 1}, {"wait": 12.0, "vulnerable": 2})
    after = cases(
        {"wait": 1.0}, {"wait": 5.0, "category": "safety", "community": 1},
        {"wait": 6.0, "index": 9, "community": 1, "age": 2},
    )  # fmt: skip
    for hours in ("contacted", "to_contact"):
        found = explain([(before, after)], hours, 0.0, 100.0)
        assert (found.before.mean, found.after.mean, found.change.mean) == (6.0, 4.0, -2.0)
        assert (found.both, found.new, found.lost, found.pairs, found.empty, found.share) == (2, 1, 1, 1, 0, 1.0)
        # (-1 + 1) / 3 of both, (6 - 6) / 3 of the new one, -(12 - 6) / 3 of the lost one
        assert terms(found, "total") == {"total": (0.0, 0.0, -2.0)}
        assert terms(found, "stage") == {"queue": (0.0, 0.0, -2.0)}
        third = 1.0 / 3.0
        assert terms(found, "category") == {"care": (-third, 0.0, -2.0), "safety": (third, 0.0, 0.0)}
        assert terms(found, "community") == {"0": (-third, 0.0, -2.0), "1": (third, 0.0, 0.0)}
        assert terms(found, "group") == {"disabled": (0.0, 0.0, -2.0)}
        assert terms(found, "age") == {"adult": (0.0, 0.0, -2.0)}
        assert tuple(found.frame.columns) == COLUMNS
        assert math.isnan(found.change.low)
        adds_up(found)


def test_stages_change_each_by_its_own_hours() -> None:
    before = cases({"wait": 8.0, "discovery_h": 6.0}, {"wait": 2.0})
    after = cases(
        {"wait": 2.0, "t_occur_h": 7.0, "discovery_h": 3.0},
        # passed on for 5 h, came back after 20 h closed, and worked on for two more
        {"wait": 2.0, "handover_h": 5.0, "work_h": 3.0, "life": 1, "t_close_h": 10.0 + 2.0 + 5.0 + 20.0 + 3.0},
        {"wait": 4.0, "index": 5, "money_h": 30.0, "t_close_h": 45.0},
    )  # fmt: skip
    found = explain([(before, after)], "to_closing", 0.0, 100.0)
    assert (found.before.mean, found.after.mean) == ((15.0 + 9.0) / 2.0, (6.0 + 36.0 + 41.0) / 3.0)
    parts = terms(found, "stage")
    assert {k: v[0] for k, v in parts.items()} == {
        "discovery": -1.0, "queue": -2.0, "work": pytest.approx(2.0 / 3.0), "handover": pytest.approx(5.0 / 3.0),
        "money": 0.0, "between": pytest.approx(20.0 / 3.0),
    }  # fmt: skip
    # the new one against the means before: queue 5, work 1, discovery 6
    assert {k: v[1] for k, v in parts.items() if v[1]} == {"queue": pytest.approx(-1.0 / 3.0), "money": 10.0}
    assert found.largest_stage == "between"
    adds_up(found)


def test_what_rounding_leaves_has_a_row_of_its_own() -> None:
    before = cases({"wait": 3.0})
    after = cases({"wait": 3.0, "queue_to_contact_h": 2.9, "queue_h": 2.9})
    for hours in ("to_contact", "to_closing"):
        found = explain([(before, after)], hours, 0.0, 100.0)
        assert terms(found, "stage") == {
            "queue": (pytest.approx(-0.1), 0.0, 0.0),
            "rest": (pytest.approx(0.1), 0.0, 0.0),
        }
        assert found.largest_stage == "queue"


def test_open_cases_count_until_the_end_and_those_given_up_until_then() -> None:
    nan = math.nan
    before = cases({"wait": 4.0}, {"wait": 4.0}, {"wait": 4.0})
    after = cases(
        {"wait": 90.0, "status": "queued", "t_contact_h": nan, "t_close_h": nan, "work_h": 0.0},
        {"wait": 30.0, "status": "abandoned", "t_contact_h": nan, "t_close_h": 40.0, "work_h": 0.0},
        # planned for after the end: it has not come
        {"wait": 90.0, "status": "at_work", "t_contact_h": 103.0, "t_close_h": nan, "work_h": 0.0},
    )  # fmt: skip
    found = explain([(before, after)], "to_contact", 0.0, 100.0)
    assert found.after.mean == 70.0
    assert terms(found, "stage") == {"queue": (66.0, 0.0, 0.0)}
    assert explain([(before, after)], "to_closing", 0.0, 100.0).after.mean == (96.0 + 36.0 + 96.0) / 3.0
    with pytest.raises(ValueError, match="no pair"):  # nobody was contacted, so there is no mean of those who were
        explain([(before, after)], "contacted", 0.0, 100.0)


def test_a_case_that_comes_into_the_window_is_new() -> None:
    before = cases({"wait": 2.0, "t_accept_h": 10.0}, {"wait": 4.0, "t_accept_h": 30.0, "t_contact_h": 34.0})
    after = cases(
        {"wait": 8.0, "t_accept_h": 30.0, "t_contact_h": 38.0}, {"wait": 4.0, "t_accept_h": 30.0, "t_contact_h": 34.0}
    )
    found = explain([(before, after)], "to_contact", 24.0, 100.0)
    assert (found.both, found.new, found.lost) == (1, 1, 0)
    assert terms(found, "total") == {"total": (0.0, 2.0, 0.0)}


def test_intervals_are_over_pairs_and_empty_pairs_are_counted() -> None:
    before = cases({"wait": 2.0})
    changes = (1.0, 2.0, 6.0)
    pairs = [(before, cases({"wait": 2.0 + c})) for c in changes]
    found = explain([*pairs, (before, before[:0])], "to_contact", 0.0, 100.0)
    assert (found.pairs, found.empty, found.both) == (3, 1, 3)
    row = found.of("stage").iloc[0]
    half = 4.302652729696142 * math.sqrt(7.0) / math.sqrt(3.0)  # t(0.975, 2) s / sqrt(3)
    assert (row.value, row.part_h) == ("queue", 3.0)
    assert (row.low, row.high) == pytest.approx((3.0 - half, 3.0 + half))
    assert (found.change.low, found.change.high) == pytest.approx((row.low, row.high))


def test_two_cases_of_one_key_are_refused() -> None:
    twice = cases({"wait": 2.0}, {"wait": 3.0, "index": 0})
    with pytest.raises(ValueError, match="one replication"):
        explain([(twice, twice)], "to_contact", 0.0, 100.0)


@pytest.fixture(scope="module")
def lived() -> list[tuple[Replication, Replication]]:
    arms = [load("demo", levers, days=DAYS, warmup_days=WARMUP) for levers in ([], ["dual_report"])]
    return [(live(arms[0], k, WHOLE), live(arms[1], k, WHOLE)) for k in range(2)]


def tables(lived: list[tuple[Replication, Replication]]) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    return [(a.tables["cases"].to_pandas(), b.tables["cases"].to_pandas()) for a, b in lived]


@pytest.mark.parametrize("hours", HOURS)
def test_a_lever_is_explained_to_the_last_digit(lived: list[tuple[Replication, Replication]], hours: str) -> None:
    found = explain(tables(lived), hours, START, END)
    adds_up(found)
    assert min(found.both, found.new) > 10
    assert abs(found.change.mean) > 1e-3
    rest = found.frame[found.frame.value == "rest"]
    assert rest[["part_h", "new_h", "lost_h"]].abs().to_numpy().max() < 1e-3


def test_hours_of_those_contacted_are_of_nobody_else(lived: list[tuple[Replication, Replication]]) -> None:
    found = explain(tables(lived), "contacted", START, END)
    for arm, interval in ((0, found.before), (1, found.after)):
        means = []
        for pair in lived:
            cases = pair[arm].tables["cases"].to_pandas()
            own = cases[(cases.t_accept_h >= START) & (cases.t_contact_h <= END)]
            means.append((own.t_contact_h - own.t_accept_h).mean())
        assert interval.mean == pytest.approx(np.mean(means), abs=1e-9)


@pytest.mark.parametrize("hours", HOURS)
def test_an_arm_against_itself_is_all_zero(lived: list[tuple[Replication, Replication]], hours: str) -> None:
    found = explain([(a, a) for a, _ in tables(lived)], hours, START, END)
    assert (found.new, found.lost) == (0, 0)
    assert (found.frame[["part_h", "low", "high", "new_h", "lost_h"]] == 0.0).all(axis=None)
    assert found.change.mean == 0.0


def test_the_order_of_rows_is_of_no_account(lived: list[tuple[Replication, Replication]]) -> None:
    pairs = tables(lived)
    mixed = [(a.sample(frac=1.0, random_state=1), b.sample(frac=1.0, random_state=2)) for a, b in pairs]
    pd.testing.assert_frame_equal(
        explain(pairs, "to_closing", START, END).frame, explain(mixed, "to_closing", START, END).frame
    )


def test_samples_are_cut_to_what_both_arms_have(lived: list[tuple[Replication, Replication]]) -> None:
    arms = [load("demo", levers, days=DAYS, warmup_days=WARMUP) for levers in ([], ["dual_report"])]
    some = [(live(arms[0], 0, 400).tables["cases"].to_pandas(), live(arms[1], 0, 400).tables["cases"].to_pandas())]
    whole = tables(lived)[:1]
    found = explain(some, "to_contact", START, END)
    adds_up(found)
    assert 0.0 < found.share < 1.0
    # new and lost are those of the whole tables, none is an accident of sampling
    sides = [[side_of(t, HOURS["to_contact"], START, END, found.share) for t in pair] for pair in (some[0], whole[0])]
    for a, b in zip(*sides, strict=True):
        assert np.array_equal(a.key, b.key)


def test_tables_of_a_study_are_paired_by_replication(lived: list[tuple[Replication, Replication]]) -> None:
    rows = [
        t.assign(arm=arm, replication=k)
        for k, pair in enumerate(tables(lived)) for arm, t in zip(("as_is", "members"), pair, strict=True)
    ]  # fmt: skip
    rows.append(rows[0].assign(replication=2))  # has no partner
    rows += [rows[k].assign(replication=3, share=0.5) for k in (0, 1)]  # a sample
    study = pd.concat(rows[::-1], ignore_index=True)
    assert len(tables_of(study, "as_is", "members")) == 2
    assert len(tables_of(study, "as_is", "members", whole=False)) == 3
    pd.testing.assert_frame_equal(
        explain(tables_of(study, "as_is", "members"), "to_contact", START, END).frame,
        explain(tables(lived), "to_contact", START, END).frame,
    )
    assert len(tables_of(study, "as_is", "as_is", whole=False)) == 4


def test_a_case_in_both_arms_counts_where_it_was_before() -> None:
    before = cases({"wait": 2.0, "community": 1}, {"wait": 9.0, "community": 4})
    after = cases({"wait": 5.0, "community": 3}, {"wait": 9.0, "index": 7, "community": 3})
    found = explain([(before, after)], "to_contact", 0.0, 100.0)
    assert terms(found, "community") == {"1": (1.5, 0.0, 0.0), "3": (0.0, 1.75, 0.0), "4": (0.0, 0.0, -1.75)}
    assert found.of("community").value.tolist() == ["3", "4", "1"]  # the largest first
    adds_up(found)

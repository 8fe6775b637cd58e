"""Each rule on cases made for it, and nothing else of them touched."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from sim.records.cases import Cases
from sim.records.cleaning import Cleaned, cleaned

NOW = datetime(2024, 6, 1)
DAY = np.datetime64("2024-05-01T08:00:00", "s")
HOUR = np.timedelta64(3600, "s")
NAT = np.datetime64("NaT", "s")


def cases(n: int, **columns: object) -> Cases:
    """Cases an hour apart, with other columns where they are said."""
    found = Cases(n, {"reported": DAY + HOUR * np.arange(n)}, file=np.zeros(n, np.int16))
    for name, column in columns.items():
        if name == "case":
            found.case = np.array(column)
        elif name in ("kind", "status", "type3", "community", "channel"):
            names = list(dict.fromkeys(column))  # type: ignore[call-overload]
            found.words[name] = np.array([names.index(word) for word in column], np.int32), names  # type: ignore[attr-defined]
        elif name == "duplicate":
            found.flags[name] = np.array(column, np.int8)
        else:
            found.times[name] = np.array(column, "datetime64[s]")
    return found


def clean(found: Cases) -> Cleaned:
    return cleaned(found, NOW)


def left(found: Cleaned) -> dict[str, int]:
    return {rule: n for rule, n in found.left_out.items() if n}


def test_no_time_the_future_and_the_last_century_are_left_out() -> None:
    told = ["NaT", "2024-06-03", "1999-12-31", "2000-01-01", "2024-06-01T12:00:00"]
    found = clean(cases(5, reported=told))
    assert left(found) == {"no_time": 1, "future": 1, "before_2000": 1}
    assert found.cases.n == 2  # clocks of a day ahead are no future


def test_of_a_case_number_that_comes_again_the_last_row_counts() -> None:
    found = clean(cases(5, case=[7, 8, 7, -1, -1], closed=["NaT", "NaT", "2024-05-02", "NaT", "NaT"]))
    assert left(found) == {"again": 1}
    assert found.cases.case.tolist() == [8, 7, -1, -1]  # no number is no number that comes again
    assert np.isnat(found.cases.times["closed"]).tolist() == [True, False, True, True]


def test_cancelled_and_test_rows_by_their_words() -> None:
    found = clean(
        cases(5, status=["[作废]已结", "结案", "Cancelled", "结案", "结案"], type3=["路灯"] * 3 + ["测试", "水管"])
    )
    assert left(found) == {"cancelled": 2, "tests": 1}


def test_a_row_that_two_rules_meet_is_counted_once() -> None:
    found = clean(cases(3, reported=["NaT", "2024-05-01", "2024-05-02"], status=["撤销"] * 2 + ["结案"]))
    assert left(found) == {"no_time": 1, "cancelled": 1}


def test_stages_before_the_report_or_in_the_future_are_emptied_and_the_case_stays() -> None:
    found = clean(
        cases(4, closed=["2024-04-30", "2024-06-09", "2024-05-03", "NaT"], due=["2024-04-30", "2030-01-01"] * 2)
    )
    assert found.cases.n == 4
    assert found.emptied == {"before_report": 3, "stage_future": 1}  # a limit may lie ahead
    assert np.isnat(found.cases.times["closed"]).tolist() == [True, True, False, True]
    assert (found.counted["open"], str(found.end)) == (3, "2024-05-03T00:00:00")


def test_no_duration_is_counted_and_kept() -> None:
    assert clean(cases(3, closed=[DAY, DAY + 9 * HOUR, DAY + 2 * HOUR])).counted == {
        "batch": 0, "batch_minutes": 0, "open": 0, "zero": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("at_once", "batch"), [(9, 0), (10, 10), (25, 25)])
def test_a_minute_with_ten_times_the_usual_was_typed_in_at_once(at_once: int, batch: int) -> None:
    told = [*(DAY + HOUR * np.arange(40)), *([DAY + 90 * HOUR] * at_once)]
    found = clean(cases(len(told), reported=told))
    assert (found.counted["batch"], found.counted["batch_minutes"]) == (batch, int(batch > 0))
    assert int(found.batch.sum()) == batch


def test_dates_without_hours_are_no_batch() -> None:
    told = np.repeat(np.datetime64("2024-05-01") + np.arange(10), 30)
    assert clean(cases(300, reported=told)).counted["batch"] == 0


def test_a_case_that_repeats_another_does_not_wait_at_the_end() -> None:
    found = clean(cases(4, closed=["2024-05-02", "NaT", "NaT", "NaT"], duplicate=[0, 0, 1, -1]))
    assert found.counted["open"] == 2

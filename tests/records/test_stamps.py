"""Times as people and programs write them, against times said by hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from sim.records.stamps import stamps

NOON = "2024-03-05T12:00:00"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(*cells: str | None, zone: ZoneInfo = SHANGHAI) -> tuple[list[str], int]:
    times, unread = stamps(pa.chunked_array([pa.array(cells, pa.string())]), zone)
    return [str(time) for time in times], unread


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05 12:00:00", "2024/3/5 12:00", "2024.03.05 12:00:00", "2024年3月5日 12时00分",
        "2024年03月05日12时00分",         "20240305120000", "202403051200",
        "2024-03-05 12:00:00.123", " 2024-03-05 12:00:00 ", "03/05/2024 12:00:00 PM",
        "2024-03-05T12:00:00", "2024-03-05T04:00:00Z", "2024-03-05 12:00:00+08:00",
        "2024-03-04T23:00:00.000-05:00", "45356.5", "1709611200", "1709611200000",
    ],
)  # fmt: skip
def test_one_time_in_many_writings(written: str) -> None:
    assert read(written) == ([NOON], 0)


def test_a_column_may_mix_them_and_what_is_none_is_counted() -> None:
    found, unread = read("2024-03-05 12:00:00", "2024/3/5 12:00", "45356.5", "", None, "待定", "2024-13-30 08:00:00")
    assert found == [NOON] * 3 + ["NaT"] * 4
    assert unread == 2  # empty cells are no fault


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30", "2023-02-29 08:00", "2024-04-31 08:00:00", "31/04/2024", "02/30/2024 01:00:00 PM",
        "2024年2月30日", "20240230", "20240431120000", "202402301200", "2024-00-10", "2024-03-00",
        "2024-03-05 25:00:00", "2024-03-05 24:00", "2024-03-05 12:60:00", "2024-03-05 12:00:60",
        "20240305120061", "24-03-05 08:00",
        "05/03/24", "3/5/24 10:00", "19999", "80000", "453561", "2024031", "1e9", "99999999", "0001-01-01 00:00:00",
        "9999-12-31 23:59:59", "9999-12-31T00:00:00Z", "1900-01-01", "2024-02-30T08:00:00Z", "12024-03-05",
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_no_time(written: str) -> None:
    assert read(written) == (["NaT"], 1)
    assert read(NOON, written) == ([NOON, "NaT"], 1)


def test_ends_of_months_are_times_all_the_same() -> None:
    written = ("2024-02-29 08:00:00", "2024-03-31 23:59:59", "2024-03-01 12:30:30", "2029-03-01 10:31:00")
    assert read(*written) == ([cell.replace(" ", "T") for cell in written], 0)


def test_days_before_months_where_one_cell_says_so() -> None:
    assert read("03/04/2024", "13/04/2024")[0] == ["2024-04-03T00:00:00", "2024-04-13T00:00:00"]
    assert read("03/04/2024", "04/13/2024")[0] == ["2024-03-04T00:00:00", "2024-04-13T00:00:00"]


def test_zoned_times_are_told_in_the_place_through_the_change_of_clocks() -> None:
    york = ZoneInfo("America/New_York")
    found = read("2024-03-10T06:59:59Z", "2024-03-10T07:00:00Z", zone=york)[0]
    assert found == ["2024-03-10T01:59:59", "2024-03-10T03:00:00"]

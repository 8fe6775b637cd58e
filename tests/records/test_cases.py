"""Mapped columns put into one form, by hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from sim.records.cases import Cases, cases_of, together

UTC = ZoneInfo("UTC")


def of(**columns: list[str | None]) -> Cases:
    return cases_of({name: pa.chunked_array([pa.array(cells, pa.string())]) for name, cells in columns.items()}, UTC)


def words(cases: Cases, name: str) -> list[str]:
    codes, names = cases.word(name)
    return [names[code] if code >= 0 else "" for code in codes]


def test_a_path_of_types_is_parted() -> None:
    found = of(types=["市容->环境→暴露垃圾", "供水 > 爆管", "咨询", None])
    assert words(found, "type1") == ["市容", "供水", "咨询", ""]
    assert words(found, "type2") == ["环境", "爆管", "", ""]
    assert words(found, "type3") == ["暴露垃圾", "", "", ""]


def test_flags_in_two_columns_and_neither_is_unknown() -> None:
    assert of(on_time=["1", "0", "0", ""], late=["0", "1", "0", ""]).flags["on_time"].tolist() == [1, 0, -1, -1]
    assert of(satisfied=["非常满意", "不满意", "未评价", "Ｙ"]).flags["satisfied"].tolist() == [1, 0, -1, 1]


def test_what_repeats_another_case_is_marked_by_flag_parent_or_word() -> None:
    found = of(duplicate=["false", "true", "", ""], parent=["", "", "SR1", ""], kind=["", "", "", "重复投诉"])
    assert found.flags["duplicate"].tolist() == [0, 1, 1, 1]


def test_a_forced_closure_closes_and_an_update_closes_only_what_is_closed() -> None:
    day = "2024-01-0{} 00:00:00"
    found = of(reported=[day.format(1)] * 2, closed=[day.format(3), ""], forced=["", day.format(4)])
    assert [str(t)[:10] for t in found.times["closed"]] == ["2024-01-03", "2024-01-04"]
    found = of(reported=[day.format(1)] * 2, updated=[day.format(5)] * 2, status=["closed", "open"])
    assert [str(t)[:10] for t in found.times["closed"]] == ["2024-01-05", "NaT"]


def test_words_that_differ_in_spaces_alone_are_one_and_counts_are_counts() -> None:
    found = of(community=["甲 社区", " 甲  社区 ", "无", "-"], rework=["2", "1.0", "x", None])
    assert words(found, "community") == ["甲 社区", "甲 社区", "", ""]
    assert found.counts["rework"].tolist() == [2, 1, -1, -1]


def test_case_numbers_run_only_where_all_are_numbers() -> None:
    assert of(case=["7", "8", None]).case.tolist() == [7, 8, -1]
    found = of(case=["A7", "A8", "A7"])
    assert (found.running, found.case.tolist()) == (False, [0, 1, 0])


def test_files_with_other_columns_are_put_together() -> None:
    whole = together([of(case=["1"], community=["乙"], rework=["1"]), of(case=["2"], community=["甲"], on_time=["1"])])
    assert (words(whole, "community"), whole.case.tolist()) == (["乙", "甲"], [1, 2])
    assert (whole.counts["rework"].tolist(), whole.flags["on_time"].tolist()) == ([1, -1], [-1, 1])
    kept = whole.kept(np.array([False, True]))
    assert (kept.n, words(kept, "community"), kept.case.tolist()) == (1, ["甲"], [2])

"""Which column is what; what may be printed; maps that people write."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.i18n import speaking
from sim.records.columns import NEVER, OwnMap, fields_of, plain, presets, printable, read_map
from tests.records.made import file

OTHERS = ("当事人姓名", "联系电话", "详细地址", "诉求内容")


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_found_by_its_own_names(name: str) -> None:
    own = presets()[name].columns
    head = [*OTHERS[:2], *(names[0].upper() for names in own.values()), *OTHERS[2:]]
    found, fields, _ = fields_of(head, None, "x.csv")
    assert found == name
    assert fields == {field: 2 + k for k, field in enumerate(own)}


def test_names_are_compared_as_people_mean_them() -> None:
    assert plain("\ufeffＣＲＥＡＴＥ＿Time ") == plain("create time") == "create time"


@pytest.mark.parametrize(
    "word",
    ["13987654321", "139-8765-4321", "139 8765 4321", "11010519491231002X", "7栋2单元501室", "3号楼", "幸福路12号",
     "12 Main Street", "zhang@example.org", "一" * 31, ""],
)  # fmt: skip
def test_what_may_be_about_somebody_is_never_printed(word: str) -> None:
    assert not printable(word, 999)


@pytest.mark.parametrize("word", ["暴露垃圾", "1号社区", "Noise - Residential", "01 BRONX", "2024年度", "第3街道"])
def test_words_of_the_trade_are_printed_once_they_are_frequent(word: str) -> None:
    assert printable(word)
    assert not printable(word, 4)


def test_a_map_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    path = file(tmp_path, "preset: egowa\ncolumns: {reportet: a, type1: [1, [2]]}", "columns.yaml")
    with speaking("en"), pytest.raises(ConfigError) as refused:
        read_map(str(path))
    told = [str(problem) for problem in refused.value.problems]
    assert [any(word in line for line in told) for word in ("egova", "reported", "type1")] == [True] * 3


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "columns: {type1: x}", "{", "columns: [a]"])
def test_what_is_no_map_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ConfigError):
        read_map(str(file(tmp_path, content, "columns.yaml")))


def test_a_map_stands_on_a_preset_and_lacks_are_named() -> None:
    own = OwnMap({"type1": ("何事",)}, "egova")
    assert fields_of(["create_time", "何事"], own, "x")[1] == {"reported": 0, "type1": 1}
    with pytest.raises(ConfigError, match="何事"):
        fields_of(["create_time", "y"], own, "x")


def test_a_start_of_a_map_never_offers_columns_about_persons() -> None:
    with speaking("en"), pytest.raises(ConfigError) as refused:
        fields_of(["反映时间上报", "事项大类", *OTHERS, "phone_type", "address_type"], None, "x.csv")
    start = str(refused.value.problems[0]).rpartition("columns:")[2]
    assert "反映时间上报" in start
    assert "事项大类" in start
    assert not NEVER.search(start)

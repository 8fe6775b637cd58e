"""What may be the name of a person, and what is none."""

from __future__ import annotations

import pytest

from sim.records.persons import like_name

NAMES = (
    "张三", "王小明", "诸葛钢铁", "欧阳娜娜", "李建设", "王安全", "王某", "李女士", "网格员巴图", "办理人：王伟",
    "王伟（网格员）", "王伟反映的问题", "关于王伟的诉求", "深圳市民王伟", "买买提·艾力", "小王", "项羽", "李江", "李镇",
    "ＺＨＡＮＧ ＳＡＮ", "John Smith", "SMITH, JOHN", "Mr Jones", "Mary-Ann Taylor", "Li Xiaoming",
    "Complaint by John Smith",
)  # fmt: skip
TYPES = (
    "楼宇经济", "水质监测", "双拥工作", "居民证明", "业主委员会", "其他类", "共享单车", "Tree Planting",
    "Sidewalk Cafe", "Park Permit",
)  # fmt: skip
AREAS = (
    "六联社区", "坪山街道", "张家村", "王府街道", "A区", "3网格", "Beacon Hill", "Jamaica Plain", "05 QUEENS",
    "Community 01",
)  # fmt: skip
HEADS = ("当事人姓名", "联系电话", "处置截止时间", "紧急程度", "办理意见", "网格员", "First Name", "Park Borough")


@pytest.mark.parametrize("use", ["type", "area", "head"])
def test_names_are_found_wherever_they_stand(use: str) -> None:
    assert [name for name in NAMES if not like_name(name, use)] == []  # type: ignore[arg-type]


def test_what_is_as_short_as_a_name_is_one_among_types_alone() -> None:
    assert [like_name("次仁", "type"), like_name("碧岭", "area")] == [True, False]


@pytest.mark.parametrize(("use", "words"), [("type", TYPES), ("area", AREAS), ("head", HEADS)])
def test_ordinary_words_are_none(use: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if like_name(word, use)] == []  # type: ignore[arg-type]

"""Words and what they mean, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ConfigError
from sim.records.categories import NAMES, categories, read_words
from tests.records.made import file

E, F, P, D, C, SAFE, S, H = range(8)


@pytest.mark.parametrize(
    ("kind", "types", "meant"),
    [
        ("投诉", ("城管", "市容环境", "暴露垃圾"), (E, E)), ("投诉", ("城管", "市政设施", "路灯"), (F, F)),
        ("投诉", ("", "路灯", "暴露垃圾"), (E, E)),  # the sub type before the main type
        ("咨询", ("城管", "市容环境", "暴露垃圾"), (S, S)),  # who asks wants to know
        ("投诉", ("", "暴露垃圾", "甲乙丙"), (E, E)),  # no word in the sub type: the main type
        ("投诉", ("", "", "施工噪音"), (E, D)), ("投诉", ("", "", "邻里纠纷"), (D, D)),  # two readings of noise
        ("Complaint", ("", "Street Lights", "Street Light Outages"), (F, F)), ("", ("", "", "Zyx"), None),
    ],
)  # fmt: skip
def test_what_a_case_is_about(kind: str, types: tuple[str, ...], meant: tuple[int, int] | None) -> None:
    assert read_words().case(kind, types) == meant


def test_the_longest_word_wins_and_english_words_are_whole(tmp_path: Path) -> None:
    table = "category,language,words,alternative\nproperty,zh,小区垃圾|pipe,disputes\nenvironment,zh,垃圾,\n"
    words = read_words(str(file(tmp_path, table, "words.csv")))
    assert words.reading("某小区垃圾多") == (P, D)
    assert words.reading("垃圾多") == (E, E)
    assert (words.reading("Pipes"), words.reading("bagpiper")) == ((P, D), None)


def test_categories_of_columns_and_unknown_types_counted() -> None:
    kind = np.array([0, 1, 0, 0, 0]), ["投诉", "咨询"]
    types = [(np.array([0, 0, 1, 2, -1]), ["暴露垃圾", "施工噪音", "甲乙"])]
    first, second, strange = categories(read_words(), kind, types)
    assert first.tolist() == [E, S, E, -1, -1]
    assert second.tolist() == [E, S, D, -1, -1]
    assert strange == {"甲乙": 1}
    assert len(NAMES) == 8


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("word\nx\n", "table of words"), ("category,words\nenvironmnt,x\n", "environment"),
        ("category,words\n,x\n", "no category"), ("category,words,alternative\nsafety,x,nope\n", "nope"), ("", "words"),
    ],
)  # fmt: skip
def test_a_bad_table_of_words_is_refused(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_words(str(file(tmp_path, table, "words.csv")))

"""What a file is: encoding, delimiter and head by its bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.records.recognise import HEAD_BYTES, head_row, recognise
from tests.records.made import HEAD, file, rows, text

TABLE = rows(20)


@pytest.mark.parametrize(
    ("codec", "called"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, codec: str, called: str) -> None:
    assert recognise(file(tmp_path, text(TABLE), encoding=codec)).encoding == called


def test_a_character_at_the_end_of_what_is_looked_at_is_not_cut(tmp_path: Path) -> None:
    lines = text(TABLE) + "市" * 200 + "\n"
    many = lines * (HEAD_BYTES // len(lines.encode()) + 2)
    for shift in range(3):
        assert recognise(file(tmp_path, "x" * shift + many)).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_titles_above_the_head(tmp_path: Path, delimiter: str) -> None:
    above = "某区，案件；2024年\n\n制表人:,\n"
    kind = recognise(file(tmp_path, above + text(TABLE, delimiter=delimiter)))
    assert (kind.delimiter, kind.head, kind.skip) == (delimiter, HEAD, 4)


def test_the_head_is_the_row_with_most_known_names_else_names_above_data() -> None:
    assert head_row([["上报时间", "a"], ["rec_id", "create_time"], ["1", "2024-01-01"]], ()) == 1
    assert head_row([["甲", "乙"], ["x", "2024-01-01"]], ()) == 0
    assert head_row([["王", "2024-01-01"], ["李", "2024-01-02"]], ()) is None

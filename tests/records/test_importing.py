"""The same records in whatever form give the same; what is no table is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.records.importing import import_cases
from tests.records.made import HEAD, file, rows, text

TABLE = rows()
SERIAL = [[r[0], str(45355 + k / 9.0), *r[2:]] for k, r in enumerate(TABLE)]


def _xlsx(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "某区案件")
        for k, row in enumerate([list(HEAD), *TABLE], start=1):
            sheet.write_row(k, 0, row)


@pytest.mark.parametrize(
    "content",
    [
        text(TABLE).encode("gbk"), text(TABLE).encode("gb18030"), text(TABLE).encode("utf-8-sig"),
        text(TABLE).encode("utf-16"), text(TABLE).encode("utf-16-le"), text(TABLE, delimiter=";").encode(),
        text(TABLE, delimiter="\t").encode("utf-8"),
        ("某区2024年案件\r\n" + text(TABLE, end="\r\n")).encode("gb18030"),
    ],
    ids=["gbk", "gb18030", "mark", "utf-16", "utf-16 without mark", "semicolons", "tabs", "title"],
)  # fmt: skip
def test_any_form_gives_the_same(tmp_path: Path, content: bytes) -> None:
    found = import_cases([file(tmp_path, content)])
    assert (found.rows, found.clean.cases.n, found.files[0].preset) == (500, 500, "egova")
    assert found.learned.on_time is not None
    assert found.learned.on_time.value == pytest.approx(90.0)
    assert found.learned.shares["environment"].value == pytest.approx(40.0)
    assert found.learned.other_shares["disputes"] == pytest.approx(40.0)  # noise, read the other way


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    _xlsx(tmp_path / "cases.xlsx")
    found = import_cases([tmp_path / "cases.xlsx"])
    assert found.files[0].above == 1
    assert found.clean.cases.n == 500


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("45356.5", "2024-03-05T12:00:00"), ("1709611200", "2024-03-05T12:00:00"),
        ("2024/3/5 12:00", "2024-03-05T12:00:00"),
        ("2024-03-05T04:00:00Z", "2024-03-05T12:00:00"), ("2024年3月5日 12时00分", "2024-03-05T12:00:00"),
        ("2024-03-05 12:00:00.0", "2024-03-05T12:00:00"),
    ],
)  # fmt: skip
def test_times_in_any_writing(tmp_path: Path, written: str, meant: str) -> None:
    table = [[row[0], written, *row[2:]] for row in rows(3)]
    found = import_cases([file(tmp_path, text(table))])
    assert [str(t) for t in found.clean.cases.times["reported"]] == [meant] * 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"), (b"\0" * 400, "no text"), (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page"), (text([]).encode(), "no rows"),
        (text(TABLE).replace("投诉", '"投诉', 1).encode(), "never closed"),
        (text(TABLE, (*HEAD[:8], "CREATE_TIME", "x")).encode(), "twice"),
        (text(TABLE, tuple(f"spalte {c}" for c in "abcdefghij")).encode(), "no known system"),
        ("\n".join(",".join(row) for row in TABLE).encode(), "names columns"),
    ],
    ids=["empty", "zeros", "pdf", "page", "head", "quote", "twice", "strange", "no head"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as refused:
        import_cases([file(tmp_path, content, "cases.xls")])
    assert "13987654321" not in str(refused.value)
    assert len(refused.value.problems) == 1


def test_rows_that_do_not_count_are_counted(tmp_path: Path) -> None:
    table = rows(40)
    table[3][1], table[4][1], table[5][1] = "", "1999-01-01 00:00:00", "2091-01-01 00:00:00"
    table[6][4] = "测试"
    table.append(table[7])
    found = import_cases([file(tmp_path, text(table))])
    left = {"no_time": 1, "before_2000": 1, "future": 1, "tests": 1, "again": 1, "cancelled": 0}
    assert found.clean.left_out == left
    assert found.clean.cases.n == 36


def test_two_files_are_one_and_a_case_in_both_counts_once(tmp_path: Path) -> None:
    first, second = file(tmp_path, text(TABLE[:300]), "a.csv"), file(tmp_path, text(TABLE[250:]), "b.csv", "gb18030")
    found = import_cases([first, second])
    assert (found.rows, found.clean.cases.n, found.clean.left_out["again"]) == (550, 500, 50)


def test_a_map_says_what_no_preset_knows(tmp_path: Path) -> None:
    head = ("编码", "时刻", "c", "d", "e", "何事", "何处", "h", "i", "j")
    columns = file(tmp_path, "columns: {reported: 时刻, type1: 何事, community: 何处}", "columns.yaml")
    found = import_cases([file(tmp_path, text(TABLE, head))], columns=str(columns))
    assert found.files[0].columns == {"reported": "时刻", "type1": "何事", "community": "何处"}
    assert found.learned.shares["facilities"].value == pytest.approx(20.0)

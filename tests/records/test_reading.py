"""Mapped columns and nothing else; rows that are broken are counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sim.errors import ConfigError
from sim.records.reading import columns_of_sheet, read_columns, read_sheet
from sim.records.recognise import recognise
from sim.records.stamps import stamps
from tests.records.made import HEAD, file, rows, text

UTC = ZoneInfo("UTC")
FIELDS = {"case": 0, "reported": 1, "type3": 5}


def read(path: Path):  # type: ignore[no-untyped-def]
    return read_columns(recognise(path), FIELDS)


def test_only_mapped_columns_are_in_the_table(tmp_path: Path) -> None:
    found = read(file(tmp_path, text(rows(30))))
    assert (found.table.column_names, found.table.num_rows, found.ragged) == (["case", "reported", "type3"], 30, 0)


def test_rows_with_another_number_of_cells_are_counted_and_left_out(tmp_path: Path) -> None:
    table = rows(30)
    table[4], table[5] = table[4][:7], [*table[5], "x"]
    found = read(file(tmp_path, text(table)))
    assert (found.table.num_rows, found.ragged) == (28, 2)


def test_a_delimiter_behind_every_row_is_no_cell(tmp_path: Path) -> None:
    found = read(file(tmp_path, text([[*row, ""] for row in rows(30)])))
    assert (found.table.num_rows, found.ragged) == (30, 0)


def test_lines_within_quotation_marks_belong_to_a_cell(tmp_path: Path) -> None:
    table = [[*row[:9], '"一行\n二行\n三行"'] for row in rows(30)]
    assert read(file(tmp_path, text(table))).table.num_rows == 30


def test_characters_of_another_encoding_are_counted(tmp_path: Path) -> None:
    raw = text(rows(30)).encode("gb18030").replace("路灯".encode("gb18030"), b"\xff\xff", 2)
    found = read(file(tmp_path, raw))
    assert found.table.num_rows == 30
    assert found.broken > 0


def test_a_file_whose_rows_are_mostly_ragged_is_refused(tmp_path: Path) -> None:
    # the rows are parted by another mark than the head
    broken = ",".join(HEAD) + "\n" + text(rows(30), delimiter=";").partition("\n")[2]
    with pytest.raises(ConfigError, match="only 0 of 30 lines"):
        read(file(tmp_path, broken))


def test_the_sheet_with_most_records_counts(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        for title, n in (("说明", 0), ("少", 3), ("多", 9)):
            sheet = book.add_worksheet(title)
            for k, row in enumerate([HEAD, *rows(9)[:n]] if n else [["上报说明"], ["x"]]):
                sheet.write_row(k, 0, row)
    head, cells, above = read_sheet(tmp_path / "x.xlsx", frozenset())
    assert (head, len(cells), above) == (HEAD, 9, 1)


def test_dates_of_a_workbook_are_dates_whether_formatted_or_not(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    import xlsxwriter

    table = rows(40)
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {"default_date_format": "yyyy/m/d hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for k, row in enumerate(table, start=1):
            sheet.write_row(k, 0, row)
            when = datetime.fromisoformat(row[1])
            if k % 2:
                sheet.write_datetime(k, 1, when)
            else:
                sheet.write_number(k, 1, (when - datetime(1899, 12, 30)) / timedelta(days=1))
    told, _ = stamps(columns_of_sheet(read_sheet(tmp_path / "x.xlsx", frozenset())[1], FIELDS).table["reported"], UTC)
    assert [str(time).replace("T", " ") for time in told] == [row[1] for row in table]

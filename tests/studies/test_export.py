"""Tables as files: Excel reads the Chinese, no digit is lost, and a file is there whole or not at all."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from sim.errors import ResultError
from sim.studies import export
from sim.studies.export import write_frame

FRAME = pd.DataFrame(
    {"arm": ["加强", 'a,"b"', "c\nd"], "x": [0.1 + 0.2, float("nan"), -1e-300], "n": [1, 2, 3]},
    index=[7, 8, 9],
)
KINDS = ("csv", "xlsx", "parquet")
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(path: Path) -> dict[str, str]:
    """Cells of the only sheet, by their names; texts are looked up."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        texts = [
            "".join(t.text or "" for t in one.iter(f"{{{MAIN['m']}}}t"))
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", MAIN)
        ]
    found = {}
    for cell in sheet.iterfind(".//m:c", MAIN):
        value = cell.find("m:v", MAIN)
        if value is not None and value.text:
            found[cell.attrib["r"]] = texts[int(value.text)] if cell.attrib.get("t") == "s" else value.text
    return found


def test_csv_has_a_mark_for_excel_and_every_digit(tmp_path: Path) -> None:
    write_frame(FRAME, tmp_path / "x.csv")
    body = (tmp_path / "x.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbfarm,x,n\n")
    assert "加强".encode() in body
    assert b"\r" not in body
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["arm"] for row in rows] == list(FRAME.arm)
    assert [float(row["x"] or "nan") for row in rows] == pytest.approx(list(FRAME.x), abs=0.0, rel=0.0, nan_ok=True)
    assert [row["n"] for row in rows] == ["1", "2", "3"]


def test_a_sheet_has_a_head_that_stays_and_numbers_that_are_numbers(tmp_path: Path) -> None:
    write_frame(FRAME, tmp_path / "x.xlsx")
    told = cells(tmp_path / "x.xlsx")
    assert [told[name] for name in ("A1", "B1", "C1", "A2", "A3", "A4")] == ["arm", "x", "n", "加强", 'a,"b"', "c\nd"]
    assert float(told["B2"]) == pytest.approx(0.3, rel=1e-15)
    assert (told["C2"], "B3" in told, "D1" in told) == ("1", False, False)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert b'state="frozen"' in book.read("xl/worksheets/sheet1.xml")


def test_parquet_reads_back_equal(tmp_path: Path) -> None:
    write_frame(FRAME, tmp_path / "x.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "x.parquet"), FRAME.reset_index(drop=True))


@pytest.mark.parametrize("kind", KINDS)
def test_the_folder_is_made_and_nothing_else_is_left_there(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "报告" / "a b" / f"x.{kind}"
    write_frame(FRAME, path)
    write_frame(FRAME.head(1), path)  # replaces
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert kind != "csv" or len(path.read_text(encoding="utf-8-sig").splitlines()) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_breaks_off_leaves_the_old_one(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"x.{kind}"
    path.write_bytes(b"old")

    def breaks(frame: pd.DataFrame, to: Path, **_: object) -> None:
        assert to.parent == path.parent  # or it could not be put in place at once
        assert to != path
        to.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", breaks)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", breaks)
    monkeypatch.setattr(export, "_write_sheet", breaks)
    with pytest.raises(OSError, match="No space"):
        write_frame(FRAME, path)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


def test_more_rows_than_a_sheet_takes_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    with pytest.raises(ResultError, match=r"3 rows do not fit into a sheet \(2\); write a \.csv or \.parquet"):
        write_frame(FRAME, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []
    write_frame(FRAME, tmp_path / "x.csv")

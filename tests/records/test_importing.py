"""The same records in whatever form give the same; what is no table is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.i18n import speaking
from sim.records.columns import presets
from sim.records.importing import FileRead, import_cases
from sim.records.observed import rows_of
from sim.records.phrases import of_file
from tests.records.made import HEAD, file, imported, of_preset, rows, text, whole
from tests.records.old_excel import xls

TABLE = rows()


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


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_workbook_gives_the_same(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / f"cases.{suffix}"
    if suffix == "xlsx":
        _xlsx(path)
    else:  # as Excel wrote it before 2007, times as serial numbers
        day = datetime(1899, 12, 30)
        old = [[row[0], (datetime.fromisoformat(row[1]) - day) / timedelta(days=1), *row[2:]] for row in TABLE]
        path.write_bytes(xls([["某区案件"], HEAD, *old]))
    found = import_cases([path])
    assert (found.files[0].above, found.clean.cases.n, found.files[0].preset) == (1, 500, "egova")
    assert str(found.clean.cases.times["reported"][0]).replace("T", " ") == TABLE[0][1]
    assert found.learned.shares["environment"].value == pytest.approx(40.0)


def test_an_old_workbook_with_a_password_or_cut_off_is_refused_in_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    whole_book = xls([HEAD, *TABLE[:9]])
    for content in (
        whole_book[:3000],
        whole_book.replace("Workbook".encode("utf-16-le"), "EncryptP".encode("utf-16-le")),
    ):
        with pytest.raises(ConfigError, match=r"(?s)no Excel workbook that can be read.*save it as \.xlsx"):
            import_cases([file(tmp_path, content, "cases.xls")])


def test_a_file_that_is_as_long_as_a_sheet_may_be_is_doubted() -> None:
    read = FileRead("a", "", "Excel", "", "egova", {}, [], 0, rows=65_534, above=1)
    with speaking("en"):
        assert "cut off" in of_file(read)
        assert "cut off" not in of_file(replace(read, rows=65_533))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"), (b"\0" * 400, "no text"), (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page"), (text([]).encode(), "no rows"),
        (text(TABLE).replace("投诉", '"投诉', 1).encode(), "never closed"),
        (text(TABLE, (*HEAD[:8], "CREATE_TIME", "x")).encode(), "twice"),
        (text(TABLE, tuple(f"spalte {c}" for c in "abcdefghij")).encode(), "no known system"),
        ("\n".join(",".join(row) for row in TABLE).encode(), "names columns"),
        (b"PK\x03\x04" + bytes(99), "no Excel workbook|extra excel"), (b"\xd0\xcf\x11\xe0" + bytes(99), "Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text"), (text([["x"] * 10]).encode(), "time of report"),
        ("\ufeff \r\n".encode(), "it is empty"),
    ],
    ids=["empty", "zeros", "pdf", "page", "head", "quote", "twice", "strange", "no head", "zip", "ole", "picture",
         "no time", "mark"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as refused:
        import_cases([file(tmp_path, content, "cases.xls")])
    assert "13987654321" not in str(refused.value)
    assert len(refused.value.problems) == 1


def test_two_files_are_one_and_a_case_in_both_counts_once(tmp_path: Path) -> None:
    first, second = file(tmp_path, text(TABLE[:300]), "a.csv"), file(tmp_path, text(TABLE[250:]), "b.csv", "gb18030")
    found = import_cases([first, second])
    assert (found.rows, found.clean.cases.n, found.clean.left_out["again"]) == (550, 500, 50)
    assert [(f.encoding, f.rows) for f in found.files] == [("UTF-8", 300), ("GB 18030", 250)]


def test_all_files_that_are_bad_are_named_at_once(tmp_path: Path) -> None:
    paths = [
        file(tmp_path, text(TABLE), "good.csv"),
        file(tmp_path, b"", "empty.csv"),
        file(tmp_path, b"%PDF-1", "b.csv"),
    ]
    with pytest.raises(ConfigError) as refused:
        import_cases(paths, columns=str(tmp_path / "no.yaml"))
    assert len(refused.value.problems) == 1  # without the map nothing can be said of the files
    with pytest.raises(ConfigError) as refused:
        import_cases(paths)
    assert [problem.where for problem in refused.value.problems] == ["empty.csv", "b.csv"]


def test_one_row_is_a_sample(tmp_path: Path) -> None:
    found = imported(tmp_path, text(TABLE[:1]))
    assert (found.clean.cases.n, found.learned.kept.window, found.learned.on_time) == (1, None, None)
    assert "A sample" in whole(found)


@pytest.mark.parametrize("preset", presets())
def test_a_preset_is_found_and_gives_what_was_put_in(tmp_path: Path, preset: str) -> None:
    found = imported(tmp_path, of_preset(preset).encode("gb18030"), zone="UTC")
    learned, points = found.learned, 2 * ("lat" in presets()[preset].columns)  # where it was is never read
    assert (found.files[0].preset, found.clean.cases.n, found.files[0].n_unread) == (preset, 600, 2 + points)
    stage = next(one for one in learned.stages if one.name == "all")
    assert stage.median.value == 48.0
    assert stage.ended == 600
    if preset == "asked_answered":
        assert (learned.answered_only, rows_of(learned)) == (True, [])
        return
    shares = {name: round(share.value) for name, share in learned.shares.items() if share.value}
    assert shares == {"environment": 40, "facilities": 20, "safety": 20, "services": 20}
    seen = {row.measure: row for row in rows_of(learned)}
    if preset != "chicago":  # says no limits
        assert seen["on_time"].value == pytest.approx(90.0, abs=0.5)
    if preset == "hotline12345":
        assert seen["visit_satisfaction"].value == pytest.approx(80.0)


def test_a_map_says_what_no_preset_knows(tmp_path: Path) -> None:
    head = ("编码", "时刻", "c", "d", "e", "何事", "何处", "h", "i", "j")
    columns = file(tmp_path, "columns: {reported: 时刻, type1: 何事, community: 何处}", "columns.yaml")
    found = import_cases([file(tmp_path, text(TABLE, head))], columns=str(columns))
    assert found.files[0].columns == {"reported": "时刻", "type1": "何事", "community": "何处"}
    assert found.learned.shares["facilities"].value == pytest.approx(20.0)

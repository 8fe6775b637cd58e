"""Nothing about a person leaves the room, wherever it stood in the file."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import ConfigError
from sim.i18n import speaking
from sim.records.columns import presets
from tests.records.made import CANARY, HEAD, PERSONS, file, imported, of_preset, rows, text, whole


def told_of(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("preset", ["grid_centre", "hotline12345", "boston"])
def test_nobody_is_told_of_in_whatever_column_and_however_often(tmp_path: Path, preset: str) -> None:
    """Each person 45 times in every column that the preset maps, and in two that it does not."""
    head, *table = csv.reader(of_preset(preset, 45 * len(PERSONS)).splitlines())
    when = head.index(presets()[preset].columns["reported"][0])
    for columns in (set(range(len(head))) - {when}, {when}):  # without a time of report a row is left out
        content = [[PERSONS[k % len(PERSONS)] if j in columns and k < 45 * len(PERSONS) else cell
                    for j, cell in enumerate(row)] for k, row in enumerate([*table, *table])]  # fmt: skip
        said = whole(imported(tmp_path, text(content, tuple(head))))
        assert not [person for person in PERSONS if person in said]


def test_a_word_that_is_no_name_is_shown_and_so_are_areas_and_names_on_the_map(tmp_path: Path) -> None:
    table = rows(400)
    for k, row in enumerate(table):
        row[4:6] = ["楼宇经济" if k % 4 else "次仁"] * 2
        row[6] = ("王家村", "A区", "石井社区", "沙田")[k % 4]
    found = imported(tmp_path, text(table))
    assert found.learned.strange == {"楼宇经济": 300}
    assert found.learned.strange_rows == 400
    assert {area.name for area in found.learned.areas} == {"王家村", "A区", "石井社区", ""}
    assert found.learned.areas[-1].unnamed == 1
    assert "names are like those of persons" in whole(found)
    assert "沙田" in whole(imported(tmp_path, text(table), mapped={"community": ["沙田"]}))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_canary_is_in_a_file_or_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """In all columns at once, in the head and in a title too, through the command itself."""
    table = rows(400)
    for column in range(len(HEAD)):
        for k, person in enumerate(PERSONS):
            table[10 + len(PERSONS) * column + k][column] = person
    head = (*HEAD[:8], CANARY[0], f"OCCUR_PLACE {CANARY[1]}")
    path = file(tmp_path, f"{CANARY[0]}\n" + text(table, head), encoding="gb18030")
    if suffix == "xlsx":
        pytest.importorskip("python_calamine")
        import xlsxwriter

        path = tmp_path / "cases.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet(CANARY[0])
            for k, row in enumerate([[CANARY[0]], head, *table]):
                sheet.write_row(k, 0, row)
    asked = ["import", "cases", str(path), "--out", str(tmp_path / "mine")]
    assert main([*asked, "--lang", "both"]) == 0
    assert main([*asked, "--json"]) == 0
    said = "".join(capsys.readouterr()) + told_of(tmp_path / "mine")
    assert not [person for person in PERSONS if person in said]
    assert {p.name for p in (tmp_path / "mine").iterdir()} == {"observations.csv", "cases_report.html", "import.yaml"}


def test_no_canary_is_told_in_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (
        text([[*CANARY, *CANARY]] * 9, CANARY * 2),
        text(rows(9)).replace("投诉", '"' + CANARY[0], 1),
        text([[CANARY[k % 4]] * 10 for k in range(9)]),
        ",".join(HEAD) + "\n" + text(rows(30), delimiter="|").partition("\n")[2],
    ):
        assert main(["import", "cases", str(file(tmp_path, content)), "--out", str(tmp_path / "mine")]) == 2
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said
    assert not [canary for canary in CANARY if canary in said]
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_read_or_refused_and_tells_nobody(tmp_path: Path, seed: int) -> None:
    """Cut off, bytes changed, marks of tables strewn in, a column of nonsense: never a crash, never a canary."""
    dice, raw = random.Random(seed), bytearray(text(rows(80)).encode("gb18030"))
    if seed % 4 == 0:
        raw = raw[: dice.randrange(len(raw))]
    elif seed % 4 == 1:
        for _ in range(dice.choice([1, 20, 400])):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
    elif seed % 4 == 2:
        for _ in range(dice.choice([1, 20])):
            raw[dice.randrange(len(raw))] = dice.choice(b',"\n;\t')
    else:
        column = dice.randrange(10)
        lines = [line.split(b",") for line in bytes(raw).splitlines()]
        for line in lines[1:]:
            line[column] = dice.choice([b"", b"-1", b"1e99", b"9" * 400, b"2024-01-01", b"45356", b"\xff"])
        raw = bytearray(b"\n".join(b",".join(line) for line in lines))
    try:
        said = whole(imported(tmp_path, bytes(raw)))
    except ConfigError as refused:
        with speaking("both"):
            said = str(refused)
    assert not [canary for canary in CANARY if canary in said]


def test_a_fault_of_our_own_tells_nobody_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(f"no number: {CANARY[1]}") from KeyError(CANARY[0])

    monkeypatch.setattr("sim.records.importing.cleaned", fails)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "faults"))
    (tmp_path / "faults").mkdir()
    assert main(["import", "cases", str(file(tmp_path, text(rows(30)))), "--out", str(tmp_path / "mine")]) == 1
    said = "".join(capsys.readouterr()) + told_of(tmp_path / "faults")
    assert "importing.py" in said  # where it happened is told
    assert not [canary for canary in CANARY if canary in said]

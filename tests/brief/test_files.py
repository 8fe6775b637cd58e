"""Word and sheets: the sentences and numbers of the page, tables as tables, Chinese in a font that has it."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from sim.brief.brief import Brief
from sim.brief.parts import PARTS
from sim.brief.parts.cards import cards_table
from sim.brief.parts.flows import flows_table
from sim.brief.sheets import sheets_of, write_sheets
from sim.brief.word import write_word
from sim.brief.write import write_report
from sim.cli import main
from sim.i18n import speaking
from sim.show.phrases import cards, subtitle, title
from sim.studies.results import results_of
from tests.i18n.language import strangers

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of a single dot: how figures are drawn is tested where they are drawn."""


@pytest.fixture(scope="module")
def word(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document in both languages."""
    file = tmp_path_factory.mktemp("word") / "report.docx"
    write_word(brief, file, ["en", "zh"], lambda kind: None if kind == "lorenz" else DOT)
    return docx.Document(str(file))


def test_word_tells_the_same_in_the_same_order(brief: Brief, word: Any) -> None:
    lines = [paragraph.text for paragraph in word.paragraphs]
    for lang in ("en", "zh"):
        with speaking(lang):
            wanted = [str(title(brief.answer)), str(subtitle(brief.answer))]
            wanted += [str(own.question) for part in PARTS for own in part.tell(brief, brief.shown)]
        at = [lines.index(line) for line in wanted]
        assert at == sorted(at)


def test_its_first_table_are_the_cards(brief: Brief, word: Any) -> None:
    found = [[cell.text for cell in row.cells] for row in word.tables[0].rows[1:]]
    assert [row[1:3] for row in found] == [[c.before, c.after] for c in cards(brief.answer)]
    assert found[0][0].startswith(str(cards(brief.answer)[0].title))


def test_pictures_have_a_text_and_tables_a_head(word: Any) -> None:
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(told) > 10
    assert all(told)
    assert all(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in word.tables)


def test_every_style_has_a_chinese_font(word: Any) -> None:
    fonts = list(word.styles.element.iter(qn("w:rFonts")))
    assert len(fonts) > 5
    assert {own.get(qn("w:eastAsia")) for own in fonts} == {"Microsoft YaHei"}
    assert not [own for own in fonts if own.get(qn("w:eastAsiaTheme")) is not None]


def test_each_half_of_word_is_in_its_language(brief: Brief, tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        write_word(brief, tmp_path / "x.docx", [lang], lambda kind: DOT)
        document = docx.Document(str(tmp_path / "x.docx"))
        text = [p.text for p in document.paragraphs if p.style.name not in ("macro", "List Bullet")]  # quotes
        text += [cell.text for table in document.tables[:-1] for row in table.rows for cell in row.cells]
        assert strangers("\n".join(text), lang) == []


def test_sheets_hold_the_numbers_unrounded(brief: Brief, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        with speaking("en"):
            write_sheets(brief, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names[:3] == ["answer", "arms", "communities"]
    rows = book.get_sheet_by_name("answer").to_python(skip_empty_area=True)
    measures = cards_table(brief, brief.others[0])
    assert rows[0][0] == title(brief.answer, brief.others[0])
    first = next(k for k, row in enumerate(rows) if row[0] == measures.columns[0].title) + 1
    assert [row[2] for row in rows[first : first + len(measures.rows)]] == pytest.approx(
        [row[2] for row in measures.rows], rel=1e-14
    )
    flows = book.get_sheet_by_name("flows").to_python(skip_empty_area=True)
    assert [row[2] for row in flows if isinstance(row[2], float)] == pytest.approx(
        [row[2] for row in flows_table(brief).rows], rel=1e-14
    )


@pytest.mark.parametrize("lang", ["zh", "both"])
def test_names_of_sheets_are_short_and_differ(brief: Brief, lang: str) -> None:
    with speaking(lang):
        names = [name for name, _ in sheets_of(brief)]
    assert len(set(names)) == len(names) >= 10
    assert max(map(len, names)) <= 31


def test_the_command_says_what_it_wrote(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.brief.write._picture", lambda results, kind: None)
    assert main(["report", str(folder)]) == 0
    told = capsys.readouterr()
    assert [Path(line.split()[-1]).name for line in told.out.splitlines()] == [
        "report.html", "report.xlsx", "report.docx",
    ]  # fmt: skip


def test_a_run_has_its_files_too(tmp_path: Path) -> None:
    from sim.studies.results import results_of

    assert main(["run", "place=demo", "days=40", "warmup_days=10", "replications=1", f"results_dir={tmp_path}"]) == 0
    page, sheets = write_report(results_of(tmp_path / "demo"), "en")
    text = page.read_text(encoding="utf-8")
    shown = re.findall(r'<section class="part ([\w-]+)">', text)
    assert shown == ["days", "lorenz", "flows", "hours", "parting", "evidence", "limits", "glossary", "again"]
    assert "in brackets" not in text  # of which there are none: nothing is compared
    assert CalamineWorkbook.from_path(sheets).sheet_names[0] == "answer"


def test_streets_of_a_province_lie_beside_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    asked, answer = ["report", str(folder)], results_of(folder).answer
    assert main([*asked, "--streets", "0,1,x,99"]) == 2
    told = capsys.readouterr().err
    assert all(f"--streets: found '{wrong}'" in told for wrong in ("0", "x", "99"))
    assert not (answer / "detail").exists()
    (answer / "frames.json").unlink(missing_ok=True)
    monkeypatch.setattr("sim.brief.write._picture", lambda results, kind: None)
    try:
        assert main([*asked, "--streets", "1"]) == 0
        page = (answer / "report.html").read_text(encoding="utf-8")
        assert "script-src 'self' file: 'unsafe-inline'" in page
        assert (answer / "detail" / "street_001.js").is_file()
    finally:
        (answer / "frames.json").unlink()

"""report.docx: a brief that can be edited and passed on: the same sentences, figures as pictures, tables as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.brief.brief import Brief
from sim.brief.html import Table, letters, shown
from sim.brief.parts import PARTS
from sim.brief.parts.cards import COST, MARKS
from sim.brief.section import Section
from sim.brief.word_styles import INK, page_number, settle_styles, shade_head, share_out
from sim.i18n import say, speaking
from sim.show import phrases
from sim.validation.reliance import doubts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable

CREATED = datetime(2026, 1, 1)
"""The same for all, so that nothing but the answer differs."""
ACROSS_CM = 17.0
"""Between the margins of A4."""
HIGHEST_CM = 15.0
"""Of a picture."""
WHOLE, SOME = 30, 12
"""Rows of a table that is shown whole, and of a longer one, which is whole in report.xlsx."""
WIDEST, ACROSS = (40, 30, 24, 20, 16, 12), 100
"""Letters of a column at most, less until the table fits; letters of a line of a table."""
SHARES, RUN_SHARES = (30, 10, 10, 20, 30), (40, 15, 25)
"""Widths of the columns of the cards, of a comparison and of a run."""
Pictures = Callable[[str], bytes | None]
"""PNG of a kind of figure in the language in force; None where it cannot be drawn of the results."""


def write_word(brief: Brief, file: Path, languages: Sequence[str], pictures: Pictures) -> None:
    """Write the document; in several languages, one after the other.

    Parameters
    ----------
    brief : Brief
    file : Path
    languages : sequence of {"en", "zh"}
    pictures : callable
    """
    import docx

    document = docx.Document()
    settle_styles(document, languages[0])
    for language in languages:
        with speaking(language):
            _write(document, brief, pictures, new_page=language != languages[0])
    with speaking(languages[0]):
        named = str(say("brief.page.title", place=brief.place))
    page_number(document, named)
    own = document.core_properties
    own.title, own.author, own.comments = named, "govsim", ""
    own.created = own.modified = CREATED
    document.save(str(file))


def _write(document: Document, brief: Brief, pictures: Pictures, *, new_page: bool) -> None:
    for arm in _arms(brief):
        leading = arm == brief.shown
        title = phrases.title(brief.answer, arm if brief.others else None)
        heading = document.add_heading(str(title), 0 if leading else 2)
        heading.paragraph_format.page_break_before = leading and new_page
        if leading:
            for said in (phrases.subtitle(brief.answer), *doubts(brief.answer)):
                document.add_paragraph(str(said), "Subtitle")
        _cards(document, brief, arm)
    if brief.others:
        document.add_paragraph(str(say("brief.cards.key")), "Caption")
    for part in PARTS:
        told = {arm: part.tell(brief, arm) for arm in (_arms(brief) if part.by_arm else [brief.shown])}
        for number, section in enumerate(told[brief.shown]):
            _section(document, brief, {arm: own[number] for arm, own in told.items() if number < len(own)})
            for kind in section.pictures:
                _picture(document, pictures(kind), section)
            _numbers(document, section)


def _arms(brief: Brief) -> list[str]:
    """Arms that are told of, the one that is shown first."""
    return [brief.shown, *(arm for arm in brief.others if arm != brief.shown)]


def _cards(document: Document, brief: Brief, arm: str) -> None:
    """The cards as a table: before, after, the verdict in words, how sure."""
    found = phrases.cards(brief.answer, arm)
    run = not brief.others
    heads = ["brief.measure", *(["brief.value"] if run else ["brief.before", "brief.after"])]
    heads += ["brief.interval"] if run else ["brief.verdict", "brief.sure"]
    table = _table(document, [str(say(head)) for head in heads], len(found))
    share_out(table, RUN_SHARES if run else SHARES, ACROSS_CM)
    for row, card in zip(table.rows[1:], found, strict=True):
        unit = "" if card.measure == COST else str(card.unit)
        title = str(say("brief.with_unit", title=card.title, unit=unit)) if unit else str(card.title)
        rest = [str(card.interval)] if run else [f"{card.words} {MARKS[card.sure]}".strip(), str(card.sure_words)]
        numbers = [card.after] if run else [card.before, card.after]
        for k, text in enumerate([title, *numbers, *rest]):
            _fill(
                row.cells[k], text, right=0 < k <= len(numbers), ink=INK[card.colour] if k == len(numbers) + 1 else ""
            )


def _section(document: Document, brief: Brief, told: Mapping[str, Section]) -> None:
    """Question, answer of each arm, command, list."""
    section = told[brief.shown]
    document.add_heading(str(section.question), 1)
    alike = len({str(own.said) for own in told.values()}) == 1
    for arm, own in list(told.items())[: 1 if alike else None]:
        if own.said:
            said = own.said if alike else say("brief.money.part", arm=brief.called(arm), said=own.said)
            document.add_paragraph(str(said)).paragraph_format.keep_with_next = bool(section.pictures)
    if section.paper:
        document.add_paragraph(str(section.paper), "Caption")
    if section.code:
        document.add_paragraph(section.code, "macro")
    for first, *below in section.items:
        item = document.add_paragraph(str(first), "List Bullet")
        for line in below:
            item.add_run().add_break()
            item.add_run(str(line))


def _picture(document: Document, drawn: bytes | None, section: Section) -> None:
    """A figure, as wide as the page unless it is too high, with what it shows for who cannot see it."""
    from docx.shared import Cm

    if drawn is None:
        return
    picture = document.add_picture(BytesIO(drawn), width=Cm(ACROSS_CM))
    if picture.height > Cm(HIGHEST_CM):
        picture.width, picture.height = int(picture.width * Cm(HIGHEST_CM) / picture.height), Cm(HIGHEST_CM)
    told: Any = picture._inline.docPr
    told.set("descr", str(section.said) or str(section.question))


def _numbers(document: Document, section: Section) -> None:
    """Notes, and the table unless it is a list already."""
    if section.table is not None and not section.items:
        _rows(document, section.table)
    for note in section.notes:
        document.add_paragraph(str(note), "Caption")


def _rows(document: Document, found: Table) -> None:
    rows = list(found.rows)[: len(found.rows) if len(found.rows) <= WHOLE else SOME]
    columns = [k for k, _ in enumerate(found.columns) if any(row[k] not in (None, "–") for row in found.rows)]
    table = _table(document, [str(found.columns[k].title) for k in columns], len(rows))
    for own, row in zip(table.rows[1:], rows, strict=True):
        for cell, k in zip(own.cells, columns, strict=True):
            _fill(cell, shown(row[k], found.columns[k]), right=not isinstance(row[k], str))
    for cell, k in zip(table.rows[0].cells, columns, strict=True):
        if any(not isinstance(row[k], str) and row[k] is not None for row in rows):
            _to_the_right(cell)
    share_out(table, _widths(found, columns), ACROSS_CM)
    if len(rows) < len(found.rows):
        document.add_paragraph(str(say("brief.more_rows", n=len(found.rows) - len(rows))), "Caption")


def _widths(found: Table, columns: Sequence[int]) -> list[int]:
    for most in WIDEST:
        widths = letters([found], most)
        own = [widths[k] for k in columns]
        if sum(own) <= ACROSS:
            break
    return own


def _table(document: Document, heads: Sequence[str], rows: int) -> WordTable:
    """An empty table with its head, which is repeated on every page."""
    table: WordTable = document.add_table(rows + 1, len(heads), "Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, bold=True)
    shade_head(table)
    return table


def _fill(cell: Any, text: str, *, right: bool = False, bold: bool = False, ink: str = "") -> None:
    from docx.shared import RGBColor

    paragraph = cell.paragraphs[0]
    paragraph.style = "No Spacing"
    run = paragraph.add_run(text)
    run.bold = bold or bool(ink)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)
    if right:
        _to_the_right(cell)


def _to_the_right(cell: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

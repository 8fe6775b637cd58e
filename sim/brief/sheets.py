"""report.xlsx: the numbers behind a brief, a sheet for each table, with the sentence that it is read for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, letters
from sim.brief.parts import PARTS
from sim.brief.parts.cards import cards_table
from sim.brief.section import Section
from sim.fold import fold
from sim.i18n import say
from sim.show import phrases
from sim.validation.reliance import doubts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2026, 1, 1)
"""The same for all, so that the same answer gives the same bytes."""
WIDEST = 50
"""Of a column, letters."""
TEXT_PT, TITLE_PT = 11.0, 14.0
"""Size of letters."""
LINE = 1.36
"""Height of a line, in letters."""
A4 = 9
"""As Excel numbers sizes of paper."""
MOST_LETTERS = 31
"""Of the name of a sheet; what Excel does not allow in one stands in no message."""


@dataclass(slots=True)
class Block:
    """A table on a sheet, with what is said above and below it."""

    title: str
    said: Sequence[str]
    table: Table
    notes: Sequence[str] = ()


@dataclass(slots=True)
class Formats:
    """How cells look."""

    book: Workbook
    made: dict[str, Format] = field(default_factory=dict)

    def of(self, key: str, **properties: Any) -> Format:
        """Make a format once."""
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "top", **properties})
        return self.made[key]

    @property
    def title(self) -> Format:
        """Of a question."""
        return self.of("title", bold=True, font_size=TITLE_PT, text_wrap=True)

    @property
    def head(self) -> Format:
        """Of the names of columns."""
        return self.of("head", bold=True, text_wrap=True, bottom=1, bg_color="#F2F2F2", align="left", indent=1)

    @property
    def head_of_numbers(self) -> Format:
        """Of the names of columns of numbers, which stand on the right."""
        return self.of("numbers", bold=True, text_wrap=True, bottom=1, bg_color="#F2F2F2", align="right")

    @property
    def text(self) -> Format:
        """Of words."""
        return self.of("text", text_wrap=True, align="left", indent=1)

    @property
    def note(self) -> Format:
        """Of notes."""
        return self.of("note", font_color="#595959", text_wrap=True)

    def number(self, column: Column) -> Format:
        """Of numbers: the decimals that are read; the cell has all."""
        plain = "#,##0" + ("." + "0" * column.digits if column.digits else "")
        pattern = f"+{plain};-{plain};{plain}" if column.sign else plain
        return self.of(pattern, num_format=pattern)


def write_sheets(brief: Brief, file: Path) -> None:
    """Write the workbook, in the language in force.

    Parameters
    ----------
    brief : Brief
    file : Path
    """
    from xlsxwriter import Workbook

    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED, "title": str(say("brief.page.title", place=brief.place))})
        formats = Formats(book)
        for name, blocks in sheets_of(brief):
            _write(book.add_worksheet(name[:MOST_LETTERS]), blocks, formats)


def sheets_of(brief: Brief) -> Iterator[tuple[str, list[Block]]]:
    """Name the sheets and what is on each, in the order of a brief: the answer, then a sheet for each question."""
    arms = brief.others or [brief.shown]
    yield str(say("brief.sheet.answer")), [_answer(brief, arm) for arm in arms]
    lines: list[Section] = []
    for part in PARTS:
        told = [(arm, part.tell(brief, arm)) for arm in (arms if part.by_arm else [brief.shown])]
        for number, section in enumerate(told[0][1]):
            if section.table is None:
                lines += [section] if section.items or section.code else []
                continue
            yield str(section.table.name), _blocks(brief, {a: own[number] for a, own in told if number < len(own)})
    rows: list[list[Cell]] = [
        [str(section.question), str(line)]
        for section in lines
        for line in [*([section.code] if section.code else []), *(line for item in section.items for line in item)]
    ]
    columns = [Column(say("brief.question")), Column(say("brief.said"))]
    name = say("brief.sheet.limits")
    yield str(name), [Block(str(say("brief.limits.question")), [], Table(name, name, columns, rows))]


def _answer(brief: Brief, arm: str) -> Block:
    title = phrases.title(brief.answer, arm if brief.others else None)
    notes = [say("brief.cards.key")] if brief.others else []
    return Block(str(title), [phrases.subtitle(brief.answer), *doubts(brief.answer)], cards_table(brief, arm), notes)


def _blocks(brief: Brief, told: Mapping[str, Section]) -> list[Block]:
    """A block for each arm; one for all where they share a table."""
    first, *others = told.values()
    assert first.table is not None
    if all(own.table == first.table for own in others):
        said = list(dict.fromkeys(str(own.said) for own in told.values() if own.said))
        return [Block(str(first.question), said, first.table, first.notes)]
    return [
        Block(
            str(say("brief.money.part", arm=brief.called(arm), said=own.question)),
            [own.said] if own.said else [], own.table, own.notes,
        )
        for arm, own in told.items() if own.table is not None
    ]  # fmt: skip


def _write(sheet: Worksheet, blocks: Sequence[Block], formats: Formats) -> None:
    widths = letters([block.table for block in blocks], WIDEST)
    for k, width in enumerate(widths):
        sheet.set_column(k, k, width)
    row = 0
    for block in blocks:
        row = _line(sheet, row, block.title, formats.title, widths, TITLE_PT)
        for said in block.said:
            row = _line(sheet, row, said, formats.note, widths)
        row += 1
        if len(blocks) == 1:
            sheet.freeze_panes(row + 1, 1)
        row = _table(sheet, row, block.table, formats, widths)
        for note in block.notes:
            row = _line(sheet, row, note, formats.note, widths)
        row += 2
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _line(
    sheet: Worksheet, row: int, said: str, form: Format, widths: Sequence[int], size: float = TEXT_PT
) -> int:  # fmt: skip
    """Write a sentence over all columns; return the row below it."""
    across = sum(widths)
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, str(said), form)
    else:
        sheet.write_string(row, 0, str(said), form)
    sheet.set_row(row, _height(str(said), int(across * TEXT_PT / size), size))
    return row + 1


def _height(said: str, width: int, size: float = TEXT_PT) -> float:
    """Points of a text that is folded to a width, as no program does for merged cells by itself."""
    lines = sum(max(len(fold(line, max(width - 1, 1))), 1) for line in said.split("\n"))
    return LINE * size * lines


def _table(sheet: Worksheet, row: int, table: Table, formats: Formats, widths: Sequence[int]) -> int:
    """Write a table with its head at a row; return the row below it."""
    for k, column in enumerate(table.columns):
        number = any(not isinstance(r[k], str) and r[k] is not None for r in table.rows)
        sheet.write_string(row, k, str(column.title), formats.head_of_numbers if number else formats.head)
    sheet.set_row(row, max(_height(str(c.title), widths[k]) for k, c in enumerate(table.columns)))
    for down, own in enumerate(table.rows, row + 1):
        for k, (cell, column) in enumerate(zip(own, table.columns, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(down, k, cell, formats.text)
            elif cell is not None and cell == cell:
                sheet.write_number(down, k, cell, formats.number(column))
        texts = [_height(cell, widths[k]) for k, cell in enumerate(own) if isinstance(cell, str)]
        sheet.set_row(down, max([LINE * TEXT_PT, *texts]))
    return row + 1 + len(table.rows)

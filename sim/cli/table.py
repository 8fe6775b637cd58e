"""A table that fits the terminal without losing a number: text folds, spare columns go, and it is said which.

In this order, as far as the width asks for it:

1. columns of text fold at spaces, down to a least width each;
2. columns that were declared spare are left out, the most spare first, and a line below says so;
3. what is still too wide is printed as wide as it is, for the terminal to wrap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from sim.fold import cells, fold, longest_piece, parts_of_unit, pieces, whole_names
from sim.i18n import Bilingual, joined, say

GAP = "  "
LEAST = 24
"""Columns of a terminal below which a text is not folded, unless it says so."""

Cell = str | Sequence[Text]
"""A text, or its paragraphs with a style each."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    head : str
        Heading; it may have several lines.
    right : bool
        Whether it holds numbers, which stand to the right.
    folds : int
        Least width of a text that may be folded; 0 for numbers and names, which never are.
    spare : int
        Which column goes first where the terminal is too narrow: 1, then 2, ...; 0 for those that stay.
    cut : callable
        Where a text may be folded.
    """

    head: str
    right: bool = False
    folds: int = 0
    spare: int = 0
    cut: Callable[[str], list[str]] = pieces


def word(head: str, spare: int = 0) -> Column:
    """Make a column of names or short words, which are never folded."""
    return Column(head, spare=spare)


def figures(head: str, spare: int = 0) -> Column:
    """Make a column of numbers."""
    return Column(head, right=True, spare=spare)


def text(head: str, least: int = LEAST, *, right: bool = False) -> Column:
    """Make a column of text, which may be folded."""
    return Column(head, right, folds=least)


def names(head: str, spare: int = 0) -> Column:
    """Make a column of names in two languages, which may stand below each other."""
    return Column(head, folds=1, spare=spare, cut=whole_names)


def unit(spare: int = 0) -> Column:
    """Make a column of units, which may be folded at a stroke too (yuan/person/yr)."""
    return Column(say("table.unit"), folds=6, spare=spare, cut=parts_of_unit)


def print_table(
    out: Console, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, elsewhere: str = "--json"
) -> None:
    """Print a table, see `table_lines`."""
    print_lines(out, table_lines(out.width, title, columns, rows, elsewhere=elsewhere))


def table_lines(
    width: int, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, elsewhere: str = "--json"
) -> list[Text]:
    """Write a table.

    Parameters
    ----------
    width : int
        Columns of the terminal.
    title : str
        Written above it; may be empty.
    columns : sequence of Column
    rows : sequence of sequence of Cell
        One cell per column.
    elsewhere : str
        Where what was left out can be read.
    """
    kept = list(range(len(columns)))
    least = _leasts(columns, rows)
    spare = sorted((i for i, c in enumerate(columns) if c.spare), key=lambda i: columns[i].spare)
    left_out = []
    while spare and _total([least[i] for i in kept]) > width:
        left_out.append(spare.pop(0))
        kept.remove(left_out[-1])
    widths = _widths(
        [least[i] for i in kept],
        [_whole(columns[i], [row[i] for row in rows]) for i in kept],
        width - len(GAP) * (len(kept) - 1),
    )
    lines = [Text(line, style="italic") for line in fold(title, width)] if title else []
    own = [columns[i] for i in kept]
    heads = [[Text(line, style="bold") for line in _head(c, w)] for c, w in zip(own, widths, strict=True)]
    tallest = max(map(len, heads))
    lines += _beside([[Text("")] * (tallest - len(h)) + h for h in heads], own, widths)
    for row in rows:
        folded = [_folded(row[i], columns[i], w) for i, w in zip(kept, widths, strict=True)]
        lines += _beside(folded, own, widths)
    if left_out:
        named = joined(on_one_line(columns[i].head) for i in sorted(left_out))
        told = say("table.left_out", named=named, elsewhere=elsewhere)
        lines += [Text(line) for part in told.split("\n") for line in fold(part, width)]
    return lines


def on_one_line(head: str) -> str:
    """Write a heading of several lines on one."""
    one = head if isinstance(head, Bilingual) else Bilingual(head, head)
    return Bilingual(" ".join(one.en.split()), "".join(one.zh.split("\n")))


def fits(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a table can be printed with all its columns and no line that is too long."""
    return _total(_leasts(columns, rows)) <= out.width


def print_lines(out: Console, lines: Sequence[Text]) -> None:
    """Print lines as they are: what is too long is left to the terminal, which wraps and cuts nothing off."""
    for line in lines:
        out.print(line, soft_wrap=True)


def _paragraphs(cell: Cell) -> list[Text]:
    return [Text(line) for line in cell.split("\n")] if isinstance(cell, str) else list(cell)


def _whole(column: Column, own: Sequence[Cell]) -> int:
    """Width at which nothing of a column is folded."""
    return max(cells(line.plain) for cell in [column.head, *own] for line in _paragraphs(cell))


def _least(column: Column, own: Sequence[Cell]) -> int:
    """Width that a column cannot do without; headings fold at spaces over numbers and names too."""
    cut = column.cut if column.folds else whole_names
    head = max(longest_piece(part, cut) for part in column.head.split("\n"))
    if not column.folds:
        return max([head, *(cells(p.plain) for cell in own for p in _paragraphs(cell))])
    uncut = max([head, *(longest_piece(p.plain, column.cut) for cell in own for p in _paragraphs(cell))])
    return min(_whole(column, own), max(column.folds, uncut))


def _leasts(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [_least(column, [row[i] for row in rows]) for i, column in enumerate(columns)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _widths(least: Sequence[int], whole: Sequence[int], room: int) -> list[int]:
    """Share out the room: one by one to the column that would else be folded into the most lines."""
    widths = list(least)
    for _ in range(room - sum(least)):
        most = max(range(len(widths)), key=lambda i: whole[i] / max(widths[i], 1) if whole[i] > widths[i] else 0.0)
        if widths[most] >= whole[most]:
            break
        widths[most] += 1
    return widths


def _head(column: Column, width: int) -> list[str]:
    cut = column.cut if column.folds else whole_names
    return [line for part in column.head.split("\n") for line in fold(part, width, cut=cut)]


def _folded(cell: Cell, column: Column, width: int) -> list[Text]:
    if not column.folds:
        return _paragraphs(cell)
    return [Text(line, style=p.style) for p in _paragraphs(cell) for line in fold(p.plain, width, cut=column.cut)]


def _beside(folded: Sequence[Sequence[Text]], columns: Sequence[Column], widths: Sequence[int]) -> list[Text]:
    """Set the lines of the cells of one row beside each other."""
    lines = []
    for k in range(max(map(len, folded))):
        line = Text()
        for i, (cell, column, width) in enumerate(zip(folded, columns, widths, strict=True)):
            part = cell[k] if k < len(cell) else Text("")
            pad = " " * (width - cells(part.plain))
            last = i == len(columns) - 1
            line.append(GAP if i else "")
            line.append(pad if column.right else "")
            line.append_text(part)
            line.append("" if column.right or last else pad)
        line.rstrip()
        lines.append(line)
    return lines

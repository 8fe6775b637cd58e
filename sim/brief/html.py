"""Pieces of HTML: escaped text, tables, figures with their question, answer and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from sim.fold import cells, pieces
from sim.i18n import say
from sim.show.svg import in_both_widths
from sim.show.svg.scales import told

Cell = str | float | None
NARROWEST = 6
"""Letters of a column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it is called with its unit, and the decimals of its numbers."""

    title: str
    digits: int = 1
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers behind a figure: of the page, of Word and of the sheets.

    Attributes
    ----------
    name : str
        Of the sheet, in a word.
    title : str
    columns : sequence of Column
    rows : sequence of rows
        Numbers as they are, not rounded; None and nan where there is none.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]] = field(default_factory=list)


def shown(cell: Cell, column: Column) -> str:
    """Write a cell as it is read."""
    if isinstance(cell, str):
        return str(cell)
    return "–" if cell is None or cell != cell else told(cell, column.digits, sign=column.sign)


def letters(tables: Sequence[Table], most: int) -> list[int]:
    """Widths of the columns of tables that stand below each other.

    Parameters
    ----------
    tables : sequence of Table
    most : int
        Letters of a column; a longer text is folded.

    Returns
    -------
    list of int
        Letters: the longest word at least, the longest text if that is not too much.
    """
    widths: dict[int, int] = {}
    for found in tables:
        for k, column in enumerate(found.columns):
            title = str(column.title)
            texts = [cells(shown(row[k], column)) for row in found.rows]
            wanted = max([NARROWEST, cells(title) // 2, *map(cells, pieces(title)), *texts]) + 2
            widths[k] = max(widths.get(k, 0), min(wanted, most))
    return [widths[k] for k in sorted(widths)]


def text(said: object) -> str:
    """Text that is never read as HTML."""
    return escape(str(said), quote=True)


def paragraph(said: object, kind: str = "") -> str:
    """A paragraph."""
    return f"<p{_class(kind)}>{text(said)}</p>" if str(said) else ""


def command(typed: str) -> str:
    """A command as it is typed; nothing where there is none."""
    return f"<p><code>{text(typed)}</code></p>" if typed else ""


def table(found: Table, most: int = 0) -> str:
    """A table; of a long one the first rows, and a word that there are more."""
    rows = list(found.rows)[: most or None]
    head = "".join(f"<th scope=col{_right(c, found, k)}>{text(c.title)}</th>" for k, c in enumerate(found.columns))
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_right(c, found, k)}>{text(shown(cell, c))}</td>"
            for k, (cell, c) in enumerate(zip(row, found.columns, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    more = (
        paragraph(say("brief.more_rows", n=len(found.rows) - len(rows)), "note") if len(rows) < len(found.rows) else ""
    )
    return f"<div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"


def _right(column: Column, found: Table, k: int) -> str:
    """Numbers stand on the right."""
    numbers = any(not isinstance(row[k], str) and row[k] is not None for row in found.rows)
    return ' class="n"' if numbers else ""


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def figure(
    key: str, question: object, said: object, body: str, found: Table | None = None, notes: Sequence[object] = ()
) -> str:
    """A figure: question as title, answer in a line, chart, notes, and its numbers to unfold.

    Parameters
    ----------
    key : str
        Of the part; an address within the page.
    question, said : str
    body : str
        HTML of the chart, whose alternative text is `said`.
    found : Table, optional
    notes : sequence of str
    """
    numbers = f"<details><summary>{text(say('brief.numbers'))}</summary>{table(found, MOST)}</details>" if found else ""
    return (
        f'<section class="part {key}"><h2>{text(question)}</h2>{paragraph(said, "said")}{body}'
        f"{''.join(paragraph(note, 'note') for note in notes)}{numbers}</section>"
    )


MOST = 60
"""Rows of a table within a page; all of them are in report.xlsx."""


def chart(draw: Callable[[int], str]) -> str:
    """A chart in both widths, of which the page's style shows one."""
    return in_both_widths(draw)

"""A section of a brief: what it asks and says, with what; of the page, of Word and of the sheets alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.brief.html import Table, figure, paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A section, in the language in force when it was made.

    Attributes
    ----------
    key : str
        An address within the page.
    question, said : str
        Its title, and the answer in a line, which is also the alternative text of its picture.
    body : callable
        Draws the HTML between the answer and the notes.
    table : Table, optional
        Numbers behind it.
    notes : sequence of str
    folded : bool
        Whether the page has the table below the notes, folded; else ``body`` shows it in a way of its own.
    items : sequence of sequence of str
        A list, each item a line with lines below it.
    code : str
        A command.
    paper : str
        What is said on paper alone.
    pictures : sequence of str
        Kinds of figures (`sim.report.kinds`) that show the same on paper.
    """

    key: str
    question: str
    said: str
    body: Callable[[], str]
    table: Table | None = None
    notes: Sequence[str] = ()
    folded: bool = True
    items: Sequence[Sequence[str]] = ()
    code: str = ""
    paper: str = ""
    pictures: Sequence[str] = ()

    def html(self) -> str:
        """Draw it for the page."""
        table = self.table if self.folded else None
        body = self.body() + paragraph(self.paper, "print-only")
        return figure(self.key, self.question, self.said, body, table, self.notes)

"""Print paragraphs, folded where a language allows it."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from sim.cli.table import print_lines
from sim.fold import fold

CODE = re.compile(r"``(.+?)``|`(.+?)`")
"""Marks of code in a docstring, which a terminal shows without them."""
ITEM = re.compile(r"\n(?=- )")
"""What parts the items of a list."""


def print_prose(out: Console, text: str, style: str = "", hang: int = 0) -> None:
    """Print every line of a text as a paragraph of its own, folded; an indented one keeps its indent.

    Parameters
    ----------
    out : Console
    text : str
    style : str
        Of all of it.
    hang : int
        How much further the lines after the first are indented.
    """
    for paragraph in text.split("\n"):
        bare = paragraph.lstrip(" ")
        indent = " " * (len(paragraph) - len(bare))
        # the first line is folded with room for its own indent, the rest with the deeper one
        first, *more = fold(bare, out.width - len(indent))
        if more and hang:
            more = fold(bare[len(first) :].lstrip(" "), out.width - len(indent) - hang)
        lines = [indent + first, *(indent + " " * hang + line for line in more)]
        print_lines(out, [Text(line, style=style) for line in lines])


def print_docstring(out: Console, docstring: str) -> None:
    """Print a docstring with its paragraphs folded anew, without its marks of code; a block set apart stays as it is.

    Parameters
    ----------
    out : Console
    docstring : str
        Cleaned of its indent.
    """
    plain = CODE.sub(lambda found: found[1] or found[2], docstring.replace("::\n", ":\n"))
    for i, block in enumerate(plain.split("\n\n")):
        if i:
            out.print()
        if block.startswith((" ", "=")):  # a formula or a table
            print_lines(out, [Text(line) for line in block.split("\n") if line.strip("= ")])
        for paragraph in [] if block.startswith((" ", "=")) else ITEM.split(block):
            print_prose(out, " ".join(paragraph.split()), hang=2 if paragraph.startswith("- ") else 0)

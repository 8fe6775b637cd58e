"""Print paragraphs, folded where a language allows it."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from sim.cli.table import print_lines
from sim.fold import fold

CODE = re.compile(r"``(.+?)``|`(.+?)`")
"""Marks of code in a docstring, which a terminal shows without them."""


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


def reflowed(docstring: str) -> str:
    """Join the lines of each paragraph and list item of a docstring, without its marks of code.

    Lines that are indented further, as a list item's second, belong to the one before.
    """
    paragraphs: list[str] = []
    fresh = True
    for line in CODE.sub(lambda found: found[1] or found[2], docstring).split("\n"):
        bare = line.strip()
        if not bare:
            paragraphs.append("")
            fresh = True
        elif fresh or bare.startswith("- "):
            paragraphs.append(bare)
            fresh = False
        else:
            paragraphs[-1] += " " + bare
    return "\n".join(paragraphs)

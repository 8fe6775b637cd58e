"""Fold text into lines: at spaces, and between Chinese characters, but never before their closing punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

BRACKETS_AND_STOPS = ("Pe", "Po", "Pf")
"""Unicode categories of what no line begins with."""
DASHES = "—…"
TO = "至"
"""Between the ends of a range."""


def cells(text: str) -> int:
    """Columns of a terminal that a line takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def pieces(text: str) -> list[str]:
    """Cut a text wherever a line may end: at spaces, and around a Chinese character, but not in a range as 0至100."""
    found: list[str] = []
    for c in text:
        if (
            not found
            or (found[-1][-1] == " " and c != " ")
            or (_between(found[-1][-1], c) and not _in_range(found[-1], c))
        ):
            found.append(c)
        else:
            found[-1] += c
    return found


def whole_names(text: str) -> list[str]:
    """Cut at spaces only: a Chinese name is not cut either."""
    return re.split(r"(?<= )(?=[^ ])", text)


def parts_of_unit(text: str) -> list[str]:
    """Cut a unit at spaces and behind strokes, e.g. yuan/person/yr."""
    return re.split(r"(?<=[ /])(?=[^ /])", text)


def parts_of_compound(text: str) -> list[str]:
    """Cut at spaces, and behind hyphens and strokes between letters (but not in ranges of numbers)."""
    return re.split(r"(?<= )(?=[^ ])|(?<=[a-z][-/])(?=[a-z])", text)


def _in_range(before: str, c: str) -> bool:
    """Say whether a character goes on with a range of numbers that a text ends with."""
    number = before.removesuffix(TO)[-1:]
    if not (number.isdecimal() or number == "%"):
        return False
    return c == TO or (before[-1] == TO and (c.isdecimal() or c in "+-\N{MINUS SIGN}"))


def _between(before: str, c: str) -> bool:
    """Say whether a line may end between two characters, neither of which is a space before the other."""
    if c in " " + DASHES or unicodedata.category(c) in BRACKETS_AND_STOPS:
        return False
    if unicodedata.category(before) in ("Ps", "Pi"):  # an opening bracket keeps what it opens
        return False
    return cells(before) > 1 or cells(c) > 1


def fold(
    text: str, width: float, wide: Callable[[str], float] = cells, cut: Callable[[str], list[str]] = pieces
) -> list[str]:
    """Fill lines from the left; what cannot be cut is kept whole, on a line that is then too long.

    Parameters
    ----------
    text : str
        One paragraph.
    width : float
        Of a line.
    wide : callable
        From a text to its width.
    cut : callable
        From the text to the pieces that stay whole.
    """
    lines, used = [""], 0.0
    for piece in cut(text):
        if lines[-1] and used + wide(piece.rstrip()) > width:
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += wide(piece)
    return [line.rstrip() for line in lines]


def longest_piece(text: str, cut: Callable[[str], list[str]] = pieces) -> int:
    """Columns that the longest uncut piece of a text takes."""
    return max((cells(piece.rstrip()) for piece in cut(text)), default=0)

"""Fold prose so that no line ends inside a word, of Chinese neither: at spaces, and behind the marks of Chinese."""

from __future__ import annotations

import re

from sim.fold import cells, fold, pieces

MARKS = re.compile(r"(?<= )(?=[^ ])|(?<=[，。；：、！？）])(?![，。；：、！？）])")
"""Where a line may end."""


def clauses(text: str) -> list[str]:
    """Cut a text where a line may end."""
    return MARKS.split(text)


def fold_clauses(text: str, width: int) -> list[str]:
    """Fill lines with whole clauses; one that is longer than a line is cut wherever Chinese may be.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int
        Of a line, in columns of a terminal.
    """

    def cut(whole: str) -> list[str]:
        return [part for one in clauses(whole) for part in ([one] if cells(one.rstrip()) <= width else pieces(one))]

    return fold(text, width, cut=cut)

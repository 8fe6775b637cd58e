"""The table of an answer: arms as columns and measures as rows; where there are too many arms, arms as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from sim.cli.table import Cell, Column, figures, table_lines, text, word
from sim.i18n import Bilingual, joined, say
from sim.measures import MEASURES
from sim.show.phrases import SURE, Card, arm_called, card

ROWS = {
    "solved_of_all": ("verdict_lines.solved", "verdict_lines.solved_short"),
    "silent": ("verdict_lines.silent", "verdict_lines.silent_short"),
    "response_mean": ("verdict_lines.response", "verdict_lines.response_short"),
    "satisfaction": ("verdict_lines.satisfaction", "verdict_lines.satisfaction_short"),
    "spending": ("verdict_lines.spending", "verdict_lines.spending_short"),
}
"""What a measure is called at the side of the table, and above a column."""
SHORT = {"small": "verdict_lines.small", "open": "verdict_lines.open"}
"""Verdicts that are said shorter where there is little room."""
STYLES = {"better": "green", "worse": "red", "grey": ""}
STAR = "*"
"""Sure also when the assumed numbers are drawn."""
MOST_MEASURES = 5
LABEL = 16


def lines_of_table(answer: Mapping[str, Any], width: int) -> tuple[list[Text], bool]:
    """Write the table of an answer.

    Parameters
    ----------
    answer : mapping
        ``answer.json``.
    width : int
        Columns of the terminal.

    Returns
    -------
    lines : list of Text
    named : bool
        Whether the arms are named in it by their rank alone, so that each needs a line of its own.
    """
    if answer["kind"] == "run":
        return _of_run(answer, width), False
    ranked = answer["ranked"]
    if len(ranked) == 1:
        return _of_one(answer, ranked[0], width), False
    for before in (True, False):
        columns, rows = _of_many(answer, before=before)
        lines = table_lines(width, "", columns, rows)
        if _fits(lines, width):
            return lines, True
    return _as_rows(answer, width), False


def _of_run(answer: Mapping[str, Any], width: int) -> list[Text]:
    (found,) = answer["measures"].values()
    own = [card(answer, name, found[name]) for name in answer["rows"]]
    columns = [_label(), figures(say("verdict_lines.mean")), figures(say("verdict_lines.interval"))]
    return table_lines(width, "", columns, [[_called(c), c.after, c.interval] for c in own])


def _of_one(answer: Mapping[str, Any], arm: str, width: int) -> list[Text]:
    own = _cards(answer, arm)
    columns = [
        _label(), figures(_first(answer)), figures(say("verdict_lines.with")), figures(say("verdict_lines.change")),
        figures(say("verdict_lines.interval")), word(say("verdict_lines.shows")),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [_called(c), c.before, c.after, c.change, c.interval, [_verdict(c, c.words)]] for c in own
    ]
    lines = table_lines(width, "", columns, rows)
    if _fits(lines, width):
        return lines
    kept = [i for i in range(len(columns)) if i != 4]  # the interval is in --full
    return table_lines(width, "", [columns[i] for i in kept], [[row[i] for i in kept] for row in rows])


def _of_many(answer: Mapping[str, Any], *, before: bool) -> tuple[list[Column], list[list[Any]]]:
    ranked = answer["ranked"]
    own = {arm: _cards(answer, arm) for arm in ranked}
    columns = [_label(), *([figures(_first(answer))] if before else [])]
    columns += [figures(str(rank)) for rank in range(1, len(ranked) + 1)]
    rows = []
    for i, first in enumerate(own[ranked[0]]):
        cells = [[_change(own[arm][i])] for arm in ranked]
        rows.append([_called(first), *([first.before] if before else []), *cells])
    return columns, rows


def _as_rows(answer: Mapping[str, Any], width: int) -> list[Text]:
    names = answer["rows"][:MOST_MEASURES]
    columns = [text(say("verdict_lines.ranked"), 12), *(figures(_head(name)) for name in names)]
    rows: list[list[Cell]] = []
    for rank, arm in enumerate(answer["ranked"], 1):
        own = {c.measure: c for c in _cards(answer, arm)}
        cells: list[Cell] = [[_change(own[name], words=name == names[0])] for name in names]
        rows.append([arm_called(answer, arm).changed(f"{rank} ".__add__), *cells])
    return table_lines(width, "", columns, rows)


def _cards(answer: Mapping[str, Any], arm: str) -> list[Card]:
    found = answer["measures"][arm]
    return [card(answer, name, found[name]) for name in answer["rows"]]


def _label() -> Column:
    return text("", LABEL)


def _called(c: Card) -> Bilingual:
    if c.measure in ROWS:
        return say(ROWS[c.measure][0])
    return joined([MEASURES[c.measure].called, c.unit], ", ")


def _head(name: str) -> Bilingual:
    return say(ROWS[name][1]) if name in ROWS else MEASURES[name].called


def _first(answer: Mapping[str, Any]) -> Bilingual:
    return arm_called(answer, answer["arms"][0]["key"]).changed(lambda name: name.replace(" ", "\N{NO-BREAK SPACE}"))


def _verdict(c: Card, words: str) -> Text:
    return Text(f"{words}{STAR if c.sure >= SURE else ''}", style=STYLES[c.colour])


def _change(c: Card, *, words: bool = True) -> Text:
    said = f"{c.change} {say(SHORT[c.verdict]) if c.verdict in SHORT else c.words}" if words else c.change
    return _verdict(c, said)


def _fits(lines: Sequence[Text], width: int) -> bool:
    return all(line.cell_len <= width for line in lines)

"""Five cards: before, after, in words, and how sure it is."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, text
from sim.i18n import say
from sim.show import phrases

COST = "spending"
"""Its title says its unit."""
MARKS = ("", "*", "**")
"""Of how sure it is: of nothing, at the assumed numbers, also when they are drawn."""


def cards(brief: Brief, arm: str) -> str:
    """A card for each measure that the answer leads with; only what is sure under draws has a colour."""
    found = phrases.cards(brief.answer, arm)
    key = f'<p class="note">{text(say("brief.cards.key"))}</p>' if brief.others else ""
    return f'<div class="cards">{"".join(map(_card, found))}</div>{key}'


def _card(card: phrases.Card) -> str:
    before = f'<span class="before">{text(card.before)}</span> <span class="arrow">→</span> ' if card.before else ""
    words = f'<p class="words">{text(card.words)} {MARKS[card.sure]}</p>' if card.words else ""
    sure = f'<p class="sure">{text(card.sure_words)}</p>' if card.sure_words else ""
    unit = "" if card.measure == COST else f'<span class="unit">{text(card.unit)}</span>'
    interval = "" if card.words else f'<p class="words">{text(card.interval)}</p>'
    return (
        f'<article class="card {card.colour}" data-measure="{text(card.measure)}">'
        f'<div class="row"><h3>{text(card.title)}</h3>'
        f'<p class="move">{before}<b class="after">{text(card.after)}</b> '
        f'{unit}</p></div><div class="row">{words}{interval}{sure}</div></article>'
    )


def cards_table(brief: Brief, arm: str) -> Table:
    """What the cards of an arm say, and the intervals behind them."""
    answer, run = brief.answer, not brief.others
    found = answer["measures"].get(arm, {})
    heads = ["brief.measure", "brief.unit", "brief.value" if run else "brief.before"]
    heads += [] if run else ["brief.after", "brief.change"]
    columns = [Column(say(head), 2) for head in [*heads, "brief.low", "brief.high"]]
    columns += [] if run else [Column(say("brief.verdict")), Column(say("brief.sure"))]
    rows: list[list[Cell]] = []
    for name, m in found.items():
        card = phrases.card(answer, name, m)
        numbers = [m["value"]] if run else [m["before"], m["after"], m["change"]]
        words = [] if run else [str(card.words), str(card.sure_words)]
        rows.append([str(card.title), str(card.unit), *numbers, m["low"], m["high"], *words])
    return Table(say("brief.sheet.answer"), say("brief.cards.title"), columns, rows)

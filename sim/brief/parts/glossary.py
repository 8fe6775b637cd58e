"""What the words mean, in both languages."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import text
from sim.i18n import Bilingual, say
from sim.measures import MEASURES

TERMS = (
    ("brief.term.arm", "brief.meaning.arm"),
    ("brief.term.pair", "brief.meaning.pair"),
    ("brief.term.draw", "brief.meaning.draw"),
    ("brief.term.interval", "brief.meaning.interval"),
    ("brief.term.sure", "brief.meaning.sure"),
    ("brief.term.matters", "brief.meaning.matters"),
    ("brief.term.open", "brief.meaning.open"),
    ("brief.term.pareto", "brief.meaning.pareto"),
    ("brief.term.gini", "brief.meaning.gini"),
    ("brief.term.holm", "brief.meaning.holm"),
)


def glossary(brief: Brief, arm: str) -> str:
    """Terms and measures: English and Chinese beside each other, whatever the language of the page."""
    named = brief.answer["measures"]
    measures = list(next(iter(named.values()), {}))
    rows = [(say(term), say(meaning)) for term, meaning in TERMS]
    rows += [
        (MEASURES[name].called, Bilingual(MEASURES[name].definition, MEASURES[name].definition_zh)) for name in measures
    ]
    items = "".join(
        f'<tr><th scope=row><span lang="en">{text(term.en)}</span><br><span lang="zh">{text(term.zh)}</span></th>'
        f"<td>{text(meaning)}</td></tr>"
        for term, meaning in rows
    )
    return (
        f'<section class="part glossary"><h2>{text(say("brief.glossary.question"))}</h2>'
        f"<details><summary>{text(say('brief.glossary.summary', n=len(rows)))}</summary><table>{items}</table>"
        "</details></section>"
    )

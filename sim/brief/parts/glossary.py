"""What the words mean, in both languages."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Column, Table, text
from sim.brief.section import Section
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


def glossary(brief: Brief, arm: str) -> list[Section]:
    """Terms and measures: English and Chinese beside each other, whatever the language of the page."""
    found = glossary_table(brief)

    def body() -> str:
        items = "".join(
            f'<tr><th scope=row><span lang="en">{text(en)}</span><br><span lang="zh">{text(zh)}</span></th>'
            f"<td>{text(meaning)}</td></tr>"
            for en, zh, meaning in found.rows
        )
        summary = text(say("brief.glossary.summary", n=len(found.rows)))
        return f"<details><summary>{summary}</summary><table>{items}</table></details>"

    return [Section("glossary", found.title, "", body, found, folded=False)]


def glossary_table(brief: Brief) -> Table:
    """The same as a table: English, Chinese, and what it means in the language in force."""
    measures = list(next(iter(brief.answer["measures"].values()), {}))
    rows = [(say(term), say(meaning)) for term, meaning in TERMS]
    rows += [
        (MEASURES[name].called, Bilingual(MEASURES[name].definition, MEASURES[name].definition_zh)) for name in measures
    ]
    columns = [Column("English"), Column("中文"), Column(say("brief.glossary.meaning"))]
    cells = [[term.en, term.zh, str(meaning)] for term, meaning in rows]
    return Table(say("brief.sheet.glossary"), say("brief.glossary.question"), columns, cells)

"""The answer as title, and what it is about."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import paragraph, text
from sim.show import phrases
from sim.validation.reliance import doubts


def title(brief: Brief, arm: str) -> str:
    """The answer in a sentence; below it place, residents, days, pairs, what is assumed; a warning of bad draws."""
    said = phrases.title(brief.answer, arm if brief.others else None)
    below = [paragraph(phrases.subtitle(brief.answer), "about"), *map(paragraph, doubts(brief.answer))]
    return f"<h1>{text(said)}</h1>{''.join(below)}"

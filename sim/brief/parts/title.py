"""The answer as title, and what it is about."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import paragraph, text
from sim.show import phrases


def title(brief: Brief, arm: str) -> str:
    """The answer in a sentence, and below it place, residents, days, pairs and what is assumed."""
    said = phrases.title(brief.answer, arm if brief.others else None)
    return f"<h1>{text(said)}</h1>{paragraph(phrases.subtitle(brief.answer), 'about')}"

"""How it is made again."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import command, paragraph
from sim.brief.section import Section
from sim.i18n import say


def again(brief: Brief, arm: str) -> list[Section]:
    """The command, seed, version and code, and where the numbers are."""
    answer = brief.answer
    told = say(
        "brief.again.told", seed=answer["seed"], pairs=brief.pairs, version=answer["version"], code=answer["code"]
    )
    typed, notes = answer["command"], [say("brief.again.files")]
    body = command(typed) + paragraph(told)
    return [Section("again", say("brief.again.question"), "", lambda: body, notes=notes, items=[[told]], code=typed)]

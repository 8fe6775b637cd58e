"""What the answer does not say."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import text
from sim.brief.section import Section
from sim.i18n import Bilingual, say
from sim.validation.reliance import doubts


def limits(brief: Brief, arm: str) -> list[Section]:
    """A list of limits; which ones hold depends on what was asked."""
    found = all_limits(brief)
    body = f"<ul>{''.join(f'<li>{text(said)}</li>' for said in found)}</ul>"
    return [Section("limits", say("brief.limits.question"), "", lambda: body, items=[[said] for said in found])]


def all_limits(brief: Brief) -> list[Bilingual]:
    """What must be known before it is used."""
    answer = brief.answer
    found = [
        *doubts(answer, full=True),
        say("brief.limits.model", **answer["numbers"]),
        say("brief.limits.map"),
        say("brief.limits.interval", n=brief.pairs),
    ]
    if brief.others:
        found.append(
            say("brief.limits.draws", n=answer["draws"]["n"]) if answer["draws"] else say("brief.limits.no_draws")
        )
        found.append(say("brief.limits.holm"))
    if answer["pairs"] < answer.get("pairs_asked", answer["pairs"]):
        found.append(say("brief.limits.unfinished", there=answer["pairs"], asked=answer["pairs_asked"]))
    found.append(say("brief.limits.window", days=answer["days"] - answer["warmup_days"], warmup=answer["warmup_days"]))
    return found

"""What the answer does not say."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import text
from sim.i18n import Bilingual, say


def limits(brief: Brief, arm: str) -> str:
    """A list of limits; which ones hold depends on what was asked."""
    items = "".join(f"<li>{text(said)}</li>" for said in all_limits(brief))
    return f'<section class="part limits"><h2>{text(say("brief.limits.question"))}</h2><ul>{items}</ul></section>'


def all_limits(brief: Brief) -> list[Bilingual]:
    """What must be known before it is used."""
    answer = brief.answer
    found = [
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

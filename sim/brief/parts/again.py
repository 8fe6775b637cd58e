"""How it is made again."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import paragraph, text
from sim.i18n import say


def again(brief: Brief, arm: str) -> str:
    """The command, seed, version and code, and where the numbers are."""
    answer = brief.answer
    told = say(
        "brief.again.told", seed=answer["seed"], pairs=brief.pairs, version=answer["version"], code=answer["code"]
    )
    return (
        f'<section class="part again"><h2>{text(say("brief.again.question"))}</h2>'
        f"<p><code>{text(answer['command'])}</code></p>{paragraph(told)}"
        f"{paragraph(say('brief.again.files'), 'note')}</section>"
    )

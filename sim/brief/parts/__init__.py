"""Parts of a brief: each a function from a `sim.brief.brief.Brief` and an arm to HTML in the language in force.

A part of which there is nothing to show is an empty text. `PARTS` is their order on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sim.brief.brief import Brief
from sim.brief.parts.again import again
from sim.brief.parts.cards import cards
from sim.brief.parts.evidence import evidence
from sim.brief.parts.flows import flows
from sim.brief.parts.gains import gains
from sim.brief.parts.glossary import glossary
from sim.brief.parts.hours import hours
from sim.brief.parts.limits import limits
from sim.brief.parts.lorenz import lorenz
from sim.brief.parts.money import money
from sim.brief.parts.parting import parting
from sim.brief.parts.replay import replay
from sim.brief.parts.rests import rests
from sim.brief.parts.still import still
from sim.brief.parts.title import title
from sim.brief.parts.worth import worth

Draw = Callable[[Brief, str], str]


class Part(NamedTuple):
    """A part: its key, the function that draws it, and whether it is another one for another arm."""

    key: str
    draw: Draw
    by_arm: bool


PARTS = (
    Part("title", title, by_arm=True),
    Part("cards", cards, by_arm=True),
    Part("worth", worth, by_arm=False),
    Part("still", still, by_arm=True),
    Part("replay", replay, by_arm=False),
    Part("gains", gains, by_arm=True),
    Part("lorenz", lorenz, by_arm=False),
    Part("flows", flows, by_arm=True),
    Part("hours", hours, by_arm=False),
    Part("parting", parting, by_arm=False),
    Part("rests", rests, by_arm=True),
    Part("evidence", evidence, by_arm=True),
    Part("money", money, by_arm=False),
    Part("limits", limits, by_arm=False),
    Part("glossary", glossary, by_arm=False),
    Part("again", again, by_arm=False),
)
"""In the order of the page."""

__all__ = ["PARTS", "Draw", "Part"] + [part.key for part in PARTS]

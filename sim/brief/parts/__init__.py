"""Parts of a brief: each a function from a `sim.brief.brief.Brief` and an arm to sections in the language in force.

A part of which there is nothing to show has no section. `PARTS` is their order in every file.
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
from sim.brief.section import Section

Draw = Callable[[Brief, str], str]
Tell = Callable[[Brief, str], list[Section]]


def _drawn(tell: Tell) -> Draw:
    return lambda brief, arm: "".join(section.html() for section in tell(brief, arm))


def _nothing(brief: Brief, arm: str) -> list[Section]:
    """Title and cards, which every kind of file writes in a way of its own."""
    return []


class Part(NamedTuple):
    """A part.

    Attributes
    ----------
    key : str
    draw : callable
        HTML of it.
    by_arm : bool
        Whether it is another one for another arm.
    tell : callable
        Its sections, for other files than the page.
    """

    key: str
    draw: Draw
    by_arm: bool
    tell: Tell


def _part(key: str, tell: Tell, *, by_arm: bool) -> Part:
    return Part(key, _drawn(tell), by_arm, tell)


PARTS = (
    Part("title", title, True, _nothing),
    Part("cards", cards, True, _nothing),
    _part("worth", worth, by_arm=False),
    _part("still", still, by_arm=True),
    _part("replay", replay, by_arm=False),
    _part("gains", gains, by_arm=True),
    _part("lorenz", lorenz, by_arm=False),
    _part("flows", flows, by_arm=True),
    _part("hours", hours, by_arm=False),
    _part("parting", parting, by_arm=False),
    _part("rests", rests, by_arm=True),
    _part("evidence", evidence, by_arm=True),
    _part("money", money, by_arm=False),
    _part("limits", limits, by_arm=False),
    _part("glossary", glossary, by_arm=False),
    _part("again", again, by_arm=False),
)
"""In the order of the page."""

__all__ = ["PARTS", "Draw", "Part"] + [part.key for part in PARTS]

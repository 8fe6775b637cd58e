"""Sankey diagrams: where problems go, an arm under the other on the same scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.show.svg.drawing import INK, SMALL, TEXT, WIDE, Drawing, cut
from sim.show.svg.scales import told

BAR = 12.0
HEIGHT = {True: 220.0, False: 240.0}
"""Of all problems, on a page and on a phone."""
COLUMNS = {True: (0.0, 0.33, 1.0), False: (0.0, 0.27, 1.0)}
"""Where columns stand, of the width: on a phone words of the middle and of the last one need the room."""


class Flow(NamedTuple):
    """How much goes from one node to another."""

    start: str
    to: str
    amount: float


class Node(NamedTuple):
    """A node.

    Attributes
    ----------
    key, label : str
    column : int
        From the left, 0 to 2.
    colour : str
        Of it, and of what flows into it.
    """

    key: str
    label: str
    column: int
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, and what numbers are."""

    title: str
    said: str
    unit: str


@dataclass(slots=True)
class _Place:
    """Where a node lies: its bar, and how much of it has been used by flows in and out."""

    x: float
    top: float
    bottom: float
    come: float = 0.0
    gone: float = 0.0


def sankey(
    arms: Mapping[str, Sequence[Flow]], nodes: Sequence[Node], words: Words, *, width: int = WIDE, digits: int = 1
) -> str:
    """Draw the flows of each arm; behind each number, how it differs from the first arm.

    Parameters
    ----------
    arms : mapping name -> flows
        Of the same total.
    nodes : sequence of Node
        Those of a column from top to bottom.
    words : Words
    width : int
    digits : int
        Decimals of the numbers.
    """
    d = Drawing(width, words.title, words.said)
    d.note(words.unit)
    first: dict[str, float] | None = None
    for name, flows in arms.items():
        d.text(0.0, d.top + 18.0, name, bold=True)
        d.top += 30.0
        amounts = _amounts(flows, nodes)
        _draw(d, flows, nodes, amounts, first, digits)
        first = first or amounts
    return d.finished(d.top)


def _amounts(flows: Sequence[Flow], nodes: Sequence[Node]) -> dict[str, float]:
    """Through each node: what comes in, or at the start what goes out."""
    come = {node.key: sum(f.amount for f in flows if f.to == node.key) for node in nodes}
    gone = {node.key: sum(f.amount for f in flows if f.start == node.key) for node in nodes}
    return {key: come[key] or gone[key] for key in come}


def _draw(
    d: Drawing, flows: Sequence[Flow], nodes: Sequence[Node], amounts: Mapping[str, float],
    first: Mapping[str, float] | None, digits: int,
) -> None:  # fmt: skip
    """Draw one arm and move the room down."""
    on_page = d.width >= WIDE
    tall = HEIGHT[on_page] / max(amounts[node.key] for node in nodes)
    slot = 20.0 if on_page else 34.0
    places, bottom = _places(d, nodes, amounts, tall, slot)
    d.rect(0.0, d.top, d.width, bottom - d.top, "", plot=True)
    colour = {node.key: node.colour for node in nodes}
    order = {node.key: k for k, node in enumerate(nodes)}
    for flow in sorted((f for f in flows if f.amount > 0.0), key=lambda f: (order[f.start], order[f.to])):
        out, into = places[flow.start], places[flow.to]
        a, b = out.top + out.gone * tall, into.top + into.come * tall
        high = flow.amount * tall
        d.band((out.x + BAR, a, a + high), (into.x, b, b + high), colour[flow.to])
        out.gone += flow.amount
        into.come += flow.amount
    for node in nodes:
        at = places[node.key]
        d.rect(at.x, at.top, BAR, at.bottom - at.top, node.colour, mark=True)
        number = told(amounts[node.key], digits)
        if first is not None and node.column > 0:
            change = told(amounts[node.key] - first[node.key], digits, sign=True)
            number += f" ({change})" if change[0] in "+−" else ""
        last = node.column == 2
        x, anchor = (at.x - 6.0, "end") if last else (at.x + BAR + 6.0, "start")
        middle = (at.top + at.bottom) / 2.0
        if on_page:
            d.text(x, middle + 4.0, f"{node.label}  {number}", anchor=anchor, halo=True)
        else:
            d.text(x, middle - 2.0, cut(node.label, 150.0, TEXT), anchor=anchor, halo=True)
            d.text(x, middle + 13.0, number, size=SMALL, anchor=anchor, colour=INK, halo=True)
    d.top = bottom + 12.0


def _places(
    d: Drawing, nodes: Sequence[Node], amounts: Mapping[str, float], tall: float, slot: float
) -> tuple[dict[str, _Place], float]:
    """Stack the nodes of each column; a small one keeps the room that its words need."""
    places: dict[str, _Place] = {}
    bottom = d.top
    for column in range(3):
        own = [node for node in nodes if node.column == column]
        x = (d.width - BAR) * COLUMNS[d.width >= WIDE][column]
        y = d.top
        for node in own:
            high = amounts[node.key] * tall
            spare = max(slot - high, 0.0) / 2.0
            places[node.key] = _Place(x, y + spare, y + spare + high)
            y += high + 2.0 * spare + 8.0
        bottom = max(bottom, y)
    return places, bottom

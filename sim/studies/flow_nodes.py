"""Nodes of the flows: what each is called, its column and its colour; the same in every picture of them."""

from __future__ import annotations

from sim.i18n import Bilingual, say
from sim.studies.flows import (
    ARISEN,
    ENDS,
    FORMAL,
    FOUND,
    GIVEN_UP,
    KNOWN,
    REPORTED,
    SOLVED,
    STILL_OPEN,
    UNDECIDED,
    UNHEARD,
)

COLUMN = {ARISEN: 0, **dict.fromkeys(KNOWN, 1), **dict.fromkeys(ENDS, 2)}
"""In the order in which they stand above each other."""
COLOURS = {
    ARISEN: "#595959", REPORTED: "#1b5e9b", FOUND: "#5b94c6", UNDECIDED: "#c9c9c9", UNHEARD: "#6b2409",
    SOLVED: "#0b5f9e", FORMAL: "#d9843b", GIVEN_UP: "#9a4a08", STILL_OPEN: "#8a8a8a",
}  # fmt: skip
_NAMES = {
    ARISEN: "flows.arisen", REPORTED: "flows.reported", FOUND: "flows.found", UNDECIDED: "flows.undecided",
    UNHEARD: "flows.never_heard_of", SOLVED: "flows.solved", FORMAL: "flows.formal", GIVEN_UP: "flows.given_up",
    STILL_OPEN: "flows.open",
}  # fmt: skip


def node_name(key: str) -> Bilingual:
    """Name a node."""
    return say(_NAMES[key])

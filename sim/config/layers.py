"""Who said a number: settings come in layers, and each knows the one that said its value.

default < place < study < arm < typed < drawn. What a user, an arm or a study says is never drawn over, also where it
equals the default; nor is what a place's file says as the place's own figure. A norm or an assumption may be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Layer(IntEnum):
    """Layers of a configuration; a later one lies over the earlier ones."""

    DEFAULT = 0
    PLACE = 1
    STUDY = 2
    ARM = 3
    TYPED = 4
    DRAWN = 5


NOT_ONES_OWN = ("assumed", "norm")
"""Bases of a number that nobody has for this place: it stands for what is not known."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value that somebody said.

    Attributes
    ----------
    value : Any
    layer : Layer
    where : str
        The place's file, the override as it was typed, the draw.
    basis : str
        ``choice`` when a user said it; for a place's number what its file gives as basis, ``told`` where it gives none.
    """

    value: Any
    layer: Layer
    where: str
    basis: str = "choice"

    @property
    def fixed(self) -> bool:
        """Whether no draw may touch it."""
        return self.layer not in (Layer.DEFAULT, Layer.DRAWN) and self.basis not in NOT_ONES_OWN


Layers = Mapping[str, Said]
"""Dotted key of a setting to what was said of it last; what is not there has its default."""


def said_of(tree: Mapping[str, Any], layer: Layer, where: str, prefix: str = "") -> dict[str, Said]:
    """Every setting in a tree, as said by one layer: ``voice.p_report``, ``policies.dual_report.active_share``.

    Parameters
    ----------
    tree : mapping
        Settings in the layout of the configuration files.
    layer : Layer
    where : str
        Where it was said; an empty one is replaced by the key.
    """
    found: dict[str, Said] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            found |= said_of(value, layer, where, f"{name}.")
        else:
            found[name] = Said(value, layer, where or name)
    return found


def said_by_place(tree: Mapping[str, Any], where: str) -> dict[str, Said]:
    """What a place's file says, each number with the basis that its ``sources`` give.

    Parameters
    ----------
    tree : mapping
        Content of the file: ``place``, groups of parameters, ``policies``.
    where : str
        The file.
    """
    place = tree.get("place") or {}
    sources = place.get("sources") or {}
    numbers = {**tree, "place": {key: value for key, value in place.items() if key != "sources"}}
    found = {}
    for key, said in said_of(numbers, Layer.PLACE, where).items():
        basis = str(sources.get(key.removeprefix("place."), "told")).partition(":")[0].strip()
        found[key] = Said(said.value, said.layer, where, basis)
    return found

"""What places, levers and arms are called in both languages.

In English a lever or an arm is called as it is typed; the languages stand beside what they name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.i18n import Bilingual, say
from sim.policies import POLICIES

if TYPE_CHECKING:
    from sim.parameters.place import Place


def place_name(place: Place) -> Bilingual:
    """Name a place; in English as it is typed."""
    return Bilingual(place.name, place.title_zh or place.title or place.name)


def place_title(place: Place) -> Bilingual:
    """Name a place by its whole title."""
    return Bilingual(place.title or place.name, place.title_zh or place.title or place.name)


def lever_name(name: str) -> Bilingual:
    """Name a lever, or the baseline; any other label stays as it is."""
    if name == "baseline":
        return say("config.baseline")
    return Bilingual(name, POLICIES[name].name_zh if name in POLICIES else name)


def arm_name(label: str) -> Bilingual:
    """Name an arm: its levers, joined by ``+``."""
    return Bilingual(label, "+".join(lever_name(lever).zh for lever in label.split("+")))


def lever_names(names: Iterable[str]) -> list[Bilingual]:
    """Name levers."""
    return [lever_name(name) for name in names]

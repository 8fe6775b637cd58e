"""Names of areas in both languages: a drawn map numbers its communities and streets."""

from __future__ import annotations

import re

from sim.i18n import Bilingual, say

_DRAWN = re.compile(r"[CS]\d+")


def community_name(name: str) -> dict[str, str]:
    """Name of a community by language; a numbered one says in Chinese what it is."""
    return _both(say("replay.community", name=name) if _DRAWN.fullmatch(name) else Bilingual(name, name))


def street_name(name: str) -> dict[str, str]:
    """Name of a street by language."""
    return _both(say("replay.street", name=name) if _DRAWN.fullmatch(name) else Bilingual(name, name))


def _both(name: Bilingual) -> dict[str, str]:
    return {"en": name.en, "zh": name.zh}

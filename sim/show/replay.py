"""The replay in a page: the renderer, its words and the piece of HTML that starts it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sim.i18n import Bilingual, messages
from sim.show.frames import written

RENDERER = Path(__file__).with_name("replay.js")
_WORDS = (
    "replay.replay", "replay.layers", "replay.pictures", "replay.arm", "replay.play", "replay.pause", "replay.back",
    "replay.forward", "replay.evening", "replay.pace", "replay.slow", "replay.usual", "replay.fast", "replay.up",
    "replay.day", "replay.difference", "replay.difference_unit", "replay.better", "replay.worse", "replay.none",
    "replay.same", "replay.click", "replay.grid", "replay.of_grid", "replay.mean_of_cells", "replay.value",
    "replay.comma", "replay.change", "replay.place", "replay.picture", "replay.old_browser",
)  # fmt: skip
_LAYERS = {
    "waiting": ("replay.waiting", "replay.waiting_unit"),
    "silent": ("replay.silent", "replay.silent_unit"),
    "open": ("replay.open", "replay.open_unit"),
    "open_per_1000": ("replay.open", "replay.open_per_1000_unit"),
    "satisfaction": ("replay.satisfaction", "replay.satisfaction_unit"),
}


def script() -> str:
    """The renderer."""
    return RENDERER.read_text(encoding="utf-8")


def replay_words(lang: str, arms: Mapping[str, str | Bilingual]) -> dict[str, str]:
    """What the renderer says in a language.

    Parameters
    ----------
    lang : {"en", "zh"}
    arms : mapping label -> str
        What the arms are called.
    """
    found = {key.removeprefix("replay."): _in(lang, key) for key in _WORDS}
    for layer, (title, unit) in _LAYERS.items():
        found |= {f"layer.{layer}": _in(lang, title), f"unit.{layer}": _in(lang, unit)}
    return found | {f"arm.{label}": str(getattr(called, lang, called)) for label, called in arms.items()}


def _in(lang: str, key: str) -> str:
    return str(getattr(messages()[key], lang))


def pair_note(lang: str, replication: int, pairs: int) -> str:
    """Say which pair is shown, and that it is one fate."""
    return _in(lang, "replay.pair").format(number=replication + 1, pairs=pairs)


def piece(
    frames: Mapping[str, Any], lang: str, arms: Mapping[str, str | Bilingual], *, pairs: int, name: str = "replay"
) -> str:
    """HTML of a replay; the page must have run `script` before it.

    Parameters
    ----------
    frames : mapping
        See `sim.show.frames.frames_of`.
    lang : {"en", "zh"}
    arms : mapping label -> str
        What the arms are called.
    pairs : int
        Pairs of which this is one.
    name : str
        Of the element in the page.
    """
    options = {
        "lang": lang, "words": replay_words(lang, arms), "day": 0,
        "pair": pair_note(lang, frames["replication"], pairs),
    }  # fmt: skip
    data = f'<script type="application/json" id="{escape(name)}-frames">{_embedded(written(frames))}</script>'
    said = _embedded(json.dumps(options, ensure_ascii=False))
    start = (
        f'{{const at = document.getElementById("{name}"), from = document.getElementById("{name}-frames");'
        f"at.replay = Govsim.mount(at, JSON.parse(from.textContent), {said});}}"
    )
    return f'<div id="{escape(name)}"></div>\n{data}\n<script>{start}</script>'


def _embedded(text: str) -> str:
    """JSON that may stand within a script: nothing in it ends the script."""
    return text.replace("<", "\\u003c")

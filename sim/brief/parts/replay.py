"""One fate day by day: as is, with, and the difference."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sim.brief.brief import Brief
from sim.brief.folded import pressed
from sim.brief.html import text
from sim.brief.section import Section
from sim.i18n import in_force, say
from sim.show.frames import written
from sim.show.replay import pair_note, replay_words
from sim.show.thinned import thinned

FRAMES_ID = "frames"
STEPS = (1, 2, 3, 4, 7, 14, 28)
"""Days from one frame to the next, the fewest that fit."""


def replay(brief: Brief, arm: str) -> list[Section]:
    """A place for the replay, with a button that fetches it; `frames_data` and the renderer stand once in the page."""
    if brief.frames is None:
        return []
    lang, frames = in_force(), brief.frames
    lang = "zh" if lang == "zh" else "en"
    pair = pair_note(lang, frames["replication"], brief.pairs) if brief.others else str(
        say("brief.replay.single", number=frames["replication"] + 1, runs=brief.pairs)
    )  # fmt: skip
    arms = [a["key"] for a in frames["arms"]]
    options = {
        "lang": lang, "words": replay_words(lang, {a: brief.called(a) for a in arms}), "day": 0,
    }  # fmt: skip
    body = (
        f'<div class="replay" data-arms="{text(json.dumps(arms))}"><button type="button" class="start">▶ '
        f"{text(say('brief.replay.start'))}</button>"
        f'<script type="application/json">{embedded(json.dumps(options, ensure_ascii=False))}</script>'
        '<div class="mount"></div></div>'
    )
    return [Section("days", say("brief.replay.question"), pair, lambda: body, paper=say("brief.replay.print"))]


def frames_data(frames: Mapping[str, Any], room: int, languages: Sequence[str]) -> str:
    """The days, once in a page, as many as there is room for.

    Parameters
    ----------
    frames : mapping
    room : int
        Bytes.
    languages : sequence of {"en", "zh"}
        In which places are named.
    """
    named = {key: [{own: name[own] for own in languages} for name in frames[key]] for key in ("names", "streets")}
    for every in STEPS:
        days = pressed(written({**thinned(frames, every=every), **named}))
        if len(days) <= room:
            break
    return f'<script type="text/plain" id="{FRAMES_ID}">{days}</script>'


def embedded(plain: str) -> str:
    """JSON that may stand within a script: nothing in it ends the script."""
    return plain.replace("<", "\\u003c")

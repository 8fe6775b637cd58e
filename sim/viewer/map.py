"""The map of the page Live: the renderer of the replay, to which each day is pushed as it is lived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from sim.i18n import Bilingual, say
from sim.show.replay import replay_words, script
from sim.viewer.controls import chosen_words
from sim.viewer.language import language, tell
from sim.viewer.snapshot import ARM, Snapshot

MESAS = {
    "Controls": "viewer.controls", "Model Parameters": "viewer.parameters", "Information": "viewer.information",
    "Play Interval (ms)": "viewer.play_interval", "Render Interval (steps)": "viewer.render_interval",
    "Use Threads": "viewer.use_threads", "Reset": "viewer.reset", "Step": "viewer.step", "Step:": "viewer.steps",
    "Time:": "viewer.time", "Increase play interval to avoid skipping plots": "viewer.faster",
}  # fmt: skip
"""What Mesa's visualiser says of itself in English only."""


@solara.component_vue("map.vue", vuetify=False)
def Canvas(
    source: str, blank: dict[str, Any], options: dict[str, Any], frame: dict[str, Any], mesas: dict[str, str],
    event_drawn: Callable[[int], None],
) -> None:  # fmt: skip
    """Draw in the browser.

    Parameters
    ----------
    source : str
        The renderer.
    blank : dict
        What is known before the first day; another one begins the map anew.
    options : dict
        Language and words, those of the button that keeps the pictures too.
    frame : dict
        Running number of the picture, and the day.
    mesas : dict
        Words of Mesa's that are put into the visitor's language.
    event_drawn : callable
        Called with the running number of a picture when it can be seen.
    """


def _mesas(lang: str) -> dict[str, str]:
    """Words of Mesa's and what they are in the visitor's language."""
    return {text: tell(say(key)) for text, key in MESAS.items()} | chosen_words() if lang == "zh" else {}


@solara.component
def Map(now: Snapshot, arm: Bilingual, picture: int, on_drawn: Callable[[int], None]) -> None:
    """Show the days lived so far.

    Parameters
    ----------
    now : Snapshot
    arm : Bilingual
        What is lived, in words.
    picture : int
        Running number, handed to `on_drawn` when the browser has drawn it.
    on_drawn : callable
    """
    lang = language()
    blank = solara.use_memo(now.blank, [id(now.view)])
    words = {**replay_words(lang, {ARM: arm})}
    options = {
        "lang": lang,
        "words": words,
        "day": 0,
        "pair": tell(say("viewer.one_fate")),
        "png": tell(say("viewer.png")),
    }
    mesas = solara.use_memo(lambda: _mesas(lang), [lang])
    with solara.Card(margin=0, classes=["govsim-map"]):
        Canvas(
            source=script(), blank=blank, options=options, frame={"picture": picture, **now.frame()}, mesas=mesas,
            event_drawn=on_drawn,
        )  # fmt: skip

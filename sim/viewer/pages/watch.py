"""Watch: one fate day by day, as is, with, and the difference; a click tells an area's history."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request

from sim.brief.parts.replay import embedded
from sim.i18n import in_force, say
from sim.show.replay import pair_note, replay_words
from sim.viewer.levers import arm_words
from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.parts import exports


def watch_page(study: Study, request: Request) -> Page:
    """Draw the page; the days are fetched by its script, and made if they are not there."""
    lang = "zh" if in_force() == "zh" else "en"
    arms = {
        a["key"]: arm_words(a["key"], [(str(v["key"]), dict(v.get("dose") or {})) for v in a["levers"]],
                            study.brief.called(a["key"]))
        for a in study.brief.answer["arms"]
    }  # fmt: skip
    number, query = study.brief.answer.get("replication") or 0, urlencode({"study": study.key})
    options = {
        "lang": lang, "words": replay_words(lang, arms), "day": 0,
        "pair": pair_note(lang, number, study.brief.pairs), "base": f"/street?{query}&name=",
    }  # fmt: skip
    body = (
        f'<h1>{escape(say("viewer.watch_title"))}</h1><p class="lead">{escape(say("viewer.watch_lead"))}</p>'
        f'<section class="part"><div id="watch" data-frames="/frames?{query}" data-area="/area?{query}">'
        f'<p class="note" id="making" role="status">{escape(say("viewer.loading"))}</p></div>'
        f'<script type="application/json" id="options">{embedded(json.dumps(options, ensure_ascii=False))}</script>'
        '<div id="area" aria-live="polite"></div></section>'
        f"{exports(study, ('days.csv', say('viewer.csv')))}"
    )
    return Page("watch", say("viewer.watch"), body)

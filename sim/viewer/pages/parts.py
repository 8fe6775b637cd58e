"""What the pages about a study share: parts of the brief, drawn once, and the choice of an arm."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request

from sim.brief.parts import PARTS
from sim.i18n import in_force, say
from sim.viewer.levers import arm_words
from sim.viewer.opened import Study

_DRAW = {part.key: part.draw for part in PARTS}


def part(study: Study, key: str, arm: str) -> str:
    """HTML of a part of the brief, in the language in force; drawn once for each arm and language."""
    lang = in_force()
    return study.once(("part", key, arm, lang), lambda: _DRAW[key](study.brief, arm))


def arm_of(study: Study, request: Request) -> str:
    """The arm that is shown: the one in the address, else the best."""
    asked = request.query_params.get("arm", "")
    return asked if asked in study.brief.others else study.brief.shown


def arm_choice(study: Study, request: Request, arm: str) -> str:
    """Links to the other arms, where there are several."""
    if len(study.brief.others) < 2:
        return ""
    answer = {a["key"]: a for a in study.brief.answer["arms"]}
    links = []
    for key in study.brief.others:
        levers = [(str(v["key"]), dict(v.get("dose") or {})) for v in answer[key]["levers"]]
        name = escape(arm_words(key, levers, study.brief.called(key)))
        query = urlencode({"study": study.key, "arm": key})
        links.append(
            f'<span aria-current="true">{name}</span>'
            if key == arm
            else f'<a href="{request.url.path}?{query}">{name}</a>'
        )
    return f'<nav class="choices arms" aria-label="{escape(say("viewer.arm_shown"))}">{"".join(links)}</nav>'


def exports(study: Study, *kinds: tuple[str, str]) -> str:
    """Links to what a page shows as files.

    Parameters
    ----------
    study : Study
    *kinds : tuple of (str, str)
        Name of a file below ``/export``, and its text; the YAML of what was asked is on every page.
    """
    kinds = (*kinds, ("study.yaml", say("viewer.yaml")))
    query = urlencode({"study": study.key})
    links = "".join(
        f'<a class="button" href="/export/{name}?{query}" download>{escape(text)}</a>' for name, text in kinds
    )
    png = f'<button type="button" class="png">{escape(say("viewer.png"))}</button>'
    return f'<p class="act exports">{links}{png}</p>'

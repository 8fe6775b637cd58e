"""Studies: what was asked before, when, of which arms, and whether it is complete."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from sim.errors import GovsimError, words_of
from sim.i18n import Bilingual, joined, say, word
from sim.studies.folders import Listed
from sim.viewer.opened import Studies
from sim.viewer.page import Header, Page

MB = 1e6


def studies_page(studies: Studies, header: Header | None) -> Page:
    """Draw the page."""
    keys = studies.keys()
    heads = ("viewer.study", "viewer.question", "viewer.when", "viewer.state", "viewer.size")
    head = "".join(f"<th scope=col>{escape(h)}</th>" for h in (say(key) for key in heads))
    rows = "".join(_row(studies, key) for key in keys)
    table = (
        f'<div class="scroll"><table class="studies"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    lead = say("viewer.studies_lead", n=len(keys)) if keys else say("viewer.nothing_yet_hint")
    body = f'<h1>{escape(say("viewer.studies_title"))}</h1><p class="lead">{escape(lead)}</p>{table if keys else ""}'
    return Page("studies", say("viewer.studies"), body, header)


def _row(studies: Studies, key: str) -> str:
    found = studies.listed(key)
    link = f"/answer?{urlencode({'study': key})}"
    when = found.written.strftime("%Y-%m-%d %H:%M") if found.written else "–"
    return (
        f'<tr><th scope=row><a href="{link}"><code>{escape(key)}</code></a></th>'
        f"<td>{escape(_asked(studies, key, found))}</td><td>{when}</td><td>{escape(_state(found))}</td>"
        f'<td class="n">{escape(say("viewer.mb", x=f"{found.bytes / MB:,.1f}"))}</td></tr>'
    )


def _asked(studies: Studies, key: str, found: Listed) -> Bilingual | str:
    """Place and arms; what was typed where that cannot be read."""
    if found.state == "damaged":
        return found.question
    try:
        header = studies.open(key).header
    except GovsimError as error:
        return words_of(error)
    arms = joined(header.arms, ", ")
    return say("viewer.place_arms", place=header.place, arms=arms)


def _state(found: Listed) -> Bilingual:
    if found.state in ("unfinished", "being written"):
        return say("viewer.some_there", state=word("states", found.state), there=found.of_it, asked=found.asked)
    return word("states", found.state)

"""Answer: the verdict as title, five cards, what a yuan buys, and what it rests on."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request

from sim.i18n import in_force, say
from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.parts import arm_choice, arm_of, exports, part

FIRST = ("title", "cards")
THEN = ("worth", "money", "rests", "parting", "limits", "again")


def answer_page(study: Study, request: Request) -> Page:
    """Draw the page."""
    arm = arm_of(study, request)
    files = [("answer.csv", say("viewer.csv")), ("answer.json", say("viewer.json"))]
    body = (
        "".join(part(study, key, arm) for key in FIRST)
        + arm_choice(study, request, arm)
        + _brief(study)
        + exports(study, *files)
        + "".join(part(study, key, arm) for key in THEN)
    )
    return Page("answer", say("viewer.answer"), body)


def _brief(study: Study) -> str:
    """A link to the brief, where one was written."""
    if not (study.brief.results.answer / "report.html").is_file():
        return ""
    query = urlencode({"study": study.key, "lang": in_force()})
    return f'<p class="act"><a class="button" href="/brief?{query}">{escape(say("viewer.brief"))}</a></p>'

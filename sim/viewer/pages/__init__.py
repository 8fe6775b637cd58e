"""The light pages of the viewer, one file each: a function from a study and a request to what stands in the frame."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.answer import answer_page
from sim.viewer.pages.cases import cases_page
from sim.viewer.pages.evidence import evidence_page
from sim.viewer.pages.people import people_page
from sim.viewer.pages.watch import watch_page

PAGES: dict[str, Callable[[Study, Request], Page]] = {
    "answer": answer_page,
    "watch": watch_page,
    "people": people_page,
    "cases": cases_page,
    "evidence": evidence_page,
}
"""Pages about a study, by their address."""

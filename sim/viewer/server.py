"""One server: light pages of our own, and Mesa's visualiser as the page Live."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.errors import GovsimError, words_of
from sim.i18n import say, speaking
from sim.viewer import page as frame
from sim.viewer.asked import CommandLine
from sim.viewer.opened import Studies, Study
from sim.viewer.page import Header, Page
from sim.viewer.pages import PAGES
from sim.viewer.pages.ask import ask_page, doses_html, place_words
from sim.viewer.pages.studies import studies_page
from sim.viewer.run_routes import RunRoutes
from sim.viewer.runs import Runs
from sim.viewer.static_files import statics
from sim.viewer.study_routes import StudyRoutes

log = logging.getLogger(__name__)


class Viewer:
    """What the routes share.

    Parameters
    ----------
    line : CommandLine
    root : Path
        Folder of results.
    place : str
        Place that is chosen on the page Ask at first.
    usual : str
        Language where a visitor has not switched: en, zh, or empty for what the browser says.
    live : ASGI application, optional
        Mesa's visualiser.
    """

    def __init__(self, line: CommandLine, root: Path, place: str = "demo", usual: str = "", live: Any = None) -> None:
        self.studies = Studies(root)
        self.runs = Runs(line.command)
        self.place, self.usual, self.line, self.live = place, usual, line, live

    def app(self) -> Starlette:
        """The application, without the guard before it."""
        of_runs = RunRoutes(self.runs, self.line, self.studies, self.usual)
        of_studies = StudyRoutes(self.studies, self.usual)
        pages = [Route(f"/{key}", self._framed(self._of_study(draw))) for key, draw in PAGES.items()]
        routes: list[Any] = [
            Route("/", lambda request: RedirectResponse("/ask", 303)),
            Route("/ask", self._framed(self._ask)),
            Route("/studies", self._framed(self._studies)),
            *pages,
            Route("/lever/{name}", self._doses),
            Route("/lang/{lang}", frame.switch_language),
            *of_runs.routes(),
            *of_studies.routes(),
            Route("/static/{name}", statics),
            Mount("/font", StaticFiles(directory=Path(__file__).parents[1] / "report" / "fonts"), name="font"),
        ]
        if self.live is not None:
            routes.append(Mount("/live", routes=self.live.routes))
        handlers: dict[Any, Any] = {404: self._missing, Exception: self._fault}
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=_lifespan_of(self.live))

    def _framed(self, draw: Callable[[Request], Page]) -> Callable[[Request], Response]:
        return frame.framed(_telling(draw), lambda: self.usual)

    def study_of(self, request: Request) -> Study | None:
        """The study that a page is about: the one in its address, else the last one looked at, else the newest."""
        keys = self.studies.keys()
        asked = request.query_params.get("study", "")
        if asked:
            return self.studies.open(asked)
        kept = frame.kept_study(request)
        for key in ([kept] if kept in keys else []) + keys:
            try:
                return self.studies.open(key)
            except GovsimError:
                continue  # a sweep, or damaged: the next one
        return None

    def _of_study(self, draw: Callable[[Study, Request], Page]) -> Callable[[Request], Page]:
        def drawn(request: Request) -> Page:
            study = self.study_of(request)
            if study is None:
                return nothing_yet()
            made = draw(study, request)
            return Page(made.key, made.title, made.body, study.header, cookies={frame.STUDY_COOKIE: study.key})

        return drawn

    def _ask(self, request: Request) -> Page:
        header = self._header(request)
        return ask_page(request.query_params.get("place", self.place), header)

    def _studies(self, request: Request) -> Page:
        return studies_page(self.studies, self._header(request))

    def _header(self, request: Request) -> Header | None:
        try:
            study = self.study_of(request)
        except GovsimError:
            return None
        return study.header if study else Header(place_words(self.place))

    def _doses(self, request: Request) -> Response:
        from sim.policies import POLICIES

        name = request.path_params["name"]
        if name not in POLICIES:
            return PlainTextResponse("no such lever", 404)
        with speaking(frame.language_of(request, self.usual)):
            return Response(doses_html(name), media_type="text/html; charset=utf-8")

    async def _missing(self, request: Request, error: Exception) -> Response:
        with speaking(frame.language_of(request, self.usual)):
            told = told_page(say("viewer.no_page"), say("viewer.no_page_hint"))
            return self._told(request, told, 404)

    async def _fault(self, request: Request, error: Exception) -> Response:
        """Something broke: the terminal has the traceback, the page only words."""
        log.error("viewer", exc_info=error)
        with speaking(frame.language_of(request, self.usual)):
            return self._told(request, told_page(say("viewer.fault"), say("viewer.fault_hint")), 500)

    def _told(self, request: Request, page: Page, status: int) -> Response:
        lang = frame.language_of(request, self.usual)
        return Response(
            frame.html_of(page, lang, frame.address_of(request)), status, {"content-security-policy": frame.POLICY},
            media_type="text/html; charset=utf-8",
        )  # fmt: skip


def _lifespan_of(live: Any) -> Any:
    """Solara's own beginning and end, where it is part of the server."""
    return live.lifespan if live is not None else None


def _telling(draw: Callable[[Request], Page]) -> Callable[[Request], Page]:
    """Say in words on the page what went wrong as it may."""

    def drawn(request: Request) -> Page:
        try:
            return draw(request)
        except GovsimError as error:
            page = told_page(say("viewer.not_shown"), words_of(error))
            return Page(page.key, page.title, page.body, status=404)

    return drawn


def told_page(title: Any, text: Any) -> Page:
    """A page that only says something."""
    from html import escape

    body = (
        f'<h1>{escape(title)}</h1><p class="lead">{escape(text)}</p><p><a href="/ask">{escape(say("viewer.ask"))}</a>'
    )
    return Page("told", title, body + "</p>")


def nothing_yet() -> Page:
    """No study is there yet."""
    return told_page(say("viewer.nothing_yet"), say("viewer.nothing_yet_hint"))

"""Routes about a study beside its pages: days of the pair that is shown, an area, a case, files to take away."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from html import escape

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sim.errors import GovsimError, words_of
from sim.i18n import say, speaking
from sim.show.frames import street_file
from sim.studies.shown import FRAMES, read_frames
from sim.viewer.areas import area_html
from sim.viewer.exports import EXPORTS
from sim.viewer.opened import Studies, Study
from sim.viewer.page import language_of
from sim.viewer.pages.cases import life_html
from sim.viewer.pages.parts import arm_of

MAKE = "import sys; from pathlib import Path; from sim.studies.results import results_of; " \
       "from sim.studies.shown import ensure_frames; ensure_frames(results_of(Path(sys.argv[1])))"  # fmt: skip
"""Lives the pair that is shown again, in a process of its own: it takes seconds and the memory of a district."""


class StudyRoutes:
    """What is fetched about a study.

    Parameters
    ----------
    studies : Studies
    usual : str
        Language where a visitor has not switched.
    """

    def __init__(self, studies: Studies, usual: str) -> None:
        self.studies, self.usual = studies, usual
        self._making: dict[str, subprocess.Popen[str]] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Addresses and what answers there."""
        return [
            Route("/frames", self._about(self._frames)),
            Route("/street", self._about(_street)),
            Route("/area", self._about(_area)),
            Route("/case", self._about(_case)),
            Route("/export/{name}", self._about(_export)),
            Route("/brief", self._about(_brief)),
        ]

    def _about(self, answer: Callable[[Study, Request], Response]) -> Callable[[Request], Response]:
        def answered(request: Request) -> Response:
            with speaking(language_of(request, self.usual)):
                try:
                    study = self.studies.open(request.query_params.get("study", ""))
                    response = answer(study, request)
                except GovsimError as error:
                    return PlainTextResponse(words_of(error), 404)
                response.headers.setdefault("cache-control", "no-store")
                return response

        return answered

    def _frames(self, study: Study, request: Request) -> Response:
        """Send the days; while they are made, say so."""
        file = study.brief.results.answer / FRAMES
        with self._lock:
            making = self._making.get(study.key)
            if making is None and not file.is_file():
                command = [sys.executable, "-c", MAKE, str(study.folder)]
                making = self._making[study.key] = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                    encoding="utf-8", errors="replace",
                )  # fmt: skip
        if making is None:
            return FileResponse(file, media_type="application/json")
        if making.poll() is None:
            return JSONResponse({"state": "making"}, 202)
        told = making.stderr.read() if making.stderr else ""
        with self._lock:
            self._making.pop(study.key, None)
        if making.returncode == 0 and file.is_file():
            return FileResponse(file, media_type="application/json")
        return PlainTextResponse(told.strip().splitlines()[-1] if told.strip() else str(say("viewer.failed")), 500)


def _street(study: Study, request: Request) -> Response:
    """Send the cells of a street of a province, where `govsim report --streets` asked for them."""
    frames = read_frames(study.brief.results.answer / FRAMES)
    names = {street_file(street) for street in frames["details"]} if frames else set()
    name = request.query_params.get("name", "")
    if name not in names:
        return PlainTextResponse("", 404)
    return Response((study.brief.results.answer / name).read_bytes(), media_type="text/javascript")


def _area(study: Study, request: Request) -> Response:
    """Tell of the grid or community that was clicked."""
    asked = request.query_params
    try:
        community, day = int(asked.get("community", "")), int(asked.get("day", "1"))
        grids, open_cases = json.loads(asked.get("grids", "{}")), json.loads(asked.get("open", "{}"))
        assert isinstance(grids, dict)
        assert isinstance(open_cases, dict)
    except (ValueError, AssertionError):
        return PlainTextResponse("no such area", 400)
    return Response(area_html(study, community, grids, open_cases, day), media_type="text/html; charset=utf-8")


def _case(study: Study, request: Request) -> Response:
    """Tell the life of one case."""
    try:
        born, index = int(request.query_params["born"]), int(request.query_params["index"])
    except (KeyError, ValueError):
        return PlainTextResponse("no such case", 400)
    html = life_html(study, arm_of(study, request), born, index)
    return Response(html or escape(say("viewer.no_case")), 200 if html else 404, media_type="text/html; charset=utf-8")


def _export(study: Study, request: Request) -> Response:
    """Send a file of what a page shows."""
    name = request.path_params["name"]
    if name not in EXPORTS:
        return PlainTextResponse("no such file", 404)
    text, kind = EXPORTS[name](study)
    file = f'attachment; filename="{study.key.replace("/", "-")}-{name}"'
    return Response(text, media_type=f"{kind}; charset=utf-8", headers={"content-disposition": file})


def _brief(study: Study, request: Request) -> Response:
    """Send the brief that stands beside the answer, as it was written."""
    file = study.brief.results.answer / "report.html"
    return FileResponse(file) if file.is_file() else PlainTextResponse(str(say("viewer.no_brief")), 404)

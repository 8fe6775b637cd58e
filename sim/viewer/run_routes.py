"""Routes of runs: ask for one, look how far it is, cancel it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.config.arm_words import read_arm, sort_words
from sim.errors import ConfigError, GovsimError, words_of
from sim.i18n import Bilingual, say, speaking
from sim.viewer.asked import Checked, CommandLine
from sim.viewer.asked import words_of as words_asked
from sim.viewer.levers import arm_words
from sim.viewer.opened import Studies
from sim.viewer.page import language_of
from sim.viewer.runs import Runs
from sim.viewer.study_file import study_file

MOST_BYTES = 200_000
"""Of what a page sends; a form with all levers and doses has a tenth."""

_Then = Callable[[list[str], Checked, str], Response]
"""What is done with a question that was checked: its words, the runs of its arms, the language."""


class RunRoutes:
    """What can be done with runs.

    Parameters
    ----------
    runs : Runs
    line : CommandLine
    studies : Studies
    usual : str
        Language where a visitor has not switched.
    """

    def __init__(self, runs: Runs, line: CommandLine, studies: Studies, usual: str) -> None:
        self.runs, self.line, self.studies, self.usual = runs, line, studies, usual

    def routes(self) -> list[Route]:
        """Addresses and what answers there."""
        return [
            Route("/runs", self.all, methods=["GET"]),
            Route("/runs", self.begin, methods=["POST"]),
            Route("/runs/{id}", self.one, methods=["GET"]),
            Route("/runs/{id}/cancel", self.cancel, methods=["POST"]),
            Route("/study.yaml", self.as_study, methods=["POST"]),
        ]

    async def all(self, request: Request) -> Response:
        """Tell of all runs."""
        return _json([self._told(run) for run in self.runs.all()])

    async def one(self, request: Request) -> Response:
        """Tell of a run."""
        run = self.runs.get(request.path_params["id"])
        return _json(self._told(run)) if run else _json({"problems": [say("viewer.no_run").en]}, 404)

    async def cancel(self, request: Request) -> Response:
        """Ask a run to stop."""
        run = self.runs.cancel(request.path_params["id"])
        return _json(self._told(run)) if run else _json({"problems": [say("viewer.no_run").en]}, 404)

    async def begin(self, request: Request) -> Response:
        """Check a question and put its run into the queue."""
        return await self._asked(request, self._begin)

    async def as_study(self, request: Request) -> Response:
        """Check a question and write it as a study's file."""
        return await self._asked(request, _as_yaml)

    async def _asked(self, request: Request, then: _Then) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _json({"problems": ["application/json"]}, 415)
        body = await request.body()
        lang = language_of(request, self.usual)
        return await run_in_threadpool(self._checked, body, lang, then)

    def _checked(self, body: bytes, lang: str, then: _Then) -> Response:
        with speaking(lang):
            try:
                form = json.loads(body) if len(body) <= MOST_BYTES else None
                if not isinstance(form, dict):
                    return _json({"problems": [str(say("viewer.no_form"))]}, 400)
                words = [*words_asked(form), f"results_dir={self.studies.root}"]
                return then(words, self.line.check(words), lang)
            except ConfigError as error:
                return _json({"problems": [str(p) for p in error.problems]}, 400)
            except GovsimError as error:
                return _json({"problems": [words_of(error)]}, 409)
            except (ValueError, RecursionError):
                return _json({"problems": [str(say("viewer.no_form"))]}, 400)

    def _begin(self, words: list[str], checked: Checked, lang: str) -> Response:
        run = self.runs.begin(words, checked.folder, title_of(checked), lang)
        return _json(self._told(run), 202)

    def _told(self, run: Any) -> dict[str, Any]:
        return {**run.told(), "study": self.studies.key_of(run.folder)}


def title_of(checked: Checked) -> Bilingual:
    """Place and arms of a run."""
    arms = [
        arm_words(name, [(p.name, _doses(p)) for p in config.policies if p.name in config.policy_names])
        for name, config in checked.arms.items()
    ]
    return Bilingual(
        f"{checked.place.en}: {', '.join(a.en for a in arms)}", f"{checked.place.zh}：{'、'.join(a.zh for a in arms)}"
    )


def _doses(policy: Any) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in policy.__dataclass_fields__}


def _as_yaml(words: list[str], checked: Checked, lang: str) -> Response:
    """Write a question as a file for ``govsim compare study=./FILE``."""
    sorted_words = sort_words(words, also=("pairs", "draws"))
    said: dict[str, Any] = {}
    for setting in sorted_words.settings:
        key, _, value = setting.partition("=")
        said[key] = int(value) if value.isdigit() else value
    arms: dict[str, dict[str, Any]] = {}
    for word in words[: len(sorted_words.arms)]:
        arm, _ = read_arm(word)
        assert arm is not None  # it was checked
        own: dict[str, Any] = {"policy": list(arm.levers)} if arm.levers else {}
        arms[arm.name.replace("+", "_and_")] = own | {change.key: change.value for change in arm.changes}
    return Response(study_file(said.pop("place"), said, arms), media_type="application/yaml")


def _json(told: Any, status: int = 200) -> Response:
    return JSONResponse(told, status, {"cache-control": "no-store"})

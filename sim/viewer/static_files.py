"""Style and scripts of the pages: a handful of files, read once."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sim.brief.page import HERE as BRIEF
from sim.show.replay import script
from sim.viewer.page import STATIC


@cache
def _texts() -> dict[str, tuple[str, str]]:
    """Name to text and type."""
    return {
        "viewer.css": ((STATIC / "viewer.css").read_text(encoding="utf-8"), "text/css"),
        "viewer.js": ((STATIC / "viewer.js").read_text(encoding="utf-8"), "text/javascript"),
        "brief.css": ((BRIEF / "page.css").read_text(encoding="utf-8"), "text/css"),
        "replay.js": (script(), "text/javascript"),
    }


def statics(request: Request) -> Response:
    """Send one of them."""
    found = _texts().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("no such file", 404)
    return Response(found[0], media_type=f"{found[1]}; charset=utf-8", headers={"cache-control": "no-cache"})

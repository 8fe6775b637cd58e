"""Start the browser view: Solara on loopback, with nothing that phones home."""

from __future__ import annotations

import json
import os
import threading
import webbrowser
from typing import Any
from urllib.parse import urlsplit

CONFIG_VARIABLE = "GOVSIM_VIZ"
"""Environment variable that hands the run's description to the app, as JSON."""


def read_config() -> dict[str, Any]:
    """Read what the viewer was asked to show; the demo when started by ``solara run sim.viewer.app``."""
    config: dict[str, Any] = json.loads(os.environ.get(CONFIG_VARIABLE, "{}"))
    return {"place": "demo", **config}


def hush() -> None:
    """Switch off Solara's telemetry, its hidden frame from solara.dev and its banner."""
    from solara.server import settings

    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"  # any other mode loads the hidden frame and watches files
    settings.theme.show_banner = False
    settings.theme.title = "govsim"


def serve(
    config: dict[str, Any], host: str = "127.0.0.1", port: int = 8765, open_browser: bool = False
) -> None:
    """Serve the viewer until interrupted.

    Parameters
    ----------
    config : dict
        ``place``, ``policy`` (list), ``seed`` and ``settings`` (dict of parameters by key).
    host : str
        Loopback unless told otherwise: the page has no login.
    port : int
    open_browser : bool
    """
    os.environ[CONFIG_VARIABLE] = json.dumps(config)
    os.environ["SOLARA_APP"] = "sim.viewer.app"
    import uvicorn

    hush()
    from solara.server.starlette import app

    url = f"http://{host}:{port}"
    print(f"govsim viz: {url}  (Ctrl-C stops)", flush=True)
    if open_browser:
        threading.Timer(1.5, webbrowser.open, [url]).start()
    uvicorn.run(same_site(app), host=host, port=port, log_level="warning")


def same_site(app: Any) -> Any:
    """Refuse web sockets opened by pages of other sites: Solara does not look at their origin."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            if urlsplit(headers.get(b"origin", "")).netloc != headers.get(b"host", ""):
                await send({"type": "websocket.close", "code": 1008})
                return
        await app(scope, receive, send)

    return guarded

"""Start the browser view: Solara on loopback, with nothing that phones home."""

from __future__ import annotations

import json
import os
import threading
import warnings
import webbrowser
from typing import Any
from urllib.parse import urlsplit

from sim.config.run import RunConfig, load, parse
from sim.i18n import say

CONFIG_VARIABLE = "GOVSIM_VIZ"
"""Environment variable that hands the run's description to the app, as JSON."""
LOOPBACK = ("127.0.0.1", "localhost")


def asked_for() -> RunConfig:
    """Read the run that the viewer was started with; the demo under ``solara run sim.viewer.app``."""
    text = os.environ.get(CONFIG_VARIABLE)
    return parse(json.loads(text)) if text else load("demo")


def hush() -> None:
    """Switch off Solara's telemetry, its hidden frame from solara.dev, its banner and stray warnings."""
    from solara.server import settings

    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"  # any other mode loads the hidden frame and watches files
    settings.theme.show_banner = False
    settings.theme.title = "govsim"
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # plain http is right on loopback
    warnings.filterwarnings("ignore", ".*solara_viz.py")  # Mesa 3.3 breaks a rule of Solara's without harm


def serve(config: dict[str, Any], host: str = "127.0.0.1", port: int = 8765, open_browser: bool = False) -> None:
    """Serve the viewer until interrupted.

    Parameters
    ----------
    config : dict
        The run to show, `RunConfig.to_dict`.
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

    print(say("viewer.ready"), flush=True)
    warm_up()
    url = f"http://{host}:{port}"
    print(say("viewer.at", url=url), flush=True)
    if host not in LOOPBACK:
        print(say("viewer.no_login"), flush=True)
    if open_browser:
        threading.Timer(1.5, webbrowser.open, [url]).start()
    uvicorn.run(guarded(app, host), host=host, port=port, log_level="warning", timeout_graceful_shutdown=1)


def warm_up() -> None:
    """Live one day: the kernel compiles before the page opens instead of on the first click."""
    from sim.viewer.controls import ViewedModel

    ViewedModel("demo", 1).step()


def guarded(app: Any, host: str) -> Any:
    """Refuse what other web sites make a browser send here.

    Solara looks at neither the origin of a web socket nor the name it is called by, and its widgets' messages
    can import Python modules.
    """
    names = {*LOOPBACK, host}

    async def guard(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            called = urlsplit(f"//{headers.get(b'host', '')}")
            origin = urlsplit(headers.get(b"origin", f"//{called.netloc}"))
            is_ours = host not in LOOPBACK or called.hostname in names
            if not is_ours or origin.netloc != called.netloc:
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await send({"type": "http.response.start", "status": 403, "headers": []})
                    await send({"type": "http.response.body", "body": b"not from this address"})
                return
        await app(scope, receive, send)

    return guard

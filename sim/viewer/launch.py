"""Start the browser view: Solara on loopback, with nothing that phones home."""

from __future__ import annotations

import json
import os
import warnings
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.config.run import RunConfig, load, parse
from sim.i18n import say
from sim.viewer.asked import CommandLine
from sim.viewer.guard import Guard, is_loopback, new_token
from sim.viewer.language import LANGUAGE_VARIABLE
from sim.viewer.memory import share_heaps
from sim.viewer.mended import mend
from sim.viewer.places import word_of

CONFIG_VARIABLE = "GOVSIM_VIZ"
"""Environment variable that hands the run's description to the app, as JSON."""
CULL, CULL_ELSEWHERE = "5s", "60s"
"""How long the district of a tab that was lost without a word is kept: on this machine, and behind a network, which may
break for a while. Ten tabs that are lost and kept live side by side, and not all that they held goes back."""


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
    keep_for(CULL)
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # plain http is right on loopback
    warnings.filterwarnings("ignore", "(?s)base url .* does not end with root path")  # it is mounted at /live
    warnings.filterwarnings("ignore", ".*solara_viz.py")  # Mesa 3.3 breaks a rule of Solara's without harm
    mend()


def keep_for(time: str) -> None:
    """Keep lost tabs for some time."""
    from solara.server import settings

    settings.kernel.cull_timeout = time


def serve(
    config: dict[str, Any], line: CommandLine, host: str = "127.0.0.1", port: int = 8765, *, open_browser: bool = False,
    usual: str = "", names: Sequence[str] = (),
) -> None:  # fmt: skip
    """Serve the viewer until interrupted.

    Parameters
    ----------
    config : dict
        The run that the page Live shows, `RunConfig.to_dict`.
    line : CommandLine
        What checks and runs what the page Ask asks for.
    host : str
        Loopback unless told otherwise; on any other address a token is asked of every browser.
    port : int
    open_browser : bool
    usual : str
        Language where a visitor has not switched: en, zh, or empty for what the browser says.
    names : sequence of str
        More names by which the viewer may be called.
    """
    share_heaps()
    token = "" if is_loopback(host) else new_token()
    app, viewer = application(config, line, usual)
    if token:
        keep_for(CULL_ELSEWHERE)
    print(say("viewer.ready"), flush=True)
    warm_up()
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}" + (f"/?token={token}" if token else "")

    def tell() -> None:
        print(say("viewer.at", url=url), flush=True)
        if token:
            print(say("viewer.at_token"), flush=True)
        if open_browser:
            webbrowser.open(url)

    try:
        _listen(Guard(app, host, token, names), host, port, tell)
    finally:
        viewer.runs.close()


def _listen(app: Any, host: str, port: int, then: Callable[[], None]) -> None:
    """Serve until interrupted; say so once pages can be opened."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            then()

    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):
        Server(config).run()


def application(config: dict[str, Any], line: CommandLine, usual: str = "") -> tuple[Any, Any]:
    """Make the server of all pages, without the guard before it, and the viewer that its routes share."""
    os.environ[CONFIG_VARIABLE] = json.dumps(config)
    os.environ["SOLARA_APP"] = "sim.viewer.app"
    os.environ[LANGUAGE_VARIABLE] = usual
    hush()
    from solara.server import starlette as live

    from sim.viewer.server import Viewer

    run = parse(config)
    viewer = Viewer(line, Path(run.run.results_dir), word_of(run), usual, live)
    return viewer.app(), viewer


def warm_up() -> None:
    """Live one day: the kernel compiles before the page opens instead of on the first click."""
    from sim.viewer.controls import ViewedModel

    ViewedModel("demo", 1).step()

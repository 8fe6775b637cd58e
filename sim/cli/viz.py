"""Ask, watch and look things up in the browser (needs the extra viz: pip install 'govsim[viz]').

  govsim viz place=xialu
  govsim viz place=demo policy=[dual_report]

Pages to ask a question and run it, see the answer, replay its days, and look up cases, people and evidence; the page
Live is Mesa's own visualiser with play, step, reset and sliders. It listens on this machine only unless --host says
otherwise; then the address that it prints holds a token, and --name is a further name by which it may be called. It
needs no internet. Ctrl-C ends it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import socket

from sim.cli.arguments import LANG, Asked, Flag, Takes
from sim.errors import ConfigError, GovsimError, Problem
from sim.i18n import say

HOST, PORT = "127.0.0.1", "8765"
TAKES = Takes(
    (Flag(("--host",), HOST), Flag(("--port",), PORT), Flag(("--open",)), Flag(("--name",), "HOST"), LANG),
    settings=True,
)


def main(asked: Asked) -> int:
    """Validate and serve."""
    from sim.cli.compose import checked
    from sim.config.place_files import is_path

    host, port = asked.flags.get("--host", HOST), asked.flags.get("--port", PORT)
    with asked.sound() as wrong:
        if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
            wrong.append(Problem("--port", say("errors.found", x=repr(port)), say("cli.ports")))
        config = checked(asked.settings)[0][1]
    said = next((word.partition("=")[2] for word in reversed(asked.settings) if word.startswith("place=")), "")
    if importlib.util.find_spec("solara") is None:
        raise GovsimError(say("cli.no_viz"))
    if taken := _taken(host, int(port)):  # found before half a minute of compiling
        raise ConfigError([taken])
    from sim.cli.viz_runs import check, command
    from sim.viewer.asked import CommandLine
    from sim.viewer.launch import serve
    from sim.viewer.places import OWN_VARIABLE

    if is_path(said):
        os.environ[OWN_VARIABLE] = said
    usual = asked.flags.get("--lang", "")
    serve(
        config.to_dict(), CommandLine(check, command), host, int(port), open_browser="--open" in asked.flags,
        usual="" if usual == "both" else usual, names=[asked.flags["--name"]] if "--name" in asked.flags else [],
    )  # fmt: skip
    return 0


def _taken(host: str, port: int) -> Problem | None:
    """Try to listen; say why it cannot be done."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        return Problem("--host", say("cli.no_address", host=repr(host), why=error.strerror), say("cli.loopback"))
    with socket.socket(family, kind) as trial:
        if os.name == "posix":  # as asyncio does: a port that was left a minute ago is free
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            other = port + 1 if port < 65535 else port - 1
            why = say("cli.no_listen", host=host, port=port, why=error.strerror)
            return Problem("--port", why, say("cli.free_port"), say("cli.other_port", port=other))
    return None

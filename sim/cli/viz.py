"""Watch a district live in the browser (needs the extra viz: pip install 'govsim[viz]').

usage: govsim viz [key=value ...] [--host 127.0.0.1] [--port 8765] [--open]

  govsim viz place=xialu
  govsim viz place=demo policy=[dual_report]

Mesa's own visualiser with play, step, reset and sliders, a map, and charts. It listens on this machine only
unless --host says otherwise, and needs no internet. Ctrl-C ends it.
"""

from __future__ import annotations

import importlib.util
import os
import socket

from sim.cli.arguments import take_flag, take_value
from sim.errors import ConfigError, GovsimError, Problem

FLAGS = ("--host", "--port", "--open")


def main(args: list[str]) -> int:
    """Validate and serve."""
    host, port, browser = (
        take_value(args, "--host") or "127.0.0.1",
        take_value(args, "--port") or "8765",
        take_flag(args, "--open"),
    )
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ConfigError([Problem("--port", f"found {port!r}", "1 to 65535")])
    from sim.cli.compose import checked
    from sim.place_files import place_names

    config = checked(args)[0][1]
    if config.place.name not in place_names():  # its page offers the places by their names
        raise ConfigError([Problem("place.name", f"found {config.place.name!r}", ", ".join(place_names()))])
    if importlib.util.find_spec("solara") is None:
        raise GovsimError("the browser view needs the extra viz: pip install 'govsim[viz]'")
    if taken := _taken(host, int(port)):  # found before half a minute of compiling
        raise ConfigError([taken])
    from sim.viewer.launch import serve

    serve(config.to_dict(), host=host, port=int(port), open_browser=browser)
    return 0


def _taken(host: str, port: int) -> Problem | None:
    """Try to listen; say why it cannot be done."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        return Problem("--host", f"{host!r} is not an address of this machine ({error.strerror})", "e.g. 127.0.0.1")
    with socket.socket(family, kind) as trial:
        if os.name == "posix":  # as asyncio does: a port that was left a minute ago is free
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            other = port + 1 if port < 65535 else port - 1
            why = f"nothing can listen on {host} at {port} ({error.strerror})"
            return Problem("--port", why, "a port that is free", f"--port {other}?")
    return None

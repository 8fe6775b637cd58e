"""Watch a district live in the browser (needs the extra viz: pip install 'govsim[viz]').

usage: govsim viz [key=value ...] [--host 127.0.0.1] [--port 8765] [--open]

  govsim viz place=xialu
  govsim viz place=demo policy=[dual_report]

Mesa's own visualiser with play, step, reset and sliders, a map, and charts. It listens on this machine only
unless --host says otherwise, and needs no internet. Ctrl-C ends it.
"""

from __future__ import annotations

import importlib.util

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
    from sim.viewer.launch import serve

    serve(config.to_dict(), host=host, port=int(port), open_browser=browser)
    return 0

"""The viewer as it is started from the command line, and pages of it in Chromium that may do nothing wrong."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

DAYS = 8
SETTINGS = ("place=demo", f"days={DAYS}", "warmup_days=1")
"""What the page Live lives: short enough to see its last day."""
START_S = 300
"""A fresh checkout compiles first."""
HEIGHT = {1440: 900, 390: 844}


class Site(NamedTuple):
    """A server that runs."""

    url: str
    log: Path
    results: Path


@contextmanager
def served(folder: Path, *settings: str) -> Iterator[Site]:
    """Start ``govsim viz`` in a folder; afterwards it must have ended without a traceback."""
    port, log, results = _free_port(), folder / "log.txt", folder / "results"
    words = [*(settings or SETTINGS), f"results_dir={results}", "--port", str(port)]
    with log.open("w") as out:
        command = [sys.executable, "-m", "sim", "viz", *words]
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=_env())
    try:
        deadline = time.monotonic() + START_S
        while "http://" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield Site(f"http://127.0.0.1:{port}", log, results)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert not re.search("Traceback|Error", log.read_text()), log.read_text()


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def visitor(chromium: Browser, site: Site, lang: str = "en", width: int = 1440) -> Iterator[Page]:
    """A visitor with cookies of his own; no fault on a console, no request off the machine, no traceback."""
    context = chromium.new_context(viewport={"width": width, "height": HEIGHT[width]}, accept_downloads=True)
    context.add_cookies([{"name": "govsim_lang", "value": lang, "url": site.url}])
    faults: list[str] = []
    page = context.new_page()
    watch(page, faults)
    yield page
    assert "Traceback" not in page.inner_text("body")
    context.close()
    assert faults == []


def watch(page: Page, faults: list[str]) -> None:
    """Note what a page may not do."""
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    here = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    page.on("request", lambda ask: None if ask.url.startswith(here) else faults.append(ask.url))
    page.on("websocket", lambda ask: None if ask.url.startswith(here) else faults.append(ask.url))


def resize(page: Page, width: int) -> None:
    """Turn a laptop into a phone, or back."""
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})

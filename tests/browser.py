"""One Chromium for all tests of what people look at: a process of its own, which each module of tests connects to."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # as playwright starts one: what is not in front must not fall asleep
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
]
SAID = "DevTools listening on "


def chromium_path() -> str:
    """Find Chromium; fail where there is none."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.fail("No Chromium found. Install it (Debian: apt install chromium), or set GOVSIM_NO_BROWSER=1.")
    return path


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start Chromium with a fresh profile in a folder; give the address at which it can be driven."""
    log = folder / "chromium.log"
    with log.open("w") as out:
        command = [chromium_path(), *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until Chromium says where it listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        said = [line for line in log.read_text(errors="replace").splitlines() if line.startswith(SAID)]
        if said:
            return said[0].removeprefix(SAID)
        time.sleep(0.05)
    pytest.fail(f"Chromium did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def connected(address: str) -> Iterator[Browser]:
    """Drive a Chromium that runs; afterwards it runs on."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(address)
        yield browser
        for context in browser.contexts[1:]:
            context.close()
        browser.close()

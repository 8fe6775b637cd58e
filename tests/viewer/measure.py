"""Measure the viewer in Chromium: how soon, how fast, and how much memory it keeps.

    python -m tests.viewer.measure xialu results/xialu

Needs a study folder of the place for the replay. It takes about five minutes, most of them waiting until closed tabs
are forgotten. Prints one line a measure, with the bound that it should keep.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sim.viewer.launch import CULL
from tests.browser import chromium_path
from tests.viewer.site import Site, served, visitor

TIMES = 10
CLICK = """async () => {
  const canvas = document.querySelector('#replay').shadowRoot.querySelector('canvas');
  const at = canvas.getBoundingClientRect(), began = performance.now();
  const middle = {clientX: at.left + at.width / 3, clientY: at.top + at.height / 3};
  canvas.dispatchEvent(new MouseEvent('click', middle));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}"""
FAST = """() => {
  const pace = [...document.querySelector('#replay').shadowRoot.querySelectorAll('select')].at(-1);
  pace.value = '2';
  pace.dispatchEvent(new Event('change'));
  document.querySelector('#watch').replay.play();
}"""
PLAY_S = 4.0


def main(place: str, study: Path) -> None:
    """Measure all."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as driver:
        folder = Path(made)
        shutil.copytree(study, folder / "results" / study.name)
        chromium = driver.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        with served(folder, f"place={place}") as site:
            began = time.monotonic()
            with visitor(chromium, site) as page:
                page.goto(f"{site.url}/ask")
                tell("first page ready", time.monotonic() - began, "s", "<= 5")
            for width in (1440, 390):
                replay(chromium, site, study.name, width)
            began = time.monotonic()
            with visitor(chromium, site) as page:
                live(page, site)
                tell("Live ready", time.monotonic() - began, "s", "<= 5")
                frames(page)
            memory(chromium, site)


def replay(chromium: Browser, site: Site, study: str, width: int) -> None:
    """Frames a second and a click."""
    with visitor(chromium, site, width=width) as page:
        page.goto(f"{site.url}/watch?study={study}")
        page.wait_for_selector("#watch[data-ready]", timeout=120_000)
        took = sorted(page.evaluate(CLICK) for _ in range(5))
        tell(f"click at {width} px", took[-1] / 1000, "s", "<= 0.1")
        page.evaluate(FAST)
        before = page.evaluate("document.querySelector('#watch').replay.drawn")
        page.wait_for_timeout(1000 * PLAY_S)
        drawn = page.evaluate("document.querySelector('#watch').replay.drawn") - before
        tell(f"replay at {width} px", drawn / PLAY_S, "frames/s", ">= 20")


def live(page: Page, site: Site) -> None:
    """Open Live."""
    page.goto(f"{site.url}/live/")
    page.wait_for_selector("body.govsim-drawn", timeout=60_000)


def day(page: Page) -> int:
    """The day that is drawn."""
    return int(page.locator(".govsim-ground").get_attribute("data-day") or 0)


def frames(page: Page) -> None:
    """Days a second while Live plays."""
    page.get_by_role("button", name="▶", exact=True).click()
    page.wait_for_function("document.querySelector('.govsim-ground').dataset.day > 40")
    before, began = day(page), time.monotonic()
    page.wait_for_timeout(1000 * PLAY_S)
    tell("Live", (day(page) - before) / (time.monotonic() - began), "frames/s", ">= 10")


def memory(chromium: Browser, site: Site) -> None:
    """What resets and closed tabs leave behind, after some of each have filled what is filled once."""
    process = server_of(site)
    with visitor(chromium, site) as page:
        live(page, site)
        begin_anew(page, 3)
        before = resident_mb(process)
        begin_anew(page, TIMES)
        tell(f"{TIMES} resets", resident_mb(process) - before, "MB", "<= 10")
    for what, closed, wait_s in (("closed", True, 10.0), ("lost", False, float(CULL.removesuffix("s")) + 15.0)):
        tabs(chromium, site, 3, closed, wait_s)
        before = resident_mb(process)
        tabs(chromium, site, TIMES, closed, wait_s)
        tell(f"{TIMES} {what} tabs", resident_mb(process) - before, "MB", "<= 10")
    tell("server at the end", resident_mb(process), "MB", "")


def begin_anew(page: Page, times: int) -> None:
    """Step, then reset."""
    for _ in range(times):
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_selector(".govsim-ground[data-day='1']")
        page.get_by_role("button", name="Reset", exact=True).click()
        page.wait_for_selector(".govsim-ground[data-day='0']")


def tabs(chromium: Browser, site: Site, times: int, closed: bool, wait_s: float) -> None:
    """Open Live in a tab, step, close or lose it; wait until all are forgotten.

    A tab that is closed tells the server so; one that is lost, with its browser or its network, is waited for.
    """
    for _ in range(times):
        with visitor(chromium, site) as page:
            live(page, site)
            page.get_by_role("button", name="Step", exact=True).click()
            page.wait_for_selector(".govsim-ground[data-day='1']")
            if closed:
                page.goto("about:blank")
    time.sleep(wait_s)


def server_of(site: Site) -> int:
    """Number of the server's process."""
    port = site.url.rpartition(":")[2]
    found = subprocess.run(["pgrep", "-f", f"sim viz .*--port {port}"], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def resident_mb(process: int) -> float:
    """Memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def tell(what: str, value: float, unit: str, bound: str) -> None:
    """Print a measure."""
    print(f"{what:<24}{value:8.2f} {unit:<9}{bound}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

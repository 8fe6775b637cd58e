"""The page as a person meets it: a real browser, a real server, pixels that are really drawn."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from sim.parameters.param import BASES

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CANVAS = ".govsim-ground canvas"
LOOK = """() => {
  const canvas = document.querySelector('.govsim-ground canvas');
  const pen = canvas.getContext('2d');
  const dots = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return {day: +canvas.dataset.day, colours: new Set(dots).size, map: canvas.toDataURL(),
          charts: [...document.querySelectorAll('.solara-echarts canvas')].map((c) => c.toDataURL())};
}"""


class Sight(NamedTuple):
    """What the page shows."""

    day: int
    colours: int
    map: str
    charts: list[str]


def look(page: Page) -> Sight:
    """Read the pixels of the page; pictures as digests, so that a failure can be read."""
    seen = page.evaluate(LOOK)
    return Sight(seen["day"], seen["colours"], digest(seen["map"]), [digest(c) for c in seen["charts"]])


def digest(picture: str) -> str:
    """Shorten a picture to a name."""
    return hashlib.sha256(picture.encode()).hexdigest()[:12]


def press(page: Page, name: str, day: int) -> None:
    """Press a button of Mesa's and wait until the map shows the day, and the charts had time to."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector(f'{CANVAS}[data-day="{day}"]')
    page.wait_for_timeout(300)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the viewer on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("viewer") / "server.log"
    start = (
        "from sim.config.run import load; from sim.viewer.launch import serve;"
        f"serve(load('demo').to_dict(), port={port})"
    )
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, stdout=out, stderr=out, env={**os.environ})
    try:
        deadline = time.monotonic() + 240  # a cold kernel compiles first
        while server.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail(f"the viewer did not start:\n{log.read_text()}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Open the viewer in a tab of its own; afterwards nothing may have gone wrong behind the scenes."""
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda ask: faults.append(ask.url) if is_foreign(ask.url, address) else None)
    page.goto(address)
    page.wait_for_selector(CANVAS, timeout=90_000)
    page.wait_for_function("document.querySelectorAll('.solara-echarts canvas').length == 3")
    yield page
    page.close()
    assert faults == []


def is_foreign(url: str, address: str) -> bool:
    """Tell whether a request leaves this machine."""
    return not url.startswith((address, "data:", "blob:"))


def test_days_are_drawn_one_by_one_and_reset_goes_back(page: Page) -> None:
    fresh = look(page)
    assert fresh.day == 0
    sights = [fresh]
    for day in range(1, 4):
        press(page, "Step", day)
        sights.append(look(page))
    assert sights[-1].colours > fresh.colours + 8  # those of the lines are there from the start
    for before, after in pairwise(sights):
        assert after.map != before.map
        assert all(a != b for a, b in zip(after.charts, before.charts, strict=True))
    press(page, "Reset", 0)
    assert look(page)[:3] == fresh[:3]
    press(page, "Step", 1)
    assert look(page)[:3] == sights[1][:3]  # the same seed, the same fate


def test_play_runs_until_paused(page: Page) -> None:
    page.get_by_role("button", name="▶").click()
    page.wait_for_function("+document.querySelector('.govsim-ground canvas').dataset.day >= 5")
    page.get_by_role("button", name="❚❚").click()
    page.get_by_role("button", name="▶").wait_for()
    page.wait_for_timeout(500)  # Mesa lives the day it has begun
    day = look(page).day
    page.wait_for_timeout(500)
    assert look(page).day == day


def test_click_tells_the_cell_and_a_layer_brings_its_unit(page: Page) -> None:
    page.locator(CANVAS).click()
    told = page.locator(".govsim-cell", has_text="满意度").inner_text()
    for word in ("community", "open", "未结", "waiting", "等待", "satisfaction", "满意度"):
        assert word in told
    legend = page.locator(".govsim-legend")
    assert "h from accepted to first contact" in legend.inner_text()
    before = look(page)
    page.get_by_role("button", name="Satisfaction").click()
    legend.get_by_text("mean of residents").wait_for()
    assert look(page).map != before.map


def test_lever_redraws_the_map_on_reset_and_an_impossible_choice_is_explained(page: Page) -> None:
    press(page, "Step", 1)
    before = look(page).map
    page.locator(".v-input--checkbox", has_text="grid redivision").click()
    press(page, "Reset", 0)
    press(page, "Step", 1)
    assert look(page).map != before
    page.locator(".v-input--checkbox", has_text="layer integration").click()
    press(page, "Reset", 0)
    assert "both redraw the map" in page.locator(".v-alert").inner_text()


def test_every_slider_shows_value_range_and_source(page: Page) -> None:
    sliders: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll('.v-navigation-drawer .v-input__slider')].slice(2).map(
           (e) => ({label: e.querySelector('label').innerText,
                    value: e.querySelector('.v-slider__thumb-label').getBoundingClientRect().height}))"""
    )
    assert len(sliders) >= 3
    for slider in sliders:
        assert slider["value"] > 0
        assert " to " in slider["label"]
        assert any(f"{basis}: " in slider["label"] for basis in BASES)

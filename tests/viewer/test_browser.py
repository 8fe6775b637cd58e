"""The viewer as a visitor meets it: Chromium before a real server, from the question to the answer and beyond."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.show.pages import TARGETS, TEXTS, foreign
from tests.viewer.site import DAYS, Site, resize, served, visitor

pytestmark = pytest.mark.browser

OWN_WORDS = TEXTS.replace("'script,style,code,desc'", "'script,style,code,desc,[lang]:not(html)'")
"""Texts of a page without what is quoted, which says its language."""
OF_A_STUDY = ("answer", "watch", "people", "cases", "evidence")
PATIENCE_MS = 120_000
expect.set_options(timeout=30_000)  # other tests keep this machine busy


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server of all tests here."""
    with served(tmp_path_factory.mktemp("viewer")) as found:
        yield found


@pytest.fixture(scope="module")
def asked(chromium: Browser, site: Site) -> str:
    """Ask a question on the page and wait for its answer; the address to which it led."""
    with visitor(chromium, site) as page:
        page.goto(f"{site.url}/ask")
        choose_dual_report(page)
        page.locator("[name='dual_report.active_share']").fill("0.4")
        page.locator("[name=pairs]").fill("6")  # long enough for another tab to look
        expect(page.locator(".top .arm").last).to_have_text("dual report (active share 0.4)")
        other = page.context.new_page()  # a second tab shows it, too
        page.locator("#run").click()
        other.goto(f"{site.url}/studies")
        expect(other.locator("#running .run")).to_contain_text("dual report")
        other.close()
        page.wait_for_url("**/answer?study=*", timeout=PATIENCE_MS)
        return page.url


def choose_dual_report(page: Page) -> None:
    """Find a lever by a word, choose it, and unfold all its doses."""
    page.locator("#search").fill("dual")
    assert page.locator(".lever:visible").count() < 5
    page.locator("input[value=dual_report]").check()
    page.locator(".lever:visible .doses summary").click()  # those that are no choice of the user's stand behind it


def test_a_question_leads_to_an_answer_and_on_to_its_days_people_cases_and_numbers(
    chromium: Browser, site: Site, asked: str
) -> None:
    with visitor(chromium, site) as page:
        page.goto(asked)
        assert page.locator("h1").inner_text()
        assert page.locator(".card").count() == 5
        page.get_by_role("link", name="Watch", exact=True).click()
        watch_the_days(page)
        page.get_by_role("link", name="People", exact=True).click()
        assert page.locator("main table").count() >= 1
        page.get_by_role("link", name="Cases", exact=True).click()
        page.locator("button[data-case]").first.click()
        expect(page.locator("#life li")).to_have_count(2)
        assert page.locator("#life svg:visible").count() == 1
        page.get_by_role("link", name="Evidence", exact=True).click()
        page.locator("#sought").fill("report")
        shown = page.locator("#numbers tbody tr:visible").count()
        assert 0 < shown < page.locator("#numbers tbody tr").count()
        expect(page.locator("#found")).to_contain_text(f"{shown} /")
        page.get_by_role("link", name="Studies", exact=True).click()
        page.locator("table.studies a").first.click()
        assert page.locator(".card").count() == 5


def watch_the_days(page: Page) -> None:
    """Click a grid: its workers, open cases and history in both arms; play to the last day, where it stops."""
    page.wait_for_selector("#watch[data-ready]", timeout=PATIENCE_MS)
    page.locator("#replay canvas").first.click(position={"x": 30, "y": 30})
    rows = page.locator("#area tbody tr")
    expect(rows).to_have_count(2)
    for row in rows.all():
        grid, residents, workers, is_open, cases = (cell.inner_text() for cell in row.locator("td").all())
        assert int(residents.replace(",", "")) < 12480 / 5  # of one of twelve grids, not of one of five communities
        assert int(grid) == int(workers) == 1
        assert int(cases.replace(",", "")) > int(is_open) >= 0
    assert page.locator("#area svg path").count() == 2
    page.evaluate("() => { const replay = document.querySelector('#watch').replay; replay.show(360); replay.play(); }")
    expect(page.locator("#day")).to_have_text("day 365 of 365")
    page.wait_for_timeout(200)
    expect(page.locator("#day")).to_have_text("day 365 of 365")
    expect(page.locator("#area thead")).to_contain_text("open cases on day 365")  # it follows
    with page.expect_download() as found:
        page.locator("button.png").click()
    assert Path(found.value.path()).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_fits_both_widths_and_speaks_one_language(
    chromium: Browser, site: Site, asked: str, lang: str
) -> None:
    query = asked.partition("?")[2]
    with visitor(chromium, site, lang) as page:
        for key in ("ask", *OF_A_STUDY, "studies"):
            page.goto(f"{site.url}/{key}?{query}")
            if key == "watch":
                page.wait_for_selector("#watch[data-ready]")
            for width in (390, 1440):
                resize(page, width)
                fits(page, f"{key} {lang} {width}")
            texts = page.evaluate(OWN_WORDS)
            assert foreign(lang, [text for text, _ in texts]) == [], key
            assert min(size for _, size in texts) >= 11, key
            assert page.locator(".top .place").inner_text()
            assert page.locator(".top .arm").count() == 2


def fits(page: Page, where: str) -> None:
    """Nothing is wider than the page, and whatever is touched is large enough."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    small = [t for t in page.evaluate(TARGETS) if min(t[1:]) < 43.5 and "checkbox" not in t[0] and "radio" not in t[0]]
    assert small == [], where


def test_the_language_is_switched_where_one_is_and_the_menu_folds_on_a_phone(
    chromium: Browser, site: Site, asked: str
) -> None:
    with visitor(chromium, site, width=390) as page:
        page.goto(asked)
        cards = page.locator(".card").last.bounding_box()
        assert cards
        assert cards["y"] + cards["height"] < 844
        page.locator(".lang a").click()
        page.wait_for_load_state()
        assert page.url == asked
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert not page.locator("nav a").first.is_visible()
        page.locator(".menu summary").click()
        page.get_by_role("link", name="依据").click()
        page.wait_for_url("**/evidence?*")


def test_a_run_can_be_cancelled_and_holds_up_no_page(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as page:
        page.goto(f"{site.url}/ask")
        choose_dual_report(page)
        page.locator("[name=pairs]").fill("300")
        page.locator("[name=folder]").fill("long")
        page.locator("#run").click()
        page.wait_for_selector(".run[data-state=running]", timeout=PATIENCE_MS)
        seen, took = [], []
        for _ in range(8):
            began = time.monotonic()
            runs = page.request.get(f"{site.url}/runs").json()
            took.append(time.monotonic() - began)
            seen.append(next(run["done"] for run in runs if run["state"] == "running"))
            page.wait_for_timeout(100)
        assert seen == sorted(seen)
        assert sorted(took)[4] < 0.3
        began = time.monotonic()
        page.locator(".run[data-state=running] button").click()
        page.wait_for_selector(".run[data-state=cancelled]")
        assert time.monotonic() - began < 3.0


def live(page: Page, site: Site) -> None:
    """Open the page Live and wait for its first picture."""
    page.goto(f"{site.url}/live/")
    page.wait_for_selector("body.govsim-drawn", timeout=PATIENCE_MS)


def day_of(page: Page) -> Any:
    """Where the page says which day it is."""
    return page.locator(".govsim-ground")


def download(page: Page, kind: str) -> Path:
    """Take a file from the page Live."""
    with page.expect_download() as found:
        page.locator(".govsim-files .v-btn", has_text=kind).click()
    return Path(found.value.path())


def test_live_plays_to_its_last_day_can_be_scrubbed_back_and_begun_anew(chromium: Browser, site: Site) -> None:
    """Beside it somebody else, on a phone and in Chinese, looks at a district of his own."""
    with visitor(chromium, site) as page, visitor(chromium, site, "zh", 390) as other:
        live(other, site)
        live(page, site)
        page.get_by_role("button", name="Step", exact=True).click()  # at once
        expect(day_of(page)).to_have_attribute("data-day", "1")
        page.get_by_role("button", name="▶", exact=True).click()
        told = page.locator(".v-alert")
        told.wait_for(timeout=PATIENCE_MS)
        assert re.search(r"solved.*yuan", told.inner_text())
        expect(page.locator(".govsim-head .day")).to_have_text(f"day {DAYS} of {DAYS}")
        page.wait_for_timeout(300)
        expect(day_of(page)).to_have_attribute("data-day", str(DAYS))  # it has stopped
        page.locator(".govsim-map input[type=range]").fill("2")
        expect(page.locator(".govsim-map .day")).to_have_text(f"day 2 of {DAYS}")
        page.get_by_role("button", name="Reset", exact=True).click()
        expect(day_of(page)).to_have_attribute("data-day", "0")
        expect(told).to_have_count(0)
        page.get_by_role("button", name="Step", exact=True).click()
        expect(day_of(page)).to_have_attribute("data-day", "1")
        assert f"govsim run place=demo seed=1 days={DAYS} warmup_days=1" in download(page, "YAML").read_text()
        assert download(page, "CSV").read_text().splitlines()[0] == "day,response_h,satisfaction,open_cases"
        with page.expect_download() as found:
            page.get_by_role("button", name="PNG of the figures").click()
        assert found.value.path().read_bytes().startswith(b"\x89PNG")
        expect(day_of(other)).to_have_attribute("data-day", "0")  # nobody else's district has moved
        other.wait_for_timeout(200)
        assert foreign("zh", [text for text, _ in other.evaluate(OWN_WORDS)]) == []
        steps_at_once_with_its_drawer_folded(other)


def steps_at_once_with_its_drawer_folded(phone: Page) -> None:
    expect(phone.locator(".v-navigation-drawer--open")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator(".v-app-bar .v-btn").first.click()
    phone.get_by_role("button", name="步进", exact=True).click()
    expect(day_of(phone)).to_have_attribute("data-day", "1")
    assert foreign("zh", [text for text, _ in phone.evaluate(OWN_WORDS)]) == []

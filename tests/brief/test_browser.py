"""The brief as a person meets it: Chromium, a page from the disk, in both languages, wide and narrow, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sim.brief.brief import Brief
from sim.brief.page import page_of
from tests.i18n.language import strangers
from tests.show.pages import NAMES, TARGETS, opened

pytestmark = pytest.mark.browser

WIDE, NARROW, PAPER = 1440, 390, 688
"""Paper: A4 without the margins of the style, at 96 dots an inch."""
PAPER_HIGH = 1017
SEEN = """() => {
  const main = document.querySelector('main:not([hidden])'), found = [];
  const left = 'script,style,code,blockquote,[lang]:not(main)';
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), at = walk.currentNode.parentElement;
    if (!text || at.closest(left) || !at.checkVisibility()) continue;
    found.push([text, parseFloat(getComputedStyle(at).fontSize)]);
  }
  for (const e of main.querySelectorAll('[aria-label],[title]'))
    if (e.checkVisibility()) found.push([e.getAttribute('aria-label') || e.getAttribute('title'), 99]);
  return found;
}"""
TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > most) found.push(['page', document.documentElement.scrollWidth]);
  for (const e of document.querySelectorAll('main:not([hidden]) *'))
    if (e.checkVisibility() && !e.closest('.scroll') && e.getBoundingClientRect().right > most + 1)
      found.push([e.outerHTML.slice(0, 80), e.getBoundingClientRect().right]);
  return found;
}"""
BOTTOM = """() => Math.max(...[...document.querySelectorAll('main:not([hidden]) .card')]
  .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect().bottom))"""
UNNAMED = """() => [...document.querySelectorAll('main:not([hidden]) [role=img]')]
  .filter((e) => !e.getAttribute('aria-label') && !e.querySelector('desc')).length"""


@pytest.fixture(scope="module")
def page(brief: Brief, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page in both languages, opened once; whatever is asked for elsewhere or said on the console is a fault."""
    file: Path = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page_of(brief, "both"), encoding="utf-8")
    with opened(chromium, file, WIDE) as found:
        found.wait_for_selector("body[data-ready]")
        yield found


def speak(page: Page, lang: str, width: int = WIDE) -> None:
    page.set_viewport_size({"width": width, "height": 900 if width == WIDE else 844})
    page.locator(f"button[data-lang={lang}]").click()
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_title_and_cards_are_seen_at_once_and_nothing_sticks_out(page: Page, lang: str, width: int) -> None:
    speak(page, lang, width)
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.locator("main:not([hidden])").count() == 1
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(BOTTOM) <= (900 if width == WIDE else 844)
    seen = page.evaluate(SEEN)
    assert min(size for _, size in seen) >= 11.0
    assert strangers("\n".join(text for text, _ in seen), lang) == []
    assert [own for own in page.evaluate(TARGETS) if min(own[1:]) < 44.0] == []
    assert page.evaluate(UNNAMED) == 0
    maps = page.evaluate(NAMES)
    assert len(maps) == 2
    assert all(n >= 1 and wrong == [] for n, wrong in maps), maps


def test_another_arm_is_shown_in_all_parts(page: Page) -> None:
    speak(page, "en")
    page.locator("main:not([hidden]) select.arm").select_option("dual_report")
    assert "25%" in page.locator("main:not([hidden]) h1:visible").inner_text()
    page.locator("main:not([hidden]) select.arm").select_option("small")
    assert "5%" in page.locator("main:not([hidden]) h1:visible").inner_text()
    assert page.locator("main:not([hidden]) .cards:visible").count() == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_replay_plays(page: Page, lang: str) -> None:
    speak(page, lang)
    main = page.locator("main:not([hidden])")
    main.locator(".start").click()
    main.locator("[data-started]").wait_for()
    main.locator('.box:not([data-frame="0"])').wait_for()
    for arm, number in (("small", "2"), ("dual_report", "1")):
        main.locator("select.arm").select_option(arm)
        assert main.locator(".mount select").first.input_value() == number  # both choices of an arm say the same
    assert page.evaluate(TOO_WIDE) == []


def test_on_paper_nothing_is_cut(page: Page) -> None:
    """What is played is left out, five cards stand on the first page, and no figure is parted or wider than it."""
    speak(page, "en")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": PAPER_HIGH})
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(BOTTOM) < PAPER_HIGH
    assert page.locator("main:not([hidden]) .mount:visible, .control:visible").count() == 0
    tables = page.evaluate("[...document.querySelectorAll('main:not([hidden]) .scroll')].filter((e) => "
                           "e.checkVisibility() && e.scrollWidth > e.clientWidth).length")  # fmt: skip
    assert tables == 0
    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 10
    assert len(paper) < 1_000_000

"""Charts in Chromium: text that can be read at both widths, within the picture, in one language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sim.show.svg import in_both_widths
from tests.show.pages import TEXTS, foreign, opened, page_of
from tests.show.svg.samples import SAMPLES

pytestmark = pytest.mark.browser

STYLE = """<style>.narrow{display:none} @media (max-width:760px){.wide{display:none}.narrow{display:block}}
.wide{max-width:720px}</style>"""
SEEN = """() => [...document.querySelectorAll('svg')].filter((svg) => svg.checkVisibility()).map((svg) => {
  const {width, height} = svg.viewBox.baseVal, scale = svg.getBoundingClientRect().width / width;
  const all = [...svg.querySelectorAll('text')].map((e) => ({said: e.textContent, at: e.getBBox(),
                                                             size: scale * e.getAttribute('font-size')}));
  const right = (b) => b.x + b.width, low = (b) => b.y + b.height;
  const touch = (a, b) => a.x + 1 < right(b) && b.x + 1 < right(a) && a.y + 4 < low(b) && b.y + 4 < low(a);
  return {
    small: all.filter((t) => t.size < 11).map((t) => t.said),
    out: all.filter(({at}) =>
      at.x < -1 || at.y < -1 || right(at) > width + 1 || low(at) > height + 1).map((t) => t.said),
    over: all.flatMap((t, i) => all.slice(0, i).filter((o) => touch(t.at, o.at)).map((o) => t.said + ' / ' + o.said)),
  };
})"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [1440, 390])
def test_text_is_large_enough_lies_within_and_apart(chromium: Browser, tmp_path: Path, lang: str, width: int) -> None:
    body = STYLE + "".join(in_both_widths(lambda w, draw=draw: draw(lang, w)) for draw in SAMPLES.values())
    path = tmp_path / "charts.html"
    path.write_text(page_of(body, lang=lang), encoding="utf-8")
    with opened(chromium, path, width) as page:
        seen: list[dict[str, Any]] = page.evaluate(SEEN)
        assert len(seen) == len(SAMPLES)
        for kind, found in zip(SAMPLES, seen, strict=True):
            assert found == {"small": [], "out": [], "over": []}, kind
        assert foreign(lang, [text for text, _ in page.evaluate(TEXTS)]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Pages that are opened from the disk, as the brief is, and what nothing on them may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'self' file:"
TEXTS = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)], found = [];
  for (const root of roots) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent.trim(), at = walk.currentNode.parentElement;
      if (!text || at.closest('script,style,code,desc') || !at.checkVisibility()) continue;
      found.push([text, parseFloat(getComputedStyle(at).fontSize)]);
    }
    for (const e of root.querySelectorAll('[aria-label],[alt],[title],desc')) {
      for (const name of ['aria-label', 'alt', 'title'])
        if (e.hasAttribute(name)) found.push([e.getAttribute(name), 99]);
      if (e.tagName === 'desc') found.push([e.textContent, 99]);
    }
  }
  return found;
}"""
NAMES = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)];
  const grounds = roots.flatMap((root) => [...root.querySelectorAll('.ground')]).filter((e) => e.checkVisibility());
  return grounds.map((ground) => {
    const map = ground.getBoundingClientRect(), wrong = [];
    const names = [...ground.querySelectorAll('.name')].filter((e) => e.checkVisibility());
    const boxes = names.map((e) => e.getBoundingClientRect());
    boxes.forEach((a, i) => {
      if (a.left < map.left - 1 || a.right > map.right + 1 || a.top < map.top - 1 || a.bottom > map.bottom + 1)
        wrong.push(names[i].textContent + ' is cut');
      boxes.slice(0, i).forEach((b, k) => {
        if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          wrong.push(names[i].textContent + ' over ' + names[k].textContent);
      });
    });
    return [names.length, wrong];
  });
}"""
"""Of each map that is seen: how many names stand on it, and which are cut or cover another one."""
TARGETS = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)];
  return roots.flatMap((root) => [...root.querySelectorAll('button,select,input')]).filter((e) => e.checkVisibility())
    .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().width, e.getBoundingClientRect().height]);
}"""


def page_of(body: str, script: str = "", lang: str = "en") -> str:
    """A page that stands alone."""
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>govsim</title>'
        "<style>body{font-family:sans-serif;margin:16px auto;max-width:1360px;padding:0 16px}</style>"
        f"<script>{script}</script>{body}</html>"
    )


@contextmanager
def opened(chromium: Browser, path: Path, width: int) -> Iterator[Page]:
    """Open a page from the disk; nothing may be said on its console, and nothing be asked for elsewhere."""
    page = chromium.new_page(viewport={"width": width, "height": 900 if width > 700 else 844})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda ask: None if ask.url.startswith(("file:", "data:")) else faults.append(ask.url))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert faults == []


def foreign(lang: str, texts: list[str]) -> list[str]:
    """Texts of the other language: two Latin words on a Chinese page, two Chinese characters on an English one.

    What is typed, `govsim report`, is the same in both.
    """
    wrong = (
        re.compile(r"[A-Za-z]{2,}[ ,;:]+[A-Za-z]{2,}|[a-z]+_[a-z]+")
        if lang == "zh"
        else re.compile("[\u3400-\u9fff]{2}")
    )
    return [text for text in texts if wrong.search(re.sub("govsim [a-z]+", "", text))]

"""The frame of every page: header with place, arms and seed, navigation, language switch, what is running."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sim.i18n import Bilingual, say, speaking

LANGUAGE_COOKIE, STUDY_COOKIE = "govsim_lang", "govsim_study"
PAGES = ("ask", "answer", "watch", "people", "cases", "evidence", "studies", "live")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: what this server sends, and nothing from elsewhere. The replay brings a style of its own."""
STATIC = Path(__file__).with_name("static")
BETWEEN = ' <span aria-hidden="true">·</span> '
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s]{0,500}")


@dataclass(frozen=True)
class Header:
    """What every page names.

    Attributes
    ----------
    place : Bilingual
    arms : sequence of Bilingual
        With their doses, the first is what others are compared with.
    seed : int or None
    study : str
        Key of the study that is open; empty where none is.
    """

    place: Bilingual
    arms: Sequence[Bilingual] = ()
    seed: int | None = None
    study: str = ""


@dataclass(frozen=True)
class Page:
    """One page, to be framed.

    Attributes
    ----------
    key : str
        One of `PAGES`, or another name.
    title : Bilingual
    body : str
        HTML.
    header : Header or None
    """

    key: str
    title: Bilingual
    body: str
    header: Header | None = None
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)


def language_of(request: Request, usual: str) -> str:
    """Language of a visitor: as switched, else as the viewer was told, else as the browser says."""
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    if kept in ("en", "zh"):
        return kept
    if usual in ("en", "zh"):
        return usual
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


def framed(draw: Callable[[Request], Page], usual: Callable[[], str]) -> Callable[[Request], Response]:
    """Make a route of a function that draws a page: it draws in the visitor's language, in a thread of its own."""

    def answer(request: Request) -> Response:
        lang = language_of(request, usual())
        with speaking(lang):
            page = draw(request)
            response = HTMLResponse(html_of(page, lang, address_of(request)), page.status)
        response.headers["content-security-policy"] = POLICY
        response.headers["cache-control"] = "no-store"
        for name, value in page.cookies.items():
            response.set_cookie(name, quote(value), samesite="strict", httponly=True)
        return response

    return answer


def kept_study(request: Request) -> str:
    """The study that a visitor looked at last; empty where there is none."""
    return unquote(request.cookies.get(STUDY_COOKIE, ""))


def switch_language(request: Request) -> Response:
    """Keep a language and go back to where the visitor was."""
    back = request.query_params.get("next", "/")
    lang = request.path_params["lang"]
    response = RedirectResponse(back if _OWN_PATH.fullmatch(back) else "/", 303)
    if lang in ("en", "zh"):
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=31_536_000, samesite="strict", httponly=True)
    return response


def address_of(request: Request) -> str:
    """Path and query of a page, to come back to."""
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def html_of(page: Page, lang: str, address: str) -> str:
    """Write a page."""
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(page.title)} · govsim</title>"
        '<link rel="stylesheet" href="/static/brief.css"><link rel="stylesheet" href="/static/viewer.css">'
        '<script src="/static/replay.js" defer></script><script src="/static/viewer.js" defer></script>'
        f'</head><body data-page="{page.key}" data-lang="{lang}" {words_for_script()}>'
        f"{head_html(page.header, page.key, lang, address)}"
        f'<div id="running" class="running" role="status" hidden></div><main>{page.body}</main></body></html>'
    )


def head_html(header: Header | None, key: str, lang: str, address: str, day: str = "") -> str:
    """The header: what is looked at, where one can go, and the language."""
    links = "".join(
        f'<a href="{_link(page, header)}"{" aria-current=page" if page == key else ""}>{escape(page_name(page))}</a>'
        for page in PAGES
    )
    switch = "".join(
        f"<span aria-current=true>{name}</span>"
        if lang == code
        else f'<a href="/lang/{code}?{urlencode({"next": address})}" hreflang="{code}" lang="{code}" '
        f'aria-label="{escape(label)}">{name}</a>'
        for code, name, label in (("en", "en", say("viewer.to_english")), ("zh", "中文", say("viewer.to_chinese")))
    )
    pages = escape(say("viewer.pages"))
    here = escape(page_name(key)) if key in PAGES else pages
    return (
        f'<header class="top"><a class="brand" href="/ask">govsim</a><p class="told">{told_html(header, day)}</p>'
        f'<span class="lang">{switch}</span><details class="menu"><summary aria-label="{pages}">'
        f'<span aria-hidden="true">☰</span> {here}</summary><nav aria-label="{pages}">{links}</nav></details></header>'
    )


def told_html(header: Header | None, day: str = "") -> str:
    """Place, arms with doses, seed, and the day where there is one."""
    if header is None:
        return f'<span class="arms">{escape(say("viewer.nothing_open"))}</span>'
    arms = ' <span aria-hidden="true">›</span> '.join(f'<span class="arm">{escape(arm)}</span>' for arm in header.arms)
    said = "" if header.seed is None else escape(say("viewer.of_seed", seed=header.seed))
    seed = f'{BETWEEN}<span class="seed">{said}</span>' if said else ""
    return (
        f'<b class="place">{escape(header.place)}</b>{BETWEEN}<span class="arms">{arms}</span>{seed} '
        f'<span class="day" id="day">{escape(day)}</span>'
    )


def page_name(key: str) -> Bilingual:
    """Name of a page."""
    return say(
        {
            "ask": "viewer.ask",
            "answer": "viewer.answer",
            "watch": "viewer.watch",
            "people": "viewer.people_page",
            "cases": "viewer.cases_page",
            "evidence": "viewer.evidence",
            "studies": "viewer.studies",
            "live": "viewer.live",
        }[key]
    )


def _link(page: str, header: Header | None) -> str:
    if page == "live":
        return "/live/"
    study = header.study if header else ""
    return f"/{page}?{urlencode({'study': study})}" if study and page not in ("ask", "studies") else f"/{page}"


WORDS = ("viewer.ready_run", "viewer.queued", "viewer.running", "viewer.left", "viewer.cancel", "viewer.stopping",
         "viewer.done", "viewer.failed", "viewer.cancelled", "viewer.look", "viewer.why", "viewer.lost",
         "viewer.making", "viewer.pairs_button", "viewer.png", "viewer.day_n", "viewer.none_found")  # fmt: skip


def words_for_script() -> str:
    """What the script of the page says, as attributes of the body; its placeholders stay."""
    from sim.i18n import in_force, messages

    zh = in_force() == "zh"
    texts = {key.removeprefix("viewer."): messages()[key] for key in WORDS}
    return " ".join(
        f'data-w-{name.replace("_", "-")}="{escape(text.zh if zh else text.en)}"' for name, text in texts.items()
    )

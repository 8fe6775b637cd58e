"""report.html: one page that needs nothing else, not even a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.brief.brief import Brief
from sim.brief.folded import folded, unfolded
from sim.brief.fonts import font_style
from sim.brief.html import text
from sim.brief.parts import PARTS, Part
from sim.brief.parts.replay import frames_data
from sim.i18n import say, speaking
from sim.show.replay import script
from sim.studies.results import results_of

HERE = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:"
"""Nothing is asked of anybody."""
WITH_STREETS = POLICY.replace("script-src", "script-src 'self' file:")
"""Of a province whose streets lie beside the page: one from a disk may load scripts, and nothing else."""
TOP = ("title", "cards")
"""Parts above the fold."""
NAMES = {"en": "English", "zh": "中文"}
BOTH = "both"
Fold = Callable[[str], str]
MOST = {"cell": 1_950_000, "community": 497_000}
"""Bytes of a page: of a place drawn by cell; of a province, drawn by community."""


def report_html(folder: Path, lang: str) -> str:
    """The page of an answer.

    Parameters
    ----------
    folder : Path
        A study folder (its newest answer is shown) or one of its ``answers/``.
    lang : {"en", "zh", "both"}
        With both the page has a switch.

    Raises
    ------
    ResultError
        If there are no results, or no pair of them is there.
    """
    from sim.brief.made import brief_of

    return page_of(brief_of(results_of(folder)), lang)


def page_of(brief: Brief, lang: str) -> str:
    """The page of a brief.

    Parameters
    ----------
    brief : Brief
    lang : {"en", "zh", "both"}
    """
    languages = list(NAMES) if lang == BOTH else [lang]
    body = [_switch(languages)] if len(languages) > 1 else []
    with speaking(languages[0]):
        title = text(say("brief.page.title", place=brief.place))
        body.append(f'<main lang="{languages[0]}" data-of-lang="{languages[0]}">{_main(brief, folded)}</main>')
    for own in languages[1:]:
        with speaking(own):
            body.append(folded(f'<main lang="{own}" data-of-lang="{own}" hidden>{_main(brief, str)}</main>'))
    policy = WITH_STREETS if brief.frames is not None and brief.frames["details"] else POLICY
    style = _file("page.css") + font_style(title + unfolded("".join(body)))
    if brief.frames is not None:
        room = MOST[brief.frames["unit"]] - sum(len(s.encode()) for s in [style, script(), _file("page.js"), *body])
        body.append(f"{frames_data(brief.frames, room, languages)}<script>{script()}</script>")
    body.append(f"<script>{_file('page.js')}</script>")
    inner = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{languages[0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}</style></head>\n"
        f'<body data-arm="{text(brief.shown)}">{inner}</body></html>\n'
    )


def _switch(languages: list[str]) -> str:
    """Buttons that choose a language, each named in its own."""
    buttons = "".join(
        f'<button type="button" data-lang="{lang}" lang="{lang}" aria-pressed="{str(lang == languages[0]).lower()}">'
        f"{NAMES[lang]}</button>"
        for lang in languages
    )
    return f'<nav class="control switch" aria-label="{NAMES["en"]} / {NAMES["zh"]}">{buttons}</nav>'


def _main(brief: Brief, fold: Fold) -> str:
    """Everything in the language in force."""
    parts = {part.key: _of_arms(brief, part, fold) for part in PARTS}
    top = f"<header>{parts['title']}{_picker(brief)}{parts['cards']}</header>"
    return top + f'<div class="parts">{"".join(parts[p.key] for p in PARTS if p.key not in TOP)}</div>'


def _of_arms(brief: Brief, part: Part, fold: Fold) -> str:
    """A part, of every arm where it is another one for each; the reader picks which is seen, the others are folded."""
    if not part.by_arm or len(brief.others) < 2:
        return part.draw(brief, brief.shown)
    drawn = []
    for arm in brief.others:
        seen = arm == brief.shown
        own = f'<div class="by-arm" data-of-arm="{text(arm)}"{"" if seen else " hidden"}>{part.draw(brief, arm)}</div>'
        drawn.append(own if seen else fold(own))
    return "".join(drawn)


def _picker(brief: Brief) -> str:
    if len(brief.others) < 2:
        return ""
    options = "".join(
        f'<option value="{text(arm)}"{" selected" if arm == brief.shown else ""}>{text(brief.called(arm))}</option>'
        for arm in brief.others
    )
    label = text(say("brief.pick"))
    return f'<p class="control"><label>{label} <select class="arm">{options}</select></label></p>'


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
